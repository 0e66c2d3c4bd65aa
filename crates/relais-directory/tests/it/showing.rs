use http::StatusCode;
use relais_directory::actions::{ChangeEntry, EntryVerb};
use serde_json::{Value, json};

use super::{
    asking::Asker,
    town::{SHEET, Town},
};

const SHELTER: &str = "Hébergement à adresse cachée";

#[tokio::test]
async fn a_provider_changes_its_places_on_the_page_and_by_program_and_others_find_nothing_there() {
    for town in Town::on_each_engine().await {
        let reference = town.service(SHELTER).await.public_ref;
        let own = Asker::new(&town, &town.person("P10", &["R08"]).await);
        let action = format!("/annuaire/services/{reference}/places");
        let done = own
            .fill("/annuaire/mes-services", &action, &[("update", "places:5")])
            .await;
        assert_eq!(
            (done.status, done.location.as_str()),
            (StatusCode::SEE_OTHER, "/annuaire/mes-services")
        );
        let free = town.service(SHELTER).await.capacity.unwrap().free();
        assert_eq!(free, Some(5));

        let other = Asker::new(&town, &town.person("P11", &["R08"]).await);
        let refused = other
            .fill("/annuaire/mes-services", &action, &[("update", "closed")])
            .await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let path = format!("/api/v1/services/{reference}/capacity");
        let refused = other.post_json(&path, &json!({ "update": "closed" })).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(town.service(SHELTER).await.capacity.unwrap().free(), Some(5));

        let told = own
            .post_json(&path, &json!({ "update": "full:2026-12-05" }))
            .await;
        let told: Value = serde_json::from_str(&told.body).unwrap();
        assert_eq!(told["capacity"]["next_date"], "2026-12-05", "{told}");
    }
}

#[tokio::test]
async fn what_is_taken_out_is_seen_by_the_provider_and_the_manager_only() {
    for town in Town::on_each_engine().await {
        let service = town.service(SHELTER).await;
        let manager = town.person("P14", &["R13"]).await;
        let suspend = ChangeEntry {
            definitions: town.definitions.clone(),
            service: service.public_ref,
            expected: None,
            verb: EntryVerb::Suspend("Contrôle-Test".into()),
        };
        town.test.trust.perform(&manager, None, suspend).await.unwrap();
        let page = format!("/annuaire/services/{}", service.public_ref);
        let cases = [
            ("P14", "R13", true),
            ("P10", "R07", true),
            ("P11", "R06", false),
            ("P11", "R04", false),
        ];
        for (organisation, role, sees) in cases {
            let asker = Asker::new(&town, &town.person(organisation, &[role]).await);
            let shown = asker.get(&page).await;
            assert_eq!(shown.status == StatusCode::OK, sees, "{organisation} {role}");
            assert_eq!(shown.body.contains("Contrôle-Test"), sees);
            let listed = asker.get("/annuaire?need=safe_shelter").await.body;
            assert_eq!(listed.contains(SHELTER), sees, "{organisation} {role}");
        }
    }
}

