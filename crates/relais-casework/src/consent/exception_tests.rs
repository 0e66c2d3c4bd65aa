use relais_kernel::Refusal;
use relais_mechanism::{Purpose, Role};

use super::{
    ledger_tests::{ADULT, empty, give, org, terms, today},
    *,
};
use crate::{
    actor::{Act, By},
    case::{Basis, basis_for},
    fixture::*,
};

fn plea(purpose: Purpose, basis: LegalBasis) -> Plea<'static> {
    let requested = Act {
        by: id(4),
        at: monday(),
    };
    Plea {
        id: id(70),
        purpose,
        receiver: org(6),
        basis,
        justification: "Danger de mort.",
        requested,
    }
}

fn request(purpose: Purpose, basis: LegalBasis, person: Person) -> Result<LawfulException, Refusal> {
    LawfulException::request(plea(purpose, basis), &empty(), person, 18)
}

fn requested() -> LawfulException {
    request(Purpose::REFERRAL, LegalBasis::VitalInterest, ADULT).unwrap()
}

fn authorise(exception: &LawfulException, by: &By) -> Result<LawfulException, Refusal> {
    exception.authorise(by, &steps().deadlines, &calendar(), monday())
}

#[test]
fn an_exception_opens_nothing_until_a_supervisor_has_authorised_it_dp_05_sec_19() {
    let exception = requested();
    assert!(!exception.opens(org(6), &Purpose::REFERRAL));
    assert_eq!(
        authorise(&exception, &manager()).unwrap_err().code,
        "SupervisorNeeded"
    );
    let authorised = authorise(&exception, &supervisor()).unwrap();
    assert!(authorised.opens(org(6), &Purpose::REFERRAL));
    assert!(!authorised.opens(org(7), &Purpose::REFERRAL) && !authorised.opens(org(6), &Purpose::TRANSFER));
}

#[test]
fn one_person_alone_makes_no_exception_sec_19() {
    let alone = acting(Role::SUPERVISOR, 4);
    assert_eq!(
        authorise(&requested(), &alone).unwrap_err().code,
        "SecondPersonNeeded"
    );
}

#[test]
fn an_authorised_exception_is_looked_at_again_within_72_hours_dp_05() {
    let authorised = authorise(&requested(), &supervisor()).unwrap();
    let ExceptionState::Authorised { review_by, .. } = authorised.state() else {
        panic!("not authorised")
    };
    assert_eq!(*review_by, at("2026-11-26T08:00:00Z"));
    let upheld = authorised.review(&supervisor(), true, monday()).unwrap();
    assert!(upheld.in_force());
    assert!(
        !authorised
            .review(&supervisor(), false, monday())
            .unwrap()
            .in_force()
    );
}

#[test]
fn a_declined_exception_stays_declined() {
    let declined = requested().decline(&supervisor(), monday()).unwrap();
    assert!(!declined.in_force());
    assert_eq!(
        authorise(&declined, &supervisor()).unwrap_err().code,
        "AlreadyDecided"
    );
}

#[test]
fn convenience_and_statistics_are_no_basis_dp_06() {
    assert_eq!(LegalBasis::of("convenience"), None);
    for purpose in [Purpose::STATISTICS, Purpose::RESEARCH, Purpose::TESTIMONY] {
        for basis in LegalBasis::ALL {
            assert_eq!(
                request(purpose.clone(), basis, ADULT).unwrap_err().code,
                "NoExceptionForPurpose"
            );
        }
    }
}

#[test]
fn the_best_interests_are_those_of_a_child_dp_06() {
    let child = Person {
        age: Some(16),
        caregiver_in_doubt: true,
    };
    assert!(request(Purpose::REFERRAL, LegalBasis::BestInterests, child).is_ok());
    assert_eq!(
        request(Purpose::REFERRAL, LegalBasis::BestInterests, ADULT)
            .unwrap_err()
            .code,
        "ChildrenOnly"
    );
}

