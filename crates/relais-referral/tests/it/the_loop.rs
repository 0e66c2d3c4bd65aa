use relais_kernel::{Priority, PublicRef};
use relais_platform::Failure;
use relais_referral::{
    actions::{DraftReferral, SendReferral, StepReferral},
    packages::FieldSet,
    queries::{FindServices, PackageView, ReferralPage, ReferralView, Worklist},
    referral::{
        Channel, Command, ContactPlan, DeclineReason, Disclosure, Feedback, Next, Outcome, PersonCheck,
        Settlement, Side, StateKind, Terms, Work,
    },
};
use relais_trust::Actor;

use crate::world::{NAME, World};

async fn draft(world: &World, case: PublicRef, need: PublicRef, disclosure: Disclosure) -> PublicRef {
    let command = DraftReferral {
        definitions: world.definitions.clone(),
        case,
        need,
        service: world.service,
        priority: Priority::Urgent,
        disclosure,
    };
    world
        .test
        .trust
        .perform(&world.worker, None, command)
        .await
        .unwrap()
}

async fn send(world: &World, referral: PublicRef) -> Result<PublicRef, Failure> {
    let command = SendReferral {
        definitions: world.definitions.clone(),
        referral,
        channel: Channel::App,
    };
    world.test.trust.perform(&world.focal_point, None, command).await
}

async fn step(world: &World, actor: &Actor, referral: PublicRef, side: Side, command: Command) {
    let command = StepReferral {
        definitions: world.definitions.clone(),
        referral,
        side,
        command,
    };
    world.test.trust.perform(actor, None, command).await.unwrap();
}

async fn look(world: &World, actor: &Actor, referral: PublicRef) -> Result<ReferralView, Failure> {
    let query = ReferralPage {
        definitions: world.definitions.clone(),
        referral,
    };
    world.test.trust.look(actor, &query).await
}

fn shows_name(fields: &FieldSet) -> bool {
    fields.0.values().any(|field| field.value.reveal().contains(NAME))
}

fn accept() -> Command {
    let by = "2026-03-03T09:00:00Z".parse().unwrap();
    Command::Accept {
        plan: ContactPlan::ContactBy { by },
        terms: Terms::default(),
        note: None,
    }
}

#[tokio::test]
async fn a_referral_is_sent_accepted_served_and_comes_back() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        let found = FindServices {
            definitions: world.definitions.clone(),
            case,
            need,
        };
        let found = world.test.trust.look(&world.worker, &found).await.unwrap();
        assert_eq!(found.fits.len(), 1, "{found:?}");
        assert_eq!(found.fits[0].available, Some(2));
        world.consent(case).await;
        let referral = draft(&world, case, need, Disclosure::Identified).await;
        send(&world, referral).await.unwrap();

        // Before the decision: the minimum, no name (DP-03).
        let before = look(&world, &world.answerer, referral).await.unwrap();
        let PackageView::Decision(decision) = &before.package else {
            panic!("{:?}", before.package)
        };
        assert!(!shows_name(&decision.contact));
        let work = Worklist { size: 20, only: None };
        assert_eq!(
            world
                .test
                .trust
                .look(&world.answerer, &work)
                .await
                .unwrap()
                .to_answer
                .count,
            1
        );

        step(&world, &world.answerer, referral, Side::Receiver, accept()).await;
        let after = look(&world, &world.answerer, referral).await.unwrap();
        let PackageView::Release(release) = &after.package else {
            panic!("{:?}", after.package)
        };
        assert!(shows_name(&release.fields));
        let again = FindServices {
            definitions: world.definitions.clone(),
            case,
            need,
        };
        let again = world.test.trust.look(&world.worker, &again).await.unwrap();
        assert_eq!(again.fits[0].available, Some(1), "acceptance takes a place");

        let outcome = Outcome::Fully {
            work: Work::default(),
        };
        let feedback = Feedback {
            next: Next::None,
            satisfaction: Some(5),
        };
        let receiver = Side::Receiver;
        step(
            &world,
            &world.answerer,
            referral,
            receiver,
            Command::StartService { expected_end: None },
        )
        .await;
        step(
            &world,
            &world.answerer,
            referral,
            receiver,
            Command::RecordOutcome { outcome, note: None },
        )
        .await;
        step(
            &world,
            &world.answerer,
            referral,
            receiver,
            Command::GiveFeedback { feedback, note: None },
        )
        .await;
        step(
            &world,
            &world.focal_point,
            referral,
            Side::Sender,
            Command::ReadFeedback,
        )
        .await;
        let settlement = Some(Settlement::Person(PersonCheck::Confirmed));
        step(
            &world,
            &world.focal_point,
            referral,
            Side::Sender,
            Command::Close { settlement },
        )
        .await;
        let closed = look(&world, &world.focal_point, referral).await.unwrap();
        assert_eq!(closed.row.referral.kind(), StateKind::Closed);
        let lists = world.test.trust.look(&world.answerer, &work).await.unwrap();
        assert!(lists.is_empty(), "empty when all is done: {lists:?}");
        let third = FindServices {
            definitions: world.definitions.clone(),
            case,
            need,
        };
        let third = world.test.trust.look(&world.worker, &third).await.unwrap();
        assert_eq!(third.fits[0].available, Some(2), "the end gives it back");
    }
}

