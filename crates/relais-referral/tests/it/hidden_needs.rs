//! A need whose code would betray the person stands in clear behind another (decisions §10); whoever may read it is
//! still offered the services that serve it.

use relais_kernel::PublicRef;
use relais_referral::queries::{FindElsewhere, FindServices, ServiceChoice};
use relais_trust::Actor;

use crate::world::World;

async fn offered(world: &World, actor: &Actor, case: PublicRef, need: PublicRef) -> ServiceChoice {
    let query = FindServices {
        definitions: world.definitions.clone(),
        case,
        need,
    };
    world.test.trust.look(actor, &query).await.unwrap()
}

fn services(choice: &ServiceChoice) -> Vec<PublicRef> {
    choice.fits.iter().map(|fit| fit.service).collect()
}

#[tokio::test]
async fn the_case_worker_is_offered_what_serves_the_need_itself() {
    for world in World::on_each_engine().await {
        let (shelter, _) = world.service_for("P09", "safe_shelter").await;
        let (other, _) = world.service_for("P10", "clinical_rape_care").await;
        let case = world.case().await;
        let need = world.need(case, "safe_shelter", "U").await;
        let choice = offered(&world, &world.worker, case, need).await;
        assert_eq!(
            services(&choice),
            [shelter],
            "not {other}, which serves another need of the same kind"
        );
        assert!(!choice.reserved);
        assert_eq!(choice.need_name.fr, "Hébergement sécurisé");
    }
}

#[tokio::test]
async fn after_a_decline_those_who_serve_the_same_are_offered_and_the_need_stays_unsaid() {
    for world in World::on_each_engine().await {
        let (first, answerer) = world.service_for("P09", "safe_shelter").await;
        let (second, _) = world.service_for("P03", "safe_shelter").await;
        world.service_for("P10", "clinical_rape_care").await;
        let case = world.case().await;
        let need = world.need(case, "safe_shelter", "U").await;
        world.consent(case).await;
        let declined = world.declined_by(case, need, first, &answerer).await;
        let query = FindElsewhere {
            definitions: world.definitions.clone(),
            referral: declined,
        };
        for (actor, reserved) in [(&world.focal_point, true), (&world.worker, false)] {
            let elsewhere = world.test.trust.look(actor, &query).await.unwrap();
            assert_eq!(services(&elsewhere.choice), [second]);
            assert_eq!(elsewhere.choice.reserved, reserved);
            let name = if reserved {
                "Protection"
            } else {
                "Hébergement sécurisé"
            };
            assert_eq!(elsewhere.choice.need_name.fr, name);
        }
    }
}
