//! Taking back, replacing, expiring.

use relais_mechanism::{DataCategory as D, Purpose};

use super::{
    ledger_tests::{ADULT, act, asked, covers, empty, give, org, terms, today},
    *,
};
use crate::fixture::*;

#[test]
fn saying_no_after_yes_is_a_withdrawal() {
    let ledger = give(&empty(), 1, terms(&[6]));
    assert_eq!(
        ledger.refuse(id(2), terms(&[6])).unwrap_err().0[0].code,
        "ConsentStands"
    );
    assert!(ledger.refuse(id(2), terms(&[7])).is_ok());
}

#[test]
fn withdrawing_one_purpose_leaves_the_others_dp_08() {
    let tracing = Terms {
        purpose: Purpose::TRACING,
        ..terms(&[13])
    };
    let ledger = give(&give(&empty(), 1, terms(&[6])), 2, tracing);
    let written = ledger.withdraw(&Scope::Purpose(Purpose::TRACING), act()).unwrap();
    let after = ledger.with(&written);
    assert_eq!(after.get(id(2)).unwrap().state().code(), "withdrawn");
    assert!(covers(&after, 6));
}

#[test]
fn withdrawing_one_recipient_leaves_the_others_dp_08() {
    let ledger = give(&empty(), 1, terms(&[6, 8]));
    let after = ledger.with(&ledger.withdraw(&Scope::Recipient(org(8)), act()).unwrap());
    assert!(covers(&after, 6) && !covers(&after, 8));
    assert_eq!(after.get(id(1)).unwrap().state().code(), "amended");
    assert_eq!(
        after.get(id(1)).unwrap().terms(),
        &terms(&[6, 8]),
        "what was said first is never erased (SEC-20)"
    );
    let spent = after.with(&after.withdraw(&Scope::Recipient(org(6)), act()).unwrap());
    assert_eq!(spent.get(id(1)).unwrap().state().code(), "withdrawn");
}

#[test]
fn withdrawing_a_recipient_reaches_a_consent_to_whoever_can_help() {
    let whoever = Terms {
        recipients: Recipients::receivers_of(id(50)),
        ..terms(&[])
    };
    let ledger = give(&empty(), 1, whoever);
    let after = ledger.with(&ledger.withdraw(&Scope::Recipient(org(8)), act()).unwrap());
    let cover = |to| {
        let receiver = Receiver::organisation(org(to)).for_need(id(50));
        after
            .cover(
                &Asked {
                    receiver,
                    ..asked(to, Purpose::REFERRAL, [D::HEALTH])
                },
                today(),
            )
            .is_covered()
    };
    assert!(cover(6) && !cover(8));
}

#[test]
fn a_withdrawal_that_concerns_nothing_is_told() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let refusal = ledger.withdraw(&Scope::Recipient(org(7)), act()).unwrap_err();
    assert_eq!(refusal.code, "NothingToWithdraw");
}

#[test]
fn a_withdrawn_consent_stays_in_the_record_sec_20() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let after = ledger.with(&ledger.withdraw(&Scope::All, act()).unwrap());
    assert_eq!(after.records().len(), 1);
    assert_eq!(
        after.records()[0].state(),
        &ConsentState::Withdrawn {
            at: monday(),
            by: id(4)
        }
    );
    assert_eq!(after.records()[0].terms(), ledger.records()[0].terms());
}

#[test]
fn a_new_consent_takes_the_place_of_the_old_one() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let giving = Giving {
        id: id(2),
        terms: terms(&[6, 8]),
        organisation: org(1),
        replaces: Some(id(1)),
    };
    let after = ledger.with(
        &ledger
            .give(giving.clone(), ADULT, &consent_rules(), today())
            .unwrap(),
    );
    assert_eq!(
        after.get(id(1)).unwrap().state(),
        &ConsentState::Superseded {
            at: monday(),
            by: id(2)
        }
    );
    assert!(covers(&after, 8));
    let again = after.give(Giving { id: id(3), ..giving }, ADULT, &consent_rules(), today());
    assert_eq!(again.unwrap_err().0[0].code, "ConsentNotStanding");
}

#[test]
fn consent_expires_after_its_last_day_and_the_job_only_writes_it_down() {
    let ledger = give(&empty(), 1, terms(&[6]));
    assert_eq!(ledger.expire(day("2027-11-22"), monday()), Written::default());
    let written = ledger.expire(day("2027-11-23"), monday());
    assert_eq!(written.events, [ConsentEvent::ConsentExpired { consent: id(1) }]);
}

#[test]
fn what_a_guardian_gave_is_asked_again_on_the_birthday_dp_11() {
    let child = Person {
        age: Some(17),
        caregiver_in_doubt: false,
    };
    let given = Terms {
        giver: Giver::Guardian,
        assent: Assent::Given,
        ..terms(&[4])
    };
    let giving = Giving {
        id: id(1),
        terms: given,
        organisation: org(1),
        replaces: None,
    };
    let ledger = empty().with(&empty().give(giving, child, &consent_rules(), today()).unwrap());
    assert!(ledger.to_renew(Some(17), &ages()).is_empty());
    assert_eq!(ledger.to_renew(Some(18), &ages()), [id(1)].into());
    assert!(covers(&ledger, 4), "it holds until the person has been asked");
    let own = give(&ledger, 2, terms(&[4]));
    assert!(own.to_renew(Some(18), &ages()).is_empty(), "she was asked");
    let asked_again = give(
        &ledger.with(&ledger.withdraw(&Scope::All, act()).unwrap()),
        2,
        terms(&[4]),
    );
    assert!(asked_again.to_renew(Some(18), &ages()).is_empty());
}
