use relais_geography::folded;
use relais_kernel::Weekday;

use crate::{OpenHours, Opening};

/// Opening hours as people write them, in French or English: `lun-ven 8h-16h; sam 8h30-12h`, `Mon, Wed 08:00-12:00
/// 14:00-17:00`, `24h/24`, `7j/7 8h-18h`. `None` when it cannot be read without guessing.
pub(super) fn opening(text: &str) -> Option<Opening> {
    let plain = text.to_lowercase().replace(['–', '—', '−'], "-");
    if is_always(&plain) {
        return Some(Opening::Always);
    }
    let mut hours = Vec::new();
    for part in plain
        .split([';', '\n', '|', '·'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        hours.extend(stretches(part)?);
    }
    Opening::weekly(hours)
}

fn is_always(text: &str) -> bool {
    let mut bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '-' | '.'))
        .collect();
    for daily in ["7j/7", "7/7", "7d/7", "touslesjours", "everyday", "daily"] {
        bare = bare.replace(daily, "");
    }
    matches!(
        bare.as_str(),
        "24h/24" | "24/24" | "24/7" | "24h/7" | "24h" | "24h/247" | "24hours" | "24heures/24"
    )
}

/// One part: days, then one or several stretches of hours.
fn stretches(part: &str) -> Option<Vec<OpenHours>> {
    let first_hour = part
        .find(|c: char| c.is_ascii_digit())
        .filter(|&at| !part[at..].starts_with("7j/7"));
    let (days, hours) = match first_hour {
        Some(at) => (days(&part[..at])?, &part[at..]),
        None => (Weekday::ALL.to_vec(), part.strip_prefix("7j/7")?),
    };
    let hours = hours
        .replace(" à ", "-")
        .replace(" to ", "-")
        .replace(" - ", "-")
        .replace("- ", "-")
        .replace(" -", "-");
    let mut found = Vec::new();
    for stretch in hours
        .split([' ', ',', '/'])
        .filter(|s| !s.is_empty() && !matches!(*s, "et" | "and" | "&"))
    {
        let (from, to) = stretch.split_once('-')?;
        let (from, to) = (minutes(from)?, minutes(to)?);
        for &day in &days {
            found.extend(on(day, from, to)?);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A stretch past midnight ends on the next day.
fn on(day: Weekday, from: u16, to: u16) -> Option<Vec<OpenHours>> {
    if from < to {
        return OpenHours::new(day, from, to).map(|one| vec![one]);
    }
    let evening = OpenHours::new(day, from, 24 * 60)?;
    Some(
        std::iter::once(evening)
            .chain(OpenHours::new(next(day), 0, to))
            .collect(),
    )
}

/// `8h`, `8h30`, `08:30`, `8.30`, `16`.
fn minutes(text: &str) -> Option<u16> {
    let text = text.trim().trim_end_matches('h');
    let (hour, minute) = text.split_once(['h', ':', '.']).unwrap_or((text, "0"));
    let (hour, minute): (u16, u16) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

fn days(text: &str) -> Option<Vec<Weekday>> {
    let text = text
        .trim()
        .trim_end_matches([':', ','])
        .replace(" au ", "-")
        .replace(" à ", "-")
        .replace(" to ", "-");
    let text = text
        .replace(" et ", ",")
        .replace(" and ", ",")
        .replace(" - ", "-");
    if text.is_empty() || matches!(folded(&text).as_str(), "tous les jours" | "every day" | "daily") {
        return (!text.is_empty()).then(|| Weekday::ALL.to_vec());
    }
    let mut found = Vec::new();
    for piece in text
        .split([',', ' ', '/', '&'])
        .filter(|p| !p.is_empty() && !matches!(*p, "du" | "le" | "from" | "on"))
    {
        match piece.split_once('-') {
            None => found.push(day(piece)?),
            Some((first, last)) => {
                let (mut at, last) = (day(first)?, day(last)?);
                found.push(at);
                while at != last {
                    at = next(at);
                    found.push(at);
                }
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

fn day(text: &str) -> Option<Weekday> {
    const NAMES: [[&str; 2]; 7] = [
        ["lundi", "monday"],
        ["mardi", "tuesday"],
        ["mercredi", "wednesday"],
        ["jeudi", "thursday"],
        ["vendredi", "friday"],
        ["samedi", "saturday"],
        ["dimanche", "sunday"],
    ];
    let text = folded(text);
    let text = text.strip_suffix('s').unwrap_or(&text);
    let named = |names: &[&str; 2]| text.len() >= 3 && names.iter().any(|name| name.starts_with(text));
    let mut found = Weekday::ALL
        .into_iter()
        .zip(&NAMES)
        .filter(|(_, names)| named(names))
        .map(|(day, _)| day);
    match (found.next(), found.next()) {
        (Some(day), None) => Some(day),
        _ => None,
    }
}

fn next(day: Weekday) -> Weekday {
    let at = Weekday::ALL.iter().position(|&d| d == day).unwrap_or(0);
    Weekday::ALL[(at + 1) % 7]
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_kernel::Weekday::{Friday, Monday, Saturday, Sunday, Wednesday};

    fn read(text: &str) -> Vec<(Weekday, u16, u16)> {
        match opening(text) {
            Some(Opening::Weekly(hours)) => hours.iter().map(|h| (h.day, h.from, h.to)).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn day_and_night_is_read_in_every_usual_spelling() {
        for text in [
            "24h/24",
            "24/7",
            "24h/24, 7j/7",
            "7j/7 24h/24",
            "24 h/24 7 j/7",
            "24h/24 tous les jours",
        ] {
            assert_eq!(opening(text), Some(Opening::Always), "{text}");
        }
    }

    #[test]
    fn french_and_english_hours_are_the_same_hours() {
        let week = read("lun-ven 8h-16h");
        assert_eq!(week.len(), 5);
        assert_eq!((week[0], week[4]), ((Monday, 480, 960), (Friday, 480, 960)));
        for text in [
            "Mon-Fri 08:00-16:00",
            "lundi au vendredi : 8h à 16h",
            "Lun – Ven 8h – 16h",
            "Monday to Friday 8:00 to 16:00",
        ] {
            assert_eq!(read(text), week, "{text}");
        }
        assert_eq!(read("tous les jours 8h-18h").len(), 7);
        assert_eq!(read("7j/7 8h-18h"), read("daily 8-18"));
    }

    #[test]
    fn several_parts_and_stretches_are_read() {
        assert_eq!(
            read("lun, mer 8h30-12h 14h-17h; sam 9h-12h"),
            [
                (Monday, 510, 720),
                (Monday, 840, 1020),
                (Wednesday, 510, 720),
                (Wednesday, 840, 1020),
                (Saturday, 540, 720)
            ]
        );
    }

    #[test]
    fn a_night_ends_on_the_next_day() {
        assert_eq!(read("sam 18h-6h"), [(Saturday, 1080, 1440), (Sunday, 0, 360)]);
    }

    #[test]
    fn what_would_have_to_be_guessed_is_not_read() {
        for text in [
            "sur appel",
            "le matin",
            "lun-ven",
            "8h-16h",
            "m 8h-12h",
            "mar 8h",
            "lun 25h-26h",
            "lun 8h-12h sauf fériés",
        ] {
            assert_eq!(opening(text), None, "{text}");
        }
    }
}
