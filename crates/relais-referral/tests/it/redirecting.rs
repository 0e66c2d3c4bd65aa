use http::StatusCode;
use jiff::SignedDuration;
use relais_kernel::{Priority, PublicRef};
use relais_platform::Failure;
use relais_referral::{
    actions::{RedirectReferral, StepReferral, clockwork::fire_due},
    queries::{FindElsewhere, ReferralPage, Worklist},
    referral::{Closing, Command, DeclineReason, ReferralState, Settlement, Side, StateKind},
};

use crate::{
    seat::Seat,
    world::{World, member},
};

#[tokio::test]
async fn after_a_decline_another_service_is_asked_and_both_pages_say_so() {
    for world in World::on_each_engine().await {
        let (other, other_answerer) = world.another_service().await;
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        let declined = world.declined(case, need).await;
        assert_eq!(
            world.need_status(case, need).await,
            "open",
            "the need does not fall to the ground"
        );

        // The service that declined is marked with its reason and cannot be chosen.
        let seat = Seat::of(&world, &world.worker);
        let home = format!("/referencements/{declined}");
        let path = format!("{home}/reorientation");
        assert!(seat.get(&home).await.page.contains(&path));
        let asked = seat.get(&path).await.page;
        assert!(asked.contains("N’a pas accepté : capacité épuisée"), "{asked}");
        assert!(
            asked.contains(&other.to_string()) && !asked.contains(&format!("value=\"{}\"", world.service))
        );

        // Sent twice, done once.
        let (first, second) = seat.send_twice(&path, &path, &format!("service={other}")).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!(second.to, first.to);
        let before = world.row(declined).await.referral;
        let ReferralState::Closed {
            how: Closing::Redirected { to },
            ..
        } = before.state
        else {
            panic!("{:?}", before.state)
        };
        let new = first.to.rsplit('/').next().unwrap().parse().unwrap();
        let after = world.row(new).await.referral;
        assert_eq!(
            (after.id, after.redirected_from, after.kind()),
            (to, Some(before.id), StateKind::Draft)
        );

        let old_page = seat.get(&home).await.page;
        assert!(old_page.contains("Suivi par") && old_page.contains(&first.to));
        let new_page = seat.get(&first.to).await.page;
        assert!(new_page.contains("Suite de") && new_page.contains(&home));
        world.send(new).await;
        assert_eq!(world.need_status(case, need).await, "referred");

        // Neither receiver learns of the other.
        for (reader, page) in [(&world.answerer, &home), (&other_answerer, &first.to)] {
            let seen = Seat::of(&world, reader).get(page).await;
            assert_eq!(seen.status, StatusCode::OK);
            assert!(!seen.page.contains("Suivi par") && !seen.page.contains("Suite de"));
            assert!(!seen.page.contains("/reorientation"));
        }
    }
}

#[tokio::test]
async fn without_another_service_the_need_is_marked_unmet() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        let declined = world.declined(case, need).await;
        let seat = Seat::of(&world, &world.focal_point);
        let page = seat
            .get(&format!("/referencements/{declined}/reorientation"))
            .await
            .page;
        assert!(page.contains("Aucun service ne peut accueillir") && page.contains("etapes/close"));
        let close = format!("/referencements/{declined}/etapes/close");
        let closed = seat.send(&close, &close, "settlement=unmet").await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.page);
        assert_eq!(world.need_status(case, need).await, "unmet_no_service");
        let kept = world.row(declined).await.referral;
        assert!(matches!(
            kept.state,
            ReferralState::Closed {
                how: Closing::NeedUnmet,
                ..
            }
        ));
    }
}

#[tokio::test]
async fn what_nobody_answered_is_rerouted_by_the_coordination_and_sent_by_the_sender() {
    for world in World::on_each_engine().await {
        let (other, _) = world.another_service().await;
        let case = world.case().await;
        let need = world.need(case, "mental_health", "E").await;
        world.consent(case).await;
        let silent = world.draft(case, need, world.service, Priority::Emergency).await;
        world.send(silent).await;
        world.test.clock.advance(SignedDuration::from_hours(24 * 4));
        fire_due(&world.test.trust, &world.definitions, 50).await.unwrap();
        assert_eq!(world.row(silent).await.referral.kind(), StateKind::Expired);

        nobody_elsewhere_follows(&world, silent, other).await;

        let work = Worklist { size: 60, only: None };
        let lists = world.test.trust.look(&world.coordinator, &work).await.unwrap();
        assert_eq!(lists.to_reroute.lines.len(), 1);
        let seat = Seat::of(&world, &world.coordinator);
        let home = format!("/referencements/{silent}");
        let path = format!("{home}/reorientation");
        assert!(seat.get(&home).await.page.contains(&path));
        assert!(seat.get(&path).await.page.contains("N’a pas répondu"));
        let done = seat.send(&path, &path, &format!("service={other}")).await;
        assert_eq!(
            (done.status, done.to.as_str()),
            (StatusCode::SEE_OTHER, "/"),
            "{}",
            done.page
        );

        let lists = world.test.trust.look(&world.coordinator, &work).await.unwrap();
        assert!(lists.to_reroute.lines.is_empty());
        let drafts = world
            .test
            .trust
            .look(&world.focal_point, &work)
            .await
            .unwrap()
            .to_follow;
        assert_eq!(drafts.lines.len(), 1, "the draft awaits the sender");
        assert_eq!(drafts.lines[0].state, StateKind::Draft);
        let read = ReferralPage {
            definitions: world.definitions.clone(),
            referral: drafts.lines[0].public_ref,
        };
        let seen = world.test.trust.look(&world.coordinator, &read).await;
        assert!(
            matches!(seen, Err(Failure::Missing)),
            "the coordination follows what is silent, nothing else"
        );
    }
}

