//! Values as people type them into a sheet. Each reader gives `None` for what it would have to guess.

use jiff::civil::Date;
use relais_geography::folded;

use crate::Fee;

/// `Some(None)` for "not known", which is a value.
pub(super) fn yes_no(text: &str) -> Option<Option<bool>> {
    match folded(text).as_str() {
        "oui" | "o" | "yes" | "y" | "vrai" | "true" | "1" | "x" => Some(Some(true)),
        "non" | "n" | "no" | "faux" | "false" | "0" => Some(Some(false)),
        "inconnu" | "unknown" | "ne sait pas" | "" => Some(None),
        _ => None,
    }
}

/// A whole number; spreadsheets write some as `25.0`, people some as `1 200`.
pub(super) fn number(text: &str) -> Option<u32> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let whole = bare
        .split_once(['.', ','])
        .map_or(bare.as_str(), |(whole, rest)| {
            if rest.chars().all(|c| c == '0') && rest.len() < 3 {
                whole
            } else {
                ""
            }
        });
    whole
        .chars()
        .all(|c| c.is_ascii_digit())
        .then(|| whole.parse().ok())
        .flatten()
}

/// A date: ISO, with or without a time of day, or day/month/year.
pub(super) fn date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    if let Ok(date) = day.parse::<Date>() {
        return Some(date);
    }
    let mut parts = day.split(['/', '.', '-']);
    let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || y.len() != 4 || d.len() > 2 {
        return None;
    }
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

/// An amount, "free" or zero. Thousands may stand apart; the currency may be named, but no other than ours.
pub(super) fn fee(text: &str, currency: &str) -> Option<Fee> {
    let folded = folded(text);
    if matches!(
        folded.as_str(),
        "gratuit" | "gratuite" | "free" | "free of charge" | "aucun" | "none" | "non" | "no"
    ) {
        return Some(Fee::Free);
    }
    let mut bare: String = text
        .to_uppercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    for name in [
        currency,
        if matches!(currency, "XAF" | "XOF") {
            "FCFA"
        } else {
            currency
        },
    ] {
        bare = bare.trim_start_matches(name).trim_end_matches(name).to_owned();
    }
    let groups: Vec<_> = bare.split(['.', ',']).collect();
    let grouped = groups.len() == 1 || groups[1..].iter().all(|g| g.len() == 3);
    let digits = groups.concat();
    if !grouped || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match digits.parse().ok()? {
        0 => Some(Fee::Free),
        amount => Some(Fee::Amount {
            amount,
            currency: currency.to_owned(),
        }),
    }
}

/// The telephone numbers of a country: its calling code, and how many digits follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialling {
    pub calling_code: &'static str,
    pub digits: usize,
}

impl Dialling {
    /// Cameroon: 237 and nine digits.
    pub const CAMEROON: Self = Self {
        calling_code: "237",
        digits: 9,
    };
}

/// A number in international form, or a short code as it is. A number without its country is one of ours when it has
/// as many digits as ours have.
pub(super) fn phone(text: &str, dialling: Dialling) -> Option<String> {
    let known =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '.' | '-' | '(' | ')' | '/');
    if !text.chars().all(known) || text.contains('/') {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let Dialling {
        calling_code,
        digits: own,
    } = dialling;
    let international = if text.trim_start().starts_with('+') {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00")
    };
    if let Some(number) = international {
        let short = number
            .strip_prefix(calling_code)
            .is_some_and(|rest| rest.len() != own);
        return ((8..=15).contains(&number.len()) && !short).then(|| format!("+{number}"));
    }
    match digits.len() {
        3..=5 => Some(digits),
        n if n == own => Some(format!("+{calling_code}{digits}")),
        n if n == own + calling_code.len() && digits.starts_with(calling_code) => Some(format!("+{digits}")),
        _ => None,
    }
}

