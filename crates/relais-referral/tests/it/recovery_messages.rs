//! The messages about a recovery: a thief who has the password does not recover unseen (security requirement 51, DP-17).

use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Organisation, User};
use relais_platform::{
    Failure,
    courier::{Author, Letter, Narrow, Order, Why, Written, deliveries},
};
use relais_referral::actions::{MessageAuthor, recovery};
use relais_trust::{
    Actor, Command, Door, RoleCode, Scene, SessionMark,
    accounts::{
        Administer, AskRecovery, ConfirmRecovery, Confirmed, InviteUser, RefuseRecovery, Undertaking,
        UseRecovery, accounts_of, entity::account,
    },
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{
    transfer_messages::{BASE, contact},
    world::{World, member},
};

const PASSWORD: &str = "girafe tambour lagune ciment";
const LOGIN: &str = "titulaire.test@demo.relais.invalid";
const PERSON: &str = "Titulaire-Test";

/// As if the person had a telephone with an authenticator, that is lost now.
struct Pair(Id<User>);

impl Command for Pair {
    type Outcome = ();
    const NAME: &'static str = "Pair";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let held = account::Entity::find_by_id(self.0.uuid())
            .one(scene.rows())
            .await?;
        let mut model: account::ActiveModel = held.ok_or(Failure::Missing)?.into();
        model.totp_confirmed = Set(true);
        account::Entity::update(model).exec(scene.rows()).await?;
        Ok(())
    }
}

/// A world in which somebody lost the second factor, and those around them.
struct Loss {
    world: World,
    organisation: Id<Organisation>,
    user: Id<User>,
    supervisor: Actor,
    administrator: Actor,
}

impl Loss {
    async fn on_each_engine() -> Vec<Self> {
        let mut all = Vec::new();
        for world in World::on_each_engine().await {
            world.test.trust.listen(recovery::listener());
            let organisation = world.worker.organisation.unwrap();
            let office = world.coordinator.organisation.unwrap();
            let loss = Self {
                user: invited(&world, organisation).await,
                supervisor: member(&world.test, world.mechanism, organisation, &["R05"]).await,
                administrator: member(&world.test, world.mechanism, office, &["R18"]).await,
                organisation,
                world,
            };
            loss.world.test.clock.advance(SignedDuration::from_hours(1));
            all.push(loss);
        }
        all
    }

    /// With the password alone, as a thief comes.
    async fn at_the_door(&self) -> Actor {
        let trust = &self.world.test.trust;
        let signed = trust.sign_in(LOGIN, PASSWORD.into(), "Test").await.unwrap();
        trust.session(&signed.token).await.unwrap().unwrap().actor
    }

    async fn ask(&self) {
        let actor = self.at_the_door().await;
        let trust = &self.world.test.trust;
        trust.perform(&actor, None, AskRecovery).await.unwrap();
    }

    fn fresh(&self, actor: &Actor) -> Actor {
        let mark = SessionMark {
            id: uuid::Uuid::nil(),
            proved_at: self.world.test.trust.now(),
            strong: true,
        };
        Actor {
            session: Some(mark),
            ..actor.clone()
        }
    }

    async fn confirm(&self, by: &Actor) -> Confirmed {
        let command = Administer(ConfirmRecovery { user: self.user });
        let done = self
            .world
            .test
            .trust
            .perform(&self.fresh(by), None, command)
            .await;
        done.unwrap()
    }

    async fn done(&self) {
        self.confirm(&self.supervisor).await;
        let Confirmed::Granted(id) = self.confirm(&self.administrator).await else {
            panic!("two have confirmed")
        };
        let actor = self.at_the_door().await;
        let done = self
            .world
            .test
            .trust
            .perform(&actor, None, UseRecovery { id })
            .await;
        done.unwrap();
    }

    async fn refuse(&self) {
        let command = Administer(RefuseRecovery { user: self.user });
        let actor = self.fresh(&self.supervisor);
        let done = self.world.test.trust.perform(&actor, None, command).await;
        done.unwrap();
    }

