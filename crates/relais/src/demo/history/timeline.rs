//! All stories as one line of acts in the order of time, up to now.

use jiff::Timestamp;

use super::{
    catalogue::{Catalogue, Seeker},
    dice::Dice,
    hours::{Office, later},
    script::Writer,
    story::{Act, CaseStory, Fate, Hand, Move, Way},
};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// One act of one case.
pub struct Event {
    pub at: Timestamp,
    /// Which story.
    pub case: usize,
    pub act: Act,
}

/// Everything that happens up to `now`, in its order.
pub fn write(
    stories: &mut [CaseStory],
    catalogue: &Catalogue,
    dice: &Dice,
    office: &Office,
    now: Timestamp,
) -> Vec<Event> {
    let mut all = Vec::new();
    let mut withdrawn = false;
    for (case, story) in stories.iter_mut().enumerate() {
        let mut acts = of_case(story, catalogue, (dice, office), now, &mut withdrawn);
        // Last of all: whatever chance it takes changes nothing of the rest.
        acts.extend(story.mission.map(|kind| (later(now, -1), Act::Mission(kind))));
        all.extend(acts.into_iter().map(|(at, act)| Event { at, case, act }));
    }
    all.retain(|event| event.at < now);
    // A stable order: what happens at the same moment happens as it was written.
    all.sort_by_key(|event| event.at);
    all
}

fn of_case(
    story: &mut CaseStory,
    catalogue: &Catalogue,
    (dice, office): (&Dice, &Office),
    now: Timestamp,
    withdrawn: &mut bool,
) -> Vec<(Timestamp, Act)> {
    let start = story.opened;
    let mut acts = if story.handed_over {
        vec![
            (later(start, -40), Act::Hand(Hand::Over)),
            (later(start, 2), Act::Hand(Hand::Screen)),
            (later(start, 4), Act::Hand(Hand::Assign)),
        ]
    } else {
        vec![(start, Act::Identify)]
    };
    acts.push((later(start, 6), Act::ConsentToCaseManagement));
    for (asked, refused) in &story.offered {
        acts.push((*asked, Act::Hand(Hand::Ask)));
        acts.extend(refused.map(|at| (at, Act::Hand(Hand::Refuse))));
    }
    if !story.referrals.is_empty() {
        acts.push((later(start, 8), Act::ConsentToReferral));
    }
    for need in 0..story.needs.len() {
        acts.push((later(start, 10), Act::Need(need)));
    }
    if story.annex.is_some() {
        acts.push((later(start, 15), Act::Annex));
    }
    acts.extend(story.steps.iter().cloned());
    let mut settled = Some(story.planned);
    let mut served = None;
    for r in 0..story.referrals.len() {
        redirect(story, r, catalogue, dice);
        let script = Writer::write(&story.referrals[r], office, dice);
        if story.referrals.iter().any(|other| other.replaces == Some(r)) {
            // The redirection closes it.
            acts.extend(
                script
                    .acts
                    .into_iter()
                    .filter(|(_, act)| !closes(act))
                    .map(|(at, act)| (at, Act::Refer(r, act))),
            );
        } else {
            acts.extend(script.acts.into_iter().map(|(at, act)| (at, Act::Refer(r, act))));
        }
        settled = settled.zip(script.settled).map(|(a, b)| a.max(b));
        served.get_or_insert(story.referrals[r].sent);
    }
    let begins = later(served.map_or(story.planned, |sent| sent.max(story.planned)), HOUR);
    acts.push((office.opens(begins), Act::StartService));
    if !*withdrawn && withdraws(story, now) {
        *withdrawn = true;
        story.withdraws = Some(office.was_open(later(now, -2 * DAY)));
    }
    if let Some(at) = story.withdraws {
        acts.push((at, Act::WithdrawConsent));
        return acts;
    }
    end(&mut acts, settled, office.opens(begins), dice, office);
    acts
}

fn closes(act: &Move) -> bool {
    matches!(
        act,
        Move::Step(_, relais_referral::referral::Command::Close { .. })
    )
}

/// What was declined goes to somebody else when a later referral of the case can take its place.
fn redirect(story: &mut CaseStory, r: usize, catalogue: &Catalogue, dice: &Dice) {
    let Fate::Declined(_) = story.referrals[r].fate else {
        return;
    };
    if story.persona.is_some() || !dice.percent(45) {
        return;
    }
    let (need, service, sent) = (
        story.referrals[r].need,
        story.referrals[r].service,
        story.referrals[r].sent,
    );
    let enough = later(sent, 10 * DAY);
    let next = (r + 1..story.referrals.len()).find(|n| {
        let other = &story.referrals[*n];
        other.replaces.is_none()
            && other.sent > enough
            && !matches!(other.fate, Fate::Draft | Fate::Ready)
            && catalogue
                .get(other.service)
                .is_some_and(|offer| !offer.is_silent())
    });
    let woman = story.form.sex == "female";
    let seeker = Seeker {
        region: &story.form.region,
        woman,
        age: story.form.age.parse().unwrap_or(30),
    };
    let instead = catalogue.instead(service, &story.needs[need].need_code, seeker);
    if let (Some(next), Some(instead)) = (next, instead) {
        let other = &mut story.referrals[next];
        (other.need, other.service, other.replaces) = (need, instead, Some(r));
    }
}

/// The person of the scenario who takes the consent back while a service goes on.
fn withdraws(story: &CaseStory, now: Timestamp) -> bool {
    let in_service = Fate::Accepted(Way::Unreported);
    let last = story.referrals.last();
    story.persona.is_none() && last.is_some_and(|r| r.fate == in_service && r.sent < later(now, -28 * DAY))
}

/// Follow-ups on their days, and the closure of a case whose referrals are all settled.
fn end(
    acts: &mut Vec<(Timestamp, Act)>,
    settled: Option<Timestamp>,
    begins: Timestamp,
    dice: &Dice,
    office: &Office,
) {
    let settled = settled.map(|at| at.max(begins)).filter(|_| dice.percent(93));
    let asked = settled.map(|at| office.opens(later(at, dice.between(2 * DAY, 12 * DAY))));
    for days in [27, 86, 176, 266] {
        let at = office.opens(later(begins, days * DAY));
        if asked.is_none_or(|asked| at < asked) {
            acts.push((at, Act::FollowUp));
        }
    }
    if let Some(asked) = asked {
        acts.push((asked, Act::RequestClosure));
        let approved = later(asked, dice.between(3 * HOUR, 3 * DAY));
        acts.push((office.opens(approved), Act::ApproveClosure));
    }
}
