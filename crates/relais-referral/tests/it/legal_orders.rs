//! A body behind the firewall receives on a legal order only after its review (DP-15).

use relais_casework::actions::{AskForException, DecideException, ExceptionDecision, ReviewOrder};
use relais_casework::store::{case_by_ref, exception_rows};
use relais_directory::store::service_by_ref;
use relais_kernel::{Id, Localised, Priority, PublicRef};
use relais_platform::Failure;
use relais_referral::{
    actions::SendReferral,
    referral::{Channel, StateKind},
};
use relais_trust::{
    Actor, Door,
    accounts::{AddOrganisation, organisations},
};

use crate::world::{World, member};

/// A service of a police force, which is asked like any other, and the address of the force.
async fn police(world: &World) -> (PublicRef, PublicRef) {
    let add = AddOrganisation {
        code: "P29".into(),
        name: Localised::new("Poste-test", "Test post"),
        kind: "police_border".into(),
        firewall: true,
    };
    let console = Actor::installation(Door::Console);
    let post = world.test.trust.perform(&console, None, add).await.unwrap();
    let rows = world.test.trust.database().reader();
    let mut service = service_by_ref(rows, world.service).await.unwrap().service;
    service.id = Id::new(world.test.trust.now(), world.test.trust.chance());
    service.public_ref = PublicRef::new(world.test.trust.chance());
    service.organisation = post;
    let offered = service.public_ref;
    world.put(service).await;
    let all = organisations(rows).await.unwrap();
    let post = all.iter().find(|o| o.id == post).unwrap().public_ref;
    (offered, post)
}

fn held(sent: Result<PublicRef, Failure>) -> Vec<String> {
    match sent {
        Err(Failure::Refused(refusals)) => refusals.0.into_iter().map(|r| r.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// A referral to the police that only an order can open: the order is asked for, and nobody has looked at it.
struct Ordered {
    world: World,
    supervisor: Actor,
    officer: Actor,
    case: PublicRef,
    referral: PublicRef,
    order: PublicRef,
}

impl Ordered {
    async fn on_each_engine() -> Vec<Self> {
        let mut all = Vec::new();
        for world in World::on_each_engine().await {
            all.push(Self::build(world).await);
        }
        all
    }

    async fn build(world: World) -> Self {
        let sender = world.worker.organisation.unwrap();
        let supervisor = member(&world.test, world.mechanism, sender, &["R05"]).await;
        let secretariat = world.test.organisation("S01").await;
        let officer = member(&world.test, world.mechanism, secretariat, &["R15"]).await;
        let (service, post) = police(&world).await;
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        let referral = world.draft(case, need, service, Priority::Urgent).await;
        let ask = AskForException {
            desk: world.desk.clone(),
            case,
            receiver: post,
            purpose: "referral".into(),
            basis: "legal_obligation".into(),
            justification: "Réquisition-Test 7".into(),
        };
        let trust = &world.test.trust;
        trust.perform(&world.worker, None, ask).await.unwrap();
        let rows = trust.database().reader();
        let id = case_by_ref(rows, case).await.unwrap().case.id;
        let order = exception_rows(rows, id).await.unwrap()[0].public_ref;
        Self {
            supervisor,
            officer,
            case,
            referral,
            order,
            world,
        }
    }

    /// The supervisor's word.
    async fn authorise(&self) {
        let authorise = DecideException {
            desk: self.world.desk.clone(),
            case: self.case,
            exception: self.order,
            decision: ExceptionDecision::Authorise,
        };
        let trust = &self.world.test.trust;
        trust.perform(&self.supervisor, None, authorise).await.unwrap();
    }

    /// The officer's word, whoever speaks it.
    async fn review(&self, who: &Actor, upheld: bool) -> Result<(), Failure> {
        let review = ReviewOrder {
            desk: self.world.desk.clone(),
            order: self.order,
            upheld,
            reason: "Motif-Test".into(),
        };
        self.world.test.trust.perform(who, None, review).await.map(|_| ())
    }

    async fn send(&self) -> Result<PublicRef, Failure> {
        let send = SendReferral {
            definitions: self.world.definitions.clone(),
            referral: self.referral,
            channel: Channel::App,
        };
        let sender = &self.world.focal_point;
        self.world.test.trust.perform(sender, None, send).await
    }
}

#[tokio::test]
async fn dp_15_nothing_reaches_a_firewall_body_on_an_order_before_the_officer_reviewed_it() {
    for it in Ordered::on_each_engine().await {
        it.authorise().await;
        // The supervisor's word alone is not enough, and a refusal of the officer even less.
        assert_eq!(held(it.send().await), ["FirewallReceiver"]);
        let world = &it.world;
        for nobody in [&world.worker, &it.supervisor, &world.coordinator, &world.answerer] {
            let tried = it.review(nobody, true).await;
            assert!(matches!(tried, Err(Failure::Missing)), "{tried:?}");
        }
        assert_eq!(held(it.send().await), ["FirewallReceiver"]);
        it.review(&it.officer, true).await.unwrap();
        it.send().await.unwrap();
        assert_eq!(world.row(it.referral).await.referral.kind(), StateKind::Sent);
    }
}

#[tokio::test]
async fn dp_15_an_order_that_is_not_upheld_opens_nothing() {
    for it in Ordered::on_each_engine().await {
        it.review(&it.officer, false).await.unwrap();
        it.authorise().await;
        assert_eq!(held(it.send().await), ["FirewallReceiver"]);
    }
}
