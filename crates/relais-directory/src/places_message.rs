//! How it stands with places, said in a text message with the service's code: `PLACES K7M2P9QX 3`, `COMPLET K7M2-P9QX
//! 25/03`, `FERME K7M2P9QX`. Nothing is guessed: what is not plain is answered with how to write it.

use jiff::civil::Date;
use relais_geography::folded;
use relais_kernel::{Lang, ShortCode};

use crate::{CapacityState, CapacityUpdate};

/// A message about places, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacesMessage {
    pub code: ShortCode,
    pub update: CapacityUpdate,
    /// The language of its words, for the answer.
    pub lang: Lang,
}

/// Why a message says nothing of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It begins with none of our words: somebody else may read it.
    NotAboutPlaces,
    Unclear(Lang),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Places,
    Full,
    Closed,
}

const WORDS: [(&str, Word, Lang); 10] = [
    ("place", Word::Places, Lang::Fr),
    ("places", Word::Places, Lang::Fr),
    ("libre", Word::Places, Lang::Fr),
    ("libres", Word::Places, Lang::Fr),
    ("free", Word::Places, Lang::En),
    ("complet", Word::Full, Lang::Fr),
    ("full", Word::Full, Lang::En),
    ("ferme", Word::Closed, Lang::Fr),
    ("fermee", Word::Closed, Lang::Fr),
    ("closed", Word::Closed, Lang::En),
];
const FILLERS: [&str; 5] = ["bonjour", "bonsoir", "hello", "relais", "merci"];

/// Reads a message that begins with a word about places. `today` completes a day without a year.
///
/// # Errors
/// [`Unread`].
pub fn read_places(text: &str, today: Date) -> Result<PlacesMessage, Unread> {
    let mut words: Vec<String> = words(text);
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    let first = words.first().cloned().unwrap_or_default();
    let known = WORDS.iter().find(|(word, ..)| *word == first);
    let (_, word, lang) = known.ok_or(Unread::NotAboutPlaces)?;
    words.remove(0);
    let said = take_code(&mut words).and_then(|code| Some((code, update(*word, &words, today)?)));
    let (code, update) = said.ok_or(Unread::Unclear(*lang))?;
    Ok(PlacesMessage {
        code,
        update,
        lang: *lang,
    })
}

fn words(text: &str) -> Vec<String> {
    let between = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/' | '.'));
    text.split(between)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(plain)
        .collect()
}

/// Without capitals and accents; codes, numbers and days keep their signs.
fn plain(word: &str) -> String {
    match word.bytes().any(|b| b.is_ascii_digit()) {
        true => word.to_lowercase(),
        false => folded(word),
    }
}

/// What is left has to be the number or the day, and nothing else.
fn update(word: Word, rest: &[String], today: Date) -> Option<CapacityUpdate> {
    match (word, rest) {
        (Word::Places, [number]) => number.parse().ok().map(CapacityUpdate::Places),
        (Word::Full, []) => Some(CapacityUpdate::Full(None)),
        (Word::Full, [day]) => typed_day(day, today).map(|day| CapacityUpdate::Full(Some(day))),
        (Word::Closed, []) => Some(CapacityUpdate::Closed),
        _ => None,
    }
}

/// Eight characters together, or four and four; two that could be the code are not guessed at.
fn take_code(words: &mut Vec<String>) -> Option<ShortCode> {
    let whole = |word: &String| {
        let bare = word.replace(['-', ' '], "");
        let plain = bare.len() == 8 && bare.bytes().all(|b| b.is_ascii_alphanumeric());
        plain
            .then(|| bare.to_uppercase().parse::<ShortCode>().ok())
            .flatten()
    };
    let alone = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| Some((at, 1, whole(word)?)));
    let halves = words.windows(2).enumerate().filter_map(|(at, two)| {
        let four = two.iter().all(|half| half.len() == 4 && half.is_ascii());
        four.then(|| Some((at, 2, whole(&two.concat())?))).flatten()
    });
    let found: Vec<_> = alone.chain(halves).collect();
    let [(at, length, code)] = found.as_slice() else {
        return None;
    };
    words.drain(*at..at + length);
    Some(*code)
}

