//! A mechanism with its directory, an organisation that refers and one that receives.

use std::sync::{Arc, OnceLock};

use relais_casework::{
    actions::{IdentifyPerson, RecordNeed, TakeConsent},
    consent::ConsentForm,
    identification::IdentificationForm,
    need::NeedForm,
    room::Desk,
    store::{case_by_ref, need_by_ref},
};
use relais_directory::{Service, store::put_service};
use relais_kernel::{Id, Mechanism, Organisation, Priority, PublicRef};
use relais_mechanism::{Definition, Definitions, LoadDefinition, builtin};
use relais_platform::{Failure, Migration};
use relais_referral::{
    actions::{DraftReferral, SendReferral, StepReferral},
    referral::{Channel, Command as ReferralCommand, DeclineReason, Disclosure, Side},
    room::Counted,
    store::{ReferralRow, referral_by_ref},
};
use relais_shell::Shell;
use relais_trust::{
    Actor, Command, Door, Scene,
    accounts::{InviteUser, accounts_of},
    testing::TestTrust,
};

/// The planted name: nobody but its owner, and its receiver after acceptance, may ever see it.
pub const NAME: &str = "Zérabène Quintalou";

pub struct World {
    pub test: TestTrust,
    pub definitions: Definitions,
    pub definition: Definition,
    pub mechanism: Id<Mechanism>,
    pub receiver: Id<Organisation>,
    pub worker: Actor,
    pub focal_point: Actor,
    pub answerer: Actor,
    pub desk: Desk,
    pub service: PublicRef,
    pub coordinator: Actor,
    /// One for all seats, so that no two forms carry the same token.
    pub shell: OnceLock<Shell>,
}

fn migrations() -> Vec<Migration> {
    let mut all = relais_mechanism::migrations();
    all.extend(relais_directory::store::migrations());
    all.extend(relais_casework::store::migrations());
    all.extend(relais_referral::store::migrations());
    all
}

/// Puts one service into the directory, whatever the guard would say: the console does it.
struct Put(Service);

impl Command for Put {
    type Outcome = ();
    const NAME: &'static str = "Put";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        put_service(scene, &self.0, None).await
    }
}

impl World {
    pub async fn on_each_engine() -> Vec<Self> {
        let mut all = Vec::new();
        for test in TestTrust::on_each_engine(&migrations()).await {
            all.push(Self::build(test).await);
        }
        all
    }

    async fn build(test: TestTrust) -> Self {
        let definition = builtin("cameroun-demo").unwrap();
        let console = Actor::installation(Door::Console);
        let mechanism = test
            .trust
            .perform(&console, None, LoadDefinition(definition.clone()))
            .await
            .unwrap();
        // The keys are those of the pack's flow rules: S02 refers, P08 may receive identity.
        let sender = test.organisation("S02").await;
        let receiver = test.organisation("P08").await;
        let definitions = Definitions::default();
        let worker = member(&test, mechanism, sender, &["R04"]).await;
        let focal_point = member(&test, mechanism, sender, &["R06"]).await;
        let answerer = member(&test, mechanism, receiver, &["R07", "R08"]).await;
        let desk = Desk {
            definitions: definitions.clone(),
            referrals: Arc::new(Counted),
        };
        let offered = service(&test, receiver);
        let service = offered.public_ref;
        test.trust.perform(&console, None, Put(offered)).await.unwrap();
        let secretariat = test.organisation("S01").await;
        let coordinator = member(&test, mechanism, secretariat, &["R10"]).await;
        Self {
            coordinator,
            shell: OnceLock::new(),
            test,
            definitions,
            definition,
            mechanism,
            receiver,
            worker,
            focal_point,
            answerer,
            desk,
            service,
        }
    }

    /// Another organisation with a service for the same need, and who answers for it.
    pub async fn another_service(&self) -> (PublicRef, Actor) {
        self.service_for("P09", "mental_health").await
    }

    /// A new organisation with a service for a need, and who answers for it.
    pub async fn service_for(&self, key: &str, need: &str) -> (PublicRef, Actor) {
        let other = self.test.organisation(key).await;
        let mut offered = service(&self.test, other);
        offered.needs = [need.parse().unwrap()].into();
        let service = offered.public_ref;
        let console = Actor::installation(Door::Console);
        self.test
            .trust
            .perform(&console, None, Put(offered))
            .await
            .unwrap();
        (service, member(&self.test, self.mechanism, other, &["R07"]).await)
    }

    pub async fn row(&self, referral: PublicRef) -> ReferralRow {
        referral_by_ref(self.test.trust.database().reader(), referral)
            .await
            .unwrap()
    }

