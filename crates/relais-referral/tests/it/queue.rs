use relais_kernel::Priority;
use relais_referral::{
    queries::Worklist,
    referral::{Command, Side, StateKind},
};
use relais_trust::{Actor, Door, accounts::EndAccess};

use crate::world::{World, member};

/// Staff leave and teams stay (issue 2, item 3).
#[tokio::test]
async fn a_referral_waits_for_a_service_and_never_for_a_person() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Urgent).await;
        world.send(referral).await;
        let work = Worklist { size: 60, only: None };
        let before = world
            .test
            .trust
            .look(&world.answerer, &work)
            .await
            .unwrap()
            .to_answer;

        // The only person of the desk leaves; nothing of the referral changes.
        let row = world.row(referral).await;
        let leaving = EndAccess {
            user: world.answerer.user.unwrap(),
        };
        let console = Actor::installation(Door::Console);
        world.test.trust.perform(&console, None, leaving).await.unwrap();
        assert_eq!(world.row(referral).await, row);

        // Somebody new finds it, and answers.
        let newcomer = member(&world.test, world.mechanism, world.receiver, &["R07"]).await;
        let found = world.test.trust.look(&newcomer, &work).await.unwrap().to_answer;
        assert_eq!(found, before);
        assert_eq!(found.lines.len(), 1);
        world
            .step(&newcomer, referral, Side::Receiver, Command::Acknowledge)
            .await;
        assert_eq!(world.row(referral).await.referral.kind(), StateKind::Acknowledged);

        // Nobody of the receiver stands in what was sent.
        let text = serde_json::to_string(&row.referral).unwrap();
        assert!(!text.contains(&world.answerer.user.unwrap().to_string()));
    }
}
