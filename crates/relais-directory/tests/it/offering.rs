//! Offers of firms and partners: proposed to without a name, answered, counted; and partnerships on their way (SU-06).

use http::StatusCode;
use relais_trust::Actor;

use super::{asking::Asker, carrying::post, town::Town};

const NEW: &str = "/annuaire/offres/nouvelle";
const OFFER: [(&str, &str); 6] = [
    ("kind", "job"),
    ("title", "Trois couturières"),
    ("quota", "1"),
    ("skills", "coudre à la machine"),
    ("region", "CM005"),
    ("contact", "Bureau-Test, +237 6 00 00 00 91"),
];

async fn desk(town: &Town, organisation: &str, role: &str) -> (Asker, Actor) {
    let actor = town.person(organisation, &[role]).await;
    (Asker::new(town, &actor), actor)
}

async fn offer(firm: &Asker) -> String {
    let made = firm.fill(NEW, NEW, &OFFER).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    made.location
}

async fn propose(asker: &Asker, offer: &str, skills: &str) -> super::asking::Answered {
    asker
        .fill(offer, &format!("{offer}/propositions"), &[("skills", skills)])
        .await
}

/// The address of the only proposal that waits on a page.
async fn waiting(asker: &Asker, offer: &str) -> String {
    let page = asker.get(offer).await.body;
    let action = page
        .split(&format!("{offer}/propositions/"))
        .nth(1)
        .expect("a proposal");
    format!("{offer}/propositions/{}", action.split('"').next().unwrap())
}

#[tokio::test]
async fn su_06_a_profile_without_a_name_is_proposed_placed_and_counted() {
    for town in Town::on_each_engine().await {
        let (firm, _) = desk(&town, "P11", "R07").await;
        let (worker, _) = desk(&town, "P10", "R04").await;
        let (elsewhere, _) = desk(&town, "P09", "R04").await;
        let offer = offer(&firm).await;

        let shown = worker.get(&offer).await.body;
        assert!(shown.contains("Trois couturières") && !shown.contains('⟦'));
        assert!(
            !shown.contains("Bureau-Test"),
            "the contact comes with a placement"
        );
        let done = propose(&worker, &offer, "Couture, dix ans").await;
        assert_eq!(done.location, offer, "{}", done.body);
        let done = propose(&elsewhere, &offer, "Couture, deux ans").await;
        assert_eq!(done.location, offer, "{}", done.body);
        let others = elsewhere.get(&offer).await.body;
        assert!(others.contains("deux ans") && !others.contains("dix ans"));

        let seen = firm.get(&offer).await.body;
        assert!(seen.contains("dix ans") && seen.contains("deux ans") && !seen.contains("P10"));
        let first = waiting(&firm, &offer).await;
        assert_eq!(
            worker.fill(&offer, &first, &[("verb", "place")]).await.status,
            StatusCode::NOT_FOUND,
            "who proposes does not place"
        );
        let placed = firm.fill(&offer, &first, &[("verb", "place")]).await;
        assert_eq!(placed.location, offer, "{}", placed.body);
        let second = waiting(&firm, &offer).await;
        let full = firm.fill(&offer, &second, &[("verb", "place")]).await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.body.contains("Toutes les places de cette offre sont prises"));
        let refused = firm
            .fill(&offer, &second, &[("verb", "refuse"), ("why", "full")])
            .await;
        assert_eq!(refused.location, offer, "{}", refused.body);

        let told = [worker.get(&offer).await.body, elsewhere.get(&offer).await.body];
        assert_eq!(
            told.iter().filter(|page| page.contains("Bureau-Test")).count(),
            1,
            "the contact goes to the one whose person is placed"
        );
        let list = worker.get("/annuaire/offres").await.body;
        assert!(
            list.contains("personnes placées") && list.contains("Complète"),
            "{list}"
        );
        let again = propose(&worker, &offer, "Couture").await;
        assert!(again.status.is_client_error());
    }
}

#[tokio::test]
async fn offers_in_the_words_of_a_profile_come_first() {
    for town in Town::on_each_engine().await {
        let (firm, _) = desk(&town, "P11", "R07").await;
        offer(&firm).await;
        let mason = [("kind", "job"), ("title", "Maçon de chantier"), ("quota", "4")];
        firm.fill(NEW, NEW, &mason).await;
        let (worker, _) = desk(&town, "P10", "R04").await;
        for (skills, first) in [
            ("couturiere", "Trois couturières"),
            ("macon", "Maçon de chantier"),
        ] {
            let found = post(&worker, "/annuaire/offres", &format!("skills={skills}")).await;
            assert_eq!(found.status, StatusCode::OK);
            let found = found.body;
            let at = |title: &str| found.find(&format!(">{title}<")).unwrap();
            let other = if first == "Trois couturières" {
                "Maçon de chantier"
            } else {
                "Trois couturières"
            };
            assert!(at(first) < at(other), "{skills}");
            assert!(found.contains("Correspond à ce que la personne sait faire"));
        }
    }
}

#[tokio::test]
async fn what_an_offer_lacks_is_said_beside_its_field_and_only_its_partner_changes_it() {
    for town in Town::on_each_engine().await {
        let (firm, _) = desk(&town, "P11", "R07").await;
        let empty = firm
            .fill(NEW, NEW, &[("kind", "job"), ("title", ""), ("quota", "0")])
            .await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.body.contains("Dites ce qui est offert") && empty.body.contains("au moins une"));
        let offer = offer(&firm).await;
        let (other, _) = desk(&town, "P10", "R07").await;
        let turn = format!("{offer}/etat");
        let paused = other
            .fill("/annuaire/mes-services", &turn, &[("state", "paused")])
            .await;
        assert_eq!(paused.status, StatusCode::NOT_FOUND);
        let (manager, _) = desk(&town, "P14", "R13").await;
        let closed = manager.fill(&offer, &turn, &[("state", "closed")]).await;
        assert_eq!(closed.location, offer, "{}", closed.body);
        assert!(firm.get(&offer).await.body.contains("close"));
    }
}

#[tokio::test]
async fn a_partnership_goes_from_contact_to_offers_for_those_who_lead_it() {
    const HERE: &str = "/annuaire/partenariats";
    for town in Town::on_each_engine().await {
        let (coordinator, _) = desk(&town, "P14", "R10").await;
        let begun = [
            ("partner", "Groupement-Test"),
            ("kind", "employers"),
            ("next", "Rencontre"),
            ("due", "2026-11-01"),
        ];
        let done = coordinator.fill(HERE, HERE, &begun).await;
        assert_eq!(done.location, HERE, "{}", done.body);
        let page = coordinator.get(HERE).await.body;
        assert!(page.contains("Groupement-Test") && page.contains("dépassé") && !page.contains('⟦'));
        let action = page.split("action=\"/annuaire/partenariats/").nth(1).unwrap();
        let action = format!("{HERE}/{}", action.split('"').next().unwrap());
        let silent = coordinator
            .fill(HERE, &action, &[("stage", "proposal"), ("words", "")])
            .await;
        assert!(silent.body.contains("Dites ce qui a été fait"));
        let step = [
            ("stage", "agreement"),
            ("words", "Accord signé"),
            ("next", "Recevoir les offres"),
        ];
        let done = coordinator.fill(HERE, &action, &step).await;
        assert_eq!(done.location, HERE, "{}", done.body);
        let page = coordinator.get(HERE).await.body;
        assert!(page.contains("Accord signé") && page.contains("Recevoir les offres"));
        let (worker, _) = desk(&town, "P10", "R04").await;
        assert_eq!(worker.get(HERE).await.status, StatusCode::NOT_FOUND);
    }
}
