use std::collections::BTreeSet;

use relais_mechanism::{DataCategory as D, Purpose};

use super::*;
use crate::{CaseId, OrganisationId, actor::Act, fixture::*};

pub(super) const ADULT: Person = Person {
    age: Some(30),
    caregiver_in_doubt: false,
};

pub(super) fn today() -> jiff::civil::Date {
    day("2026-11-23")
}

pub(super) fn org(n: u128) -> OrganisationId {
    id(n)
}

pub(super) fn act() -> Act {
    Act {
        by: id(4),
        at: monday(),
    }
}

/// Aïcha agrees that identity, contact and health go to organisation `to`.
pub(super) fn terms(to: &[u128]) -> Terms {
    Terms {
        purpose: Purpose::REFERRAL,
        recipients: Recipients {
            organisations: to.iter().map(|n| id(*n)).collect(),
            receivers_of: [].into(),
        },
        categories: [D::IDENTITY, D::CONTACT, D::HEALTH].into(),
        giver: Giver::Person,
        assent: Assent::NotApplicable,
        taken: Taken {
            by: id(4),
            at: monday(),
            language: code("ful"),
            interpreter: true,
            mode: Mode::Thumbprint,
            text_version: TextVersion::new("2026-1").unwrap(),
        },
        explained: [
            "who",
            "why",
            "what",
            "risks",
            "no_cost",
            "withdrawal",
            "complaint",
        ]
        .map(code)
        .into(),
        withheld_from: BTreeSet::new(),
        withheld_reason: None,
        contact_restrictions: false,
        term: Term {
            starts: today(),
            expires: day("2027-11-22"),
        },
        proof: true,
        copy_given: true,
    }
}

pub(super) fn give(ledger: &Ledger, n: u128, terms: Terms) -> Ledger {
    let giving = Giving {
        id: id(n),
        terms,
        organisation: org(1),
        replaces: None,
    };
    ledger.with(&ledger.give(giving, ADULT, &consent_rules(), today()).unwrap())
}

pub(super) fn empty() -> Ledger {
    let case: CaseId = id(100);
    Ledger::new(case, Vec::new())
}

fn refusal_codes(terms: Terms) -> Vec<String> {
    let giving = Giving {
        id: id(1),
        terms,
        organisation: org(1),
        replaces: None,
    };
    let refusals = empty()
        .give(giving, ADULT, &consent_rules(), today())
        .unwrap_err();
    assert!(
        refusals.0.iter().all(|r| r.field.is_some()),
        "each fault stands beside its field"
    );
    refusals.0.into_iter().map(|r| r.code).collect()
}

pub(super) fn asked(to: u128, purpose: Purpose, categories: impl IntoIterator<Item = D>) -> Asked {
    Asked {
        receiver: Receiver::organisation(org(to)),
        purpose,
        categories: categories.into_iter().collect(),
    }
}

fn covers(ledger: &Ledger, to: u128) -> bool {
    ledger
        .cover(&asked(to, Purpose::REFERRAL, [D::IDENTITY]), today())
        .is_covered()
}

#[test]
fn all_faults_of_a_consent_are_told_at_once() {
    let faulty = Terms {
        recipients: Recipients::default(),
        categories: [D::new("inconnue").unwrap()].into(),
        explained: [code("who")].into(),
        term: Term {
            starts: today(),
            expires: day("2026-01-01"),
        },
        ..terms(&[])
    };
    assert_eq!(
        refusal_codes(faulty),
        [
            "RecipientsMissing",
            "UnknownDataCategory",
            "TermReversed",
            "NotExplained"
        ]
    );
}

#[test]
fn nothing_counts_as_consent_before_everything_was_explained() {
    let hurried = Terms {
        explained: [code("who"), code("why")].into(),
        ..terms(&[6])
    };
    assert_eq!(refusal_codes(hurried), ["NotExplained"]);
}

#[test]
fn the_same_organisation_is_not_both_recipient_and_kept_away_dp_14() {
    let torn = Terms {
        withheld_from: [Party::Organisation(org(6))].into(),
        ..terms(&[6])
    };
    assert_eq!(refusal_codes(torn), ["WithheldFromRecipient"]);
}

#[test]
fn a_consent_says_who_when_in_which_language_how_and_under_which_text_sec_21() {
    assert_eq!(TextVersion::new(" ").unwrap_err().code, "TextVersionMissing");
    // A stored record that lacks one of them is no consent: it cannot be read back.
    let record = give(&empty(), 1, terms(&[6])).records()[0].clone();
    let whole = serde_json::to_value(&record).unwrap();
    assert_eq!(serde_json::from_value::<Consent>(whole.clone()).unwrap(), record);
    for field in ["by", "at", "language", "mode", "text_version"] {
        let mut broken = whole.clone();
        broken["terms"]["taken"]
            .as_object_mut()
            .unwrap()
            .remove(field)
            .unwrap();
        assert!(
            serde_json::from_value::<Consent>(broken).is_err(),
            "without {field}"
        );
        let mut blank = whole.clone();
        blank["terms"]["taken"][field] = "".into();
        assert!(
            serde_json::from_value::<Consent>(blank).is_err(),
            "with an empty {field}"
        );
    }
}

#[test]
fn what_was_refused_is_recorded_as_refused_and_opens_nothing_dp_09_sec_21() {
    let ledger = give(&empty(), 1, terms(&[6]));
    let legal = Terms {
        purpose: Purpose::TESTIMONY,
        ..terms(&[11])
    };
    let written = ledger.refuse(id(2), legal).unwrap();
    assert_eq!(
        written.events,
        [ConsentEvent::ConsentRefused {
            consent: id(2),
            purpose: Purpose::TESTIMONY
        }]
    );
    let ledger = ledger.with(&written);
    let record = ledger.get(id(2)).unwrap();
    assert_eq!(
        (record.state(), record.terms().taken.by),
        (&ConsentState::Refused, id(4))
    );
    assert!(
        !ledger
            .cover(&asked(11, Purpose::TESTIMONY, [D::IDENTITY]), today())
            .is_covered()
    );
    assert!(covers(&ledger, 6), "the other purpose is untouched");
}

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
    let asked_again = give(
        &ledger.with(&ledger.withdraw(&Scope::All, act()).unwrap()),
        2,
        terms(&[4]),
    );
    assert!(asked_again.to_renew(Some(18), &ages()).is_empty());
}
