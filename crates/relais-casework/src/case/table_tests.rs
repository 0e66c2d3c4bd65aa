//! Every state × every command (domain §2.1).

use std::{collections::BTreeMap, fmt::Write as _};

use relais_kernel::Refusal;
use relais_mechanism::Role;

use super::*;
use crate::{actor::By, fixture::*};

/// One of each command, in the order of [`Command`].
pub(crate) fn commands() -> Vec<Command> {
    let later = day("2027-11-23");
    vec![
        Command::Screen { risk: Risk::High },
        Command::MarkNotInScope {
            reason: code("local_resident"),
        },
        Command::MarkDuplicate { of: id(77) },
        Command::RedirectElsewhere {
            to: code("asylum_body"),
        },
        Command::Register,
        Command::StartAssessment,
        Command::SubmitAssessment,
        Command::ApproveAssessment,
        Command::ReturnAssessment,
        Command::ReopenAssessment,
        Command::SubmitPlan {
            agreed_on: day("2026-11-23"),
        },
        Command::ApprovePlan,
        Command::ReturnPlan,
        Command::StartService {
            first: FirstService::Direct,
        },
        Command::StartMonitoring,
        Command::ResumeService,
        Command::RevisePlan,
        Command::PutOnHold {
            reason: code("travelling"),
            until: later,
        },
        Command::MarkLostContact,
        Command::Resume,
        Command::RequestClosure {
            reason: code("goals_met"),
            informed: Some(Informed::On(day("2026-11-23"))),
            open_needs: [].into(),
        },
        Command::ApproveClosure { erase_at: later },
        Command::ReturnClosure,
        Command::Reopen,
        Command::RecordDeath { erase_at: later },
        Command::Archive,
        Command::RecordAttempt {
            channel: code("phone"),
        },
        Command::RecordContact,
        Command::RecordFollowUp {
            on: day("2026-11-23"),
        },
        Command::Assign { to: id(4) },
        Command::CorrectFacts {
            facts: Box::new(facts()),
        },
        Command::BarEmergency,
        Command::AllowEmergency,
        Command::HoldForTransfer {
            transfer: Transfer {
                to: id(9),
                since: monday(),
            },
        },
        Command::EndTransfer {
            end: TransferEnd::Accepted,
        },
    ]
}

/// Someone who holds every role that the step asks for, and is not the one who asked before.
pub(crate) fn everyone(n: u128) -> By {
    let roles = [Role::FIRST_LINE, Role::CASE_MANAGER, Role::SUPERVISOR].into();
    By::User {
        user: id(n),
        organisation: id(1),
        roles,
    }
}

pub(crate) fn attempt(case: &Case, command: &Command, by: &By) -> Result<Case, Refusal> {
    let (steps, calendar, around) = (steps(), calendar(), calm());
    let setting = Setting {
        by,
        steps: &steps,
        calendar: &calendar,
        around: &around,
        now: monday(),
    };
    case.apply(command, &setting).map(|change| change.case)
}

/// One case in each state, reached as people reach it. `in_assessment` and `plan_draft` stand twice: before and
/// after they are handed in.
pub(crate) fn cases() -> Vec<(&'static str, Case)> {
    let all = commands();
    let run = |case: &Case, verb: &str| {
        let command = all.iter().find(|c| c.verb() == verb).unwrap();
        let by = if matches!(command.step(), Some(s) if format!("{s:?}").starts_with("Approve")) {
            5
        } else {
            4
        };
        attempt(case, command, &everyone(by))
            .unwrap_or_else(|r| panic!("{verb} on {}: {r}", case.state.code()))
    };
    let identified = identified();
    let screened = run(&identified, "Screen");
    let registered = run(&screened, "Register");
    let assessing = run(&registered, "StartAssessment");
    let assessed = run(&assessing, "SubmitAssessment");
    let drafting = run(&assessed, "ApproveAssessment");
    let drafted = run(&drafting, "SubmitPlan");
    let approved = run(&drafted, "ApprovePlan");
    let serving = run(&approved, "StartService");
    let monitoring = run(&serving, "StartMonitoring");
    let lost = run(&sought(&monitoring), "MarkLostContact");
    let asked = run(&monitoring, "RequestClosure");
    let closed = run(&asked, "ApproveClosure");
    vec![
        ("not_in_scope", run(&identified, "MarkNotInScope")),
        ("duplicate", run(&identified, "MarkDuplicate")),
        ("redirected", run(&screened, "RedirectElsewhere")),
        ("deceased", run(&serving, "RecordDeath")),
        ("archived", run(&closed, "Archive")),
        ("on_hold", run(&serving, "PutOnHold")),
        ("identified", identified),
        ("screened", screened),
        ("registered", registered),
        ("in_assessment", assessing),
        ("in_assessment, submitted", assessed),
        ("plan_draft", drafting),
        ("plan_draft, submitted", drafted),
        ("plan_approved", approved),
        ("in_service", serving),
        ("monitoring", sought(&monitoring)),
        ("lost_contact", lost),
        ("closure_requested", asked),
        ("closed", closed),
    ]
}