/// A day as people write it in short messages: `12/03`, `12.03.2026`, `2026-03-12`; without a year, the next such day.
/// Figures on end are no day.
pub fn typed_day(text: &str, today: Date) -> Option<Date> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Ok(day) = text.parse::<Date>() {
        return Some(day);
    }
    let texts: Vec<&str> = text.split(['/', '.', '-']).collect();
    if texts.iter().take(2).any(|t| t.len() > 2) {
        return None;
    }
    let parts: Vec<i16> = texts.iter().map(|t| t.parse().ok()).collect::<Option<_>>()?;
    let of = |year, month, day| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match *parts.as_slice() {
        [day, month] => {
            let this_year = of(today.year(), month, day)?;
            if this_year >= today {
                Some(this_year)
            } else {
                of(today.year() + 1, month, day)
            }
        }
        [day, month, year @ 2000..=2999] => of(year, month, day),
        [day, month, year @ 0..=99] => of(2000 + year, month, day),
        _ => None,
    }
}

/// The answer to a message that was not plain, at most 160 characters of the telephone alphabet.
pub const fn how_to_write(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => {
            "Relais: écrivez PLACES CODE 3, COMPLET CODE (+ date 25/03) ou FERME CODE. CODE: les 8 signes affichés sous Mes services."
        }
        Lang::En => {
            "Relais: write FREE CODE 3, FULL CODE (+ date 25/03) or CLOSED CODE. CODE: the 8 characters shown under My services."
        }
    }
}

/// The answer where there is no such code.
pub const fn no_such_code(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Relais: code de service non reconnu. Recopiez les 8 signes affichés sous Mes services.",
        Lang::En => "Relais: service code not recognised. Copy the 8 characters shown under My services.",
    }
}

/// The answer to a message that was taken.
pub fn noted(code: ShortCode, state: CapacityState, free: Option<u32>, lang: Lang) -> String {
    let label = state.label();
    let stands = match (free, lang) {
        (Some(n @ 1..), Lang::Fr) => format!("{n} {}", if n == 1 { "place libre" } else { "places libres" }),
        (Some(n @ 1..), Lang::En) => format!("{n} {}", if n == 1 { "free place" } else { "free places" }),
        _ => label.get(lang).to_owned(),
    };
    match lang {
        Lang::Fr => format!("Relais: bien noté pour {code}: {stands}. Merci."),
        Lang::En => format!("Relais: noted for {code}: {stands}. Thank you."),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const CODE: &str = "K7M2P9QX";

    fn read(text: &str) -> Result<PlacesMessage, Unread> {
        read_places(text, date(2026, 11, 27))
    }

    fn said(text: &str) -> CapacityUpdate {
        let read = read(text).unwrap();
        assert_eq!(read.code, CODE.parse().unwrap(), "{text}");
        read.update
    }

    #[test]
    fn places_are_said_in_both_languages_with_the_code_in_any_spelling() {
        for text in [
            "PLACES K7M2P9QX 3",
            "places k7m2-p9qx 3",
            "Bonjour, places : K7M2 P9QX 3",
            "FREE 3 K7M2P9QX",
            "libres K7M2P9QX, 3.",
        ] {
            assert_eq!(said(text), CapacityUpdate::Places(3), "{text}");
        }
        assert_eq!(said("COMPLET K7M2P9QX"), CapacityUpdate::Full(None));
        assert_eq!(
            said("full K7M2P9QX 05/12"),
            CapacityUpdate::Full(Some(date(2026, 12, 5)))
        );
        assert_eq!(
            said("complet k7m2p9qx 03.02"),
            CapacityUpdate::Full(Some(date(2027, 2, 3)))
        );
        assert_eq!(said("Fermé K7M2P9QX"), CapacityUpdate::Closed);
    }

    #[test]
    fn what_is_not_plain_is_asked_again_and_what_is_not_ours_is_left_to_others() {
        for text in [
            "PLACES K7M2P9QX",
            "PLACES 3",
            "PLACES K7M2P9QX trois",
            "PLACES K7M2P9QX 3 5",
            "COMPLET K7M2P9QX bientot",
            "FERME K7M2P9QX 05/12",
            "PLACES K7M2P9QX A7M2P9QX 3",
        ] {
            assert_eq!(read(text), Err(Unread::Unclear(Lang::Fr)), "{text}");
        }
        for text in ["OUI K7M2P9QX", "NON K7M2P9QX complet", "", "3 PLACES K7M2P9QX"] {
            assert_eq!(read(text), Err(Unread::NotAboutPlaces), "{text}");
        }
    }

    #[test]
    fn every_answer_fits_into_one_message() {
        let code = CODE.parse().unwrap();
        for lang in [Lang::Fr, Lang::En] {
            for text in [how_to_write(lang), no_such_code(lang)] {
                assert!(text.chars().count() <= 160, "{text}");
            }
            for state in CapacityState::ALL {
                assert!(noted(code, state, Some(9_999), lang).chars().count() <= 160);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fail(text in "\\PC{0,60}") {
            let _ = read(&text);
            let _ = read(&format!("PLACES {text}"));
        }
    }
}
