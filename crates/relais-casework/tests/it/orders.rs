//! Legal orders of bodies behind the firewall (DP-15).

use http::StatusCode;
use relais_casework::{
    actions::{AskForException, DecideException, ExceptionDecision},
    queries::{CasePage, ListOrders},
};
use relais_kernel::{Localised, PublicRef};
use relais_trust::{
    Actor, Door,
    accounts::{AddOrganisation, organisations},
};
use serde_json::Value;

use crate::{
    office::{Office, code_of, person},
    pages::Seat,
};

const TEXT: &str = "Réquisition-Test 12";

/// A body behind the firewall, by its address, and somebody of it with the officer's role.
async fn police(office: &Office) -> (PublicRef, Actor) {
    let add = AddOrganisation {
        code: "T90".into(),
        name: Localised::new("Poste-test", "Test post"),
        kind: "police_border".into(),
        firewall: true,
    };
    let console = Actor::installation(Door::Console);
    let post = office.test.trust.perform(&console, None, add).await.unwrap();
    let all = organisations(office.test.trust.database().reader())
        .await
        .unwrap();
    let post_ref = all.iter().find(|o| o.id == post).unwrap().public_ref;
    (post_ref, office.test.person(post, &["R15"]).await)
}

/// The protection officer, of an organisation of its own.
async fn officer(office: &Office) -> Actor {
    let secretariat = office.test.organisation("T80").await;
    office.test.person(secretariat, &["R15"]).await
}

async fn ask(office: &Office, case: PublicRef, receiver: PublicRef, basis: &str) {
    let ask = AskForException {
        desk: office.desk.clone(),
        case,
        receiver,
        purpose: "referral".into(),
        basis: basis.into(),
        justification: TEXT.into(),
    };
    office.perform(&office.manager, ask).await.unwrap();
}

async fn waiting(office: &Office, officer: &Actor) -> Vec<PublicRef> {
    let list = ListOrders {
        definitions: office.desk.definitions.clone(),
    };
    let found = office.look(officer, list).await.unwrap().waiting;
    found.into_iter().map(|line| line.public_ref).collect()
}

#[tokio::test]
async fn dp_15_an_order_waits_for_the_protection_officer_who_reads_and_decides_it() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let (post, _) = police(&office).await;
        let case = office.identify(person("Personne-Test 31")).await;
        ask(&office, case, post, "legal_obligation").await;

        let seat = Seat::of(&office, &officer);
        let (status, list) = seat.get("/ordres").await;
        assert_eq!(status, StatusCode::OK);
        assert!(list.contains("Poste-test") && !list.contains(TEXT) && !list.contains("Personne-Test 31"));
        let [order] = waiting(&office, &officer).await.try_into().unwrap();
        let path = format!("/ordres/{order}");
        let (_, page) = seat.get(&path).await;
        assert!(
            page.contains(TEXT) && !page.contains("Personne-Test 31"),
            "{page}"
        );
        assert!(!page.split("</title>").next().unwrap().contains(TEXT));

        // Without a reason nothing is decided, and what was chosen stays.
        let (first, _) = seat.send_twice(&path, &path, "upheld=yes&reason=+").await;
        assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(first.page.contains("f-reason-fault"), "{}", first.page);
        let (first, second) = seat
            .send_twice(&path, &path, "upheld=yes&reason=Motif-Test+5")
            .await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!((first.to.as_str(), second.to.as_str()), ("/ordres", "/ordres"));
        assert!(waiting(&office, &officer).await.is_empty());
        let (_, page) = seat.get(&path).await;
        assert!(
            page.contains("Motif-Test 5") && !page.contains("name=\"upheld\""),
            "{page}"
        );
        // Those who have the case see how far it is.
        let (_, page) = Seat::of(&office, &office.manager)
            .get(&format!("/dossiers/{case}"))
            .await;
        assert!(page.contains("Revu : peut être suivi"), "{page}");
    }
}

