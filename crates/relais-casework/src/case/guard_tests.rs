use relais_kernel::{Priority, Refusal};

use super::{
    table_tests::{attempt, cases, commands, everyone, sought},
    *,
};
use crate::{actor::By, fixture::*};

pub(super) fn in_state(name: &str) -> Case {
    cases().into_iter().find(|(n, _)| *n == name).unwrap().1
}

pub(super) fn command(verb: &str) -> Command {
    commands().into_iter().find(|c| c.verb() == verb).unwrap()
}

pub(super) fn with(
    case: &Case,
    command: &Command,
    by: &By,
    around: &Surroundings,
) -> Result<Change, Refusal> {
    let (steps, calendar) = (steps(), calendar());
    case.apply(
        command,
        &Setting {
            by,
            steps: &steps,
            calendar: &calendar,
            around,
            now: monday(),
        },
    )
}

pub(super) fn no_consent() -> Surroundings {
    Surroundings {
        open_referrals: 0,
        basis: Err(Refusal::new("ConsentMissing", "Non.", "No.")),
    }
}

#[test]
fn without_consent_a_case_is_not_registered_and_yet_stays_open_to_urgent_help_dp_09() {
    let screened = in_state("screened");
    let refusal = with(&screened, &Command::Register, &manager(), &no_consent()).unwrap_err();
    assert_eq!(refusal.code, "ConsentMissing");
    assert!(screened.may_refer(Priority::Emergency, &steps()).is_ok());
    assert!(screened.may_refer(Priority::Urgent, &steps()).is_ok());
}

#[test]
fn losing_consent_closes_no_case_dp_09() {
    // No command speaks of consent: with none in force, each open state keeps all its ways except registering.
    for (name, case) in cases() {
        for command in commands() {
            let needs_basis = matches!(command, Command::Register | Command::Reopen);
            let (calm, bare) = (
                with(&case, &command, &everyone(6), &calm()),
                with(&case, &command, &everyone(6), &no_consent()),
            );
            assert!(needs_basis || calm == bare, "{name} {}", command.verb());
        }
    }
}

#[test]
fn an_urgent_referral_starts_from_every_open_state_from_screened_on() {
    for (name, case) in cases() {
        let urgent = case.may_refer(Priority::Urgent, &steps()).is_ok();
        let open = case.state.is_open() && case.state != CaseState::Identified;
        assert_eq!(urgent, open, "{name}");
    }
}

#[test]
fn a_normal_referral_follows_an_approved_plan() {
    let allowed: Vec<_> = cases()
        .into_iter()
        .filter(|(_, case)| case.may_refer(Priority::Normal, &steps()).is_ok())
        .map(|(name, _)| name)
        .collect();
    assert_eq!(allowed, ["plan_approved", "in_service", "monitoring"]);
}

#[test]
fn who_asked_does_not_approve() {
    for (state, verb) in [
        ("in_assessment, submitted", "ApproveAssessment"),
        ("plan_draft, submitted", "ApprovePlan"),
        ("closure_requested", "ApproveClosure"),
    ] {
        let case = in_state(state);
        assert_eq!(
            attempt(&case, &command(verb), &everyone(4)).unwrap_err().code,
            "SecondPersonNeeded",
            "{verb}"
        );
        assert!(attempt(&case, &command(verb), &supervisor()).is_ok(), "{verb}");
    }
}

#[test]
fn contact_is_lost_after_three_attempts_over_thirty_days() {
    let monitoring = in_state("monitoring");
    let tried = |attempts: &[&str]| Case {
        attempts: attempts
            .iter()
            .map(|t| Attempt {
                at: at(t),
                by: id(4),
                channel: code("phone"),
            })
            .collect(),
        ..monitoring.clone()
    };
    let mark = |case: &Case| attempt(case, &Command::MarkLostContact, &manager()).map(|c| c.state.code());
    let two = tried(&["2026-09-01T08:00:00Z", "2026-10-01T08:00:00Z"]);
    assert_eq!(mark(&two).unwrap_err().code, "TooFewAttempts");
    let hurried = tried(&[
        "2026-11-01T08:00:00Z",
        "2026-11-10T08:00:00Z",
        "2026-11-20T08:00:00Z",
    ]);
    assert_eq!(mark(&hurried).unwrap_err().code, "TooSoon");
    // Thirty days to the second, then one second less.
    assert_eq!(
        mark(&tried(&[
            "2026-10-24T08:00:00Z",
            "2026-11-01T08:00:00Z",
            "2026-11-20T08:00:00Z"
        ])),
        Ok("lost_contact")
    );
    let short = tried(&[
        "2026-10-24T08:00:01Z",
        "2026-11-01T08:00:00Z",
        "2026-11-20T08:00:00Z",
    ]);
    assert_eq!(mark(&short).unwrap_err().code, "TooSoon");
}

#[test]
fn reaching_the_person_makes_earlier_attempts_count_no_more() {
    let reached = attempt(
        &sought(&in_state("monitoring")),
        &Command::RecordContact,
        &manager(),
    )
    .unwrap();
    assert_eq!(
        attempt(&reached, &Command::MarkLostContact, &manager())
            .unwrap_err()
            .code,
        "TooFewAttempts"
    );
}

#[test]
fn a_pause_leads_back_to_where_it_came_from_with_all_its_facts() {
    for state in [
        "registered",
        "in_assessment",
        "in_assessment, submitted",
        "in_service",
    ] {
        let before = in_state(state);
        let held = attempt(&before, &command("PutOnHold"), &manager()).unwrap();
        assert_eq!(
            attempt(&held, &Command::Resume, &manager()).unwrap().state,
            before.state
        );
        let asked = attempt(&held, &command("RequestClosure"), &manager()).unwrap();
        assert_eq!(
            attempt(&asked, &Command::ReturnClosure, &supervisor())
                .unwrap()
                .state,
            held.state
        );
    }
}

#[test]
fn a_pause_has_an_end_to_look_at_it_again() {
    let yesterday = Command::PutOnHold {
        reason: code("travelling"),
        until: day("2026-11-22"),
    };
    assert_eq!(
        attempt(&in_state("in_service"), &yesterday, &manager())
            .unwrap_err()
            .code,
        "DateInThePast"
    );
}

#[test]
fn a_revised_plan_is_a_new_version() {
    let revised = attempt(&in_state("monitoring"), &Command::RevisePlan, &manager()).unwrap();
    let CaseState::Work(Work::PlanDraft {
        version,
        submitted: None,
        ..
    }) = revised.state
    else {
        panic!("no draft")
    };
    assert_eq!((version, revised.plan_version), (2, 2));
}

#[test]
fn correcting_the_facts_keeps_the_risk() {
    let case = in_state("registered");
    let corrected = attempt(&case, &command("CorrectFacts"), &manager()).unwrap();
    assert_eq!(corrected.facts.risk, Some(Risk::High));
}
