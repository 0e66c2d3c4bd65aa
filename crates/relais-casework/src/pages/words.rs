//! Words of the mechanism's lists, as pages show them.

use relais_directory::Code;
use relais_geography::Gazetteer;
use relais_kernel::{Lang, PublicRef};
use relais_mechanism::{Definition, PurposeRule};
use relais_shell::{Choice, Frame, Trouble};

use crate::{
    answer::Answer,
    case::{Case, DueFor},
    identification::Birth,
};

/// The items of a list that can be chosen today.
pub fn choices(definition: &Definition, list: &str, lang: Lang) -> Vec<Choice> {
    let items = definition
        .list(list)
        .map(|list| list.active().collect::<Vec<_>>())
        .unwrap_or_default();
    items
        .into_iter()
        .map(|item| Choice::new(&item.code, item.label.get(lang)))
        .collect()
}

/// A list with the reasons why there may be no answer.
pub fn with_reasons(definition: &Definition, list: &str, frame: &Frame) -> Vec<Choice> {
    let mut all = choices(definition, list, frame.lang);
    all.extend(reasons(frame));
    all
}

/// Why a question has no answer.
pub fn reasons(frame: &Frame) -> Vec<Choice> {
    vec![
        Choice::new("not_asked", frame.t("case-not-asked")),
        Choice::new("unknown", frame.t("case-unknown")),
        Choice::new("refused", frame.t("case-refused")),
    ]
}

pub fn yes_no(frame: &Frame) -> Vec<Choice> {
    let mut all = vec![
        Choice::new("yes", frame.t("case-yes")),
        Choice::new("no", frame.t("case-no")),
    ];
    all.extend(reasons(frame));
    all
}

/// The label of a code in a list; an unknown code is shown as it is, never as another.
pub fn label(definition: &Definition, list: &str, code: &str, lang: Lang) -> String {
    definition
        .label(list, code, lang)
        .map_or_else(|_| code.to_owned(), str::to_owned)
}

/// The labels of several codes, in the list's own order where it has one.
pub fn labels<'a>(
    definition: &Definition,
    list: &str,
    codes: impl IntoIterator<Item = &'a Code>,
    lang: Lang,
) -> String {
    let all: Vec<String> = codes
        .into_iter()
        .map(|c| label(definition, list, c.as_str(), lang))
        .collect();
    all.join(", ")
}

/// The regions of the mechanism's country.
pub fn regions(definition: &Definition, lang: Lang) -> Vec<Choice> {
    let country = definition.country.as_deref().unwrap_or("CMR");
    Gazetteer::embedded()
        .regions(country)
        .map(|r| Choice::new(&r.pcode, r.name.get(lang)))
        .collect()
}

/// Why a question has no answer, in words.
pub const fn why_key(code: &str) -> &'static str {
    match code.as_bytes() {
        b"refused" => "case-refused",
        b"unknown" => "case-unknown",
        _ => "case-not-asked",
    }
}

/// How old somebody is, as it was said, or why that is not known.
pub fn birth_in_words(frame: &Frame, dob: &Answer<Birth>) -> String {
    match dob {
        Answer::Given(Birth::On(day)) => frame.date(*day),
        Answer::Given(Birth::Aged { years, on, estimated }) => {
            let key = if *estimated {
                "case-age-about"
            } else {
                "case-age-said"
            };
            frame.t2(key, "years", u32::from(*years), "on", frame.date(*on))
        }
        other => frame.t(why_key(other.code())),
    }
}

/// The name of a region.
pub fn region(pcode: &str, lang: Lang) -> String {
    Gazetteer::embedded()
        .region(pcode)
        .map_or_else(|| pcode.to_owned(), |r| r.name.get(lang).to_owned())
}

/// What has to be done next, in words.
pub const fn due_key(what: DueFor) -> &'static str {
    match what {
        DueFor::Screening => "case-due-screening",
        DueFor::Registration => "case-due-registration",
        DueFor::AssessmentStart => "case-due-assessment-start",
        DueFor::AssessmentEnd => "case-due-assessment-end",
        DueFor::Plan => "case-due-plan",
        DueFor::ServiceStart => "case-due-service-start",
        DueFor::FollowUp => "case-due-follow-up",
        DueFor::HoldReview => "case-due-hold",
        DueFor::LostContactReview => "case-due-lost",
        DueFor::ClosureDecision => "case-due-closure",
    }
}

/// The record of an address; anything else answers as missing.
pub fn reference(text: &str) -> Result<PublicRef, Trouble> {
    text.parse().map_err(|_| Trouble::Missing)
}

/// The address of a case's page.
pub fn home(case: &Case) -> String {
    format!("/dossiers/{}", case.public_ref)
}

/// What has to be asked again of a person who decides for herself by now (DP-11).
pub(super) fn of_age(frame: &Frame, purposes: &[PurposeRule]) -> String {
    let names: Vec<&str> = purposes.iter().map(|rule| rule.name.get(frame.lang)).collect();
    frame.t1("consent-of-age", "purposes", names.join(", "))
}
