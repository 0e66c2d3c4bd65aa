use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::*;
use StateKind as S;

/// What every state answers to every command, and to those that come too early.
fn matrix(priority: Priority) -> String {
    let world = World::default();
    let mut table = String::new();
    for (name, referral) in everywhere(&world, priority) {
        writeln!(table, "{name}").unwrap();
        let now = later(referral.changed_at, 1);
        let mut commands = every_command(&referral, now);
        let much_later = later(now, 24 * 120);
        let mut out_of_place = Vec::new();
        let mut asked: Vec<_> = commands
            .drain(..)
            .map(|(label, command)| (label, command, now))
            .collect();
        asked.push(("expire, time is up", Command::Expire, much_later));
        asked.push((
            "close after the time for the recall",
            Command::Close { settlement: None },
            much_later,
        ));
        for (label, command, now) in asked {
            match world.give(&referral, command, now) {
                Ok((after, events)) => {
                    let names: Vec<_> = events.iter().map(event_name).collect();
                    writeln!(
                        table,
                        "    {label} -> {}: {}",
                        after.kind().code(),
                        names.join(", ")
                    )
                    .unwrap();
                }
                Err(refusal) if refusal.code == "NotPossibleInThisState" => out_of_place.push(label),
                Err(refusal) => writeln!(table, "    {label} -- {}", refusal.code).unwrap(),
            }
        }
        writeln!(table, "    no place: {}\n", out_of_place.join(", ")).unwrap();
    }
    table
}

fn event_name(event: &ReferralEvent) -> String {
    serde_json::to_value(event).unwrap()["event"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn every_state_answers_every_command_as_the_field_does() {
    insta::assert_snapshot!("urgent", matrix(Priority::Urgent));
}

#[test]
fn an_emergency_answers_as_the_field_does() {
    insta::assert_snapshot!("emergency", matrix(Priority::Emergency));
}

/// The column "Next" of domain §2.2, with what decisions §2 adds (expiry of `info_requested` and `waitlisted`,
/// withdrawal up to `feedback_given`), written by hand.
fn field_table() -> BTreeMap<S, BTreeSet<S>> {
    [
        (S::Draft, vec![S::Ready, S::Cancelled]),
        (S::Ready, vec![S::Sent, S::Draft, S::Cancelled]),
        (
            S::Sent,
            vec![
                S::Acknowledged,
                S::Accepted,
                S::Waitlisted,
                S::InfoRequested,
                S::Declined,
                S::Cancelled,
                S::Expired,
                S::Withdrawn,
            ],
        ),
        (
            S::Acknowledged,
            vec![
                S::Accepted,
                S::Waitlisted,
                S::InfoRequested,
                S::Declined,
                S::Cancelled,
                S::Expired,
                S::Withdrawn,
            ],
        ),
        (
            S::InfoRequested,
            vec![S::Acknowledged, S::Cancelled, S::Withdrawn, S::Expired],
        ),
        (
            S::Waitlisted,
            vec![S::Accepted, S::Declined, S::Cancelled, S::Withdrawn, S::Expired],
        ),
        (
            S::Accepted,
            vec![S::InService, S::NoShow, S::NotProvided, S::Withdrawn],
        ),
        (S::NoShow, vec![S::Accepted, S::NotProvided, S::Withdrawn]),
        (
            S::InService,
            vec![S::Provided, S::PartlyProvided, S::NotProvided, S::Withdrawn],
        ),
        (S::Provided, vec![S::FeedbackGiven, S::Withdrawn]),
        (S::PartlyProvided, vec![S::FeedbackGiven, S::Withdrawn]),
        (S::NotProvided, vec![S::FeedbackGiven, S::Withdrawn]),
        (S::FeedbackGiven, vec![S::Closed, S::InService, S::Withdrawn]),
        (S::Declined, vec![S::Closed]),
        (S::Expired, vec![S::Closed]),
        (S::Withdrawn, vec![S::Closed]),
        (S::Cancelled, vec![S::Closed]),
        (S::Closed, vec![]),
    ]
    .into_iter()
    .map(|(from, to)| (from, to.into_iter().collect()))
    .collect()
}

#[test]
fn the_states_lead_where_the_field_table_says_and_nowhere_else() {
    let world = World::default();
    let mut found: BTreeMap<S, BTreeSet<S>> = S::ALL.iter().map(|s| (*s, BTreeSet::new())).collect();
    for (_, referral) in everywhere(&world, Priority::Urgent) {
        for hours in [1, 24 * 120] {
            let now = later(referral.changed_at, hours);
            for (_, command) in every_command(&referral, now) {
                if let Ok((after, _)) = world.give(&referral, command, now)
                    && after.kind() != referral.kind()
                {
                    found.get_mut(&referral.kind()).unwrap().insert(after.kind());
                }
            }
        }
    }
    assert_eq!(found, field_table());
}

#[test]
fn every_state_is_met_and_every_verb_is_tried() {
    let world = World::default();
    let states: BTreeSet<_> = everywhere(&world, Priority::Normal)
        .iter()
        .map(|(_, r)| r.kind())
        .collect();
    assert_eq!(states, S::ALL.iter().copied().collect());
    let sent = world.sent(Priority::Normal);
    let verbs: BTreeSet<_> = every_command(&sent, monday())
        .iter()
        .map(|(_, c)| c.verb())
        .collect();
    let but_fire: BTreeSet<_> = Verb::ALL.iter().copied().filter(|v| *v != Verb::Fire).collect();
    assert_eq!(verbs, but_fire);
}

#[test]
fn a_command_for_the_wrong_side_is_refused_in_every_state() {
    let world = World::default();
    for (name, referral) in everywhere(&world, Priority::Urgent) {
        let now = later(referral.changed_at, 1);
        for (label, command) in every_command(&referral, now) {
            for side in Side::ALL.iter().filter(|s| !command.verb().sides().contains(s)) {
                let refusal = referral
                    .apply(command.clone(), &world.context(now, *side))
                    .unwrap_err();
                assert_eq!(
                    refusal.code,
                    "NotForThisSide",
                    "{name}: {label} by {}",
                    side.code()
                );
            }
        }
    }
}

#[test]
fn a_refusal_names_state_and_verb_and_speaks_both_languages() {
    let world = World::default();
    for (name, referral) in everywhere(&world, Priority::Urgent) {
        let now = later(referral.changed_at, 1);
        for (label, command) in every_command(&referral, now) {
            let verb = command.verb();
            let Err(refusal) = world.give(&referral, command, now) else {
                continue;
            };
            assert_eq!(
                refusal.state.as_deref(),
                Some(referral.kind().code()),
                "{name}: {label}"
            );
            assert_eq!(refusal.verb.as_deref(), Some(verb.code()), "{name}: {label}");
            assert_ne!(refusal.sentence.fr, refusal.sentence.en);
            assert!(
                refusal.sentence.fr.ends_with('.') && refusal.sentence.en.ends_with('.'),
                "{refusal}"
            );
        }
    }
}
