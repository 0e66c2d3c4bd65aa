use http::StatusCode;
use relais_kernel::{Priority, PublicRef};
use relais_referral::referral::{Command, ContactPlan, Side, StateKind, Terms};
use relais_trust::Actor;

use crate::{
    seat::Seat,
    world::{World, member},
};

async fn sent(world: &World) -> PublicRef {
    let case = world.case().await;
    let need = world.need(case, "mental_health", "U").await;
    world.consent(case).await;
    let referral = world.draft(case, need, world.service, Priority::Urgent).await;
    world.send(referral).await;
    referral
}

async fn colleague(world: &World) -> Actor {
    member(&world.test, world.mechanism, world.receiver, &["R07"]).await
}

#[tokio::test]
async fn the_second_who_answers_is_shown_what_the_first_did_and_loses_nothing() {
    for world in World::on_each_engine().await {
        let referral = sent(&world).await;
        let path = format!("/referencements/{referral}/etapes/decline");
        let seat = Seat::of(&world, &world.answerer);
        let open = seat.open(&path).await;
        world
            .step(
                &colleague(&world).await,
                referral,
                Side::Receiver,
                Command::Acknowledge,
            )
            .await;
        let fields = "reason=no_capacity&note=Mot-Test+4";
        let told = seat.send_opened(&open, &path, fields).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.page);
        assert!(told.page.contains("accusé de réception") && told.page.contains("Réponse donnée par"));
        assert!(told.page.contains("Mot-Test 4"));
        assert_eq!(world.row(referral).await.referral.kind(), StateKind::Acknowledged);
        // Sent again from what is shown now, it is meant.
        let again = seat.send_opened(&told, &path, fields).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.page);
        assert_eq!(world.row(referral).await.referral.kind(), StateKind::Declined);
    }
}

#[tokio::test]
async fn a_step_somebody_else_took_is_not_taken_twice_and_the_reader_sees_where_it_stands() {
    for world in World::on_each_engine().await {
        let referral = sent(&world).await;
        let path = format!("/referencements/{referral}/etapes/decline");
        let seat = Seat::of(&world, &world.answerer);
        let open = seat.open(&path).await;
        let at = world.test.trust.now();
        let accept = Command::Accept {
            plan: ContactPlan::ContactBy { by: at },
            terms: Terms::default(),
            note: None,
        };
        world
            .step(&colleague(&world).await, referral, Side::Receiver, accept)
            .await;
        let fields = "reason=no_capacity&note=Mot-Test+4";
        let told = seat.send_opened(&open, &path, fields).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.page);
        assert!(told.page.contains("« accepté »") && told.page.contains("Mot-Test 4"));
        let again = seat.send_opened(&told, &path, fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.page);
        assert!(again.page.contains("Mot-Test 4"));
        assert_eq!(world.row(referral).await.referral.kind(), StateKind::Accepted);
    }
}
