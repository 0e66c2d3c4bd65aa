use relais_geography::Gazetteer;
use relais_kernel::Lang;
use relais_mechanism::Definition;
use relais_referral::partition::Group;
use relais_shell::{Frame, Tone};

use crate::{figures::Spread, masking::Shown};

/// A count as it is printed.
pub fn count(frame: &Frame, shown: Shown) -> String {
    match shown {
        Shown::Plain(count) => frame.number(u32::try_from(count).unwrap_or(u32::MAX)),
        Shown::Under(threshold) => format!("<{threshold}"),
        Shown::Withheld => frame.t("results-withheld"),
    }
}

/// A share in thousandths.
pub fn share(frame: &Frame, thousandths: u16) -> String {
    frame.percent(f64::from(thousandths) / 1000.0)
}

/// Median and 90th percentile; what never happened is missing, not nought.
pub fn spread(frame: &Frame, spread: Spread) -> String {
    match spread {
        Spread::Missing => frame.t("results-missing"),
        Spread::Under(threshold) => format!("<{threshold}"),
        Spread::Known { median, p90 } => frame.t2(
            "results-spread",
            "median",
            span(frame, median),
            "most",
            span(frame, p90),
        ),
    }
}

/// The same in two pieces, for a narrow column: the median, and what nine in ten took.
pub fn spread_apart(frame: &Frame, spread: Spread) -> (String, String) {
    match spread {
        Spread::Known { median, p90 } => (
            span(frame, median),
            frame.t1("results-most", "most", span(frame, p90)),
        ),
        _ => (self::spread(frame, spread), String::new()),
    }
}

fn span(frame: &Frame, minutes: u64) -> String {
    let (key, n) = match minutes {
        0..60 => ("shell-minutes", minutes),
        60..2880 => ("shell-hours", minutes / 60),
        _ => ("shell-days", minutes / 1440),
    };
    frame.t1(key, "n", n)
}

/// The label of a code in a list; an unknown code is shown as it is, never as another.
pub fn label(definition: &Definition, list: &str, code: &str, lang: Lang) -> String {
    definition
        .label(list, code, lang)
        .map_or_else(|_| code.to_owned(), str::to_owned)
}

/// The name of a region.
pub fn region(pcode: &str, lang: Lang) -> String {
    Gazetteer::embedded()
        .region(pcode)
        .map_or_else(|| pcode.to_owned(), |r| r.name.get(lang).to_owned())
}

/// The colour of a share; words always say the same.
pub const fn tone(group: Group) -> Tone {
    match group {
        Group::Accepted => Tone::Good,
        Group::Declined => Tone::Stop,
        Group::AcknowledgedOnly => Tone::Wait,
        Group::NoResponse => Tone::Late,
        Group::Pending => Tone::Quiet,
    }
}

/// A text with a capital letter first.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
