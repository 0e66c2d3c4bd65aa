//! The messages to the team of an interpreter or a driver (DP-17, DP-40).

use std::sync::Arc;

use jiff::SignedDuration;
use relais_casework::{
    actions::{
        AnswerMission, CancelMission, ChangeMission, MissionAnswerForm, MissionForm, MissionTimeForm,
        OrderMission, mission_receivers,
    },
    store::{case_by_ref, missions_of_case},
};
use relais_kernel::{Id, Organisation, PublicRef};
use relais_platform::courier::{Author, Courier, Gateways, Letter, Narrow, Order, Written, deliveries};
use relais_referral::actions::{MessageAuthor, SendAgain, mission};
use relais_trust::{Actor, Command};
use sea_orm::{ConnectionTrait, Statement};

use crate::{
    transfer_messages::{BASE, contact},
    world::{NAME, World, member},
};

const PLACE: &str = "Lieu-Test 71, entrée nord";
const LANGUAGE: &str = "ful";

/// A case, and an interpreter of another organisation.
struct Errand {
    world: World,
    case: PublicRef,
    team: Id<Organisation>,
    interpreter: Actor,
}

impl Errand {
    async fn on_each_engine() -> Vec<Self> {
        let mut all = Vec::new();
        for world in World::on_each_engine().await {
            world.test.trust.listen(mission::listener());
            let team = world.test.organisation("T07").await;
            contact(&world, team, "equipe@demo.relais.invalid").await;
            all.push(Self {
                interpreter: member(&world.test, world.mechanism, team, &["R24"]).await,
                case: world.case().await,
                team,
                world,
            });
        }
        all
    }

    async fn perform<C: Command>(&self, actor: &Actor, command: C) -> C::Outcome {
        self.world.test.trust.perform(actor, None, command).await.unwrap()
    }

    fn hours(&self, hours: i64) -> String {
        let now = self.world.test.trust.now();
        now.checked_add(SignedDuration::from_hours(hours))
            .unwrap()
            .to_string()
    }

    async fn order(&self) -> PublicRef {
        let rows = self.world.test.trust.database().reader();
        let scope = (self.world.mechanism, &self.world.definition);
        let all = mission_receivers(rows, scope, self.team).await.unwrap();
        let found = all.iter().find(|it| Some(it.id) == self.interpreter.user);
        let order = OrderMission {
            desk: self.world.desk.clone(),
            case: self.case,
            form: MissionForm {
                kind: "interpreter".into(),
                begins: self.hours(48),
                ends: self.hours(50),
                place: PLACE.into(),
                language: LANGUAGE.into(),
                receiver: found.unwrap().public_ref.to_string(),
                ..MissionForm::default()
            },
        };
        self.perform(&self.world.worker, order).await
    }

    async fn change(&self, mission: PublicRef, expected: u64) {
        let change = ChangeMission {
            desk: self.world.desk.clone(),
            case: self.case,
            mission,
            expected,
            form: MissionTimeForm {
                begins: self.hours(60),
                ends: self.hours(61),
            },
        };
        self.perform(&self.world.worker, change).await;
    }

    async fn cancel(&self, mission: PublicRef) {
        let cancel = CancelMission {
            desk: self.world.desk.clone(),
            case: self.case,
            mission,
        };
        self.perform(&self.world.worker, cancel).await;
    }

    async fn take(&self, mission: PublicRef, expected: u64) {
        let answer = AnswerMission {
            desk: self.world.desk.clone(),
            mission,
            expected,
            form: MissionAnswerForm {
                answer: "take".into(),
                ..MissionAnswerForm::default()
            },
        };
        self.perform(&self.interpreter, answer).await;
    }

    /// What was ordered about missions, by kind.
    async fn ordered(&self, kind: &str) -> Vec<Order> {
        let rows = self.world.test.trust.database().reader();
        let all = deliveries(rows, Narrow::default(), 100).await.unwrap();
        let orders = all.into_iter().map(|held| held.order);
        orders.filter(|order| order.kind.as_str() == kind).collect()
    }

