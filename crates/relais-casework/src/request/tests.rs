use std::collections::BTreeSet;

use jiff::{Timestamp, civil::date};
use relais_kernel::{Id, SeededEntropy, Span};

use super::*;
use crate::fixture;

fn by(n: u128) -> By {
    By::User {
        user: Id::from_uuid(uuid::Uuid::from_u128(n)),
        organisation: Id::from_uuid(uuid::Uuid::from_u128(99)),
        roles: BTreeSet::new(),
    }
}

fn now() -> Timestamp {
    "2026-11-26T09:00:00Z".parse().unwrap()
}

fn asked(kind: RequestKind) -> Asked {
    Asked {
        kind,
        asker: Asker::Person,
        way: AskedBy::InPerson,
        check: IdentityCheck::Known,
        on: date(2026, 11, 20),
    }
}

fn request(kind: RequestKind) -> Request {
    let chance = SeededEntropy::new(1);
    let place = (Id::new(now(), &chance), Id::new(now(), &chance));
    let calendar = fixture::calendar();
    let when = (now(), Span::Days(30), &calendar);
    Request::record(Id::new(now(), &chance), place, asked(kind), &by(1), when).unwrap()
}

fn code<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> String {
    refused.unwrap_err().code
}

const TODAY: Date = date(2026, 11, 26);

#[test]
fn dp_24_the_time_to_answer_runs_from_the_day_on_which_the_person_asked() {
    let request = request(RequestKind::Access);
    assert_eq!(request.due, date(2026, 12, 20));
    assert!(!request.is_late(date(2026, 12, 20)));
    assert!(request.is_late(date(2026, 12, 21)));
    let done = request
        .decide(Decision::Grant, &by(2), now(), TODAY)
        .unwrap()
        .carry_out(&by(1), now())
        .unwrap();
    assert!(!done.is_late(date(2027, 12, 21)));
}

#[test]
fn a_request_is_never_recorded_for_a_day_that_is_still_to_come() {
    let chance = SeededEntropy::new(1);
    let place = (Id::new(now(), &chance), Id::new(now(), &chance));
    let calendar = fixture::calendar();
    let asked = Asked {
        on: date(2026, 11, 27),
        ..asked(RequestKind::Access)
    };
    let refused = Request::record(
        Id::new(now(), &chance),
        place,
        asked,
        &by(1),
        (now(), Span::Days(30), &calendar),
    );
    assert_eq!(code(refused), "InTheFuture");
}

#[test]
fn every_state_answers_every_verb() {
    let refuse = Decision::Refuse {
        ground: RefusalGround::LegalDuty,
        review: Some(date(2027, 5, 1)),
    };
    for kind in RequestKind::ALL {
        let open = request(*kind);
        let decide = |request: &Request, decision| request.decide(decision, &by(2), now(), TODAY);
        let granted = decide(&open, Decision::Grant).unwrap();
        let refused = decide(&open, refuse).unwrap();
        let taken = open.take_back(&by(1), now()).unwrap();
        let states: Vec<_> = [&open, &granted, &refused, &taken]
            .iter()
            .map(|request| request.state.code())
            .collect();
        let after = if *kind == RequestKind::Erasure {
            "done"
        } else {
            "granted"
        };
        assert_eq!(states, ["open", after, "refused", "taken_back"]);
        for ended in [&granted, &refused, &taken] {
            assert_eq!(code(decide(ended, Decision::Grant)), "RequestDecided");
            assert_eq!(code(ended.take_back(&by(1), now())), "RequestDecided");
        }
        for idle in [&open, &refused, &taken] {
            assert_eq!(code(idle.carry_out(&by(1), now())), "RequestNotGranted");
        }
        assert_eq!(granted.carry_out(&by(1), now()).is_ok(), after == "granted");
    }
}

#[test]
fn nobody_answers_the_request_they_recorded() {
    for kind in RequestKind::ALL {
        let refused = request(*kind).decide(Decision::Grant, &by(1), now(), TODAY);
        assert_eq!(code(refused), "SecondPersonNeeded");
    }
}

#[test]
fn dp_25_an_erasure_is_refused_with_a_day_on_which_that_is_looked_at_again() {
    let refuse = |kind, review| {
        let decision = Decision::Refuse {
            ground: RefusalGround::LegalClaim,
            review,
        };
        request(kind).decide(decision, &by(2), now(), TODAY)
    };
    assert_eq!(code(refuse(RequestKind::Erasure, None)), "ReviewDateMissing");
    assert_eq!(code(refuse(RequestKind::Erasure, Some(TODAY))), "ReviewDatePast");
    assert!(refuse(RequestKind::Erasure, Some(date(2026, 11, 27))).is_ok());
    assert!(refuse(RequestKind::Access, None).is_ok());
}
