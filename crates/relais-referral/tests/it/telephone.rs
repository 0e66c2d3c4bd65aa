use http::StatusCode;
use jiff::SignedDuration;
use relais_kernel::Priority;
use relais_referral::{
    actions::{NoteTelephoneAnswer, clockwork::fire_due},
    clocks::ClockKind,
    referral::{Command, StateKind, Verb},
};
use relais_trust::Failure;

use crate::{seat::Seat, world::World};

#[tokio::test]
async fn an_answer_by_telephone_is_written_down_by_the_sender_and_says_so() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "E").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Emergency).await;
        world.send(referral).await;
        let seat = Seat::of(&world, &world.focal_point);
        let home = format!("/referencements/{referral}");
        assert!(seat.get(&home).await.page.contains(&format!("{home}/telephone")));
        let path = format!("{home}/telephone/accept");
        assert!(seat.get(&format!("{home}/telephone")).await.page.contains(&path));

        // Who said it is asked for; nothing typed is lost.
        let fields = "plan=contact_by&at=2026-03-03T10%3A00&note=Mot-Test";
        let bare = seat.send(&path, &path, &format!("who=&{fields}")).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.page.contains("Dites qui a répondu") && bare.page.contains("Mot-Test"));
        let (done, again) = seat
            .send_twice(&path, &path, &format!("who=Permanence-Test&{fields}"))
            .await;
        assert_eq!(
            (done.status, again.status),
            (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER),
            "{}",
            done.page
        );

        let row = world.row(referral).await.referral;
        assert_eq!((row.kind(), row.told.len()), (StateKind::Accepted, 1));
        assert_eq!(
            (row.told[0].verb, Some(row.told[0].by)),
            (Verb::Accept, world.focal_point.user)
        );
        // Both sides read that it was written down, by whom and for whom, and who said it.
        for reader in [&world.focal_point, &world.answerer] {
            let page = Seat::of(&world, reader).get(&home).await.page;
            for words in [
                "Réponses reçues par téléphone",
                "à confirmer par écrit",
                "Permanence-Test",
            ] {
                assert!(page.contains(words), "{words}: {page}");
            }
        }

        // An emergency is confirmed in writing within a day, else the sender is reminded.
        world.test.clock.advance(SignedDuration::from_hours(25));
        fire_due(&world.test.trust, &world.definitions, 50).await.unwrap();
        let fired = world.row(referral).await.referral.fired;
        assert!(fired.iter().any(|f| f.kind == ClockKind::RemindWriting));
        let confirm = format!("{home}/etapes/confirm_in_writing");
        let done = seat.send(&confirm, &confirm, "channel=email").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.page);
        assert!(world.row(referral).await.referral.told[0].written_at.is_some());
        assert!(!seat.get(&home).await.page.contains("à confirmer par écrit"));
    }
}

#[tokio::test]
async fn only_the_sender_writes_down_an_answer_and_only_an_answer() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Urgent).await;
        let note = |command| NoteTelephoneAnswer {
            definitions: world.definitions.clone(),
            referral,
            command,
            who: relais_referral::referral::Words::new("Permanence-Test").unwrap(),
        };
        let trust = &world.test.trust;
        let early = trust
            .perform(&world.focal_point, None, note(Command::Acknowledge))
            .await;
        assert!(matches!(early, Err(Failure::Missing)), "nothing was sent yet");
        world.send(referral).await;
        for other in [&world.answerer, &world.coordinator, &world.worker] {
            let tried = trust.perform(other, None, note(Command::Acknowledge)).await;
            assert!(matches!(tried, Err(Failure::Missing)));
        }
        let own = trust
            .perform(&world.focal_point, None, note(Command::Cancel))
            .await;
        assert!(matches!(own, Err(Failure::Missing)), "cancelling is no answer");
        trust
            .perform(&world.focal_point, None, note(Command::Acknowledge))
            .await
            .unwrap();
        let row = world.row(referral).await.referral;
        assert_eq!(row.kind(), StateKind::Acknowledged);
        assert_eq!(
            row.unwritten_since(),
            None,
            "what is not an emergency needs no writing"
        );
    }
}