/// Three attempts to reach the person, the first a month ago.
pub(crate) fn sought(case: &Case) -> Case {
    let attempt = |at_: &str| Attempt {
        at: at(at_),
        by: id(4),
        channel: code("phone"),
    };
    let attempts = [
        "2026-10-20T08:00:00Z",
        "2026-11-02T08:00:00Z",
        "2026-11-20T08:00:00Z",
    ]
    .map(attempt)
    .into();
    Case {
        attempts,
        ..case.clone()
    }
}

#[test]
fn every_state_answers_every_command_as_the_table_says() {
    let mut table = String::new();
    for (name, case) in cases() {
        assert!(CaseState::CODES.contains(&case.state.code()));
        writeln!(table, "{name}").unwrap();
        for command in commands() {
            let result = match attempt(&case, &command, &everyone(6)) {
                Ok(next) if next.state == case.state => continue_or_stay(&command),
                Ok(next) => format!("-> {}", next.state.code()),
                Err(refusal) => refusal.code,
            };
            if result != "NotPossibleInThisState" {
                writeln!(table, "    {:<20} {result}", command.verb()).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

fn continue_or_stay(command: &Command) -> String {
    if command.verb() == "Resume" {
        "-> itself".into()
    } else {
        "stays".into()
    }
}

/// The column "Next" of domain §2.1, as it is written there.
#[test]
fn the_states_that_follow_are_those_of_the_domain_note() {
    let wanted: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("identified", &["duplicate", "not_in_scope", "screened"][..]),
        ("screened", &["not_in_scope", "redirected", "registered"]),
        ("registered", &["closure_requested", "in_assessment", "on_hold"]),
        ("in_assessment", &["closure_requested", "on_hold", "plan_draft"]),
        ("plan_draft", &["in_assessment", "plan_approved"]),
        ("plan_approved", &["in_service"]),
        (
            "in_service",
            &["closure_requested", "monitoring", "on_hold", "plan_draft"],
        ),
        (
            "monitoring",
            &["closure_requested", "in_service", "lost_contact", "plan_draft"],
        ),
        // "previous state": the fixtures come from in_service and from monitoring.
        ("on_hold", &["closure_requested", "in_service"]),
        ("lost_contact", &["closure_requested", "monitoring"]),
        ("closure_requested", &["closed", "monitoring"]),
        ("closed", &["archived", "registered"]),
        ("archived", &[]),
        ("duplicate", &[]),
        ("not_in_scope", &[]),
        ("redirected", &[]),
        ("deceased", &[]),
    ]);
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, case) in cases() {
        let reached = found.entry(case.state.code()).or_default();
        for command in commands() {
            if let Ok(next) = attempt(&case, &command, &everyone(6))
                && next.state.code() != case.state.code()
                && !matches!(command, Command::RecordDeath { .. })
            {
                reached.push(next.state.code());
            }
        }
        reached.sort_unstable();
        reached.dedup();
    }
    for (state, next) in wanted {
        assert_eq!(found[state], next, "from {state}");
    }
}

#[test]
fn every_refusal_names_the_state_and_the_verb_and_speaks_both_languages() {
    for (_, case) in cases() {
        for command in commands() {
            if let Err(refusal) = attempt(&case, &command, &everyone(6)) {
                assert_eq!(refusal.state.as_deref(), Some(case.state.code()));
                assert_eq!(refusal.verb.as_deref(), Some(command.verb()));
                assert!(refusal.sentence.fr.ends_with('.') && refusal.sentence.en.ends_with('.'));
            }
        }
    }
}

#[test]
fn nobody_without_the_role_moves_a_case() {
    let observer = acting(Role::OBSERVER, 6);
    for (name, case) in cases() {
        for command in commands().iter().filter(|c| c.step().is_some()) {
            let refusal = attempt(&case, command, &observer).unwrap_err();
            assert_eq!(refusal.code, "RoleMayNot", "{name} {}", command.verb());
        }
    }
}

#[test]
fn a_state_survives_being_written_down() {
    for (_, case) in cases() {
        let text = serde_json::to_string(&case).unwrap();
        assert_eq!(serde_json::from_str::<Case>(&text).unwrap(), case);
    }
}