#[tokio::test]
async fn the_manager_sees_what_an_import_would_do_before_it_is_written() {
    for town in Town::empty_on_each_engine().await {
        let organisation = town.test.organisation("P90").await;
        let manager = town.test.person(organisation, &["R13"]).await;
        let asker = Asker::new(&town, &manager);
        let wrong = SHEET.replacen(",reception,all,", ",besoin_inconnu,all,", 1);
        let tried = asker
            .fill("/annuaire/import", "/annuaire/import", &[("sheet", &wrong)])
            .await;
        assert_eq!(tried.status, StatusCode::OK, "{}", tried.body);
        assert!(tried.body.contains("ligne 2"), "{}", tried.body);
        assert!(town.services().await.is_empty());

        let confirm = "/annuaire/import/confirmation";
        let done = asker
            .fill("/annuaire/import", confirm, &[("sheet", &wrong)])
            .await;
        assert_eq!(
            (done.status, done.location.as_str()),
            (StatusCode::SEE_OTHER, "/annuaire")
        );
        let written = town.services().await.len();

        let all = asker
            .post_json("/api/v1/services/import", &json!({ "sheet": SHEET }))
            .await;
        let all: Value = serde_json::from_str(&all.body).unwrap();
        assert_eq!(all["counts"]["services_unchanged"], written, "{all}");
        assert_eq!(all["counts"]["services_added"], 1, "{all}");

        let member = Asker::new(&town, &town.test.person(organisation, &["R04"]).await);
        assert_eq!(member.get("/annuaire/import").await.status, StatusCode::NOT_FOUND);
        let refused = member
            .post_json("/api/v1/services/import", &json!({ "sheet": SHEET }))
            .await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_refused_change_of_an_entry_says_why_beside_the_field() {
    for town in Town::on_each_engine().await {
        let page = format!("/annuaire/services/{}", town.service(SHELTER).await.public_ref);
        let own = Asker::new(&town, &town.person("P10", &["R07"]).await);
        let fields = [("verb", "close"), ("until", "2026-11-01")];
        let refused = own.fill(&page, &format!("{page}/fiche"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.body.contains("Le jour de réouverture doit être à venir."),
            "{}",
            refused.body
        );
    }
}

#[tokio::test]
async fn the_directory_shows_fifty_entries_and_leads_to_the_next() {
    for town in Town::on_each_engine().await {
        let asker = Asker::new(&town, &town.person("P11", &["R06"]).await);
        let (mut seen, mut page) = (0, 0);
        loop {
            let answer = asker.get(&format!("/api/v1/services?page={page}")).await;
            let answer: Value = serde_json::from_str(&answer.body).unwrap();
            let count = answer["services"].as_array().unwrap().len();
            assert!(count <= 50);
            seen += count;
            page += 1;
            if !answer["more"].as_bool().unwrap() {
                break;
            }
        }
        assert_eq!(seen, town.services().await.len());
        assert!(page > 1, "the demonstration has more than one page");
        let first = asker.get("/annuaire").await.body;
        assert!(first.contains("/annuaire?page=1"), "{first}");
    }
}

#[tokio::test]
async fn the_second_who_changes_an_entry_sees_how_it_stands_now_and_loses_nothing() {
    for town in Town::on_each_engine().await {
        let shelter = town.service(SHELTER).await;
        let page = format!("/annuaire/services/{}", shelter.public_ref);
        let action = format!("{page}/fiche");
        let manager = Asker::new(&town, &town.person("P14", &["R13"]).await);
        let other = Asker::new(&town, &town.person("P14", &["R13"]).await);
        // Both read version 1.
        let close = [("version", "1"), ("verb", "close"), ("until", "2026-12-20")];
        assert_eq!(
            manager.fill(&page, &action, &close).await.status,
            StatusCode::SEE_OTHER
        );
        let close = [("version", "1"), ("verb", "close"), ("until", "2026-12-24")];
        let told = other.fill(&page, &action, &close).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.body);
        assert!(told.body.contains("modifié ceci entre-temps") && told.body.contains("réouverture le 20"));
        assert!(
            told.body
                .contains("« Fermer temporairement » n’est pas enregistrée"),
            "{}",
            told.body
        );
        let suspend = [("version", "1"), ("verb", "suspend"), ("reason", "Contrôle-Test")];
        let told = other.fill(&page, &action, &suspend).await;
        assert!(
            told.body.contains("value=\"Contrôle-Test\"")
                && told.body.contains("name=\"version\" value=\"2\"")
        );
        let again = [("version", "2"), ("verb", "suspend"), ("reason", "Contrôle-Test")];
        assert_eq!(
            other.fill(&page, &action, &again).await.status,
            StatusCode::SEE_OTHER
        );
    }
}

#[tokio::test]
async fn the_second_who_counts_places_sees_what_the_first_said() {
    for town in Town::on_each_engine().await {
        let shelter = town.service(SHELTER).await;
        let action = format!("/annuaire/services/{}/places", shelter.public_ref);
        let own = "/annuaire/mes-services";
        let first = Asker::new(&town, &town.person("P10", &["R08"]).await);
        let second = Asker::new(&town, &town.person("P10", &["R07"]).await);
        let five = [("version", "1"), ("update", "places:5")];
        assert_eq!(
            first.fill(own, &action, &five).await.status,
            StatusCode::SEE_OTHER
        );
        let told = second
            .fill(own, &action, &[("version", "1"), ("places", "3")])
            .await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.body);
        assert!(
            told.body.contains("n’est pas enregistrée") && told.body.contains("5 places"),
            "{}",
            told.body
        );
        assert_eq!(town.service(SHELTER).await.capacity.unwrap().free(), Some(5));
    }
}
