//! The shares of the scenario (domain §8.1), given out over the referrals.

use jiff::Timestamp;
use relais_referral::{
    partition::Group,
    referral::{DeclineReason, OutcomeKind, StateKind},
};

use super::{
    catalogue::Catalogue,
    dice::Dice,
    hours::{Office, later},
    story::{CaseStory, Fate, Waits, Way},
};

/// In thousandths of the cohort; what is left was accepted.
const SILENT: usize = 176;
const ACKNOWLEDGED: usize = 70;
const DECLINED: usize = 170;
const PENDING: usize = 5;
/// In thousandths of all: not sent yet, cancelled or withdrawn before a decision.
const OUTSIDE: usize = 21;

/// So many thousandths, to the nearest whole.
const fn share(of: usize, thousandths: usize) -> usize {
    (of * thousandths + 500) / 1000
}

/// Gives every referral of no persona its end, so that all of them together have the shares.
pub fn give_out(
    stories: &mut [CaseStory],
    catalogue: &Catalogue,
    dice: &Dice,
    office: &Office,
    now: Timestamp,
) {
    let mut free: Vec<(usize, usize)> = Vec::new();
    let mut fixed: Vec<Fate> = Vec::new();
    for (c, story) in stories.iter().enumerate() {
        for (r, referral) in story.referrals.iter().enumerate() {
            if story.persona.is_some() {
                fixed.push(referral.fate);
            } else {
                free.push((c, r));
            }
        }
    }
    let all = free.len() + fixed.len();
    let held = |group: Group| fixed.iter().filter(|fate| fate.group() == Some(group)).count();
    let outside = share(all, OUTSIDE);
    let cohort = all - outside;
    let wanted = |group, thousandths| share(cohort, thousandths).saturating_sub(held(group));
    let mut silent = wanted(Group::NoResponse, SILENT);
    dice.shuffle(&mut free);
    free.retain(|(c, r)| {
        let at = &mut stories[*c].referrals[*r];
        let closed = catalogue
            .get(at.service)
            .is_some_and(super::catalogue::Offer::is_silent);
        if closed {
            at.fate = Fate::Silent;
            silent = silent.saturating_sub(1);
        }
        !closed
    });
    let recent = today(outside, wanted(Group::Pending, PENDING), cohort);
    let placed = place_recent(stories, &mut free, &recent, dice, office, now);
    let still = |group, thousandths| {
        let already = placed.iter().filter(|fate| fate.group() == Some(group)).count();
        wanted(group, thousandths).saturating_sub(already)
    };
    let already = placed
        .iter()
        .filter(|fate| fate.group() == Some(Group::NoResponse))
        .count();
    let older = past(
        silent.saturating_sub(already),
        still(Group::AcknowledgedOnly, ACKNOWLEDGED),
        still(Group::Declined, DECLINED),
        dice,
    );
    let mut ends = older.into_iter().chain(std::iter::repeat_with(|| accepted(dice)));
    for (c, r) in free {
        if let Some(fate) = ends.next() {
            stories[c].referrals[r].fate = fate;
        }
    }
}

