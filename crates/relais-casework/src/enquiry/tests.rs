use std::collections::BTreeSet;

use jiff::civil::date;
use relais_kernel::{Id, SeededEntropy};

use super::*;
use crate::{
    consent::{Ledger, Receiver},
    fixture,
};

fn by(n: u128) -> By {
    By::User {
        user: id(n),
        organisation: id(99),
        roles: BTreeSet::new(),
    }
}

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}

fn now() -> Timestamp {
    "2026-11-26T09:00:00Z".parse().unwrap()
}

const TODAY: Date = date(2026, 11, 26);
const UNTIL: Date = date(2027, 1, 31);

fn enquiry(basis: EnquiryBasis) -> Enquiry {
    let new = NewEnquiry {
        mechanism: id(1),
        from: id(20),
        to: id(30),
        basis,
        until: UNTIL,
    };
    let when = (now(), Span::Days(10), &fixture::calendar());
    Enquiry::ask(EnquiryId::new(now(), &SeededEntropy::new(1)), new, &by(1), when).unwrap()
}

fn tell(ground: Ground) -> Proposal {
    Proposal::Tell {
        ground,
        case: id(7),
        consent: None,
    }
}

const WHEN: Date = TODAY;

fn code<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> String {
    refused.map_or_else(|refusal| refusal.code, |done| format!("{done:?}"))
}

/// Every state with how it is reached.
fn states() -> Vec<Enquiry> {
    let open = enquiry(EnquiryBasis::Order);
    let propose = |proposal: &Proposal| open.propose(proposal, &by(2), (now(), WHEN)).unwrap();
    let agree = |proposal: &Proposal| propose(proposal).agree(proposal, &by(3), (now(), WHEN)).unwrap();
    vec![
        open.clone(),
        propose(&Proposal::Unknown).send_back(&by(3), now()).unwrap(),
        propose(&tell(Ground::Order)),
        agree(&Proposal::Refused),
        agree(&tell(Ground::Order)),
        open.take_back(&by(1), now(), TODAY).unwrap(),
    ]
}

#[test]
fn sec_14_every_state_answers_every_verb() {
    let told = tell(Ground::Order);
    let verb = |result: Result<Enquiry, Refusal>| {
        result.map_or_else(|refusal| refusal.code, |next| next.state.code().to_owned())
    };
    let table: Vec<_> = states()
        .iter()
        .map(|enquiry| {
            [
                enquiry.state.code().to_owned(),
                verb(enquiry.propose(&told, &by(4), (now(), TODAY))),
                verb(enquiry.agree(&told, &by(4), (now(), TODAY))),
                verb(enquiry.send_back(&by(4), now())),
                verb(enquiry.take_back(&by(4), now(), TODAY)),
            ]
        })
        .collect();
    let idle = "NothingProposed";
    let done = "EnquiryAnswered";
    assert_eq!(
        table,
        [
            ["open", "proposed", idle, idle, "taken_back"],
            ["returned", "proposed", idle, idle, "taken_back"],
            ["proposed", done, "told", "returned", "taken_back"],
            ["withheld", done, idle, idle, "taken_back"],
            ["told", done, idle, idle, "EnquiryOver"],
            ["taken_back", done, idle, idle, "EnquiryOver"],
        ]
    );
}

#[test]
fn sec_14_one_person_never_proposes_and_agrees() {
    for proposal in [Proposal::Unknown, Proposal::Refused, tell(Ground::Order)] {
        let proposed = enquiry(EnquiryBasis::Order)
            .propose(&proposal, &by(2), (now(), TODAY))
            .unwrap();
        let alone = proposed.agree(&proposal, &by(2), (now(), TODAY));
        assert_eq!(code(alone), "SecondPersonNeeded");
        assert_eq!(code(proposed.send_back(&by(2), now())), "SecondPersonNeeded");
    }
}

