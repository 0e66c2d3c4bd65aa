use std::fmt;

use super::Reading;

/// What a person typed into a form, field by field and in order, exactly as it is shown again after a refusal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

/// More fields than any form of ours has.
const MOST_FIELDS: usize = 1_000;
/// The longest value kept, in bytes: twenty pages of narrative.
const LONGEST_VALUE: usize = 64 * 1024;

/// A body that is no form of ours: not url-encoded, too many fields, or a value too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body is not a form")]
pub struct NotAForm;

/// Values may be personal: only the names of the fields are shown.
impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Typed {
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Reads `application/x-www-form-urlencoded`; a name may stand several times (security requirement 68).
    ///
    /// # Errors
    /// [`NotAForm`] when it is not, or when it is larger than any form of ours.
    pub fn parse(body: &[u8]) -> Result<Self, NotAForm> {
        Self::of(serde_html_form::from_bytes(body).map_err(|_| NotAForm)?)
    }

    /// # Errors
    /// [`NotAForm`] when it is larger than any form of ours.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Result<Self, NotAForm> {
        if pairs.len() > MOST_FIELDS || pairs.iter().any(|(_, value)| value.len() > LONGEST_VALUE) {
            return Err(NotAForm);
        }
        Ok(Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name, tidy(&value)))
                .collect(),
        ))
    }

    /// Adds a value, to start a form with what is already known.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers give numbers, codes and texts alike"
    )]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.0.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a value if there is one.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds each value of a field of several.
    #[must_use]
    pub fn with_all<T: ToString>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        values
            .into_iter()
            .fold(self, |typed, value| typed.with(name, value))
    }

    /// The value as typed; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or("")
    }

    /// The same, made from the version that `current` has, if it has one: for a form that is sent again over what
    /// others changed.
    #[must_use]
    pub fn at_version(self, current: &Self) -> Self {
        match current.some("version") {
            Some(version) => self.replacing("version", version),
            None => self,
        }
    }

    /// The same with one value in the place of whatever the field had.
    #[must_use]
    pub fn replacing(mut self, name: &str, value: impl ToString) -> Self {
        self.0.retain(|(held, _)| held != name);
        self.with(name, value)
    }

    /// The value without spaces around it, unless nothing is left.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }

    /// Every value of a field, in order.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a checkbox of one value was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.some(name).is_some()
    }

    /// The same as a structure of texts, for forms that a room reads as a whole; unknown names are passed over.
    ///
    /// # Errors
    /// [`NotAForm`] when a field of one value came several times.
    pub fn to<T: serde::de::DeserializeOwned>(&self) -> Result<T, NotAForm> {
        let text = serde_html_form::to_string(&self.0).map_err(|_| NotAForm)?;
        serde_html_form::from_str(&text).map_err(|_| NotAForm)
    }

    /// Reads field by field and gathers everything that is wrong.
    pub fn read(&self) -> Reading<'_> {
        Reading::of(self)
    }
}

/// One kind of line end, and no control characters, which no keyboard types.
fn tidy(value: &str) -> String {
    value
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_may_have_several_values() {
        let typed = Typed::parse(b"need=SANTE&need=LOGEMENT&note=a%0D%0Ab+%C3%A9").unwrap();
        assert_eq!(typed.all("need").collect::<Vec<_>>(), ["SANTE", "LOGEMENT"]);
        assert_eq!(
            (typed.get("note"), typed.get("none"), typed.some("none")),
            ("a\nb é", "", None)
        );
    }

    #[test]
    fn a_body_larger_than_any_form_is_refused() {
        assert_eq!(Typed::parse("a=1&".repeat(1_001).as_bytes()), Err(NotAForm));
        assert_eq!(
            Typed::parse(format!("a={}", "x".repeat(70_000)).as_bytes()),
            Err(NotAForm)
        );
    }

    #[test]
    fn sec71_what_was_typed_is_not_printed_in_logs() {
        let typed = Typed::nothing().with("given_name", "Personne-Test 1");
        assert_eq!(format!("{typed:?}"), r#"{"given_name"}"#);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(body: Vec<u8>) {
            let _ = Typed::parse(&body);
        }

        #[test]
        fn what_a_person_types_comes_back(value in "[^\\p{C}]{0,80}") {
            let body = serde_html_form::to_string([("v", &value)]).unwrap();
            let typed = Typed::parse(body.as_bytes()).unwrap();
            proptest::prop_assert_eq!(typed.get("v"), value);
        }
    }
}
