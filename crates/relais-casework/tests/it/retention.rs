//! Retention runs by itself, is announced, and stops for a legal hold (security requirement 47, DP-26).

use http::StatusCode;
use jiff::SignedDuration;
use relais_casework::{
    actions::tend_retention,
    case::Command as Step,
    queries::{ListKept, ReadIdentity},
    store::case_of,
};
use relais_kernel::PublicRef;
use relais_trust::{Failure, tombstones};

use crate::{
    office::{Office, code_of, person},
    pages::Seat,
    requests::{asking, granting, officer},
};

/// Days from 2 March 2026, where the clock of the tests stands.
fn days(office: &Office, days: i64) {
    office.test.clock.advance(SignedDuration::from_hours(24 * days));
}

/// A case that ended on the first day, two years before it is erased.
async fn ended(office: &Office, name: &str) -> PublicRef {
    let case = office.identify(person(name)).await;
    let step = Step::MarkNotInScope {
        reason: "local_resident".parse().unwrap(),
    };
    office.walk(case, &office.manager, step).await;
    case
}

/// What one round did: listed, erased.
async fn round(office: &Office) -> (usize, usize) {
    let done = tend_retention(&office.test.trust, &office.desk, 100)
        .await
        .unwrap();
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    (done.warned, done.erased)
}

async fn is_there(office: &Office, case: PublicRef) -> bool {
    let query = ReadIdentity {
        definitions: office.desk.definitions.clone(),
        case,
    };
    match office.look(&office.manager, query).await {
        Ok(_) => true,
        Err(Failure::Missing) => false,
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn sec_47_a_case_is_announced_then_erased_when_its_time_is_over_by_the_clock_alone() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = ended(&office, "Personne-Test 61").await;
        let open = office.identify(person("Personne-Test 62")).await;
        let id = office.case(case).await.id;
        assert_eq!(round(&office).await, (0, 0));
        // 730 days are kept; thirty before the end the officer sees it.
        days(&office, 699);
        assert_eq!(round(&office).await, (0, 0));
        days(&office, 1);
        assert_eq!(round(&office).await, (1, 0));
        assert_eq!(round(&office).await, (0, 0));
        let (_, page) = Seat::of(&office, &officer).get("/conservation").await;
        let code = office.case(case).await.code.to_string();
        assert!(
            page.contains(&code) && page.contains("1er\u{a0}mars\u{a0}2028"),
            "{page}"
        );
        days(&office, 30);
        assert_eq!(round(&office).await, (0, 0));
        assert!(is_there(&office, case).await);
        days(&office, 1);
        assert_eq!(round(&office).await, (0, 1));
        assert!(!is_there(&office, case).await);
        assert!(is_there(&office, open).await);
        let rows = office.test.trust.database().reader();
        assert_eq!(case_of(rows, id).await.unwrap().case.state.code(), "erased");
        let stones = tombstones(rows).await.unwrap();
        assert_eq!((stones[0].case, stones[0].basis.as_str()), (id, "retention"));
        assert_eq!(round(&office).await, (0, 0));
        let list = ListKept {
            definitions: office.desk.definitions.clone(),
        };
        assert_eq!(office.look(&officer, list).await.unwrap(), Default::default());
    }
}

#[tokio::test]
async fn sec_47_a_legal_hold_stops_clock_and_request_until_the_officer_lifts_it() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let case = ended(&office, "Personne-Test 63").await;
        let code = office.case(case).await.code.to_string();
        let seat = Seat::of(&office, &officer);
        let fields = format!("code={code}&basis=investigation&review=2028-06-01");
        let (sent, _) = seat.send_twice("/conservation", "/conservation", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.page);
        days(&office, 800);
        assert_eq!(round(&office).await, (0, 0));
        let request = office
            .perform(&office.manager, asking(&office, case, "erasure"))
            .await
            .unwrap();
        let refused = office.perform(&officer, granting(&office, request)).await;
        assert_eq!(code_of(&refused.unwrap_err()), "LegalHold");
        days(&office, 60);
        let (_, page) = seat.get("/conservation").await;
        assert!(
            page.contains("Enquête en cours") && page.contains("À revoir"),
            "{page}"
        );
        let lift = format!("code={code}");
        let (sent, _) = seat
            .send_twice("/conservation", "/conservation/levee", &lift)
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.page);
        assert_eq!(round(&office).await, (0, 1));
        assert!(!is_there(&office, case).await);
    }
}

#[tokio::test]
async fn what_is_kept_and_held_is_the_protection_officers_alone() {
    for office in Office::on_each_engine().await {
        let case = ended(&office, "Personne-Test 64").await;
        let code = office.case(case).await.code.to_string();
        for other in [
            &office.manager,
            &office.supervisor,
            &office.stranger,
            &office.administrator,
        ] {
            let seat = Seat::of(&office, other);
            for path in [
                "/conservation",
                "/api/v1/retention",
                "/registre",
                "/api/v1/register",
            ] {
                assert_eq!(seat.get(path).await.0, StatusCode::NOT_FOUND, "{path}");
            }
            let body = format!(r#"{{"code":"{code}","basis":"audit","review":"2028-06-01"}}"#);
            let (status, _, _) = seat.ask("POST", "/api/v1/retention", "", body).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
        let officer = officer(&office).await;
        let (status, page) = Seat::of(&office, &officer).get("/registre").await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            page.contains("AIPD-DEMO-1") && page.contains("730 jours"),
            "{page}"
        );
    }
}
