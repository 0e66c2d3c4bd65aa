//! Which period an address asks for: `periode=2026-11`, `2026-Q4` or `2026`. Addresses of before, with free days, are read
//! as the period that holds them.

use relais_shell::Typed;

use crate::{period::Period, queries::Asked};

/// What was asked, and what is shown for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub asked: Asked,
    /// Not quite what was asked: to be said.
    pub instead: bool,
}

impl Wanted {
    pub fn read(typed: &Typed) -> Self {
        let code = typed.get("periode").trim();
        if !code.is_empty() {
            let period = code.parse().ok();
            return Self {
                asked: period.map_or(Asked::Usual, Asked::One),
                instead: period.is_none(),
            };
        }
        let mut read = typed.read();
        let days = (read.date("du"), read.date("au"));
        let period = match days {
            (Some(since), Some(until)) => Some(Period::around(since, until)),
            (Some(day), None) | (None, Some(day)) => Some(Period::around(day, day)),
            (None, None) => None,
        };
        Self {
            asked: period.map_or(Asked::Usual, Asked::One),
            instead: [typed.get("du"), typed.get("au")]
                .iter()
                .any(|day| !day.trim().is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> (String, bool) {
        let wanted = Wanted::read(&Typed::parse(address.as_bytes()).unwrap());
        let shown = match wanted.asked {
            Asked::Usual => "usual".to_owned(),
            Asked::One(period) => period.to_string(),
        };
        (shown, wanted.instead)
    }

    #[test]
    fn sec_73_free_days_lead_to_the_period_that_holds_them_and_what_cannot_be_read_to_the_usual_one() {
        for (address, shown, instead) in [
            ("", "usual", false),
            ("periode=2026-11", "2026-11", false),
            ("periode=2026-Q4&du=2020-01-01", "2026-Q4", false),
            ("periode=hier", "usual", true),
            ("du=2026-11-03&au=2026-11-12", "2026-11", true),
            ("du=2026-11-12&au=2026-11-03", "2026-11", true),
            ("du=2026-10-30&au=2026-11-02", "2026-Q4", true),
            ("au=2026-11-22", "2026-11", true),
            ("du=hier&au=2026-11-22", "2026-11", true),
            ("du=hier", "usual", true),
        ] {
            assert_eq!(read(address), (shown.to_owned(), instead), "{address}");
        }
    }
}
