use relais_geography::Gazetteer;
use relais_kernel::Lang;
use relais_mechanism::Definition;
use relais_referral::partition::Group;
use relais_shell::{Frame, Tone, format::month_of_year};

use crate::{
    figures::{Cut, Line, Spread},
    masking::Shown,
    period::{Grain, Period},
    queries::WhoAnswersView,
};

/// « novembre 2026 », « 4e trimestre 2026 », « année 2026 ».
pub fn period(frame: &Frame, period: Period) -> String {
    let since = period.since();
    let year = since.year().to_string();
    match period.grain() {
        Grain::Month => month_of_year(since, frame.lang),
        Grain::Quarter => frame.t2("results-quarter", "n", (since.month() + 2) / 3, "year", year),
        Grain::Year => frame.t1("results-year", "year", year),
    }
}

/// How many different people stand behind a line at least (k).
pub fn people(frame: &Frame, view: &WhoAnswersView, cut: &Cut) -> String {
    let usual = u64::from(view.definition.thresholds.operational);
    match cut.people {
        Some(least) => frame.t1("results-at-least", "n", least),
        None => format!("<{usual}"),
    }
}

/// The same in a sentence.
pub fn people_behind(frame: &Frame, view: &WhoAnswersView, cut: &Cut) -> String {
    let usual = u64::from(view.definition.thresholds.operational);
    match cut.people {
        Some(least) => frame.t1("results-people-least", "n", least),
        None => frame.t1("results-people-few", "n", usual),
    }
}

/// The name of a line of regions.
pub fn region_line(frame: &Frame, line: &Line<Option<String>>) -> String {
    match line {
        Line::Of(Some(code)) => region(code, frame.lang),
        Line::Of(None) => frame.t("results-no-region"),
        Line::Others => frame.t("results-other-regions"),
    }
}

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
