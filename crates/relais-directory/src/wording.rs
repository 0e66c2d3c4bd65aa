use jiff::civil::Date;
use relais_kernel::Localised;

const MOIS: [&str; 12] = [
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
const MONTHS: [&str; 12] = [
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

/// A day as people say it, with its year when that is not the present one: « 12 mars », "12 March 2027".
pub(crate) fn day(date: Date, today: Date) -> Localised {
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    let year = if date.year() == today.year() {
        String::new()
    } else {
        format!(" {}", date.year())
    };
    let first = if date.day() == 1 { "er" } else { "" };
    Localised::new(
        format!("{}{first} {}{year}", date.day(), MOIS[month]),
        format!("{} {}{year}", date.day(), MONTHS[month]),
    )
}

/// How long ago: « aujourd'hui », « hier », « il y a 12 jours ».
pub(crate) fn days_ago(days: u32) -> Localised {
    match days {
        0 => Localised::new("aujourd’hui", "today"),
        1 => Localised::new("hier", "yesterday"),
        n => Localised::new(format!("il y a {n} jours"), format!("{n} days ago")),
    }
}

/// `1 place libre`, `3 places libres`: in French 0 and 1 are singular, in English 1 alone.
pub(crate) fn count(n: u32, fr: (&str, &str), en: (&str, &str)) -> Localised {
    Localised::new(
        format!("{n} {}", if n < 2 { fr.0 } else { fr.1 }),
        format!("{n} {}", if n == 1 { en.0 } else { en.1 }),
    )
}

/// An amount with its thousands apart: `90 000 XAF` (narrow no-break space) and `90,000 XAF`.
pub(crate) fn amount(amount: u32, currency: &str) -> Localised {
    let digits = amount.to_string();
    let grouped = |separator: &str| {
        let mut text = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push_str(separator);
            }
            text.push(digit);
        }
        text
    };
    Localised::new(
        format!("{}\u{a0}{currency}", grouped("\u{202f}")),
        format!("{} {currency}", grouped(",")),
    )
}

/// The same list in both languages.
pub(crate) fn listed(words: impl IntoIterator<Item = Localised>) -> Localised {
    let (fr, en): (Vec<_>, Vec<_>) = words.into_iter().map(|w| (w.fr, w.en)).unzip();
    Localised::new(fr.join(", "), en.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_said_as_people_say_them() {
        let today = date(2026, 11, 21);
        assert_eq!(
            day(date(2026, 3, 12), today),
            Localised::new("12 mars", "12 March")
        );
        assert_eq!(
            day(date(2027, 8, 1), today),
            Localised::new("1er août 2027", "1 August 2027")
        );
        assert_eq!(days_ago(1), Localised::new("hier", "yesterday"));
        assert_eq!(days_ago(12), Localised::new("il y a 12 jours", "12 days ago"));
    }

    #[test]
    fn zero_is_singular_in_french_and_plural_in_english() {
        let places = |n| count(n, ("place", "places"), ("place", "places"));
        assert_eq!(places(0), Localised::new("0 place", "0 places"));
        assert_eq!(places(1), Localised::new("1 place", "1 place"));
        assert_eq!(places(3), Localised::new("3 places", "3 places"));
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(amount(90_000, "XAF").en, "90,000 XAF");
        assert_eq!(amount(1_200_000, "XAF").fr, "1\u{202f}200\u{202f}000\u{a0}XAF");
        assert_eq!(amount(500, "XAF").en, "500 XAF");
    }
}
