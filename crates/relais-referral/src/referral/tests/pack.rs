use std::collections::{BTreeMap, BTreeSet};

use relais_mechanism::{ReferralStep, Step, builtin};

use super::*;
use crate::transfer::RejectReason;

/// Where each step starts and leads, as the program has it.
fn as_the_program_has_it() -> BTreeMap<ReferralStep, (BTreeSet<String>, BTreeSet<String>)> {
    let world = World::default();
    let mut found: BTreeMap<ReferralStep, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    let written = everywhere(&world, Priority::Urgent)
        .into_iter()
        .map(|(_, referral)| referral);
    let told = written.clone().map(|mut referral| {
        referral.milestones.written_at = None;
        referral
    });
    for referral in written.chain(told) {
        for hours in [1, 24 * 120] {
            let now = later(referral.changed_at, hours);
            for (_, command) in every_command(&referral, now) {
                let step = command.verb().step();
                let Ok((after, _)) = world.give(&referral, command, now) else {
                    continue;
                };
                let (from, to) = found.entry(step).or_default();
                from.insert(referral.kind().code().to_owned());
                if after.kind() != referral.kind() {
                    to.insert(after.kind().code().to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn the_model_pack_and_the_program_say_the_same_of_every_step() {
    let definition = builtin("modele-regional").unwrap();
    let program = as_the_program_has_it();
    for (step, (from, to)) in &program {
        let rule = &definition.referral.workflow.steps[step];
        assert_eq!(
            &rule.from.iter().cloned().collect::<BTreeSet<_>>(),
            from,
            "{}: from",
            step.code()
        );
        assert_eq!(
            &rule.to.iter().cloned().collect::<BTreeSet<_>>(),
            to,
            "{}: to",
            step.code()
        );
    }
    let without_command = [
        ReferralStep::Draft,
        ReferralStep::AuthoriseException,
        ReferralStep::Escalate,
        ReferralStep::Reroute,
    ];
    for step in ReferralStep::ALL.iter().filter(|s| !without_command.contains(s)) {
        assert!(program.contains_key(step), "{} is never done", step.code());
    }
}

#[test]
fn verbs_and_steps_carry_the_same_codes() {
    for verb in Verb::ALL.iter().filter(|v| **v != Verb::Fire) {
        assert_eq!(verb.step().code(), verb.code());
    }
    assert_eq!(Verb::Fire.step(), ReferralStep::Escalate);
}

#[test]
fn the_model_pack_names_every_state() {
    let definition = builtin("modele-regional").unwrap();
    let named: BTreeSet<_> = definition
        .referral
        .workflow
        .states
        .iter()
        .map(|s| s.code.as_str())
        .collect();
    assert_eq!(named, StateKind::ALL.iter().map(|s| s.code()).collect());
}

#[test]
fn the_demonstration_runs_under_the_deadlines_of_decisions_3() {
    let definition = builtin("cameroun-demo").unwrap();
    assert_eq!(definition.deadlines, World::default().deadlines);
    let rules = Rules::from(&definition);
    assert_eq!(
        (rules.limits.rebookings, rules.recall),
        (2, relais_kernel::Span::Days(5))
    );
}

#[test]
fn the_codes_the_program_relies_on_are_those_of_the_packs_lists() {
    fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> BTreeSet<&'static str> {
        all.iter().map(|v| code(*v)).collect()
    }
    let definition = builtin("modele-regional").unwrap();
    let lists = [
        ("decline_reason", codes(DeclineReason::ALL, DeclineReason::code)),
        ("delivered_via", codes(Channel::ALL, Channel::code)),
        ("outcome", codes(OutcomeKind::ALL, OutcomeKind::code)),
        ("not_provided_reason", codes(NotReason::ALL, NotReason::code)),
        ("next_step", codes(Next::ALL, Next::code)),
        (
            "transfer_reject_reason",
            codes(RejectReason::ALL, RejectReason::code),
        ),
    ];
    for (list, known) in lists {
        let listed: BTreeSet<_> = definition
            .list(list)
            .unwrap()
            .items
            .iter()
            .map(|i| i.code.as_str())
            .collect();
        assert_eq!(listed, known, "{list}");
    }
}
