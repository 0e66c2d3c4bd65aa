use std::fmt::Write as _;

use relais_casework::consent::{Cover, LegalBasis};
use uuid::Uuid;

use super::*;
use crate::fixtures::{World, at, id, later, monday, words};
use crate::sending::Exception;

fn draft() -> Transfer {
    Transfer {
        id: id(0x900),
        public_ref: PublicRef::from_uuid(Uuid::from_u128(0x901)),
        mechanism: id(0x300),
        case: id(0x400),
        from_org: id(0xA),
        to_org: id(0xB),
        definition: World::default().version,
        state: TransferState::Draft,
        open_referrals: BTreeSet::new(),
        handover: None,
        rejection: None,
        changed_at: monday(),
    }
}

fn readiness() -> Readiness {
    Readiness {
        cover: Cover::Covered {
            consents: [id(0x700)].into(),
        },
        exception: None,
        minor: false,
        receiver_may_own: true,
        handover: Some(words("Passation-Test")),
        listed: [id(0x100)].into(),
        open: [id(0x100)].into(),
    }
}

fn rules(world: &World) -> TransferRules<'_> {
    TransferRules {
        version: &world.version,
        expire: Span::Days(14),
        summary: Span::Days(30),
        calendar: &world.calendar,
    }
}

fn give(transfer: &Transfer, command: TransferCommand, now: Timestamp) -> Transferred {
    let world = World::default();
    let side = command.verb().sides()[0];
    let by = By::User {
        user: id(0x1),
        organisation: id(0xA),
    };
    transfer.apply(
        command,
        &TransferContext {
            now,
            by,
            side,
            rules: rules(&world),
        },
    )
}

fn then(commands: Vec<TransferCommand>) -> Transfer {
    let start = (draft(), monday());
    commands
        .into_iter()
        .fold(start, |(transfer, now), command| {
            (give(&transfer, command, now).unwrap().0, later(now, 1))
        })
        .0
}

fn commands() -> Vec<TransferCommand> {
    vec![
        TransferCommand::Request(readiness()),
        TransferCommand::Accept { owner: id(0x2) },
        TransferCommand::Reject {
            reason: RejectReason::NoCapacity,
            note: None,
        },
        TransferCommand::Revoke,
        TransferCommand::Expire,
    ]
}

fn everywhere() -> Vec<Transfer> {
    let request = TransferCommand::Request(readiness());
    let requested = then(vec![request.clone()]);
    let expired = give(&requested, TransferCommand::Expire, later(monday(), 24 * 20))
        .unwrap()
        .0;
    let ends = [1, 2, 3].map(|i| then(vec![request.clone(), commands()[i].clone()]));
    [draft(), requested, expired].into_iter().chain(ends).collect()
}