#[tokio::test]
async fn dp_15_orders_exist_for_the_protection_officer_alone() {
    for office in Office::on_each_engine().await {
        let own = officer(&office).await;
        let (post, constable) = police(&office).await;
        let case = office.identify(person("Personne-Test 32")).await;
        ask(&office, case, post, "legal_obligation").await;
        let [order] = waiting(&office, &own).await.try_into().unwrap();
        let others = [
            &constable,
            &office.manager,
            &office.supervisor,
            &office.stranger,
            &office.administrator,
        ];
        for other in others {
            let seat = Seat::of(&office, other);
            for path in ["/ordres".to_owned(), format!("/ordres/{order}")] {
                assert_eq!(seat.get(&path).await.0, StatusCode::NOT_FOUND, "{path}");
                assert_eq!(
                    seat.get(&format!("/api/v1{}", path.replace("ordres", "orders")))
                        .await
                        .0,
                    StatusCode::NOT_FOUND
                );
            }
            let path = format!("/api/v1/orders/{order}/reviews");
            let body = r#"{"upheld":true,"reason":"Motif-Test"}"#.to_owned();
            assert_eq!(seat.ask("POST", &path, "", body).await.0, StatusCode::NOT_FOUND);
        }
        assert_eq!(waiting(&office, &own).await, [order]);
        // The text lies on no disk in clear.
        if office.is_file() {
            let bytes = office.bytes();
            assert!(!bytes.windows(TEXT.len()).any(|window| window == TEXT.as_bytes()));
        }
    }
}

#[tokio::test]
async fn dp_15_a_program_of_the_officer_reviews_an_order() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let (post, _) = police(&office).await;
        let case = office.identify(person("Personne-Test 33")).await;
        ask(&office, case, post, "legal_obligation").await;
        let seat = Seat::of(&office, &officer);
        let (_, list) = seat.get("/api/v1/orders").await;
        let list: Value = serde_json::from_str(&list).unwrap();
        let order = list["waiting"][0]["id"].as_str().unwrap().to_owned();
        let (_, sheet) = seat.get(&format!("/api/v1/orders/{order}")).await;
        let sheet: Value = serde_json::from_str(&sheet).unwrap();
        assert_eq!(
            (sheet["text"].as_str(), sheet["order"]["state"].as_str()),
            (Some(TEXT), Some("waiting"))
        );
        let path = format!("/api/v1/orders/{order}/reviews");
        let body = r#"{"upheld":false,"reason":"Motif-Test 6"}"#.to_owned();
        let (status, _, done) = seat.ask("POST", &path, "", body).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        let (_, list) = seat.get("/api/v1/orders").await;
        let list: Value = serde_json::from_str(&list).unwrap();
        assert_eq!(list["decided"][0]["state"], "refused", "{list}");
        assert_eq!(list["waiting"], Value::Array(Vec::new()));
    }
}

#[tokio::test]
async fn what_is_no_order_or_was_declined_does_not_wait_for_the_officer() {
    for office in Office::on_each_engine().await {
        let officer = officer(&office).await;
        let (post, _) = police(&office).await;
        let all = organisations(office.test.trust.database().reader())
            .await
            .unwrap();
        let open = all.iter().find(|o| o.code == "T02").unwrap().public_ref;
        let case = office.identify(person("Personne-Test 34")).await;
        ask(&office, case, post, "vital_interest").await;
        ask(&office, case, open, "legal_obligation").await;
        assert!(waiting(&office, &officer).await.is_empty());
        ask(&office, case, post, "legal_obligation").await;
        let [order] = waiting(&office, &officer).await.try_into().unwrap();
        let decline = DecideException {
            desk: office.desk.clone(),
            case,
            exception: order,
            decision: ExceptionDecision::Decline,
        };
        office.perform(&office.supervisor, decline).await.unwrap();
        assert!(waiting(&office, &officer).await.is_empty());
        let page = CasePage {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let orders = office.look(&office.manager, page).await.unwrap().exceptions;
        assert_eq!(orders.iter().filter(|line| line.order.is_some()).count(), 1);
        let late = DecideException {
            desk: office.desk.clone(),
            case,
            exception: order,
            decision: ExceptionDecision::Authorise,
        };
        let late = office.perform(&office.supervisor, late).await.unwrap_err();
        assert_eq!(code_of(&late), "AlreadyDecided");
    }
}
