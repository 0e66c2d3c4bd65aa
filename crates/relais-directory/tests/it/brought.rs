//! Services that a package brought become entries, and an entry and a package that speak of the same service.

use http::StatusCode;
use relais_directory::{Visibility, import::Sheet, store::hsds::all_records};
use relais_hsds::{Kind, Record};
use relais_trust::Actor;
use uuid::Uuid;

use super::{
    asking::Asker,
    standard::{bring, json},
    town::Town,
};

const SERVICE: u128 = 0x52;

fn package() -> Vec<Record> {
    let id = Uuid::from_u128;
    vec![
        Record::new(Kind::Organization, id(0x51))
            .with("name", "Organisation-Paquet")
            .with("description", "Description-Test"),
        Record::new(Kind::Service, id(SERVICE))
            .with("name", "Service-Paquet")
            .with("status", "active")
            .with("minimum_age", 18)
            .of("organization_id", id(0x51)),
        Record::new(Kind::Location, id(0x53))
            .with("location_type", "physical")
            .with("latitude", 3.87)
            .with("longitude", 11.52),
        Record::new(Kind::Address, id(0x54))
            .with("address_1", "Rue-Test 1")
            .with("city", "Yaoundé")
            .with("state_province", "Centre")
            .with("postal_code", "00000")
            .with("country", "CM")
            .with("address_type", "physical")
            .of("location_id", id(0x53)),
        Record::new(Kind::ServiceAtLocation, id(0x55))
            .of("service_id", id(SERVICE))
            .of("location_id", id(0x53)),
        Record::new(Kind::Phone, id(0x56))
            .with("number", "+237 6 00 00 00 77")
            .of("service_id", id(SERVICE)),
        Record::new(Kind::Phone, id(0x57))
            .with("number", "+237 6 00 00 00 78")
            .of("service_at_location_id", id(0x55)),
    ]
}

async fn unlisted(manager: &Asker) -> Sheet {
    let answer = manager.get("/annuaire/paquets.csv").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    Sheet::of_text(&answer.body).unwrap()
}

fn fill(sheet: &mut Sheet, cells: &[(&str, &str)]) {
    for (heading, text) in cells {
        let at = sheet.headers.iter().position(|header| header == heading).unwrap();
        for row in sheet
            .rows
            .iter_mut()
            .filter(|row| row.len() > at && row[at] != *text)
        {
            (*text).clone_into(&mut row[at]);
        }
    }
}

/// What only a person can say.
async fn filled(manager: &Asker) -> Sheet {
    let mut sheet = unlisted(manager).await;
    sheet
        .rows
        .retain(|row| row.iter().any(|cell| cell == "Service-Paquet"));
    fill(
        &mut sheet,
        &[("type", "ngo"), ("besoins", "health"), ("dimension", "health")],
    );
    sheet
}

async fn import(town: &Town, manager: &Actor, sheet: &Sheet) {
    let counts = town.import(manager, &sheet.to_text().unwrap()).await.unwrap();
    assert_eq!(counts.set_aside, 0, "{counts:?}");
}

