use relais_kernel::{Lang, jiff::civil::DateTime};

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

/// A moment as people write it: `1er mars 2026 à 14 h 05`, `1 March 2026 at 14:05` (with no-break spaces where a
/// line must not break).
pub fn in_words(at: DateTime, lang: Lang) -> String {
    let month = usize::try_from(at.month() - 1).unwrap_or(0);
    let (day, year, hour, minute) = (at.day(), at.year(), at.hour(), at.minute());
    match lang {
        Lang::Fr => {
            let first = if day == 1 { "er" } else { "" };
            let month = MONTHS_FR[month];
            format!("{day}{first}\u{a0}{month}\u{a0}{year} à {hour}\u{a0}h\u{a0}{minute:02}")
        }
        Lang::En => format!(
            "{day}\u{a0}{}\u{a0}{year} at {hour}:{minute:02}",
            MONTHS_EN[month]
        ),
    }
}

/// From which data, which version, when: what every file says of itself.
pub(crate) fn made_line(from: &str, version: &str, at: DateTime, lang: Lang) -> String {
    let at = in_words(at, lang);
    match lang {
        Lang::Fr => format!("Établi le {at} à partir de\u{a0}: {from} (version {version})"),
        Lang::En => format!("Made on {at} from: {from} (version {version})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_kernel::jiff::civil::date;

    #[test]
    fn a_moment_is_written_as_people_write_it() {
        let at = date(2026, 3, 1).at(14, 5, 0, 0);
        assert_eq!(
            in_words(at, Lang::Fr).replace('\u{a0}', " "),
            "1er mars 2026 à 14 h 05"
        );
        assert_eq!(
            in_words(at, Lang::En).replace('\u{a0}', " "),
            "1 March 2026 at 14:05"
        );
        let december = date(2026, 12, 31).at(0, 0, 0, 0);
        assert_eq!(
            in_words(december, Lang::Fr).replace('\u{a0}', " "),
            "31 décembre 2026 à 0 h 00"
        );
    }
}
