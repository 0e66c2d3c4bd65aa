use proptest::prelude::*;

use super::*;
use crate::clocks;

/// A step of a walk: which command, how many hours later, whether due clocks act first.
type Pace = (usize, i64, bool);

/// One of the commands that the referral takes, so that walks go far; the ways out rarely, so that they go on.
fn taken(
    world: &World,
    referral: &Referral,
    choice: usize,
    now: Timestamp,
) -> Option<(Referral, Vec<ReferralEvent>)> {
    let ends = [
        Verb::Withdraw,
        Verb::Cancel,
        Verb::Decline,
        Verb::Close,
        Verb::Redirect,
    ];
    let open: Vec<_> = every_command(referral, now)
        .into_iter()
        .filter(|(_, command)| choice.is_multiple_of(8) || !ends.contains(&command.verb()))
        .filter_map(|(_, command)| world.give(referral, command, now).ok())
        .collect();
    let at = choice.checked_rem(open.len())?;
    open.into_iter().nth(at)
}

fn check(before: &Referral, after: &Referral, events: &[ReferralEvent]) -> Result<(), TestCaseError> {
    prop_assert!(!events.is_empty(), "a transition without an event");
    prop_assert!(!before.kind().is_terminal(), "left a terminal state");
    prop_assert!(after.changed_at >= before.changed_at);
    for ((name, old), (_, new)) in before
        .milestones
        .moments()
        .into_iter()
        .zip(after.milestones.moments())
    {
        prop_assert!(old <= new, "{name} moved back or was forgotten");
    }
    prop_assert!(
        before.milestones.decision.is_none() || before.milestones.decision == after.milestones.decision
    );
    let m = &after.milestones;
    let in_order = [
        m.sent_at,
        m.acknowledged_at,
        m.decided_at,
        m.first_contact_at,
        m.service_started_at,
    ];
    let known: Vec<_> = in_order.into_iter().flatten().collect();
    prop_assert!(known.is_sorted(), "milestones out of order: {known:?}");
    let declined = matches!(after.state, ReferralState::Declined { .. });
    prop_assert!(!declined || matches!(m.decision, Some(Decision::Declined(_))));
    let places = events
        .iter()
        .fold(i8::from(before.kind().holds_place()), |n, e| match e {
            ReferralEvent::PlaceTaken => n + 1,
            ReferralEvent::PlaceGivenBack => n - 1,
            _ => n,
        });
    prop_assert_eq!(places, i8::from(after.kind().holds_place()));
    Ok(())
}

fn walk(priority: Priority, paces: Vec<Pace>) -> Result<Referral, TestCaseError> {
    let world = World::default();
    let (mut referral, mut now) = (world.ready(priority), monday());
    referral = world.give(&referral, send(&referral), now).unwrap().0;
    for (choice, hours, clocks_act) in paces {
        now = later(now, hours);
        if clocks_act {
            referral = let_clocks_act(&world, referral, now)?;
        }
        let Some((after, events)) = taken(&world, &referral, choice, now) else {
            continue;
        };
        check(&referral, &after, &events)?;
        referral = after;
    }
    Ok(referral)
}

fn let_clocks_act(world: &World, mut referral: Referral, now: Timestamp) -> Result<Referral, TestCaseError> {
    let mut acted = 0;
    while let Some(clock) = clocks::due_now(&referral, &world.rules(), now).first().copied() {
        let fire = Command::Fire {
            clock: clock.kind,
            due: clock.due,
        };
        let (after, events) = world.give(&referral, fire.clone(), now).unwrap();
        check(&referral, &after, &events)?;
        prop_assert!(
            world.give(&after, fire, now).is_err(),
            "{:?} acted twice",
            clock.kind
        );
        referral = after;
        acted += 1;
        prop_assert!(acted < 50, "clocks never come to rest");
    }
    Ok(referral)
}

fn priorities() -> impl Strategy<Value = Priority> {
    prop_oneof![
        Just(Priority::Emergency),
        Just(Priority::Urgent),
        Just(Priority::Normal)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_walk_breaks_the_rules_that_hold_everywhere(
        priority in priorities(),
        paces in prop::collection::vec((0usize..64, 0i64..200, any::<bool>()), 0..40),
    ) {
        walk(priority, paces)?;
    }

    #[test]
    fn nothing_waits_without_a_clock(
        priority in priorities(),
        paces in prop::collection::vec((0usize..64, 0i64..100, any::<bool>()), 0..20),
    ) {
        let world = World::default();
        let referral = walk(priority, paces)?;
        let waits = clocks::deadline(&referral, &world.rules()).is_some();
        let turn = clocks::whose_turn(&referral);
        prop_assert_eq!(waits, turn != clocks::Turn::Nobody);
        let contacted = referral.milestones.first_contact_at.is_some();
        let in_lists = clocks::awaited(referral.kind(), contacted, turn);
        prop_assert_eq!(in_lists, clocks::deadline(&referral, &world.rules()).map(|d| d.awaited));
        prop_assert_eq!(waits, !clocks::clocks(&referral, &world.rules()).is_empty());
    }

    #[test]
    fn left_alone_long_enough_every_unanswered_referral_expires(
        priority in priorities(),
        asked in any::<bool>(),
    ) {
        let world = World::default();
        let way = if asked && priority != Priority::Emergency { vec![ask()] } else { vec![] };
        let referral = let_clocks_act(&world, world.sent_then(priority, way), later(monday(), 24 * 60))?;
        prop_assert_eq!(referral.kind(), StateKind::Expired);
    }
}
