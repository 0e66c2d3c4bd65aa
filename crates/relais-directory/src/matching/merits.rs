use jiff::tz::TimeZone;

use super::{Exclusion, Language, NeedFacts, PersonFacts, Reason, Room, Score, score};
use crate::{Capacity, CapacityState, Freshness, FreshnessRules, Service, freshness::days_between};

/// A capacity that nobody touched for so long is to be asked about.
const CAPACITY_IS_OLD_AFTER_DAYS: u32 = 30;
/// At this wait half of the points are left.
const HALF_WAY_WAIT_DAYS: u64 = 7;

pub(super) fn capacity<'s>(
    need: &NeedFacts,
    service: &'s Service,
    reasons: &mut Vec<Reason<'s>>,
    excluded: &mut Vec<Exclusion<'s>>,
) -> u8 {
    let Some(capacity) = &service.capacity else {
        reasons.push(Reason::Room(Room::Unknown));
        return score::unknown(Score::MOST.capacity);
    };
    let (room, points) = match (capacity.state, capacity.free()) {
        (CapacityState::Closed, _) => {
            excluded.push(Exclusion::TakesNobody);
            return 0;
        }
        (_, Some(0)) => match capacity.next_date {
            Some(on) if on <= need.wanted_on => (Room::Due(on), 6),
            next_date => {
                excluded.push(Exclusion::Full { next_date });
                return 0;
            }
        },
        (_, Some(places)) => {
            let points = 12 + 2 * u8::try_from(places.min(4)).unwrap_or(4);
            (Room::Places(places), points)
        }
        (CapacityState::Limited, None) => (Room::Limited, 12),
        (_, None) => (Room::Open, 14),
    };
    reasons.push(Reason::Room(room));
    reasons.extend(old(capacity, need));
    points
}

fn old<'s>(capacity: &Capacity, need: &NeedFacts) -> Option<Reason<'s>> {
    let said_on = capacity.as_of.to_zoned(TimeZone::UTC).date();
    let days_ago = days_between(said_on, need.now.date());
    (days_ago > CAPACITY_IS_OLD_AFTER_DAYS).then_some(Reason::CapacityDeclared(days_ago))
}

pub(super) fn language<'s>(person: &PersonFacts, service: &'s Service, reasons: &mut Vec<Reason<'s>>) -> u8 {
    let most = Score::MOST.language;
    let Some(preferred) = person.languages.first() else {
        reasons.push(Reason::Language(Language::PersonUnknown));
        return score::unknown(most);
    };
    let shared = person.languages.iter().find_map(|l| service.languages.get(l));
    let (known, points) = match shared {
        Some(language) if language == preferred => (Language::Speaks(language), most),
        Some(language) => (Language::Speaks(language), 12),
        None if service.interpreter == Some(true) => (Language::Interpreter, 9),
        None if service.languages.is_empty() => (Language::ServiceUnknown, score::unknown(most)),
        None => (Language::NotSpoken(preferred.clone()), 2),
    };
    reasons.push(Reason::Language(known));
    points
}

pub(super) fn waiting(service: &Service, reasons: &mut Vec<Reason<'_>>) -> u8 {
    let (most, days) = (Score::MOST.waiting, service.waiting_days());
    reasons.push(Reason::Wait(days));
    days.map_or(score::unknown(most), |days| {
        score::falling(most, HALF_WAY_WAIT_DAYS, u64::from(days))
    })
}

pub(super) fn assurance(
    need: &NeedFacts,
    service: &Service,
    rules: FreshnessRules,
    reasons: &mut Vec<Reason<'_>>,
) -> u8 {
    let (most, found) = (Score::MOST.freshness, service.freshness(rules, need.now.date()));
    reasons.push(Reason::Assured(found));
    match found {
        Freshness::Fresh { age_days, .. } => {
            let window = u32::from(rules.window_days(service.takes_emergencies())).max(1);
            let lost = u32::from(most) / 2 * age_days.min(window) / window;
            most - u8::try_from(lost).unwrap_or(most / 2)
        }
        Freshness::Stale { .. } | Freshness::NeverAssured => 2,
    }
}

/// What else one asks before going there; not part of the rank.
pub(super) fn practical<'s>(service: &'s Service, reasons: &mut Vec<Reason<'s>>) {
    reasons.extend(service.access.map(Reason::Access));
    reasons.extend(service.fee.as_ref().map(Reason::Fee));
}
