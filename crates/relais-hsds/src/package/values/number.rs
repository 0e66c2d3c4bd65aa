use serde_json::{Number, Value as Json};

use super::Reading;
use crate::package::Code;

/// A number; of some columns also in the words in which people write them.
pub(super) fn read(column: &str, text: &str) -> Reading {
    if let Some(number) = plain(text) {
        return ranged(column, number);
    }
    let read = match column {
        "timezone" => offset(text),
        "year_incorporated" => year(text),
        "extension" => extension(text),
        "latitude" => coordinate(text, 'N', 'S'),
        "longitude" => coordinate(text, 'E', 'W'),
        _ => decimal_comma(text),
    };
    match read.map(|number| ranged(column, number)) {
        Some(Reading::As(number)) => Reading::Repaired(number, Code::NumberRepaired),
        Some(other) => other,
        None => Reading::No(Code::NumberUnreadable),
    }
}

fn ranged(column: &str, number: Number) -> Reading {
    let most = match column {
        "latitude" => 90.0,
        "longitude" => 180.0,
        _ => f64::INFINITY,
    };
    if number.as_f64().is_some_and(|value| value.abs() <= most) {
        Reading::As(Json::Number(number))
    } else {
        Reading::No(Code::OutOfRange)
    }
}

/// A number without loss: `0123` is no number but a row of digits.
fn plain(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let shape = digits
        .bytes()
        .all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
    if leading_zero || !shape || !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    if let Ok(whole) = text.parse::<u64>() {
        return Some(whole.into());
    }
    text.parse::<f64>().ok().and_then(Number::from_f64)
}

/// `48,85`; `12,500` may be either.
fn decimal_comma(text: &str) -> Option<Number> {
    let (_, after) = text.split_once(',')?;
    (after.len() != 3).then(|| plain(&text.replacen(',', ".", 1)))?
}

/// `3,848`, `3.848°`, `N 3.848`; thousands are impossible, and a letter says the sign where there is none.
fn coordinate(text: &str, plus: char, minus: char) -> Option<Number> {
    let upper = text.to_uppercase();
    let lettered = |letter: char| upper.strip_prefix(letter).or_else(|| upper.strip_suffix(letter));
    let (bare, sign) = match (lettered(plus), lettered(minus)) {
        (Some(rest), _) => (rest, Some("")),
        (None, Some(rest)) => (rest, Some("-")),
        (None, None) => (&*upper, None),
    };
    let bare = bare.trim().trim_end_matches('°').trim_end().replacen(',', ".", 1);
    if sign.is_some() && bare.starts_with(['+', '-']) {
        return None;
    }
    plain(&format!("{}{bare}", sign.unwrap_or_default()))
}

/// `+01:00`, `UTC-5`, `Z` in hours.
fn offset(text: &str) -> Option<Number> {
    let upper = text.to_uppercase();
    let rest = upper.trim_start_matches("UTC").trim_start_matches("GMT").trim();
    if rest.is_empty() || rest == "Z" {
        return Some(0.into());
    }
    let (sign, rest) = match rest.split_at_checked(1)? {
        ("+", rest) => (1.0, rest),
        ("-", rest) => (-1.0, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    let value = sign * (f64::from(hours) + f64::from(minutes) / 60.0);
    if minutes == 0 {
        plain(&format!("{value}"))
    } else {
        Number::from_f64(value)
    }
}

fn year(text: &str) -> Option<Number> {
    match super::date::read(text) {
        super::date::Read::Date(date) => plain(date.get(..4)?),
        _ => None,
    }
}

/// `x12`, `ext. 12`, `poste 12`.
fn extension(text: &str) -> Option<Number> {
    let lower = text.to_lowercase();
    let rest = lower.trim_start_matches(|c: char| c.is_alphabetic() || " .#".contains(c));
    let words = lower[..lower.len() - rest.len()].trim_end_matches(['.', ' ', '#']);
    matches!(words, "" | "x" | "ext" | "extension" | "poste").then(|| plain(rest.trim()))?
}