#[tokio::test]
async fn dp_05_nothing_with_identity_is_sent_without_consent() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        let referral = draft(&world, case, need, Disclosure::Identified).await;
        let Err(Failure::Refused(refusals)) = send(&world, referral).await else {
            panic!("sent")
        };
        assert!(
            refusals.0.iter().any(|r| r.code.starts_with("Consent")),
            "{refusals:?}"
        );
        assert!(matches!(
            look(&world, &world.answerer, referral).await,
            Err(Failure::Missing)
        ));
    }
}

#[tokio::test]
async fn dp_04_after_a_decline_the_receiver_opens_nothing_and_the_sender_keeps_the_reason() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = draft(&world, case, need, Disclosure::Identified).await;
        send(&world, referral).await.unwrap();
        let decline = Command::Decline {
            reason: DeclineReason::NoCapacity,
            note: None,
        };
        step(&world, &world.answerer, referral, Side::Receiver, decline).await;
        let seen = look(&world, &world.answerer, referral).await.unwrap();
        assert_eq!(seen.package, PackageView::Nothing);
        let kept = look(&world, &world.focal_point, referral).await.unwrap();
        assert_eq!(kept.row.referral.kind(), StateKind::Declined);
    }
}

#[tokio::test]
async fn dp_01_a_stranger_learns_nothing_of_a_referral() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = draft(&world, case, need, Disclosure::Identified).await;
        send(&world, referral).await.unwrap();
        let other = world.test.organisation("P03").await;
        let stranger = world
            .test
            .person(other, &["R04", "R05", "R06", "R07", "R10", "R18"])
            .await;
        let stranger = Actor {
            mechanism: Some(world.mechanism),
            ..stranger
        };
        assert!(matches!(
            look(&world, &stranger, referral).await,
            Err(Failure::Missing)
        ));
        let command = StepReferral {
            definitions: world.definitions.clone(),
            referral,
            side: Side::Receiver,
            command: Command::Acknowledge,
        };
        let tried = world.test.trust.perform(&stranger, None, command).await;
        assert!(matches!(tried, Err(Failure::Missing)));
    }
}

#[tokio::test]
async fn dp_13_no_name_lies_on_disk_whatever_was_done() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = draft(&world, case, need, Disclosure::Identified).await;
        send(&world, referral).await.unwrap();
        step(&world, &world.answerer, referral, Side::Receiver, accept()).await;
        for file in std::fs::read_dir(&world.test.folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains("Quintalou"));
        }
    }
}

#[tokio::test]
async fn sec_22_a_person_is_referred_by_a_code_alone_and_nothing_that_identifies_her_leaves() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = draft(&world, case, need, Disclosure::Pseudonymous).await;
        send(&world, referral).await.unwrap();
        step(&world, &world.answerer, referral, Side::Receiver, accept()).await;
        let view = look(&world, &world.answerer, referral).await.unwrap();
        let PackageView::Release(package) = &view.package else {
            panic!("{:?}", view.package)
        };
        assert!(!shows_name(&package.fields), "{:?}", package.fields);
        let identity = ["F1.name", "F1.alias", "F1.dob", "F1.nationality"];
        assert!(identity.iter().all(|key| !package.fields.0.contains_key(*key)));
    }
}
