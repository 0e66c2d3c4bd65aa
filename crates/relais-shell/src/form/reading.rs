use std::str::FromStr;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use relais_kernel::{Refusal, Refusals};

use super::Typed;

/// Reads a form field by field; whatever is missing or malformed is gathered, so that one answer shows all
/// faults. Ends with [`Reading::done`].
///
/// ```
/// # use relais_shell::Typed;
/// let typed = Typed::parse(b"family=3&note=").unwrap();
/// let mut read = typed.read();
/// let family: u8 = read.must("family");
/// let note = read.words("note");
/// let refusals = read.done().unwrap_err();
/// assert_eq!((family, note.as_str(), refusals.at("note").count()), (3, "", 1));
/// ```
#[derive(Debug)]
pub struct Reading<'a> {
    typed: &'a Typed,
    refusals: Refusals,
}

impl<'a> Reading<'a> {
    pub(super) fn of(typed: &'a Typed) -> Self {
        Self {
            typed,
            refusals: Refusals::default(),
        }
    }

    /// Words that must be there.
    pub fn words(&mut self, name: &str) -> String {
        match self.typed.some(name) {
            Some(words) => words.to_owned(),
            None => {
                self.refuse(missing().at(name));
                String::new()
            }
        }
    }

    /// Words that may be left out.
    pub fn words_or_none(&self, name: &str) -> Option<String> {
        self.typed.some(name).map(str::to_owned)
    }

    /// A number, a code, anything that can be read from text, that must be there. The default of `T` stands in
    /// for a fault; it is never used, because [`done`](Self::done) fails.
    pub fn must<T: FromStr + Default>(&mut self, name: &str) -> T {
        if self.typed.some(name).is_none() {
            self.refuse(missing().at(name));
        }
        self.may(name).unwrap_or_default()
    }

    /// A number, a code, anything that can be read from text, that may be left out.
    pub fn may<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.typed.some(name)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.refuse(unreadable().at(name));
        }
        read
    }

    /// Like [`must`](Self::must) for types without a default: `None` means that a refusal was noted.
    pub fn needed<T: FromStr>(&mut self, name: &str) -> Option<T> {
        if self.typed.some(name).is_none() {
            self.refuse(missing().at(name));
        }
        self.may(name)
    }

    /// A date that may be left out, `2026-11-21` or `21/11/2026`.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let text = self.typed.some(name)?;
        let read = text.parse().or_else(|_| Date::strptime("%d/%m/%Y", text)).ok();
        if read.is_none() {
            self.refuse(not_a_date().at(name));
        }
        read
    }

    /// A date and time on the wall clocks of `zone`, that may be left out: `2026-11-21T14:05`. Programs may give an
    /// instant with its offset.
    pub fn moment(&mut self, name: &str, zone: &TimeZone) -> Option<Timestamp> {
        let text = self.typed.some(name)?;
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Some(instant);
        }
        let read = text
            .parse::<DateTime>()
            .or_else(|_| DateTime::strptime("%d/%m/%Y %H:%M", text))
            .and_then(|civil| civil.to_zoned(zone.clone()))
            .ok();
        if read.is_none() {
            self.refuse(not_a_date().at(name));
        }
        read.map(|zoned| zoned.timestamp())
    }

    /// Every value of a field of several, each of which must be readable.
    pub fn each<T: FromStr>(&mut self, name: &str) -> Vec<T> {
        let read: Vec<Option<T>> = self
            .typed
            .all(name)
            .filter(|v| !v.trim().is_empty())
            .map(|v| v.trim().parse().ok())
            .collect();
        if read.iter().any(Option::is_none) {
            self.refuse(unreadable().at(name));
        }
        read.into_iter().flatten().collect()
    }

    pub fn ticked(&self, name: &str) -> bool {
        self.typed.is_ticked(name)
    }

    pub fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }

    /// # Errors
    /// Everything that was refused on the way.
    pub fn done(self) -> Result<(), Refusals> {
        self.refusals.or(())
    }
}

fn missing() -> Refusal {
    Refusal::new(
        "FieldMissing",
        "Ce champ est obligatoire.",
        "This field is required.",
    )
}

fn unreadable() -> Refusal {
    Refusal::new(
        "FieldUnreadable",
        "Cette valeur n’est pas valable ici.",
        "This value is not valid here.",
    )
}

fn not_a_date() -> Refusal {
    Refusal::new(
        "DateUnreadable",
        "Cette date n’est pas lisible. Exemple\u{a0}: 21/11/2026.",
        "This date cannot be read. Example: 21/11/2026.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    #[test]
    fn all_faults_are_told_at_once() {
        let typed = Typed::nothing().with("age", "dix").with("born", "31/02/2001");
        let mut read = typed.read();
        let (name, age, born) = (read.words("name"), read.must::<u8>("age"), read.date("born"));
        assert_eq!((name, age, born), (String::new(), 0, None));
        let refusals = read.done().unwrap_err();
        let codes: Vec<_> = refusals
            .0
            .iter()
            .map(|r| (r.code.as_str(), r.field.as_deref().unwrap()))
            .collect();
        assert_eq!(
            codes,
            [
                ("FieldMissing", "name"),
                ("FieldUnreadable", "age"),
                ("DateUnreadable", "born")
            ]
        );
    }

    #[test]
    fn dates_are_read_as_browsers_send_and_people_type_them() {
        let typed = Typed::nothing()
            .with("a", "2026-11-21")
            .with("b", "21/11/2026")
            .with("c", "2026-11-21T14:05")
            .with("d", "2026-11-21T14:05:00+01:00");
        let mut read = typed.read();
        assert_eq!(
            (read.date("a"), read.date("b")),
            (Some(civil::date(2026, 11, 21)), Some(civil::date(2026, 11, 21)))
        );
        let zone = TimeZone::get("Africa/Douala").unwrap();
        assert_eq!(
            read.moment("c", &zone),
            Some("2026-11-21T13:05:00Z".parse().unwrap())
        );
        assert_eq!(read.moment("c", &zone), read.moment("d", &TimeZone::UTC));
        assert_eq!(read.done(), Ok(()));
    }

    #[test]
    fn one_wrong_value_among_several_is_a_fault() {
        let typed = Typed::nothing().with_all("n", ["1", "deux", ""]);
        let mut read = typed.read();
        assert_eq!(read.each::<u8>("n"), [1]);
        assert_eq!(read.done().unwrap_err().at("n").count(), 1);
    }
}