/// Case managers and focal points have the steps of redirecting and closing, for the referrals of their own organisation:
/// what is late elsewhere does not exist for them (security requirement 1).
async fn nobody_elsewhere_follows(world: &World, silent: PublicRef, other: PublicRef) {
    let elsewhere = world.test.organisation("P93").await;
    let trust = &world.test.trust;
    for roles in [
        &["R04"][..],
        &["R05"],
        &["R06"],
        &["R03", "R04", "R05", "R06", "R07"],
    ] {
        let stranger = member(&world.test, world.mechanism, elsewhere, roles).await;
        let find = FindElsewhere {
            definitions: world.definitions.clone(),
            referral: silent,
        };
        assert!(matches!(
            trust.look(&stranger, &find).await,
            Err(Failure::Missing)
        ));
        let read = ReferralPage {
            definitions: world.definitions.clone(),
            referral: silent,
        };
        assert!(matches!(
            trust.look(&stranger, &read).await,
            Err(Failure::Missing)
        ));
        for side in [Side::Sender, Side::Receiver, Side::Coordinator] {
            let redirect = RedirectReferral {
                definitions: world.definitions.clone(),
                referral: silent,
                side,
                service: other,
                disclosure: None,
            };
            let tried = trust.perform(&stranger, None, redirect).await;
            assert!(matches!(tried, Err(Failure::Missing)), "{roles:?} {side:?}");
            let close = StepReferral {
                definitions: world.definitions.clone(),
                referral: silent,
                side,
                command: Command::Close {
                    settlement: Some(Settlement::NeedUnmet),
                },
            };
            let tried = trust.perform(&stranger, None, close).await;
            assert!(matches!(tried, Err(Failure::Missing)), "{roles:?} {side:?}");
        }
    }
    assert_eq!(world.row(silent).await.referral.kind(), StateKind::Expired);
}

#[tokio::test]
async fn a_referral_that_may_still_succeed_is_not_redirected_and_strangers_find_nothing() {
    for world in World::on_each_engine().await {
        let (other, other_answerer) = world.another_service().await;
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let sent = world.draft(case, need, world.service, Priority::Urgent).await;
        world.send(sent).await;
        let to = |side, service| RedirectReferral {
            definitions: world.definitions.clone(),
            referral: sent,
            side,
            service,
            disclosure: None,
        };
        let tried = world
            .test
            .trust
            .perform(&world.worker, None, to(Side::Sender, other))
            .await;
        let Err(Failure::Refused(refusals)) = tried else {
            panic!("redirected")
        };
        assert_eq!(refusals.0[0].code, "StillRunning");
        let no = Command::Decline {
            reason: DeclineReason::OutOfArea,
            note: None,
        };
        world.step(&world.answerer, sent, Side::Receiver, no).await;
        let again = world
            .test
            .trust
            .perform(&world.worker, None, to(Side::Sender, world.service))
            .await;
        let Err(Failure::Refused(refusals)) = again else {
            panic!("redirected to itself")
        };
        assert_eq!(refusals.0[0].code, "SameService");
        let find = FindElsewhere {
            definitions: world.definitions.clone(),
            referral: sent,
        };
        for stranger in [&world.answerer, &other_answerer, &world.coordinator] {
            for side in [Side::Sender, Side::Coordinator, Side::Receiver] {
                let tried = world.test.trust.perform(stranger, None, to(side, other)).await;
                assert!(matches!(tried, Err(Failure::Missing)));
            }
            assert!(matches!(
                world.test.trust.look(stranger, &find).await,
                Err(Failure::Missing)
            ));
        }
    }
}

#[tokio::test]
async fn a_need_asked_of_two_services_stays_referred_until_the_last_one_declined() {
    for world in World::on_each_engine().await {
        let (other, other_answerer) = world.another_service().await;
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let first = world.draft(case, need, world.service, Priority::Urgent).await;
        let second = world.draft(case, need, other, Priority::Urgent).await;
        world.send(first).await;
        world.send(second).await;
        let no = || Command::Decline {
            reason: DeclineReason::NoCapacity,
            note: None,
        };
        world.step(&other_answerer, second, Side::Receiver, no()).await;
        assert_eq!(
            world.need_status(case, need).await,
            "referred",
            "the first is still asked"
        );
        world.step(&world.answerer, first, Side::Receiver, no()).await;
        assert_eq!(world.need_status(case, need).await, "open");
        let settlement = Some(Settlement::NeedUnmet);
        world
            .step(&world.worker, first, Side::Sender, Command::Close { settlement })
            .await;
        assert_eq!(world.need_status(case, need).await, "unmet_no_service");
    }
}
