//! Where a shelter is (DP-35).

use relais_directory::{Service, Visibility, store::service_by_ref};
use relais_kernel::{Priority, PublicRef};
use relais_referral::{
    queries::{ReferralPage, ReferralView},
    referral::{Command, ContactPlan, Side, Terms},
};
use relais_trust::Actor;

use super::world::World;

async fn look(world: &World, actor: &Actor, referral: PublicRef) -> ReferralView {
    let query = ReferralPage {
        definitions: world.definitions.clone(),
        referral,
    };
    world.test.trust.look(actor, &query).await.unwrap()
}

/// The world's service as a shelter with a place and a telephone.
async fn hide(world: &World) -> Service {
    let rows = world.test.trust.database().reader();
    let mut service = service_by_ref(rows, world.service).await.unwrap().service;
    service.visibility = Visibility::HiddenAddress;
    service.place.address = Some("Rue-Cachee-Test 1".into());
    service.place.spot.town = Some("Ville-Cachee-Test".into());
    service.contact.phone = Some("+237699887766".into());
    world.put(service.clone()).await;
    service
}

#[tokio::test]
async fn dp_35_whoever_sent_reads_where_a_shelter_is_once_it_has_accepted_and_nobody_else_does() {
    for world in World::on_each_engine().await {
        hide(&world).await;
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Urgent).await;
        world.send(referral).await;
        for actor in [&world.worker, &world.focal_point, &world.answerer] {
            assert_eq!(
                look(&world, actor, referral).await.shelter,
                None,
                "before the decision"
            );
        }
        let by = "2026-03-03T09:00:00Z".parse().unwrap();
        let accept = Command::Accept {
            plan: ContactPlan::ContactBy { by },
            terms: Terms::default(),
            note: None,
        };
        world
            .step(&world.answerer, referral, Side::Receiver, accept)
            .await;
        for actor in [&world.worker, &world.focal_point] {
            let shelter = look(&world, actor, referral).await.shelter.unwrap();
            assert!(!format!("{shelter:?}").contains("Cachee"), "not in a log");
            assert_eq!(
                [shelter.address, shelter.town, shelter.phone].map(Option::unwrap),
                ["Rue-Cachee-Test 1", "Ville-Cachee-Test", "+237699887766"]
            );
        }
        assert_eq!(look(&world, &world.answerer, referral).await.shelter, None);
        // What is not hidden stands in the directory, for everybody.
        let mut open = hide(&world).await;
        open.visibility = Visibility::Members;
        world.put(open).await;
        assert_eq!(look(&world, &world.worker, referral).await.shelter, None);
    }
}
