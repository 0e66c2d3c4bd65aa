use super::Reading;
use crate::package::Code;

/// A time of day in the form that the prose and the descriptor of the standard both take, `09:00:00Z`. An offset that is
/// there stays.
pub(super) fn read(text: &str) -> Reading {
    match parsed(text) {
        Some(time) if time == text => Reading::As(time.into()),
        Some(time) => Reading::Repaired(time.into(), Code::TimeRepaired),
        None => Reading::No(Code::TimeUnreadable),
    }
}

fn parsed(text: &str) -> Option<String> {
    let plain = text.trim().to_lowercase();
    if matches!(plain.as_str(), "noon" | "midi") {
        return Some("12:00:00Z".to_owned());
    }
    let (clock, offset) = split_offset(&plain)?;
    let (clock, half) = split_half(clock);
    let (hour, minute, second) = clock_of(clock, half.is_some())?;
    let hour = match half {
        Some(afternoon) if (1..=12).contains(&hour) => hour % 12 + if afternoon { 12 } else { 0 },
        Some(_) => return None,
        None => hour,
    };
    // a day ends at 23:59 in the standard
    if (hour, minute, second) == (24, 0, 0) {
        return Some(format!("23:59:00{offset}"));
    }
    let possible = hour < 24 && minute < 60 && second < 60;
    possible.then(|| format!("{hour:02}:{minute:02}:{second:02}{offset}"))
}

/// Hours, minutes and seconds. A lone number is a time only with am or pm, or an h.
fn clock_of(clock: &str, half: bool) -> Option<(u8, u8, u8)> {
    let mut parts = clock.split([':', 'h']).map(str::trim);
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

/// Takes am or pm off the end: whether it is afternoon.
fn split_half(clock: &str) -> (&str, Option<bool>) {
    for (sign, afternoon) in [("a.m.", false), ("am", false), ("p.m.", true), ("pm", true)] {
        if let Some(rest) = clock.strip_suffix(sign) {
            return (rest.trim(), Some(afternoon));
        }
    }
    (clock, None)
}

/// Takes the offset off the end, in the form in which it is written again.
fn split_offset(text: &str) -> Option<(&str, String)> {
    if let Some(clock) = text.strip_suffix('z') {
        return Some((clock.trim(), "Z".to_owned()));
    }
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at > 0) else {
        return Some((text, "Z".to_owned()));
    };
    let (clock, offset) = text.split_at_checked(at)?;
    let (sign, digits) = offset.split_at_checked(1)?;
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let (hours, minutes) = (two(hours)?, if minutes.is_empty() { 0 } else { two(minutes)? });
    let possible = hours <= 14 && minutes < 60;
    possible.then(|| (clock.trim(), format!("{sign}{hours:02}:{minutes:02}")))
}
