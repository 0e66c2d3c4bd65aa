//! Closing, reopening, transfer and the end.

use super::{
    guard_tests::{command, in_state, no_consent, with},
    table_tests::{attempt, cases, commands, everyone},
    *,
};
use crate::{actor::By, fixture::*};

#[test]
fn reopening_checks_consent_again() {
    let closed = in_state("closed");
    assert_eq!(
        with(&closed, &Command::Reopen, &supervisor(), &no_consent())
            .unwrap_err()
            .code,
        "ConsentMissing"
    );
    let reopened = with(&closed, &Command::Reopen, &supervisor(), &calm()).unwrap();
    assert_eq!(reopened.case.state.code(), "registered");
    assert_eq!(reopened.events, [CaseEvent::CaseReopened]);
}

#[test]
fn a_case_with_an_open_referral_is_not_closed() {
    let busy = Surroundings {
        open_referrals: 2,
        ..calm()
    };
    for (state, verb) in [
        ("monitoring", "RequestClosure"),
        ("closure_requested", "ApproveClosure"),
    ] {
        let refusal = with(&in_state(state), &command(verb), &everyone(6), &busy).unwrap_err();
        assert_eq!(refusal.code, "OpenReferrals");
        assert!(refusal.sentence.fr.starts_with("2 référencements"));
    }
}

#[test]
fn a_pending_transfer_freezes_closure_and_moves_nothing() {
    let held = attempt(&in_state("monitoring"), &command("HoldForTransfer"), &everyone(6)).unwrap();
    assert_eq!((held.owner, held.state.code()), (id(1), "monitoring"));
    assert_eq!(
        attempt(&held, &command("RequestClosure"), &everyone(6))
            .unwrap_err()
            .code,
        "TransferPending"
    );
    assert!(
        attempt(&held, &Command::ResumeService, &everyone(6)).is_ok(),
        "work goes on"
    );
}

#[test]
fn the_owner_changes_when_the_transfer_is_accepted_and_only_then() {
    let assigned = attempt(&in_state("in_service"), &command("Assign"), &everyone(6)).unwrap();
    let held = attempt(&assigned, &command("HoldForTransfer"), &everyone(6)).unwrap();
    for end in [TransferEnd::Rejected, TransferEnd::Revoked, TransferEnd::Expired] {
        let after = attempt(&held, &Command::EndTransfer { end }, &everyone(6)).unwrap();
        assert_eq!(
            (after.owner, after.manager, after.transfer),
            (id(1), Some(id(4)), None)
        );
    }
    let accepted = Command::EndTransfer {
        end: TransferEnd::Accepted,
    };
    let change = with(&held, &accepted, &By::Clock, &calm()).unwrap();
    assert_eq!((change.case.owner, change.case.manager), (id(9), None));
    assert!(change.events.contains(&CaseEvent::OwnershipMoved {
        from: id(1),
        to: id(9)
    }));
}

#[test]
fn closing_says_whether_the_person_knows() {
    let monitoring = in_state("monitoring");
    let ask = |informed| Command::RequestClosure {
        reason: code("goals_met"),
        informed,
        open_needs: [].into(),
    };
    let refusal = attempt(&monitoring, &ask(None), &manager()).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.field.as_deref()),
        ("PersonNotInformed", Some("informed"))
    );
    assert!(attempt(&monitoring, &ask(Some(Informed::Unreachable)), &manager()).is_ok());
    let tomorrow = Some(Informed::On(day("2026-11-24")));
    assert_eq!(
        attempt(&monitoring, &ask(tomorrow), &manager()).unwrap_err().code,
        "DateInTheFuture"
    );
}

#[test]
fn a_closed_case_keeps_its_reason_and_its_two_persons() {
    let CaseState::Closed(closing) = in_state("closed").state else {
        panic!("not closed")
    };
    assert_eq!(closing.reason, code("goals_met"));
    assert_ne!(closing.requested.by, closing.approved.by);
    assert_eq!(closing.erase_at, day("2027-11-23"));
}

#[test]
fn the_clock_archives_and_does_nothing_else() {
    for (name, case) in cases() {
        for command in commands().iter().filter(|c| c.step().is_some()) {
            let done = with(&case, command, &By::Clock, &calm()).is_ok();
            assert_eq!(
                done,
                name == "closed" && *command == Command::Archive,
                "{name} {}",
                command.verb()
            );
        }
    }
}

#[test]
fn a_death_ends_a_pending_transfer() {
    let held = attempt(&in_state("monitoring"), &command("HoldForTransfer"), &everyone(6)).unwrap();
    let change = with(&held, &command("RecordDeath"), &manager(), &calm()).unwrap();
    assert_eq!(
        (change.case.state.code(), change.case.transfer),
        ("deceased", None)
    );
    assert!(change.events.contains(&CaseEvent::TransferEnded {
        end: TransferEnd::Revoked
    }));
}
