//! A whole entry in words, fact by fact, so that two of its states can be held side by side.

use relais_kernel::Localised;
use relais_shell::Frame;

use super::words;
use crate::{Code, Entry, List, PCode, Service, Vocabulary};

/// A fact that differs: its name, what it was and what it is.
pub struct Difference {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// In what two states of an entry differ.
pub fn differences(frame: &Frame, words: &Vocabulary, before: &Service, after: &Service) -> Vec<Difference> {
    let (before, after) = (told(frame, words, before), told(frame, words, after));
    let pairs = before.into_iter().zip(after);
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((label, before), (_, after))| Difference { label, before, after })
        .collect()
}

/// Every fact of an entry with its name; the same names in the same order for every entry.
fn told(frame: &Frame, words: &Vocabulary, service: &Service) -> Vec<(String, String)> {
    let none = || frame.t("verification-nothing");
    let facts = offer(frame, words, service)
        .into_iter()
        .chain(whom(frame, words, service))
        .chain(reach(frame, service))
        .chain(standing(frame, service));
    facts
        .map(|(key, fact)| {
            (
                frame.t(key),
                fact.filter(|fact| !fact.is_empty()).unwrap_or_else(none),
            )
        })
        .collect()
}

type Fact = (&'static str, Option<String>);

fn offer(frame: &Frame, words: &Vocabulary, service: &Service) -> Vec<Fact> {
    let yes_no = |answer: Option<bool>| {
        let key = |yes| if yes { "directory-yes" } else { "directory-no" };
        answer.map(|yes| frame.t(key(yes)))
    };
    let days = |days: u16| frame.t1("directory-days", "n", days);
    let listed = |list, codes: Vec<Code>| Some(words::labels(words, list, &codes, frame.lang));
    vec![
        ("directory-name", Some(frame.l(&service.name).to_owned())),
        (
            "directory-needs",
            listed(List::Need, service.needs.iter().cloned().collect()),
        ),
        (
            "directory-dimension",
            listed(List::Dimension, vec![service.dimension.clone()]),
        ),
        (
            "directory-fee",
            service.fee.as_ref().map(|fee| words::fee(frame, fee)),
        ),
        (
            "directory-access",
            service.access.map(|access| said(frame, &access.label())),
        ),
        ("directory-wait", service.wait_days.map(days)),
        (
            "directory-hours",
            service.hours.as_ref().map(|hours| words::hours(frame, hours)),
        ),
        (
            "directory-languages",
            listed(List::Language, service.languages.iter().cloned().collect()),
        ),
        ("directory-interpreter", yes_no(service.interpreter)),
        ("directory-remote", yes_no(service.remote)),
        ("directory-emergencies", yes_no(service.emergency)),
    ]
}

fn whom(frame: &Frame, words: &Vocabulary, service: &Service) -> Vec<Fact> {
    let asked = &service.eligibility;
    let yes_no = |answer: Option<bool>| {
        let key = |yes| if yes { "directory-yes" } else { "directory-no" };
        answer.map(|yes| frame.t(key(yes)))
    };
    let listed = |list, codes: Vec<Code>| Some(words::labels(words, list, &codes, frame.lang));
    vec![
        ("directory-admits", Some(said(frame, &asked.admits.label()))),
        ("directory-ages", words::ages(frame, asked)),
        (
            "directory-groups",
            listed(List::TargetGroup, asked.target_groups.iter().cloned().collect()),
        ),
        ("directory-foreigners", yes_no(asked.foreigners)),
        ("directory-irregular", yes_no(asked.irregular_status)),
        (
            "directory-documents",
            listed(List::Document, asked.required_documents.iter().cloned().collect()),
        ),
        (
            "directory-conditions",
            asked.conditions.as_ref().map(|words| said(frame, words)),
        ),
    ]
}

fn reach(frame: &Frame, service: &Service) -> Vec<Fact> {
    let spot = &service.place.spot;
    let area = |code: &Option<PCode>| code.as_ref().map(|code| words::area(code, frame.lang));
    let served: Vec<PCode> = service.coverage.iter().cloned().collect();
    vec![
        ("directory-region", area(&spot.region)),
        ("directory-export-department", area(&spot.department)),
        ("directory-export-town", spot.town.clone()),
        ("directory-export-address", service.place.address.clone()),
        ("directory-coverage", Some(words::areas(&served, frame.lang))),
        ("directory-phone", service.contact.phone.clone()),
        ("directory-email", service.contact.email.clone()),
        (
            "directory-channel",
            service.contact.channel.map(|way| said(frame, &way.label())),
        ),
        (
            "directory-visibility",
            Some(said(frame, &service.visibility.label())),
        ),
    ]
}

fn standing(frame: &Frame, service: &Service) -> Vec<Fact> {
    let until = match service.entry {
        Entry::TemporarilyClosed { until, .. } => until,
        _ => None,
    };
    vec![
        (
            "directory-export-state",
            Some(words::state(frame, service.entry.code())),
        ),
        ("directory-until", until.map(|day| frame.date(day))),
        (
            "directory-reason",
            service.entry.why().map(|words| said(frame, &words)),
        ),
        (
            "directory-export-verified",
            service.assured_on().map(|day| frame.date(day)),
        ),
    ]
}

fn said(frame: &Frame, words: &Localised) -> String {
    words.get(frame.lang).to_owned()
}
