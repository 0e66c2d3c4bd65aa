use std::collections::BTreeSet;

use relais_kernel::{Priority, Sex};

use super::{EmergencyStanding, Exclusion, NeedFacts, PersonFacts, Reason, Rule};
use crate::{Admits, Code, Eligibility, Entry, Service};

/// The longest wait, in days, that is still an answer to an emergency (domain §3 F5: within 24 hours).
const EMERGENCY_WAIT_DAYS: u16 = 1;

/// Whether the service takes emergencies, when this is one.
pub(super) fn emergency<'s>(
    need: &NeedFacts,
    service: &'s Service,
    reasons: &mut Vec<Reason<'s>>,
    excluded: &mut Vec<Exclusion<'s>>,
) -> Option<EmergencyStanding> {
    if need.priority != Priority::Emergency {
        return None;
    }
    if let Some(days) = service.waiting_days().filter(|&days| days > EMERGENCY_WAIT_DAYS) {
        excluded.push(Exclusion::WaitTooLong { days });
    }
    let open = service.hours.as_ref().map(|h| h.is_open(need.now));
    let standing = match (service.emergency, open) {
        (Some(false), _) => {
            excluded.push(Exclusion::NoEmergencies);
            return None;
        }
        (None, _) => EmergencyStanding::NotSaid,
        (Some(true), Some(true)) => EmergencyStanding::OpenNow,
        (Some(true), None) => EmergencyStanding::HoursUnknown,
        (Some(true), Some(false)) => EmergencyStanding::ClosedNow,
    };
    reasons.push(Reason::Emergency(standing));
    Some(standing)
}

/// Whether the entry is shown at all on the day wanted, and to whom the person wants to go.
pub(super) fn entry<'s>(
    need: &NeedFacts,
    person: &PersonFacts,
    service: &'s Service,
    reasons: &mut Vec<Reason<'s>>,
    excluded: &mut Vec<Exclusion<'s>>,
) {
    match &service.entry {
        Entry::Active { .. } => {}
        Entry::Draft | Entry::Verified { .. } => excluded.push(Exclusion::NotPublished),
        Entry::Suspended { .. } => excluded.push(Exclusion::Suspended),
        Entry::TemporarilyClosed { until: Some(on), .. } if *on <= need.wanted_on => {
            reasons.push(Reason::ReopeningDue(*on));
        }
        Entry::TemporarilyClosed { until, .. } => {
            excluded.push(Exclusion::TemporarilyClosed { reopens: *until });
        }
        Entry::Defunct { .. } => excluded.push(Exclusion::Defunct),
    }
    if person.avoid.contains(&service.organisation) {
        excluded.push(Exclusion::Avoided);
    }
}

/// Compares the person with the service's conditions; returns how many are to be confirmed.
pub(super) fn eligibility<'s>(
    person: &PersonFacts,
    service: &'s Service,
    reasons: &mut Vec<Reason<'s>>,
    excluded: &mut Vec<Exclusion<'s>>,
) -> usize {
    let wanted = &service.eligibility;
    let mut to_confirm = 0;
    for (met, rule) in rules(person, wanted).into_iter().flatten() {
        match met {
            Some(true) => {}
            Some(false) => excluded.push(Exclusion::NotEligible(rule)),
            None => {
                to_confirm += 1;
                reasons.push(Reason::ToConfirm(rule));
            }
        }
    }
    if to_confirm == 0 {
        reasons.push(Reason::Eligible);
    }
    reasons.extend(wanted.conditions.as_ref().map(Reason::Conditions));
    to_confirm
}

/// A rule, and whether the person meets it: surely, surely not, or `None` for perhaps.
type Checked<'s> = (Option<bool>, Rule<'s>);

/// The rules that the service has, each held against the person.
fn rules<'s>(person: &PersonFacts, wanted: &'s Eligibility) -> [Option<Checked<'s>>; 6] {
    let not = |fact: Option<bool>| fact.map(|yes| !yes);
    let (min, max) = (wanted.min_age, wanted.max_age);
    let groups = &wanted.target_groups;
    [
        Some((admitted(person, wanted.admits), Rule::Admits(wanted.admits))),
        Some((person.age.within(min, max), Rule::Age { min, max })),
        (!groups.is_empty()).then(|| (in_one_of(person, groups), Rule::Groups(groups))),
        (wanted.foreigners == Some(false)).then(|| (not(person.foreign), Rule::NationalsOnly)),
        (wanted.irregular_status == Some(false)).then(|| (not(person.irregular), Rule::RegularStatusOnly)),
        (!wanted.required_documents.is_empty()).then(|| documents(person, &wanted.required_documents)),
    ]
}

fn documents<'s>(person: &PersonFacts, required: &'s BTreeSet<Code>) -> Checked<'s> {
    let held = person.documents.as_ref();
    let missing: Vec<_> = required
        .iter()
        .filter(|d| !held.is_some_and(|held| held.contains(*d)))
        .collect();
    (held.map(|_| missing.is_empty()), Rule::Documents(missing))
}

/// A sex that is neither recorded nor one of the two a service names is the provider's to say, not ours to refuse.
fn admitted(person: &PersonFacts, admits: Admits) -> Option<bool> {
    match (admits, person.sex) {
        (Admits::Everyone, _)
        | (Admits::Women | Admits::WomenAndChildren, Some(Sex::Female))
        | (Admits::Men, Some(Sex::Male)) => Some(true),
        (Admits::WomenAndChildren, _) if person.age.is_minor() => Some(true),
        (Admits::WomenAndChildren, Some(Sex::Male)) => person.age.is_adult().then_some(false),
        (Admits::Women, Some(Sex::Male)) | (Admits::Men, Some(Sex::Female)) => Some(false),
        (_, Some(Sex::Other) | None) => None,
    }
}

/// Whether the person belongs to one of the groups. Two of them follow from sex and age, so that nobody has to tick
/// them; the others are what the case file says.
fn in_one_of(person: &PersonFacts, groups: &BTreeSet<Code>) -> Option<bool> {
    let belongs = |group: &Code| {
        let recorded = match &person.groups {
            // The file says in clear that something of the kind is so, and not what: the provider is asked.
            Some(held) if !held.contains(group) && person.perhaps.contains(group) => None,
            held => held.as_ref().map(|held| held.contains(group)),
        };
        let known = match group.as_str() {
            "women" => person.sex.map(|sex| sex == Sex::Female),
            "children" => person.age.within(None, Some(17)),
            _ => None,
        };
        if recorded == Some(true) {
            recorded
        } else {
            known.or(recorded)
        }
    };
    let mut all_known = true;
    for group in groups {
        match belongs(group) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}