#[test]
fn an_exception_is_justified_dp_05() {
    let silent = Plea {
        justification: "  ",
        ..plea(Purpose::REFERRAL, LegalBasis::VitalInterest)
    };
    assert_eq!(
        LawfulException::request(silent, &empty(), ADULT, 18)
            .unwrap_err()
            .code,
        "JustificationMissing"
    );
}

#[test]
fn no_exception_reaches_someone_on_the_withheld_list_dp_14() {
    let kept = Terms {
        withheld_from: [Party::Organisation(org(6))].into(),
        ..terms(&[7])
    };
    let ledger = give(&empty(), 1, kept);
    let refused = LawfulException::request(
        plea(Purpose::REFERRAL, LegalBasis::VitalInterest),
        &ledger,
        ADULT,
        18,
    );
    assert_eq!(refused.unwrap_err().code, "ConsentWithheld");
}

#[test]
fn an_authorised_exception_is_a_basis_for_a_case() {
    let asked = request(Purpose::CASE_MANAGEMENT, LegalBasis::VitalInterest, ADULT).unwrap();
    assert!(basis_for(org(6), &empty(), std::slice::from_ref(&asked), today()).is_err());
    let authorised = authorise(&asked, &supervisor()).unwrap();
    let basis = basis_for(org(6), &empty(), &[authorised], today()).unwrap();
    assert_eq!(
        basis,
        Basis::Exception {
            id: id(70),
            basis: LegalBasis::VitalInterest
        }
    );
}

fn order() -> LawfulException {
    let asked = request(Purpose::REFERRAL, LegalBasis::LegalObligation, ADULT).unwrap();
    asked.towards_firewall()
}

fn officer(user: u128) -> By {
    acting(Role::DATA_PROTECTION_OFFICER, user)
}

#[test]
fn dp_15_an_order_is_reviewed_by_the_officer_with_a_reason_and_once() {
    let order = order();
    assert_eq!(order.order(), Some(LegalOrder::Waiting));
    let code = |by: &By, reason| order.review_order(by, true, reason, monday()).unwrap_err().code;
    assert_eq!(code(&supervisor(), "Motif-Test"), "OfficerNeeded");
    assert_eq!(code(&officer(9), " "), "ReasonMissing");
    assert_eq!(code(&officer(4), "Motif-Test"), "SecondPersonNeeded");
    let reviewed = order
        .review_order(&officer(9), true, "Motif-Test", monday())
        .unwrap();
    assert_eq!(reviewed.order_reviewed_by(), Some(id(9)));
    assert!(!reviewed.in_force(), "a supervisor still has to authorise it");
    let again = reviewed.review_order(&officer(9), false, "Motif-Test", monday());
    assert_eq!(again.unwrap_err().code, "NoOrderWaiting");
    let refused = order
        .review_order(&officer(9), false, "Motif-Test", monday())
        .unwrap();
    assert_eq!(refused.order_reviewed_by(), None);
}

#[test]
fn dp_15_who_authorised_an_exception_does_not_review_its_order() {
    let authorised = authorise(&order(), &supervisor()).unwrap();
    let by = supervisor().user().unwrap();
    let both = By::User {
        user: by,
        organisation: org(1),
        roles: [Role::SUPERVISOR, Role::DATA_PROTECTION_OFFICER].into(),
    };
    let tried = authorised.review_order(&both, true, "Motif-Test", monday());
    assert_eq!(tried.unwrap_err().code, "SecondPersonNeeded");
}

#[test]
fn dp_15_only_a_legal_obligation_towards_a_firewall_body_is_an_order() {
    assert_eq!(requested().order(), None);
    assert_eq!(requested().towards_firewall().order(), None);
    let declined = order().decline(&supervisor(), monday()).unwrap();
    assert!(!declined.awaits_officer(), "what was declined waits for nobody");
    let tried = declined.review_order(&officer(9), true, "Motif-Test", monday());
    assert_eq!(tried.unwrap_err().code, "NoOrderWaiting");
}