#[tokio::test]
async fn a_service_of_a_package_becomes_an_entry_once_somebody_said_what_it_is_for() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let asker = Asker::new(&town, &manager);
        let page = asker.get("/annuaire/import").await.body;
        assert!(!page.contains("paquets.csv") && !page.contains('⟦'));
        bring(&town, "paquet", package()).await;
        let page = asker.get("/annuaire/import").await.body;
        assert!(page.contains("paquets.csv") && page.contains("paquets.xlsx") && !page.contains('⟦'));

        let as_it_came = unlisted(&asker).await.to_text().unwrap();
        let counts = town.import(&manager, &as_it_came).await.unwrap();
        assert_eq!(
            counts.services_added, 0,
            "nobody is guessed to answer a need: {counts:?}"
        );

        import(&town, &manager, &filled(&asker).await).await;
        let entry = town.service("Service-Paquet").await;
        assert_eq!(entry.public_ref.uuid(), Uuid::from_u128(SERVICE));
        assert_eq!(entry.visibility, Visibility::Members);
        assert_eq!(entry.contact.phone.as_deref(), Some("+237600000077"));
        assert_eq!(entry.place.spot.town.as_deref(), Some("Yaoundé"));
        assert_eq!(entry.eligibility.min_age, Some(18));
        assert!(entry.needs.iter().any(|need| need.as_str() == "health"));
        let left = unlisted(&asker).await;
        assert!(!left.rows.iter().flatten().any(|cell| cell == "Service-Paquet"));

        let told = json(&asker, &format!("/hsds/services/{}", entry.public_ref)).await;
        assert_eq!(
            told["phones"].as_array().unwrap().len(),
            1,
            "as the package says: {told}"
        );
        let page = format!("/annuaire/services/{}", entry.public_ref);
        let gone = "ne donne plus ce service";
        assert!(!asker.get(&page).await.body.contains(gone));
        let left = package()
            .into_iter()
            .filter(|record| record.kind == Kind::Organization);
        bring(&town, "paquet", left.collect()).await;
        assert!(
            asker.get(&page).await.body.contains(gone),
            "whoever relies on it is told"
        );

        let other = Asker::new(&town, &town.person("P11", &["R07"]).await);
        assert_eq!(
            other.get("/annuaire/paquets.csv").await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_public_entry_speaks_for_the_service_that_a_package_brought() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let asker = Asker::new(&town, &manager);
        bring(&town, "paquet", package()).await;
        let mut sheet = filled(&asker).await;
        fill(
            &mut sheet,
            &[
                ("visibilité", "publique"),
                ("vérifié le", "2026-11-20"),
                ("état", "open"),
                ("service", "Service-Fiche"),
            ],
        );
        import(&town, &manager, &sheet).await;
        let address = format!("/hsds/services/{}", Uuid::from_u128(SERVICE));
        let stands = || async {
            let told = json(&asker, &address).await;
            let many = |list: &str| told[list].as_array().map_or(0, Vec::len);
            (
                told["name"].as_str().unwrap().to_owned(),
                many("phones"),
                many("service_at_locations"),
            )
        };
        assert_eq!(stands().await, ("Service-Fiche".to_owned(), 1, 1));

        let counts = bring(&town, "paquet", package()).await;
        assert_eq!(stands().await, ("Service-Fiche".to_owned(), 1, 1));
        fill(&mut sheet, &[("visibilité", "adresse cachée")]);
        import(&town, &manager, &sheet).await;
        assert_eq!(asker.get(&address).await.status, StatusCode::NOT_FOUND);
        let rows = town.test.trust.database().reader();
        let held = all_records(rows).await.unwrap();
        assert!(
            held.iter().all(|held| held.source != "paquet"),
            "its place does not stay behind: {held:?}"
        );
        let taken: Vec<&str> = counts.taken.iter().map(|(kind, ..)| kind.as_str()).collect();
        assert_eq!(
            taken,
            [
                "organization",
                "service",
                "location",
                "address",
                "service_at_location",
                "phone",
                "phone"
            ],
            "{counts:?}"
        );
    }
}

#[tokio::test]
async fn dp_35_a_service_of_a_package_that_is_hidden_here_is_public_nowhere() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let asker = Asker::new(&town, &manager);
        bring(&town, "paquet", package()).await;
        let mut sheet = filled(&asker).await;
        fill(&mut sheet, &[("visibilité", "adresse cachée")]);
        import(&town, &manager, &sheet).await;
        for _ in 0..2 {
            for path in [
                format!("/hsds/services/{}", Uuid::from_u128(SERVICE)),
                format!("/hsds/service_at_locations/{}", Uuid::from_u128(0x55)),
                format!("/hsds/organizations/{}", Uuid::from_u128(0x51)),
            ] {
                let answer = asker.get(&path).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            }
            let found = json(&asker, "/hsds/services?search=service-paquet").await;
            assert_eq!(found["total_items"], 0);
            let rows = town.test.trust.database().reader();
            let held = all_records(rows).await.unwrap();
            let ours = held.iter().filter(|held| held.source == "paquet");
            assert_eq!(ours.count(), 0, "nothing is left to be exported");
            // The next edition says it again.
            bring(&town, "paquet", package()).await;
        }
    }
}
