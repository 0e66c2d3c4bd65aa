//! The directory's codes and facts in words.

use std::fmt::Write as _;

use relais_geography::Gazetteer;
use relais_kernel::{Lang, PublicRef, Weekday};
use relais_mechanism::Definition;
use relais_shell::{Choice, Frame, Tone, Trouble};

use crate::{
    CapacityState, Code, Eligibility, Fee, Ground, List, Opening, Organisation, PCode, Reliability, Reliance,
    Vocabulary,
    queries::{CapacityFace, PlaceFace, ServiceFace},
    verification::{Fact, Facts},
    wording,
};

/// The items of a list that can be chosen today.
pub fn choices(definition: &Definition, list: List, lang: Lang) -> Vec<Choice> {
    let items = definition
        .list(list.code())
        .map(|list| list.active().collect::<Vec<_>>());
    let items = items.unwrap_or_default().into_iter();
    items
        .map(|item| Choice::new(&item.code, item.label.get(lang)))
        .collect()
}

/// The regions of the mechanism's country.
pub fn regions(definition: &Definition, lang: Lang) -> Vec<Choice> {
    let country = definition.country.as_deref().unwrap_or("CMR");
    let regions = Gazetteer::embedded().regions(country);
    regions
        .map(|region| Choice::new(&region.pcode, region.name.get(lang)))
        .collect()
}

/// The words of several codes.
pub fn labels(words: &Vocabulary, list: List, codes: &[Code], lang: Lang) -> String {
    let labels: Vec<_> = codes
        .iter()
        .map(|code| words.label(list, code).get(lang).to_owned())
        .collect();
    labels.join(", ")
}

/// The name of a region or a department.
pub fn area(pcode: &PCode, lang: Lang) -> String {
    let places = Gazetteer::embedded();
    let code = pcode.as_str();
    let region = places.region(code).map(|r| r.name.get(lang).to_owned());
    let department = || places.department(code).map(|d| d.name.get(lang).to_owned());
    region.or_else(department).unwrap_or_else(|| code.to_owned())
}

pub fn areas(pcodes: &[PCode], lang: Lang) -> String {
    let names: Vec<_> = pcodes.iter().map(|p| area(p, lang)).collect();
    names.join(", ")
}