#[test]
fn every_state_of_a_transfer_answers_every_command_as_the_field_does() {
    let mut table = String::new();
    for transfer in everywhere() {
        for command in commands() {
            let (verb, from) = (command.verb().code(), transfer.state.kind().code());
            for (when, now) in [("early", later(monday(), 24)), ("late", later(monday(), 24 * 21))] {
                let result = match give(&transfer, command.clone(), now) {
                    Ok((after, _)) => format!("-> {}", after.state.kind().code()),
                    Err(refusals) => format!("-- {}", refusals.0[0].code),
                };
                writeln!(table, "{from:9} {verb:8} {when:5} {result}").unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn ownership_moves_on_acceptance_and_never_otherwise() {
    for transfer in everywhere() {
        let accepted = transfer.state.kind() == TransferKind::Accepted;
        assert_eq!(
            transfer.owner() == transfer.to_org,
            accepted,
            "{:?}",
            transfer.state
        );
        assert_eq!(
            transfer.freezes_closure(),
            transfer.state.kind() == TransferKind::Requested
        );
    }
    let requested = then(vec![TransferCommand::Request(readiness())]);
    let (_, events) = give(&requested, TransferCommand::Accept { owner: id(0x2) }, monday()).unwrap();
    assert!(events.contains(&TransferEvent::OwnershipMoved {
        from: id(0xA),
        to: id(0xB),
        owner: id(0x2)
    }));
}

#[test]
fn other_as_a_reason_for_rejecting_needs_words() {
    let requested = then(vec![TransferCommand::Request(readiness())]);
    let reject = |note| TransferCommand::Reject {
        reason: RejectReason::Other,
        note,
    };
    let refusals = give(&requested, reject(None), monday()).unwrap_err();
    assert_eq!(
        (refusals.0[0].code.as_str(), refusals.0[0].field.as_deref()),
        ("ReasonInWordsMissing", Some("note"))
    );
    assert!(give(&requested, reject(Some(words("Motif-Test"))), monday()).is_ok());
}

#[test]
fn the_former_owner_keeps_the_summary_for_thirty_days() {
    let world = World::default();
    let accepted = then(vec![
        TransferCommand::Request(readiness()),
        TransferCommand::Accept { owner: id(0x2) },
    ]);
    let TransferState::Accepted { at, .. } = accepted.state else {
        panic!("not accepted")
    };
    let access = |hours| accepted.sender_access(later(at, hours), &rules(&world));
    assert_eq!(
        (access(0), access(30 * 24 - 1)),
        (CaseAccess::Summary, CaseAccess::Summary)
    );
    assert_eq!(access(30 * 24), CaseAccess::None);
    assert_eq!(accepted.receiver_access(), CaseAccess::Full);
    let rejected = then(vec![
        TransferCommand::Request(readiness()),
        TransferCommand::Reject {
            reason: RejectReason::OutOfArea,
            note: None,
        },
    ]);
    assert_eq!(rejected.sender_access(at_far(), &rules(&world)), CaseAccess::Full);
    assert_eq!(rejected.receiver_access(), CaseAccess::None);
}

fn at_far() -> Timestamp {
    at("2030-01-01T00:00:00Z")
}

#[test]
fn a_request_says_everything_that_is_missing_at_once() {
    let mut bad = readiness();
    bad.cover = Cover::Missing {
        gaps: std::collections::BTreeMap::new(),
    };
    bad.receiver_may_own = false;
    bad.handover = None;
    bad.open.insert(id(0x101));
    let mut transfer = draft();
    transfer.to_org = transfer.from_org;
    let refusals = give(&transfer, TransferCommand::Request(bad), monday()).unwrap_err();
    let codes: Vec<_> = refusals.0.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "SameOrganisation",
            "ReceiverMayNotOwn",
            "HandoverMissing",
            "OpenReferralsNotListed",
            "ConsentMissing",
        ]
    );
}

#[test]
fn withheld_from_blocks_a_transfer_even_with_an_exception() {
    // DP-14
    let exception = Exception {
        basis: LegalBasis::VitalInterest,
        justified: true,
        approved_by: Some(id(0x2)),
        by_supervisor: true,
        order_reviewed_by: None,
    };
    let mut ready = readiness();
    ready.exception = Some(exception);
    ready.cover = Cover::Missing {
        gaps: std::collections::BTreeMap::new(),
    };
    assert!(give(&draft(), TransferCommand::Request(ready.clone()), monday()).is_ok());
    ready.cover = Cover::Withheld {
        consents: [id(0x700)].into(),
    };
    let refusals = give(&draft(), TransferCommand::Request(ready), monday()).unwrap_err();
    assert_eq!(refusals.0[0].code, "ConsentWithheld");
}

#[test]
fn the_wrong_side_cannot_answer_a_transfer() {
    let world = World::default();
    for transfer in everywhere() {
        for command in commands() {
            for side in Side::ALL.iter().filter(|s| !command.verb().sides().contains(s)) {
                let context = TransferContext {
                    now: monday(),
                    by: By::Clockwork,
                    side: *side,
                    rules: rules(&world),
                };
                let refusals = transfer.apply(command.clone(), &context).unwrap_err();
                assert_eq!(refusals.0[0].code, "NotForThisSide");
            }
        }
    }
}
