use proptest::prelude::*;
use relais_kernel::Priority;

use super::*;
use crate::fixtures::*;
use crate::referral::{Command, StateKind};

#[test]
fn each_way_ends_in_its_class() {
    use PartitionClass as C;
    let world = World::default();
    let urgent = |commands| world.sent_then(Priority::Urgent, commands);
    let long_after = later(monday(), 24 * 40);
    let expired = |r: &Referral| world.give(r, Command::Expire, long_after).unwrap().0;
    let full = DeclineReason::NoCapacity;
    let accepted = vec![accept(monday())];
    let cases = [
        ("never sent", world.ready(Priority::Urgent), None),
        (
            "cancelled before sending",
            world.follow(draft(Priority::Urgent), vec![Command::Cancel], monday()),
            None,
        ),
        (
            "cancelled before the decision",
            urgent(vec![Command::Acknowledge, Command::Cancel]),
            None,
        ),
        ("withdrawn before the decision", urgent(vec![withdraw()]), None),
        (
            "withdrawn after acceptance",
            urgent([accepted.clone(), vec![withdraw()]].concat()),
            Some(C::Accepted),
        ),
        ("accepted", urgent(accepted), Some(C::Accepted)),
        (
            "accepted off the waiting list",
            urgent(vec![waitlist(monday(), 5), accept(monday())]),
            Some(C::Accepted),
        ),
        ("declined", urgent(vec![decline(full)]), Some(C::Declined(full))),
        (
            "acknowledged",
            urgent(vec![Command::Acknowledge]),
            Some(C::AcknowledgedOnly),
        ),
        (
            "on the waiting list",
            urgent(vec![waitlist(monday(), 5)]),
            Some(C::AcknowledgedOnly),
        ),
        ("asked about", urgent(vec![ask()]), Some(C::AcknowledgedOnly)),
        (
            "expired after the waiting list",
            expired(&urgent(vec![waitlist(monday(), 5)])),
            Some(C::AcknowledgedOnly),
        ),
        ("expired", expired(&urgent(vec![])), Some(C::NoResponse)),
    ];
    for (name, referral, expected) in cases {
        assert_eq!(class(&referral, later(monday(), 2)), expected, "{name}");
    }
}

#[test]
fn silence_is_pending_up_to_the_deadline_and_no_response_after() {
    let sent = World::default().sent(Priority::Urgent);
    assert_eq!(class(&sent, later(monday(), 24)), Some(PartitionClass::Pending));
    assert_eq!(
        class(&sent, later(monday(), 25)),
        Some(PartitionClass::NoResponse)
    );
}

#[test]
fn a_late_answer_moves_a_referral_out_of_no_response() {
    let world = World::default();
    let late = world.follow(
        world.sent(Priority::Urgent),
        vec![Command::Acknowledge],
        later(monday(), 50),
    );
    assert_eq!(
        class(&late, later(monday(), 51)),
        Some(PartitionClass::AcknowledgedOnly)
    );
}

#[test]
fn an_empty_cohort_has_no_shares() {
    assert_eq!(Partition::default().per_mille(), None);
}

/// The definition of decisions §1 in its own words, each class by itself, so that "exactly one" is a finding.
fn classes_said_one_by_one(referral: &Referral, now: Timestamp) -> Vec<Group> {
    let m = &referral.milestones;
    let in_cohort = m.sent_at.is_some() && !(m.removed_at.is_some() && m.decision.is_none());
    let undecided = in_cohort && m.decision.is_none();
    let silent = undecided && m.acknowledged_at.is_none();
    let past = m.acknowledge_due.is_some_and(|due| now > due) || m.expired_at.is_some();
    [
        (
            Group::Accepted,
            in_cohort && m.decision == Some(Decision::Accepted),
        ),
        (
            Group::Declined,
            in_cohort && matches!(m.decision, Some(Decision::Declined(_))),
        ),
        (Group::AcknowledgedOnly, undecided && m.acknowledged_at.is_some()),
        (Group::NoResponse, silent && past),
        (Group::Pending, silent && !past),
    ]
    .into_iter()
    .filter_map(|(group, holds)| holds.then_some(group))
    .collect()
}

/// A referral after some random commands.
fn wandered(priority: Priority, choices: &[(usize, i64)]) -> (Referral, Timestamp) {
    let world = World::default();
    let (mut referral, mut now) = (world.ready(priority), monday());
    for (choice, hours) in choices {
        now = later(now, *hours);
        let commands = crate::referral::tests::every_command(&referral, now);
        let (_, command) = commands[choice % commands.len()].clone();
        if let Ok((after, _)) = world.give(&referral, command, now) {
            referral = after;
        }
    }
    (referral, now)
}

proptest! {
    #[test]
    fn every_referral_is_in_exactly_one_class_or_outside_the_cohort(
        priority in prop_oneof![Just(Priority::Emergency), Just(Priority::Urgent), Just(Priority::Normal)],
        choices in prop::collection::vec((0usize..64, 0i64..60), 0..30),
    ) {
        let (referral, now) = wandered(priority, &choices);
        let said = classes_said_one_by_one(&referral, now);
        let outside = referral.milestones.sent_at.is_none()
            || (referral.milestones.removed_at.is_some() && referral.milestones.decision.is_none());
        prop_assert_eq!(said.len(), usize::from(!outside));
        prop_assert_eq!(class(&referral, now).map(PartitionClass::group), said.first().copied());
        let never_left = matches!(referral.kind(), StateKind::Draft | StateKind::Ready);
        prop_assert!(!never_left || outside);
    }

    #[test]
    fn shares_add_up_to_a_hundred_percent(counts in prop::collection::vec(0u64..10_000, 5)) {
        let mut partition = Partition::default();
        let classes = [
            PartitionClass::Accepted,
            PartitionClass::Declined(DeclineReason::Unsafe),
            PartitionClass::AcknowledgedOnly,
            PartitionClass::NoResponse,
            PartitionClass::Pending,
        ];
        for (class, count) in classes.into_iter().zip(&counts) {
            partition.add(class, *count);
        }
        let total: u64 = counts.iter().sum();
        prop_assert_eq!(partition.total(), total);
        prop_assert_eq!(Group::ALL.iter().map(|g| partition.count(*g)).sum::<u64>(), total);
        if let Some(shares) = partition.per_mille() {
            prop_assert_eq!(shares.values().map(|s| u64::from(*s)).sum::<u64>(), 1_000);
            for (group, share) in shares {
                let exact = partition.count(group) as f64 * 1_000.0 / total as f64;
                prop_assert!((f64::from(share) - exact).abs() < 1.0);
            }
        }
    }
}