#[test]
fn sec_14_the_asking_body_reads_the_same_whoever_answered_what() {
    let due = enquiry(EnquiryBasis::Order).due;
    let after = due.tomorrow().unwrap();
    for enquiry in states() {
        let expected = match enquiry.state {
            EnquiryState::Told { .. } => [Reading::Told, Reading::Told],
            EnquiryState::TakenBack { .. } => [Reading::TakenBack, Reading::TakenBack],
            _ => [Reading::Waiting, Reading::Nothing],
        };
        assert_eq!([due, after].map(|day| enquiry.reading(day)), expected);
        // Nor does taking it back tell: it works until the day, and not after it.
        if expected[0] == Reading::Waiting {
            assert!(enquiry.take_back(&by(1), now(), due).is_ok());
            assert_eq!(code(enquiry.take_back(&by(1), now(), after)), "EnquiryOver");
        }
    }
}

#[test]
fn sec_14_what_stands_in_clear_before_somebody_is_told_says_nothing_of_the_answer() {
    let all = [Proposal::Unknown, Proposal::Refused, tell(Ground::Order)];
    let clear = |enquiry: Enquiry| serde_json::to_string(&enquiry).unwrap();
    let propose = |proposal: &Proposal| {
        enquiry(EnquiryBasis::Order)
            .propose(proposal, &by(2), (now(), TODAY))
            .unwrap()
    };
    let proposed: BTreeSet<_> = all.iter().map(|proposal| clear(propose(proposal))).collect();
    assert_eq!(proposed.len(), 1);
    let withheld = |proposal: &Proposal| propose(proposal).agree(proposal, &by(3), (now(), TODAY));
    assert_eq!(
        clear(withheld(&Proposal::Unknown).unwrap()),
        clear(withheld(&Proposal::Refused).unwrap())
    );
}

#[test]
fn dp_15_an_order_is_followed_only_where_the_request_carries_one() {
    let propose = |basis, ground| {
        let proposal = tell(ground);
        enquiry(basis).propose(&proposal, &by(2), (now(), TODAY))
    };
    assert_eq!(code(propose(EnquiryBasis::Consent, Ground::Order)), "NoOrder");
    assert!(propose(EnquiryBasis::Consent, Ground::Consent).is_ok());
    assert!(propose(EnquiryBasis::Order, Ground::Order).is_ok());
    assert!(propose(EnquiryBasis::Order, Ground::Consent).is_ok());
}

#[test]
fn dp_15_nothing_is_told_on_a_consent_that_is_not_recorded() {
    let ledger = Ledger::new(id(7), Vec::new());
    let asking = Receiver::organisation(id(20));
    let tell = |ground| Proposal::tell(ground, &asking, &ledger, TODAY);
    assert_eq!(code(tell(Ground::Consent)), "ConsentMissing");
    assert!(tell(Ground::Order).is_ok());
}

#[test]
fn what_was_told_is_read_until_the_day_that_was_named_and_told_until_then_alone() {
    let told = states().swap_remove(4);
    let after = UNTIL.tomorrow().unwrap();
    assert_eq!(told.reading(UNTIL), Reading::Told);
    assert_eq!(told.reading(after), Reading::Over);
    let late = enquiry(EnquiryBasis::Order).propose(&tell(Ground::Order), &by(2), (now(), after));
    assert_eq!(code(late), "UntilPast");
}

#[test]
fn the_day_until_which_an_answer_is_kept_comes_after_that_of_the_answer() {
    let due = enquiry(EnquiryBasis::Order).due;
    let ask = |until| {
        let new = NewEnquiry {
            mechanism: id(1),
            from: id(20),
            to: id(30),
            basis: EnquiryBasis::Order,
            until,
        };
        let when = (now(), Span::Days(10), &fixture::calendar());
        Enquiry::ask(id(5), new, &by(1), when)
    };
    assert_eq!(code(ask(due)), "UntilTooSoon");
    assert!(ask(due.tomorrow().unwrap()).is_ok());
}
