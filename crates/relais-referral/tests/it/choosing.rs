use http::StatusCode;
use relais_directory::Entry;
use relais_kernel::{Priority, PublicRef};
use relais_referral::referral::StateKind;
use serde_json::json;

use crate::{program::Program, seat::Seat, world::World};

async fn need(world: &World) -> (PublicRef, PublicRef) {
    let case = world.case().await;
    (case, world.need(case, "mental_health", "U").await)
}

async fn drafts(world: &World, case: PublicRef) -> Vec<(StateKind, PublicRef)> {
    let rows = world.test.trust.database().reader();
    let case = relais_casework::store::case_by_ref(rows, case)
        .await
        .unwrap()
        .case;
    let all = relais_referral::store::referrals_of_case(rows, case.id)
        .await
        .unwrap();
    let all = all.into_iter().map(|row| row.referral);
    all.map(|r| (r.kind(), r.public_ref)).collect()
}

#[tokio::test]
async fn several_services_are_chosen_at_once_and_each_gets_a_draft_once() {
    for world in World::on_each_engine().await {
        let (other, _) = world.another_service().await;
        let (case, need) = need(&world).await;
        let path = format!("/dossiers/{case}/besoins/{need}/services");
        let seat = Seat::of(&world, &world.worker);
        let shown = seat.get(&path).await.page;
        assert!(shown.contains("type=\"checkbox\" name=\"service\""), "{shown}");
        let service = world.service;
        let fields = format!("service={service}&service={other}&priority=U&disclosure=pseudonymous");
        let (first, second) = seat.send_twice(&path, &path, &fields).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.page);
        let made = drafts(&world, case).await;
        assert_eq!(made.len(), 2, "a double tap makes each draft once");
        for (kind, referral) in made {
            assert_eq!(kind, StateKind::Draft);
            let link = format!("href=\"/referencements/{referral}\"");
            assert!(
                first.page.contains(&link) && second.page.contains(&link),
                "{}",
                second.page
            );
        }
        assert!(first.page.contains("2 sur 2"));
    }
}

#[tokio::test]
async fn one_service_leads_to_its_draft_and_none_is_said_beside_the_field() {
    for world in World::on_each_engine().await {
        let (case, need) = need(&world).await;
        let path = format!("/dossiers/{case}/besoins/{need}/services");
        let seat = Seat::of(&world, &world.worker);
        let none = seat
            .send(&path, &path, "priority=U&disclosure=pseudonymous")
            .await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.page.contains("f-service-fault") && none.page.contains("Cochez au moins un service"));
        let fields = format!("service={}&priority=U&disclosure=pseudonymous", world.service);
        let done = seat.send(&path, &path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.page);
        assert!(done.to.starts_with("/referencements/"));
        // The same service again: refused with its reason, and what was typed stays.
        let again = seat.send(&path, &path, &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            again.page.contains("Un brouillon existe déjà pour ce service"),
            "{}",
            again.page
        );
        assert_eq!(drafts(&world, case).await.len(), 1);
    }
}

#[tokio::test]
async fn what_holds_up_one_service_holds_up_no_other_and_is_told() {
    for world in World::on_each_engine().await {
        let (other, _) = world.another_service().await;
        let (case, need) = need(&world).await;
        world.draft(case, need, world.service, Priority::Urgent).await;
        let nowhere = PublicRef::new(world.test.trust.chance());
        let program = Program::of(&world, &world.worker);
        let address = format!("/api/v1/cases/{case}/needs/{need}/drafts");
        let body = json!({
            "services": [world.service, other, nowhere], "priority": "U", "disclosure": "pseudonymous"
        });
        let (status, made) = program.post(&address, body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{made}");
        let codes: Vec<_> = (0..3)
            .map(|at| made["drafts"][at]["reasons"][0]["code"].clone())
            .collect();
        assert_eq!(
            codes,
            [json!("AlreadyDrafted"), json!(null), json!("NoSuchService")]
        );
        assert!(made["drafts"][1]["referral"].is_string() && made["drafts"][0]["referral"].is_null());
        // Now nothing is left to prepare: all of it is refused, with every reason.
        let (status, refused) = program.post(&address, body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
        assert_eq!(refused["reasons"].as_array().unwrap().len(), 3, "{refused}");
        assert_eq!(drafts(&world, case).await.len(), 2);
        // Somebody of another organisation learns nothing.
        let stranger = Program::of(&world, &world.answerer);
        let body = json!({ "services": [other], "priority": "U", "disclosure": "pseudonymous" });
        assert_eq!(stranger.post(&address, body).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_service_that_closed_meanwhile_is_not_asked() {
    for world in World::on_each_engine().await {
        let (case, need) = need(&world).await;
        let path = format!("/dossiers/{case}/besoins/{need}/services");
        let rows = world.test.trust.database().reader();
        let mut service = relais_directory::store::service_by_ref(rows, world.service)
            .await
            .unwrap()
            .service;
        let Entry::Active { assurance, since } = service.entry.clone() else {
            panic!("{:?}", service.entry)
        };
        let seat = Seat::of(&world, &world.worker);
        let open = seat.open(&path).await;
        service.entry = Entry::TemporarilyClosed {
            assurance,
            since,
            until: None,
        };
        world.put(service).await;
        let fields = format!("service={}&priority=U&disclosure=pseudonymous", world.service);
        let told = seat.send_opened(&open, &path, &fields).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.page);
        assert!(told.page.contains("n’est pas actif"), "{}", told.page);
        assert!(drafts(&world, case).await.is_empty());
    }
}
