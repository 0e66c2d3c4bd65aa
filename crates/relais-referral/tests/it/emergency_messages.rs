//! The message about a case that was opened in an emergency (security requirement 27, DP-17, DP-18).

use relais_casework::{actions::OpenInEmergency, emergency::OpeningForm, store::case_by_ref};
use relais_platform::courier::{Author, Letter, Narrow, Order, Written, deliveries};
use relais_referral::actions::{MessageAuthor, emergency};
use relais_trust::{Actor, SessionMark};

use crate::{
    transfer_messages::{BASE, contact},
    transferring::Taker,
    world::{NAME, World, member},
};

async fn ordered(world: &World) -> Vec<Order> {
    let rows = world.test.trust.database().reader();
    let all = deliveries(rows, Narrow::default(), 100).await.unwrap();
    let mut orders: Vec<Order> = all.into_iter().map(|held| held.order).collect();
    orders.retain(|order| order.kind.as_str() == "emergency_opened");
    orders
}

#[tokio::test]
async fn sec_27_the_owner_and_the_protection_officer_are_told_at_once_with_a_code_and_a_link_alone() {
    for world in World::on_each_engine().await {
        world.test.trust.listen(emergency::listener());
        let opener = Taker::of(&world, "P04").await;
        let secretariat = world.test.organisation("P90").await;
        member(&world.test, world.mechanism, secretariat, &["R15"]).await;
        let owner = world.worker.organisation.unwrap();
        contact(&world, owner, "referente@demo.relais.invalid").await;
        contact(&world, secretariat, "delegue@demo.relais.invalid").await;
        let case = world.case().await;
        let row = case_by_ref(world.test.trust.database().reader(), case)
            .await
            .unwrap();
        let session = SessionMark {
            id: uuid::Uuid::nil(),
            proved_at: world.test.trust.now(),
            strong: true,
        };
        let actor = Actor {
            session: Some(session),
            ..opener.supervisor.clone()
        };
        let open = OpenInEmergency {
            desk: world.desk.clone(),
            form: OpeningForm {
                code: row.case.code.to_string(),
                reason: "urgent_care".into(),
                words: "Raison-Test 8 sans aucun nom".into(),
                sure: "yes".into(),
            },
        };
        world.test.trust.perform(&actor, None, open).await.unwrap();

        let orders = ordered(&world).await;
        let mut told: Vec<_> = orders.iter().map(|order| order.recipient).collect();
        told.sort();
        let mut expected = vec![owner.uuid(), secretariat.uuid()];
        expected.sort();
        assert_eq!(told, expected);
        for order in &orders {
            let author = MessageAuthor::new(world.test.trust.clone(), BASE.into());
            let written = author.write(order, world.test.trust.now()).await.unwrap();
            let Written::Letters(letters) = written else {
                panic!("{written:?}")
            };
            let Letter::Mail { subject, body, .. } = &letters[0] else {
                panic!("a mail")
            };
            let text = format!("{subject} {body}");
            assert!(text.contains(&format!("{BASE}/ouvertures/")), "{text}");
            for secret in [NAME, "Raison-Test", &row.case.code.to_string()] {
                assert!(!text.contains(secret), "{text}");
            }
            assert_eq!(order.owner, owner.uuid());
        }
    }
}