/// The town and the region, or the region alone.
pub fn place(place: &PlaceFace, lang: Lang) -> String {
    let region = place.region.as_ref().map(|r| area(r, lang));
    let parts = [place.address.clone(), place.town.clone(), region];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// How it stands with an entry: its state when it is not active, else its places.
pub fn standing(frame: &Frame, face: &ServiceFace) -> (Tone, String) {
    match face.state {
        "active" => match &face.capacity {
            Some(capacity) => places(frame, capacity),
            None => (Tone::Quiet, frame.t("directory-places-unknown")),
        },
        "temporarily_closed" => match face.until {
            Some(day) => (
                Tone::Late,
                frame.t1("directory-closed-until", "day", frame.date(day)),
            ),
            None => (Tone::Late, frame.t("directory-state-closed")),
        },
        "draft" => (Tone::Quiet, frame.t("directory-state-draft")),
        "verified" => (Tone::Info, frame.t("directory-state-verified")),
        "suspended" => (Tone::Stop, frame.t("directory-state-suspended")),
        _ => (Tone::Stop, frame.t("directory-state-defunct")),
    }
}

fn places(frame: &Frame, capacity: &CapacityFace) -> (Tone, String) {
    let free = |n: u32| frame.t1("directory-places", "n", n);
    match (capacity.state, capacity.free, capacity.next_date) {
        (CapacityState::Closed, ..) => (Tone::Stop, frame.t("directory-takes-nobody")),
        (CapacityState::Full, _, Some(day)) => (
            Tone::Late,
            frame.t1("directory-full-until", "day", frame.date(day)),
        ),
        (CapacityState::Full, ..) => (Tone::Late, frame.t("directory-full")),
        (CapacityState::Limited, Some(n), _) => (Tone::Wait, free(n)),
        (CapacityState::Limited, None, _) => (Tone::Wait, frame.t("directory-few-places")),
        (CapacityState::Open, Some(n), _) => (Tone::Good, free(n)),
        (CapacityState::Open, None, _) => (Tone::Good, frame.t("directory-has-places")),
    }
}

/// The state of an entry, by its code.
pub fn state(frame: &Frame, code: &str) -> String {
    frame.t(match code {
        "active" => "directory-state-active",
        "temporarily_closed" => "directory-state-closed",
        "draft" => "directory-state-draft",
        "verified" => "directory-state-verified",
        "suspended" => "directory-state-suspended",
        _ => "directory-state-defunct",
    })
}

/// How far an entry can be relied upon.
pub fn reliance(frame: &Frame, reliability: &Reliability) -> (Tone, String) {
    let reliance = reliability.reliance();
    let tone = match reliance {
        Reliance::Firm => Tone::Good,
        Reliance::Shaky => Tone::Late,
        Reliance::Poor => Tone::Stop,
    };
    (tone, reliance.label().get(frame.lang).to_owned())
}

/// A reason for it: with its figures, or without for those whom they do not concern.
pub fn ground(frame: &Frame, ground: Ground, figures: bool) -> String {
    match ground {
        Ground::Verified { days } => frame.t1("reliability-verified", "days", days),
        Ground::Overdue { days } => frame.t1("reliability-overdue", "days", days),
        Ground::NeverVerified => frame.t("reliability-never"),
        Ground::Answers { of } if figures => frame.t1("reliability-answers", "of", of),
        Ground::Answers { .. } => frame.t("reliability-answers-some"),
        Ground::Silence { silent, of } if figures => {
            frame.t2("reliability-silence", "silent", silent, "of", of)
        }
        Ground::Silence { .. } => frame.t("reliability-silence-some"),
        Ground::Wrong { times } if figures => frame.t1("reliability-wrong", "times", times),
        Ground::Wrong { .. } => frame.t("reliability-wrong-some"),
        Ground::Dropped => frame.t("reliability-dropped"),
        Ground::SilentRounds { rounds } => frame.t1("reliability-rounds", "rounds", rounds),
        Ground::Disputed { .. } => frame.t("reliability-disputed"),
    }
}

/// What the mapping asks of an organisation: the key of each name, and the answer where there is one.
pub fn charted(frame: &Frame, of: &Organisation) -> [(&'static str, Option<String>); 7] {
    let yes_no = |answer: Option<bool>| {
        let key = |yes| if yes { "directory-yes" } else { "directory-no" };
        answer.map(|yes| frame.t(key(yes)))
    };
    let said = |words: relais_kernel::Localised| words.get(frame.lang).to_owned();
    let mapping = &of.mapping;
    [
        ("mapping-funder", mapping.funder.clone()),
        ("mapping-end", mapping.funded_until.map(|day| frame.date(day))),
        (
            "mapping-agreement",
            mapping.agreement.map(|agreement| said(agreement.label())),
        ),
        ("mapping-has-psea", yes_no(of.psea_code)),
        ("mapping-has-data", yes_no(of.data_measures)),
        (
            "mapping-validation",
            mapping.validation.map(|validation| said(validation.label())),
        ),
        ("organisation-workshop", mapping.workshop.clone()),
    ]
}

/// For which ages.
pub fn ages(frame: &Frame, eligibility: &Eligibility) -> Option<String> {
    match (eligibility.min_age, eligibility.max_age) {
        (None, None) => None,
        (Some(min), None) => Some(frame.t1("directory-age-from", "min", min)),
        (None, Some(max)) => Some(frame.t1("directory-age-to", "max", max)),
        (Some(min), Some(max)) => Some(frame.t2("directory-age-between", "min", min, "max", max)),
    }
}

/// How fresh the verification is.
pub fn freshness(frame: &Frame, face: &ServiceFace) -> (Tone, String) {
    match face.verified_on {
        Some(day) if face.fresh => (
            Tone::Good,
            frame.t1("directory-verified-on", "day", frame.date(day)),
        ),
        Some(day) => (
            Tone::Late,
            frame.t1("directory-verify-again", "day", frame.date(day)),
        ),
        None => (Tone::Late, frame.t("directory-never-verified")),
    }
}

pub fn fee(frame: &Frame, fee: &Fee) -> String {
    match fee {
        Fee::Free => frame.t("directory-free"),
        Fee::Amount { amount, currency } => wording::amount(*amount, currency).get(frame.lang).to_owned(),
    }
}

/// « lun.–ven. 08:00–16:00 »: days in a row with the same hours stand together.
pub fn hours(frame: &Frame, opening: &Opening) -> String {
    let Opening::Weekly(stretches) = opening else {
        return frame.t("directory-always");
    };
    let of_day = |day: Weekday| {
        let mut text = String::new();
        for h in stretches.iter().filter(|h| h.day == day) {
            let apart = if text.is_empty() { "" } else { ", " };
            let _ = write!(text, "{apart}{}–{}", clock(h.from), clock(h.to));
        }
        text
    };
    let mut runs: Vec<(usize, usize, String)> = Vec::new();
    for (at, day) in Weekday::ALL.into_iter().enumerate() {
        let text = of_day(day);
        match runs.last_mut() {
            Some((_, last, same)) if *same == text && *last + 1 == at => *last = at,
            _ if text.is_empty() => {}
            _ => runs.push((at, at, text)),
        }
    }
    let names = frame.t("directory-weekdays");
    let names: Vec<&str> = names.split(' ').collect();
    let name = |at: usize| names.get(at).copied().unwrap_or("");
    let said = runs.into_iter().map(|(from, to, text)| match from == to {
        true => format!("{} {text}", name(from)),
        false => format!("{}–{} {text}", name(from), name(to)),
    });
    said.collect::<Vec<_>>().join(" · ")
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Opening hours as they can be typed again.
pub fn typed_hours(frame: &Frame, opening: &Opening) -> String {
    match opening {
        Opening::Always => "24h/24".to_owned(),
        Opening::Weekly(_) => hours(frame, opening).replace(" · ", "; "),
    }
}

/// One of the facts that a provider can correct.
pub fn fact(frame: &Frame, facts: &Facts, fact: Fact) -> String {
    let said = match fact {
        Fact::Phone => facts.phone.clone(),
        Fact::Email => facts.email.clone(),
        Fact::Hours => facts.hours.as_ref().map(|opening| hours(frame, opening)),
        Fact::Wait => facts.wait_days.map(|days| frame.t1("directory-days", "n", days)),
    };
    said.unwrap_or_else(|| frame.t("verification-nothing"))
}

/// The record of an address; anything else answers as missing.
pub fn reference(text: &str) -> Result<PublicRef, Trouble> {
    text.parse().map_err(|_| Trouble::Missing)
}
