use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};

use super::Reading;
use crate::package::Code;

/// What a text is as a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::package) enum Read {
    /// `YYYY-MM-DD`.
    Date(String),
    /// Day and month can be read both ways.
    Ambiguous,
    No,
}

/// A date that can be meant in one way only. A year before 1000 stands for none in the sources that have it.
pub(in crate::package) fn read(text: &str) -> Read {
    let text = text.trim();
    if let Some(day) = text.get(..10).filter(|_| text.len() == 10 || ends_in_time(text)) {
        let parts: Vec<&str> = day.split(['-', '/']).collect();
        if let [year, month, day] = parts.as_slice()
            && year.len() == 4
        {
            return date(year, month, day);
        }
    }
    if text.len() == 8 && (text.starts_with("19") || text.starts_with("20")) && digits(text) {
        return date(&text[..4], &text[4..6], &text[6..]);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    match parts.as_slice() {
        [a, b, year] if year.len() == 4 && digits(a) && digits(b) => either_way(a, b, year),
        _ => in_words(text),
    }
}

fn ends_in_time(text: &str) -> bool {
    text.get(10..).is_some_and(|rest| {
        rest.starts_with(['T', 't', ' ']) && rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn either_way(a: &str, b: &str, year: &str) -> Read {
    match (date(year, a, b), date(year, b, a)) {
        (Read::Date(one), Read::Date(other)) if one != other => Read::Ambiguous,
        (Read::Date(one), _) | (_, Read::Date(one)) => Read::Date(one),
        _ => Read::No,
    }
}

fn date(year: &str, month: &str, day: &str) -> Read {
    let parsed = || {
        let (year, month, day): (i16, i8, i8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        Date::new(year, month, day).ok().filter(|_| year >= 1000)
    };
    parsed().map_or(Read::No, |date| Read::Date(date.to_string()))
}

const MONTHS: [(&str, &str); 12] = [
    ("january", "janvier"),
    ("february", "février"),
    ("march", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juin"),
    ("july", "juillet"),
    ("august", "août"),
    ("september", "septembre"),
    ("october", "octobre"),
    ("november", "novembre"),
    ("december", "décembre"),
];

/// `January 02, 1970`, `2 janvier 1970`, `1er mai 2020`.
fn in_words(text: &str) -> Read {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split([' ', ',', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    let [a, b, year] = words.as_slice() else {
        return Read::No;
    };
    let (month, day) = match (month(a), month(b)) {
        (Some(month), None) => (month, b),
        (None, Some(month)) => (month, a),
        _ => return Read::No,
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if year.len() == 4 {
        date(year, &month.to_string(), day)
    } else {
        Read::No
    }
}

/// By three letters or more, of which only one month has these.
fn month(word: &str) -> Option<usize> {
    let fits = |name: &str| word.chars().count() >= 3 && name.starts_with(word);
    let mut all = MONTHS
        .iter()
        .enumerate()
        .filter(|(_, (en, fr))| fits(en) || fits(fr));
    let (at, _) = all.next()?;
    all.next().is_none().then_some(at + 1)
}

/// An instant with its offset, as RFC 3339 has it; one without is taken as UTC, a day as its beginning.
pub(super) fn instant(text: &str) -> Reading {
    if is_rfc3339(text) {
        return Reading::As(text.into());
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Reading::Repaired(instant.to_string().into(), Code::DateRepaired);
    }
    if let Some(civil) = civil(text) {
        return Reading::Repaired(format!("{civil}Z").into(), Code::ZoneAssumed);
    }
    match read(text) {
        Read::Date(date) => Reading::Repaired(format!("{date}T00:00:00Z").into(), Code::ZoneAssumed),
        Read::Ambiguous => Reading::No(Code::DateAmbiguous),
        Read::No => Reading::No(Code::DateUnreadable),
    }
}

fn civil(text: &str) -> Option<DateTime> {
    let has_time = text.len() > 11 && ends_in_time(text);
    text.parse::<DateTime>().ok().filter(|_| has_time)
}

/// Exactly the form that validators of the standard take.
fn is_rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = |at: usize, sign: u8| bytes.get(at) == Some(&sign);
    let head = shape(4, b'-') && shape(7, b'-') && shape(10, b'T') && shape(13, b':') && shape(16, b':');
    let Some(tail) = bytes.get(19..).filter(|_| head) else {
        return false;
    };
    let tail = match tail {
        [b'.', rest @ ..] => {
            let fraction = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            if fraction == 0 {
                return false;
            }
            &rest[fraction..]
        }
        rest => rest,
    };
    let offset = match tail {
        b"Z" => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()),
        _ => false,
    };
    offset && text.parse::<Timestamp>().is_ok()
}