    async fn written(&self, order: &Order) -> Written {
        let author = MessageAuthor::new(self.world.test.trust.clone(), BASE.into());
        author.write(order, self.world.test.trust.now()).await.unwrap()
    }
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
async fn dp_40_the_team_of_who_is_asked_is_told_with_the_number_and_a_link_alone() {
    for errand in Errand::on_each_engine().await {
        let mission = errand.order().await;
        let [asked] = errand.ordered("mission_asked").await.try_into().unwrap();
        let sender = errand.world.worker.organisation.unwrap();
        assert_eq!(
            (asked.recipient, asked.owner, asked.scope),
            (errand.team.uuid(), sender.uuid(), errand.world.mechanism.uuid())
        );
        let first = mail(&errand.written(&asked).await);

        errand.take(mission, 1).await;
        assert!(
            matches!(errand.written(&asked).await, Written::Overtaken),
            "it was answered"
        );
        errand.change(mission, 2).await;
        let [changed] = errand.ordered("mission_changed").await.try_into().unwrap();
        let second = mail(&errand.written(&changed).await);

        errand.cancel(mission).await;
        assert!(matches!(errand.written(&changed).await, Written::Overtaken));
        let [cancelled] = errand.ordered("mission_cancelled").await.try_into().unwrap();
        let third = mail(&errand.written(&cancelled).await);

        let rows = errand.world.test.trust.database().reader();
        let case = case_by_ref(rows, errand.case).await.unwrap().case;
        let held = missions_of_case(rows, case.id).await.unwrap();
        let number = held[0].mission.number.to_string();
        for text in [first, second, third] {
            assert!(text.contains(&number), "{text}");
            assert!(text.contains(&format!("{BASE}/missions/{mission}")), "{text}");
            let told = [NAME, "Lieu-Test", "ful", "Peul", "Personne", "interpr", "T07"];
            for secret in told.into_iter().chain([case.code.to_string().as_str()]) {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn dp_40_each_change_of_a_mission_is_told_once_and_not_after_its_end() {
    for errand in Errand::on_each_engine().await {
        let mission = errand.order().await;
        errand.change(mission, 1).await;
        errand.change(mission, 2).await;
        let changed = errand.ordered("mission_changed").await;
        assert_eq!(changed.len(), 2);
        let mut sent = 0;
        for order in &changed {
            sent += usize::from(matches!(errand.written(order).await, Written::Letters(_)));
        }
        assert_eq!(sent, 1, "the last one alone says how it stands");
        errand
            .world
            .test
            .clock
            .advance(SignedDuration::from_hours(24 * 3));
        for order in changed.iter().chain(&errand.ordered("mission_asked").await) {
            assert!(matches!(errand.written(order).await, Written::Overtaken));
        }
    }
}

#[tokio::test]
async fn a_message_about_a_mission_that_is_sent_again_stands_in_the_journal_as_about_a_mission() {
    for errand in Errand::on_each_engine().await {
        errand.order().await;
        let rows = errand.world.test.trust.database().reader();
        let author = MessageAuthor::new(errand.world.test.trust.clone(), BASE.into());
        let database = errand.world.test.trust.database().clone();
        // No way out is set: it fails, and may be sent again.
        let courier = Courier::new(database, Arc::new(author), Gateways::default());
        courier.run_due(errand.world.test.trust.now()).await.unwrap();
        let all = deliveries(rows, Narrow::default(), 100).await.unwrap();
        let sent = all
            .iter()
            .find(|held| held.order.kind.as_str() == "mission_asked");
        let again = SendAgain {
            message: sent.unwrap().id,
        };
        errand.perform(&errand.world.worker, again).await;
        let ask = "SELECT body FROM journal_entry WHERE act = 'MessageOrderedAgain'";
        let ask = Statement::from_string(rows.get_database_backend(), ask);
        let row = rows.query_one_raw(ask).await.unwrap().unwrap();
        let body: String = row.try_get("", "body").unwrap();
        assert!(
            body.contains("\"mission\"") && !body.contains("referral"),
            "{body}"
        );
    }
}
