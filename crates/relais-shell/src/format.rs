//! Numbers, dates and times as each language writes them.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use relais_kernel::Lang;

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const SHORT_FR: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS_FR: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// A number that keeps a unit or a sign on its line.
const NO_BREAK: char = '\u{a0}';
/// The thin space between thousands, and before `%` in French.
const THIN: char = '\u{202f}';

/// « 1 234,5 » and `1,234.5`; at most two decimals.
pub fn decimal(value: f64, lang: Lang) -> String {
    let plain = format!("{value:.2}");
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("−", digits));
    let (group, point) = match lang {
        Lang::Fr => (THIN, ','),
        Lang::En => (',', '.'),
    };
    let mut written = String::from(if plain == "-0" { "" } else { sign });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            written.push(group);
        }
        written.push(digit);
    }
    if let Some(fraction) = fraction {
        written.push(point);
        written.push_str(fraction);
    }
    written
}

/// « 42 % » and `42%`, from a share between 0 and 1.
pub fn percent(share: f64, lang: Lang) -> String {
    let number = decimal((share * 1000.0).round() / 10.0, lang);
    match lang {
        Lang::Fr => format!("{number}{THIN}%"),
        Lang::En => format!("{number}%"),
    }
}

/// « 21 nov. 2026 » and `21 Nov 2026`.
pub fn date(date: Date, lang: Lang) -> String {
    let month = month(date, lang, true);
    format!(
        "{}{NO_BREAK}{month}{NO_BREAK}{}",
        ordinal(date, lang),
        date.year()
    )
}

/// « samedi 21 novembre 2026 » and `Saturday 21 November 2026`.
pub fn long_date(date: Date, lang: Lang) -> String {
    let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    let day = match lang {
        Lang::Fr => DAYS_FR[day],
        Lang::En => DAYS_EN[day],
    };
    format!(
        "{day} {}{NO_BREAK}{} {}",
        ordinal(date, lang),
        month(date, lang, false),
        date.year()
    )
}

/// « novembre 2026 » and `November 2026`.
pub fn month_of_year(date: Date, lang: Lang) -> String {
    format!("{} {}", month(date, lang, false), date.year())
}

/// The heads of a calendar's columns, from Monday.
pub fn day_initials(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Fr => ["lu", "ma", "me", "je", "ve", "sa", "di"],
        Lang::En => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    }
}

/// « 14 h 05 » and `14:05`.
pub fn time(time: Time, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("{}{NO_BREAK}h{NO_BREAK}{:02}", time.hour(), time.minute()),
        Lang::En => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// « 21 nov. 2026, 14 h 05 » and `21 Nov 2026, 14:05`, on the wall clocks of `zone`.
pub fn moment(at: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    let there = at.to_zoned(zone.clone());
    format!("{}, {}", date(there.date(), lang), time(there.time(), lang))
}

fn ordinal(date: Date, lang: Lang) -> String {
    match (date.day(), lang) {
        (1, Lang::Fr) => "1er".into(),
        (day, _) => day.to_string(),
    }
}

fn month(date: Date, lang: Lang, short: bool) -> &'static str {
    let index = usize::try_from(date.month() - 1).unwrap_or(0);
    match (lang, short) {
        (Lang::Fr, false) => MONTHS_FR[index],
        (Lang::Fr, true) => SHORT_FR[index],
        (Lang::En, false) => MONTHS_EN[index],
        (Lang::En, true) => &MONTHS_EN[index][..3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(
            (decimal(1234.5, Lang::Fr), decimal(1234.5, Lang::En)),
            ("1\u{202f}234,5".into(), "1,234.5".into())
        );
        assert_eq!(
            (decimal(-1_000_000.0, Lang::En), decimal(-0.001, Lang::En)),
            ("−1,000,000".into(), "0".into())
        );
        assert_eq!(
            (percent(0.425, Lang::Fr), percent(1.0, Lang::En)),
            ("42,5\u{202f}%".into(), "100%".into())
        );
    }

    #[test]
    fn a_moment_is_told_in_the_zone_of_the_mechanism() {
        let zone = TimeZone::get("Africa/Douala").unwrap();
        let at = "2026-11-21T13:05:00Z".parse().unwrap();
        assert_eq!(
            moment(at, &zone, Lang::Fr).replace('\u{a0}', " "),
            "21 nov. 2026, 14 h 05"
        );
        assert_eq!(
            moment(at, &zone, Lang::En).replace('\u{a0}', " "),
            "21 Nov 2026, 14:05"
        );
    }

    #[test]
    fn a_long_date_names_its_day() {
        let first = civil::date(2026, 8, 1);
        assert_eq!(
            long_date(first, Lang::Fr).replace('\u{a0}', " "),
            "samedi 1er août 2026"
        );
        assert_eq!(
            long_date(first, Lang::En).replace('\u{a0}', " "),
            "Saturday 1 August 2026"
        );
    }
}