/// An address that a message can be sent to; the part after the @ in lower case.
pub(super) fn email(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let word = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| !c.is_whitespace() && !matches!(c, '@' | ',' | ';' | '<' | '>'))
    };
    let dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    (word(local) && word(domain) && dotted).then(|| format!("{local}@{}", domain.to_lowercase()))
}

/// Degrees with a point or a comma.
pub(super) fn degrees(text: &str) -> Option<f64> {
    text.replace(',', ".")
        .parse()
        .ok()
        .filter(|d: &f64| d.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;
    use proptest::prelude::*;

    #[test]
    fn yes_and_no_are_read_in_both_languages_and_unknown_is_neither() {
        assert_eq!(
            (yes_no("Oui"), yes_no("NO"), yes_no("inconnu")),
            (Some(Some(true)), Some(Some(false)), Some(None))
        );
        assert_eq!(yes_no("parfois"), None);
    }

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        assert_eq!(
            (number("25"), number("25.0"), number("1 200"), number("0")),
            (Some(25), Some(25), Some(1200), Some(0))
        );
        for text in ["", "25.5", "-3", "vingt", "1.200", "2e3"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_iso_and_day_first() {
        let expected = Some(day(2026, 3, 12));
        for text in [
            "2026-03-12",
            "12/03/2026",
            "12.3.2026",
            "12-03-2026",
            "2026-03-12T00:00:00",
            "2026-03-12 00:00:00",
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
        for text in ["12/03/26", "31/02/2026", "03/25/2026", "mars 2026", "45000"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_fee_is_an_amount_of_our_currency_or_free() {
        let amount = |amount| {
            Some(Fee::Amount {
                amount,
                currency: "XAF".into(),
            })
        };
        for text in [
            "90000",
            "90 000",
            "90.000 FCFA",
            "XAF 90,000",
            "90\u{202f}000 xaf",
        ] {
            assert_eq!(fee(text, "XAF"), amount(90_000), "{text}");
        }
        assert_eq!(
            (fee("gratuit", "XAF"), fee("0", "XAF")),
            (Some(Fee::Free), Some(Fee::Free))
        );
        for text in ["50 %", "90 EUR", "selon revenus", "1,5"] {
            assert_eq!(fee(text, "XAF"), None, "{text}");
        }
    }

    #[test]
    fn telephone_numbers_become_international() {
        let read = |text| phone(text, Dialling::CAMEROON);
        for text in [
            "+237 6 00 00 00 01",
            "00237600000001",
            "600 00 00 01",
            "237600000001",
            "6.00.00.00.01",
        ] {
            assert_eq!(read(text).as_deref(), Some("+237600000001"), "{text}");
        }
        assert_eq!(read("1500").as_deref(), Some("1500"));
        assert_eq!(read("+33 1 00 00 00 00").as_deref(), Some("+33100000000"));
        for text in [
            "60000000",
            "+237 600",
            "600000001 / 600000002",
            "voir le courriel",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_has_one_at_sign_and_a_domain() {
        assert_eq!(email("Accueil@Exemple.CM").as_deref(), Some("Accueil@exemple.cm"));
        for text in [
            "accueil",
            "a@b",
            "a b@exemple.cm",
            "a@exemple.cm; b@exemple.cm",
            "@exemple.cm",
            "a@@exemple.cm",
        ] {
            assert_eq!(email(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_a_reader_fail(text in "\\PC{0,24}") {
            let _ = (yes_no(&text), number(&text), date(&text), fee(&text, "XAF"), email(&text), degrees(&text));
            let _ = (phone(&text, Dialling::CAMEROON), super::super::hours::opening(&text));
        }

        #[test]
        fn every_date_is_read_back(days in 0i32..20_000) {
            let expected = day(2000, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assert_eq!(date(&expected.to_string()), Some(expected));
            prop_assert_eq!(date(&expected.strftime("%d/%m/%Y").to_string()), Some(expected));
        }
    }
}