    /// What was ordered about recoveries, in the order of their kinds.
    async fn ordered(&self) -> Vec<Order> {
        let rows = self.world.test.trust.database().reader();
        let all = deliveries(rows, Narrow::default(), 100).await.unwrap();
        let mut orders: Vec<Order> = all.into_iter().map(|held| held.order).collect();
        orders.retain(|order| order.kind.as_str().starts_with("recovery_"));
        orders.sort_by(|a, b| a.kind.as_str().cmp(b.kind.as_str()));
        orders
    }

    async fn written(&self, order: &Order) -> Written {
        let author = MessageAuthor::new(self.world.test.trust.clone(), BASE.into());
        author.write(order, self.world.test.trust.now()).await.unwrap()
    }

    async fn page(&self) -> String {
        let rows = self.world.test.trust.database().reader();
        let all = accounts_of(rows, Some(self.organisation)).await.unwrap();
        let person = all.iter().find(|face| face.id == self.user).unwrap();
        format!("{BASE}/administration/personnes/{}", person.public_ref)
    }
}

async fn invited(world: &World, organisation: Id<Organisation>) -> Id<User> {
    let trust = &world.test.trust;
    let invite = InviteUser {
        organisation,
        mechanism: world.mechanism,
        name: PERSON.into(),
        login: LOGIN.into(),
        roles: vec![RoleCode::from("R04")],
        lang: Lang::Fr,
    };
    let console = Actor::installation(Door::Console);
    let invited = trust.perform(&console, None, invite).await.unwrap();
    let path = trust.invitation_path(&invited);
    let token = path.rsplit('/').next().unwrap();
    trust
        .accept_invitation(token, None, PASSWORD.into(), Undertaking::Given)
        .await
        .unwrap();
    trust.perform(&console, None, Pair(invited.user)).await.unwrap();
    invited.user
}

fn mail(written: &Written) -> String {
    let Written::Letters(letters) = written else {
        panic!("{written:?}")
    };
    let [Letter::Mail { to, subject, body }] = letters.as_slice() else {
        panic!("one mail")
    };
    assert_eq!(to, "equipe@demo.relais.invalid");
    format!("{subject} {body}")
}

#[tokio::test]
async fn sec_51_the_team_is_told_when_a_recovery_is_asked_for_and_when_it_is_done() {
    for loss in Loss::on_each_engine().await {
        contact(&loss.world, loss.organisation, "equipe@demo.relais.invalid").await;
        loss.ask().await;
        loss.ask().await;
        let [asked] = loss.ordered().await.try_into().expect("asked twice, told once");
        assert_eq!(asked.kind.as_str(), "recovery_asked");
        assert_eq!(
            (asked.recipient, asked.owner, asked.scope),
            (
                loss.organisation.uuid(),
                loss.organisation.uuid(),
                loss.world.mechanism.uuid()
            )
        );
        let first = mail(&loss.written(&asked).await);

        loss.done().await;
        let [_, done] = loss.ordered().await.try_into().expect("one for each stage");
        assert_eq!(done.kind.as_str(), "recovery_done");
        let last = mail(&loss.written(&done).await);
        assert!(
            matches!(loss.written(&asked).await, Written::Overtaken),
            "the second message says more"
        );
        for text in [first, last] {
            assert!(text.contains(&loss.page().await), "{text}");
            for secret in [PERSON, LOGIN, "S02", "R04"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn sec_51_a_recovery_that_came_to_nothing_by_itself_is_still_told_and_a_stopped_one_is_not() {
    for loss in Loss::on_each_engine().await {
        loss.ask().await;
        let [asked] = loss.ordered().await.try_into().unwrap();
        assert_eq!(loss.written(&asked).await, Written::Not(Why::NoContact));
        contact(&loss.world, loss.organisation, "equipe@demo.relais.invalid").await;
        loss.world.test.clock.advance(SignedDuration::from_hours(80));
        mail(&loss.written(&asked).await);

        // Another one, told anew.
        loss.ask().await;
        let [one, other] = loss.ordered().await.try_into().unwrap();
        let second = if one == asked { other } else { one };
        loss.refuse().await;
        assert!(
            matches!(loss.written(&second).await, Written::Overtaken),
            "who stopped it knows"
        );
    }
}
