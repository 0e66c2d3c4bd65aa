use super::Reading;
use crate::package::Code;

/// A time of day in the form that the prose and the descriptor of the standard both take, `09:00:00Z`. An offset that is
/// there stays.
pub(in crate::package) fn read(column: &str, text: &str) -> Reading {
    let time = parsed(column, text).map(|(clock, offset)| clock + offset.as_deref().unwrap_or("Z"));
    match time {
        Some(time) if time == text => Reading::As(time.into()),
        Some(time) => Reading::Repaired(time.into(), Code::TimeRepaired),
        None => Reading::No(Code::TimeUnreadable),
    }
}

/// The time of day in a zone that is so many hours from UTC; nothing if it says its own offset, or if it cannot be read.
pub(in crate::package) fn in_zone(column: &str, text: &str, hours: f64) -> Option<String> {
    let minutes = (hours * 60.0).round();
    if minutes == 0.0 || minutes.abs() > 14.0 * 60.0 {
        return None;
    }
    let sign = if minutes < 0.0 { '-' } else { '+' };
    let (hours, minutes) = ((minutes.abs() / 60.0).floor(), minutes.abs() % 60.0);
    match parsed(column, text)? {
        (clock, None) => Some(format!("{clock}{sign}{hours:02}:{minutes:02}")),
        (_, Some(_)) => None,
    }
}

/// Hours, minutes and seconds, and the offset if there is one.
fn parsed(column: &str, text: &str) -> Option<(String, Option<String>)> {
    let plain = text.trim().to_lowercase();
    if let Some(time) = in_a_word(column, &plain) {
        return Some((time.to_owned(), None));
    }
    let (clock, offset) = split_offset(&plain)?;
    // `0900-1200` are two times
    if is_compact(clock) && offset.as_deref().is_some_and(|offset| offset != "Z") {
        return None;
    }
    let (clock, half) = split_half(clock);
    let (hour, minute, second) = clock_of(clock, half.is_some())?;
    let hour = match half {
        Some(afternoon) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        Some(_) => return None,
        None => hour,
    };
    // a day ends at 23:59 in the standard
    if (hour, minute, second) == (24, 0, 0) {
        return Some((LAST.to_owned(), offset));
    }
    let possible = hour < 24 && minute < 60 && second < 60;
    possible.then(|| (format!("{hour:02}:{minute:02}:{second:02}"), offset))
}

const LAST: &str = "23:59:00";

/// Noon and midnight; the one at which a place closes is the end of its day.
fn in_a_word(column: &str, plain: &str) -> Option<&'static str> {
    let clock = plain.strip_prefix("12:00").or_else(|| plain.strip_prefix("12"));
    match clock.unwrap_or(plain).trim() {
        "noon" | "midi" => Some("12:00:00"),
        "midnight" | "minuit" if column == "closes_at" => Some(LAST),
        "midnight" | "minuit" => Some("00:00:00"),
        _ => None,
    }
}

fn is_compact(clock: &str) -> bool {
    clock.len() == 4 && clock.bytes().all(|b| b.is_ascii_digit())
}

/// Hours, minutes and seconds. A lone number is a time only with am or pm, or an h, or as four digits.
fn clock_of(clock: &str, half: bool) -> Option<(u8, u8, u8)> {
    if is_compact(clock) {
        return Some((two(&clock[..2])?, two(&clock[2..])?, 0));
    }
    // `9.30` is a time of day, `0.38` a part of a day
    let dotted = !clock.contains([':', 'h']);
    if dotted && clock.starts_with("0.") {
        return None;
    }
    let mut parts = clock
        .split(|c: char| matches!(c, ':' | 'h') || (dotted && c == '.'))
        .map(str::trim);
    let hour = two(parts.next()?)?;
    let minute = match parts.next() {
        Some("") if clock.ends_with('h') => 0,
        Some(minute) if minute.len() == 2 => two(minute)?,
        Some(_) => return None,
        None if half => 0,
        None => return None,
    };
    let second = match parts.next() {
        // a fraction of a second says nothing about opening hours
        Some(second) => two(second.split('.').next()?)?,
        None => 0,
    };
    parts.next().is_none().then_some((hour, minute, second))
}

fn two(digits: &str) -> Option<u8> {
    let fits = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| digits.parse().ok())?
}

/// Takes am or pm off the end: whether it is afternoon. One letter is enough after a digit.
fn split_half(clock: &str) -> (&str, Option<bool>) {
    for (sign, afternoon) in [("a.m.", false), ("am", false), ("p.m.", true), ("pm", true)] {
        if let Some(rest) = clock.strip_suffix(sign) {
            return (rest.trim(), Some(afternoon));
        }
    }
    for (sign, afternoon) in [('a', false), ('p', true)] {
        let rest = clock.strip_suffix(sign).map(str::trim_end);
        if let Some(rest) = rest.filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit())) {
            return (rest, Some(afternoon));
        }
    }
    (clock, None)
}

/// Takes the offset off the end, in the form in which it is written again.
fn split_offset(text: &str) -> Option<(&str, Option<String>)> {
    if let Some(clock) = text.strip_suffix('z') {
        return Some((clock.trim(), Some("Z".to_owned())));
    }
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at > 0) else {
        return Some((text, None));
    };
    let (clock, offset) = text.split_at_checked(at)?;
    let (sign, digits) = offset.split_at_checked(1)?;
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let (hours, minutes) = (two(hours)?, if minutes.is_empty() { 0 } else { two(minutes)? });
    // nobody lives twelve hours behind: `09:00-12:00` are two times
    let most = if sign == "-" { 11 } else { 14 };
    let possible = hours <= most && minutes < 60;
    possible.then(|| (clock.trim(), Some(format!("{sign}{hours:02}:{minutes:02}"))))
}
