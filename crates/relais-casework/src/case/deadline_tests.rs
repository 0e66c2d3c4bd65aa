use relais_mechanism::Role;

use super::{table_tests::cases, *};
use crate::{actor::Act, fixture::*};

fn due(case: &Case) -> Option<Due> {
    case.due(&steps().deadlines, &calendar())
}

fn in_state(name: &str) -> Case {
    cases().into_iter().find(|(n, _)| *n == name).unwrap().1
}

#[test]
fn screening_is_due_the_same_day() {
    let due = due(&identified()).unwrap();
    // Midnight in Douala (UTC+1).
    assert_eq!(
        (due.what, due.at, due.role),
        (DueFor::Screening, at("2026-11-23T23:00:00Z"), Role::FIRST_LINE)
    );
}

#[test]
fn registration_is_due_within_a_day_of_screening() {
    let due = due(&in_state("screened")).unwrap();
    assert_eq!(
        (due.what, due.at),
        (DueFor::Registration, at("2026-11-24T08:00:00Z"))
    );
}

#[test]
fn assessment_runs_on_the_clock_of_the_risk_level() {
    for (risk, start, end) in [
        (Risk::High, "2026-11-24T08:00:00Z", "2026-11-26T08:00:00Z"),
        (Risk::Medium, "2026-11-26T08:00:00Z", "2026-11-30T08:00:00Z"),
        (Risk::Low, "2026-11-30T08:00:00Z", "2026-12-07T08:00:00Z"),
    ] {
        let mut registered = in_state("registered");
        registered.facts.risk = Some(risk);
        let mut assessing = in_state("in_assessment");
        assessing.facts.risk = Some(risk);
        assert_eq!(
            due(&registered).map(|d| (d.what, d.at)),
            Some((DueFor::AssessmentStart, at(start)))
        );
        assert_eq!(
            due(&assessing).map(|d| (d.what, d.at)),
            Some((DueFor::AssessmentEnd, at(end)))
        );
    }
}

#[test]
fn an_assessment_handed_in_waits_for_the_supervisor() {
    assert_eq!(due(&in_state("in_assessment")).unwrap().role, Role::CASE_MANAGER);
    assert_eq!(
        due(&in_state("in_assessment, submitted")).unwrap().role,
        Role::SUPERVISOR
    );
}

#[test]
fn starting_late_does_not_give_more_time_to_finish() {
    let mut late = in_state("in_assessment");
    let CaseState::Work(Work::InAssessment { act, since, .. }) = &mut late.state else {
        panic!("no assessment")
    };
    *act = Act {
        at: at("2026-11-25T08:00:00Z"),
        ..*act
    };
    assert_eq!(*since, monday());
    assert_eq!(due(&late).unwrap().at, at("2026-11-26T08:00:00Z"));
}

#[test]
fn the_plan_is_a_wish_not_a_limit() {
    assert!(due(&in_state("plan_draft")).unwrap().soft);
}

#[test]
fn follow_ups_come_after_one_three_six_nine_and_twelve_months() {
    let mut case = in_state("monitoring");
    let mut days = Vec::new();
    while let Some(next) = case.next_follow_up(&steps().deadlines, &calendar()) {
        days.push(next.to_string());
        case.last_follow_up = Some(next);
    }
    assert_eq!(
        days,
        [
            "2026-12-23",
            "2027-02-23",
            "2027-05-23",
            "2027-08-23",
            "2027-11-23"
        ]
    );
    assert_eq!(due(&case), None);
}

#[test]
fn a_follow_up_a_few_days_early_counts_for_its_month() {
    let mut case = in_state("monitoring");
    case.last_follow_up = Some(day("2026-12-10"));
    assert_eq!(
        case.next_follow_up(&steps().deadlines, &calendar()),
        Some(day("2027-02-23"))
    );
    case.last_follow_up = Some(day("2026-12-01"));
    assert_eq!(
        case.next_follow_up(&steps().deadlines, &calendar()),
        Some(day("2026-12-23"))
    );
}

#[test]
fn no_open_case_waits_without_a_clock_and_no_ended_one_has_any() {
    for (name, case) in cases() {
        assert_eq!(due(&case).is_some(), case.state.is_open(), "{name}");
    }
}
