use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The text cannot be a code: empty, longer than 64 characters, or with characters other than letters, digits,
/// `-`, `_`, `+` and `.`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a code of letters, digits, `-`, `_`, `+` and `.`")]
pub struct NotACode(pub String);

fn looks_like_a_code(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'.'))
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $normal:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotACode;

            fn from_str(text: &str) -> Result<Self, NotACode> {
                let code = text.trim();
                if looks_like_a_code(code) { Ok(Self(code.$normal().into())) } else { Err(NotACode(text.to_owned())) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )* };
}

codes! {
    /// A value of one of the mechanism's lists: a need, a language, a target group, a document (domain §3). Whether
    /// the mechanism knows it is for the [`crate::Vocabulary`] to say. Cheap to copy: the text is shared.
    Code, to_owned;
    /// The OCHA code of an administrative area: `CM002` is a region, `CM002007` a department in it.
    PCode, to_ascii_uppercase;
}

impl Code {
    /// For a record that is being filled in; never stored.
    pub(crate) fn placeholder() -> Self {
        Self("-".into())
    }
}

impl PCode {
    /// Whether `other` is this area or lies in it: P-codes of lower levels begin with that of the level above.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_trimmed_and_a_p_code_is_upper_case() {
        assert_eq!(" legal_aid ".parse::<Code>().unwrap().as_str(), "legal_aid");
        assert_eq!("cm002".parse::<PCode>().unwrap().as_str(), "CM002");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        assert!("aide juridique".parse::<Code>().is_err());
        assert!("".parse::<Code>().is_err());
        assert!("é".parse::<Code>().is_err());
        assert!("x".repeat(65).parse::<Code>().is_err());
    }

    #[test]
    fn a_region_holds_its_departments_and_no_others() {
        let (centre, mfoundi, wouri): (PCode, PCode, PCode) = (
            "CM002".parse().unwrap(),
            "CM002007".parse().unwrap(),
            "CM005004".parse().unwrap(),
        );
        assert!(centre.holds(&mfoundi) && centre.holds(&centre));
        assert!(!centre.holds(&wouri) && !mfoundi.holds(&centre));
    }
}
