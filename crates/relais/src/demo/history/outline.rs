//! Who comes, when, and what is asked of whom: everything but how it ends.

use jiff::Timestamp;
use relais_kernel::Priority;
use relais_referral::referral::OutcomeKind;

use super::{
    Scale,
    catalogue::{Catalogue, Seeker},
    dice::Dice,
    hours::{Office, days_before, later},
    persons::{self, Somebody},
    story::{Act, CaseStory, Fate, ReferralStory, Way},
};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// The history begins nine months before today.
const BEGIN: i64 = 273;
/// Cases of the last weeks: only what presses was referred for them so far.
const NEW: i64 = 24;

/// Everybody but the personas, who come first.
pub fn people(
    scale: Scale,
    taken: (usize, usize),
    catalogue: &Catalogue,
    dice: &Dice,
    office: &Office,
    now: Timestamp,
) -> Vec<CaseStory> {
    let cases = scale.cases.saturating_sub(taken.0);
    let counts = counts(cases, scale.referrals.saturating_sub(taken.1), dice);
    let few = counts
        .iter()
        .enumerate()
        .filter(|(_, n)| **n >= 2)
        .map(|(i, _)| i)
        .take(3)
        .collect::<Vec<_>>();
    let mut all = Vec::with_capacity(cases);
    for (i, count) in counts.into_iter().enumerate() {
        let person = if few.contains(&i) {
            persons::woman_there(i + 1, dice)
        } else {
            persons::somebody(i + 1, dice)
        };
        // Those without ordinary referrals are mostly those who came lately.
        let new = count == 0 || (count == 1 && dice.percent(40));
        let age = match (new, count) {
            (true, 0) => dice.between(1, NEW - 2),
            (true, _) => dice.between(13, NEW - 2),
            _ => dice.between(NEW + 10, BEGIN),
        };
        let opened = office.opens(days_before(now, age));
        let opened = later(opened.min(later(now, -3 * HOUR)), dice.between(0, 90));
        let mut story = begun(&person, opened, dice, office);
        for n in 0..count {
            let few = few.contains(&i) && n == 0;
            refer(&mut story, &person, new, few, catalogue, dice, office, now);
        }
        story.referrals.sort_by_key(|referral| referral.sent);
        all.push(story);
    }
    all
}

/// How many referrals each case has: none to five, so many in all.
fn counts(cases: usize, referrals: usize, dice: &Dice) -> Vec<usize> {
    let mut all: Vec<usize> = (0..cases)
        .map(|_| usize::try_from(dice.between(0, 4)).unwrap_or(2))
        .collect();
    if all.is_empty() {
        return all;
    }
    let mut total: usize = all.iter().sum();
    while total != referrals {
        let at = dice.index(cases);
        if total < referrals {
            all[at] += 1;
            total += 1;
        } else if all[at] > 0 {
            all[at] -= 1;
            total -= 1;
        }
    }
    all
}

fn begun(person: &Somebody, opened: Timestamp, dice: &Dice, office: &Office) -> CaseStory {
    let (steps, planned) = way_to_the_plan(opened, dice, office);
    CaseStory {
        persona: None,
        handed_over: false,
        offered: Vec::new(),
        house: person.house,
        form: person.form.clone(),
        consent: person.consent.clone(),
        needs: Vec::new(),
        annex: None,
        opened,
        steps,
        planned,
        referrals: Vec::new(),
        mission: None,
        withdraws: None,
    }
}

/// The steps of a case from its registration to its approved plan, and when that is.
pub fn way_to_the_plan(
    opened: Timestamp,
    dice: &Dice,
    office: &Office,
) -> (Vec<(Timestamp, Act)>, Timestamp) {
    let mut at = later(opened, dice.between(20, 60));
    let mut steps = Vec::new();
    let mut then = |act: Act, low: i64, high: i64| {
        at = office.opens(later(at, dice.between(low, high)));
        steps.push((at, act));
    };
    then(Act::Register, 10, 60);
    then(Act::StartAssessment, 30, 20 * HOUR);
    then(Act::SubmitAssessment, 5 * HOUR, 3 * DAY);
    then(Act::ApproveAssessment, 2 * HOUR, 2 * DAY);
    then(Act::WritePlan, 2 * HOUR, DAY);
    then(Act::SubmitPlan, 20, 3 * HOUR);
    then(Act::ApprovePlan, 2 * HOUR, 2 * DAY);
    (steps, at)
}

#[expect(clippy::too_many_arguments, reason = "what a referral is chosen by")]
fn refer(
    story: &mut CaseStory,
    person: &Somebody,
    new: bool,
    few: bool,
    catalogue: &Catalogue,
    dice: &Dice,
    office: &Office,
    now: Timestamp,
) {
    let priority = dice.weighted(
        &[
            (Priority::Emergency, 12),
            (Priority::Urgent, 33),
            (Priority::Normal, if new { 0 } else { 55 }),
        ],
        Priority::Urgent,
    );
    let (priority, code) = if few {
        (Priority::Urgent, "gbv_services")
    } else {
        (priority, persons::need_of(person, priority, dice))
    };
    let seeker = Seeker {
        region: person.region,
        woman: person.woman,
        age: person.age,
    };
    let Some(service) = catalogue
        .fitting(dice, code, seeker)
        .or_else(|| catalogue.of("P30", "health"))
    else {
        return;
    };
    let need = story
        .needs
        .iter()
        .position(|form| form.need_code == code)
        .unwrap_or_else(|| {
            story
                .needs
                .push(persons::need_form(code, priority, story.needs.len() + 1));
            story.needs.len() - 1
        });
    // Old enough that an answer, or none, is known today.
    let latest = days_before(
        now,
        match priority {
            Priority::Emergency => 3,
            Priority::Urgent => 10,
            Priority::Normal => 18,
        },
    );
    let from = match priority {
        Priority::Normal => later(story.planned, 2 * HOUR),
        _ => later(story.opened, 100),
    };
    let room = (latest.as_second() - from.as_second()) / 60;
    let far = if priority == Priority::Normal || dice.percent(30) {
        50 * DAY
    } else {
        2 * DAY
    };
    let sent = later(from, dice.between(0, far.min(room).max(0)));
    let sent = if priority == Priority::Emergency {
        sent
    } else {
        office.opens(sent)
    };
    story.referrals.push(ReferralStory {
        need,
        service,
        priority,
        sent,
        replaces: None,
        fate: Fate::Accepted(Way::Served(OutcomeKind::Fully)),
    });
}