    /// The status of a need, as its list says.
    pub async fn need_status(&self, case: PublicRef, need: PublicRef) -> &'static str {
        let rows = self.test.trust.database().reader();
        let case = case_by_ref(rows, case).await.unwrap().case.id;
        need_by_ref(rows, case, need).await.unwrap().need.status.code()
    }

    pub async fn draft(
        &self,
        case: PublicRef,
        need: PublicRef,
        service: PublicRef,
        priority: Priority,
    ) -> PublicRef {
        let command = DraftReferral {
            definitions: self.definitions.clone(),
            case,
            need,
            service,
            priority,
            disclosure: Disclosure::Pseudonymous,
        };
        self.test
            .trust
            .perform(&self.worker, None, command)
            .await
            .unwrap()
    }

    pub async fn send(&self, referral: PublicRef) {
        let command = SendReferral {
            definitions: self.definitions.clone(),
            referral,
            channel: Channel::App,
        };
        self.test
            .trust
            .perform(&self.focal_point, None, command)
            .await
            .unwrap();
    }

    pub async fn step(&self, actor: &Actor, referral: PublicRef, side: Side, command: ReferralCommand) {
        let command = StepReferral {
            definitions: self.definitions.clone(),
            referral,
            side,
            command,
        };
        self.test.trust.perform(actor, None, command).await.unwrap();
    }

    /// A referral without identity that was declined for want of places.
    pub async fn declined(&self, case: PublicRef, need: PublicRef) -> PublicRef {
        self.consent(case).await;
        self.declined_by(case, need, self.service, &self.answerer).await
    }

    /// The same from another service.
    pub async fn declined_by(
        &self,
        case: PublicRef,
        need: PublicRef,
        service: PublicRef,
        answerer: &Actor,
    ) -> PublicRef {
        let referral = self.draft(case, need, service, Priority::Urgent).await;
        self.send(referral).await;
        let no = ReferralCommand::Decline {
            reason: DeclineReason::NoCapacity,
            note: None,
        };
        self.step(answerer, referral, Side::Receiver, no).await;
        referral
    }

    /// Identifies a woman of 24 with a name.
    pub async fn case(&self) -> PublicRef {
        let form = IdentificationForm {
            name: NAME.into(),
            sex: "female".into(),
            age: "24".into(),
            nationality: vec!["CMR".into()],
            status: "returnee_voluntary".into(),
            entry_point: "airport".into(),
            region: "CM002".into(),
            urgent_signs: vec!["none".into()],
            risk_level: "medium".into(),
            rights_explained: "yes".into(),
            ..IdentificationForm::default()
        };
        let command = IdentifyPerson {
            desk: self.desk.clone(),
            form,
        };
        self.test
            .trust
            .perform(&self.worker, None, command)
            .await
            .unwrap()
    }

    pub async fn need(&self, case: PublicRef, code: &str, urgency: &str) -> PublicRef {
        let form = NeedForm {
            need_code: code.into(),
            severity: "2".into(),
            urgency: urgency.into(),
            person_wants_help: "yes".into(),
            rank: "1".into(),
            notes: String::new(),
        };
        let command = RecordNeed {
            desk: self.desk.clone(),
            case,
            form,
        };
        self.test
            .trust
            .perform(&self.worker, None, command)
            .await
            .unwrap()
    }

    /// Consent to referral: who offers the service, identity and the need.
    pub async fn consent(&self, case: PublicRef) {
        let organisations = relais_trust::accounts::organisations(self.test.trust.database().reader())
            .await
            .unwrap();
        // The receiver, and the other one where the test has it.
        let receivers = organisations
            .iter()
            .filter(|o| o.id == self.receiver || o.code == "P09");
        let recipients = receivers.map(|o| o.public_ref.to_string()).collect();
        let form = ConsentForm {
            purpose: "referral".into(),
            answer: "given".into(),
            recipients,
            data_categories: vec!["identity".into(), "need_service".into()],
            given_by: "self".into(),
            assent: "not_applicable".into(),
            mode: "signature".into(),
            language: "fra".into(),
            explained: self
                .definition
                .consent
                .explained
                .iter()
                .map(|e| e.code.clone())
                .collect(),
            starts: "2026-03-02".into(),
            expires: "2026-08-30".into(),
            proof: "yes".into(),
            copy_given: "yes".into(),
            ..ConsentForm::default()
        };
        let command = TakeConsent {
            desk: self.desk.clone(),
            case,
            form,
        };
        assert!(
            self.test
                .trust
                .perform(&self.worker, None, command)
                .await
                .unwrap()
                .given
        );
    }
}

pub async fn member(
    test: &TestTrust,
    mechanism: Id<Mechanism>,
    organisation: Id<Organisation>,
    roles: &[&str],
) -> Actor {
    let login = format!(
        "personne-test-{}@demo.relais.invalid",
        test.trust.chance().below(u64::MAX)
    );
    let invite = InviteUser {
        organisation,
        mechanism,
        name: "Personne-Test".into(),
        login: login.clone(),
        roles: roles.iter().map(|r| (*r).into()).collect(),
        lang: relais_kernel::Lang::Fr,
    };
    let invited = test
        .trust
        .perform(&Actor::installation(Door::Console), None, invite)
        .await
        .unwrap();
    assert!(
        accounts_of(test.trust.database().reader(), Some(organisation))
            .await
            .unwrap()
            .len()
            < 9
    );
    test.actor(invited.user).await
}

/// A psychosocial service open to everyone, with two places.
fn service(test: &TestTrust, organisation: Id<Organisation>) -> Service {
    use relais_directory::{Assurance, Capacity, Contact, Eligibility, Entry, Place, Spot, Visibility};
    let today = "2026-03-01".parse().unwrap();
    let code = |text: &str| text.parse().unwrap();
    Service {
        id: Id::new(test.trust.now(), test.trust.chance()),
        public_ref: PublicRef::new(test.trust.chance()),
        organisation,
        name: relais_kernel::Localised::new("Service-test", "Test service"),
        needs: [code("mental_health")].into(),
        dimension: code("psychosocial"),
        eligibility: Eligibility::default(),
        access: None,
        fee: None,
        wait_days: None,
        languages: [code("fra")].into(),
        interpreter: None,
        remote: None,
        hours: None,
        emergency: Some(true),
        place: Place {
            id: Id::new(test.trust.now(), test.trust.chance()),
            spot: Spot {
                region: Some("CM002".parse().unwrap()),
                ..Spot::default()
            },
            address: None,
        },
        coverage: ["CM002".parse().unwrap()].into(),
        visibility: Visibility::Members,
        contact: Contact::default(),
        capacity: Some(Capacity::declared(Some(4), Some(2), None, test.trust.now()).unwrap()),
        entry: Entry::Active {
            assurance: Assurance { on: today, by: None },
            since: today,
        },
    }
}