/// What stands on people's lists today, so that every state is there to be seen.
fn today(outside: usize, pending: usize, cohort: usize) -> Vec<(Fate, i64)> {
    use StateKind as S;
    let hour = 60;
    let day = 24 * hour;
    let mut all = vec![
        (Fate::Accepted(Way::StandsAt(S::Accepted)), 4 * day),
        (Fate::Accepted(Way::StandsAt(S::NoShow)), 7 * day),
        (Fate::Accepted(Way::StandsAt(S::InService)), 7 * day),
        (Fate::Accepted(Way::StandsAt(S::Provided)), 8 * day),
        (Fate::Accepted(Way::StandsAt(S::PartlyProvided)), 8 * day),
        (Fate::Accepted(Way::StandsAt(S::NotProvided)), 8 * day),
        (Fate::Accepted(Way::StandsAt(S::FeedbackGiven)), 8 * day),
        (Fate::JustDeclined(DeclineReason::NoCapacity), 5 * day),
        (Fate::JustExpired, 31 * day),
        (Fate::Silent, 4 * day),
        (Fate::Silent, 9 * day),
        (Fate::Acknowledged(Waits::Nothing), 3 * day),
        (Fate::Acknowledged(Waits::List), 5 * day),
        (Fate::Acknowledged(Waits::Question), 4 * day),
    ];
    // The more there are, the more of each.
    let times = (cohort / 200).clamp(1, 40);
    all = all.repeat(times);
    // One of them takes the consent back; one is late.
    all.push((Fate::Accepted(Way::Unreported), 31 * day));
    all.push((Fate::Accepted(Way::Unreported), 22 * day));
    for (n, fate) in [
        Fate::Draft,
        Fate::Cancelled,
        Fate::Ready,
        Fate::Withdrawn,
        Fate::Draft,
    ]
    .into_iter()
    .cycle()
    .take(outside)
    .enumerate()
    {
        let age = 2 * hour + i64::try_from(n % 7).unwrap_or(0) * 7 * hour;
        let taken_back = matches!(fate, Fate::Cancelled | Fate::Withdrawn);
        all.push((fate, if taken_back { age + 6 * day } else { age }));
    }
    all.extend((0..pending).map(|n| (Fate::Pending, 90 + i64::try_from(n % 5).unwrap_or(0) * 4 * hour)));
    all
}

/// Puts today's ends on referrals of cases that are still under way, and moves their sending near today.
fn place_recent(
    stories: &mut [CaseStory],
    free: &mut Vec<(usize, usize)>,
    recent: &[(Fate, i64)],
    dice: &Dice,
    office: &Office,
    now: Timestamp,
) -> Vec<Fate> {
    let mut placed = Vec::new();
    for (fate, age) in recent {
        let fits = |(c, r): &(usize, usize)| {
            let story = &stories[*c];
            let last = r + 1 == story.referrals.len();
            last && story.planned < later(now, -(age + 2 * 24 * 60))
        };
        let Some(found) = free.iter().position(fits) else {
            continue;
        };
        let (c, r) = free.swap_remove(found);
        let at = &mut stories[c].referrals[r];
        at.fate = *fate;
        at.priority = relais_kernel::Priority::Normal;
        at.sent = office.was_open(later(now, -(age + dice.between(0, 50))));
        placed.push(*fate);
    }
    placed
}

fn past(silent: usize, acknowledged: usize, declined: usize, dice: &Dice) -> Vec<Fate> {
    let mut all = vec![Fate::Silent; silent];
    let waits = [
        Waits::Nothing,
        Waits::List,
        Waits::Question,
        Waits::List,
        Waits::Nothing,
    ];
    all.extend(
        waits
            .into_iter()
            .cycle()
            .take(acknowledged)
            .map(Fate::Acknowledged),
    );
    all.extend((0..declined).map(|_| Fate::Declined(reason(dice))));
    dice.shuffle(&mut all);
    all
}

fn reason(dice: &Dice) -> DeclineReason {
    use DeclineReason as D;
    let weights = [
        (D::NoCapacity, 38),
        (D::NotEligible, 26),
        (D::OutOfArea, 10),
        (D::Incomplete, 9),
        (D::PersonRefused, 7),
        (D::ServiceStopped, 4),
        (D::Duplicate, 3),
        (D::Unsafe, 3),
    ];
    dice.weighted(&weights, D::NoCapacity)
}

fn accepted(dice: &Dice) -> Fate {
    let weights = [
        (Way::Served(OutcomeKind::Fully), 58),
        (Way::Served(OutcomeKind::Partly), 10),
        (Way::Served(OutcomeKind::Not), 5),
        (Way::AfterQuestion, 6),
        (Way::FromList, 7),
        (Way::Rebooked, 4),
        (Way::Missed, 3),
        (Way::Disputed, 2),
    ];
    Fate::Accepted(dice.weighted(&weights, Way::Served(OutcomeKind::Fully)))
}
