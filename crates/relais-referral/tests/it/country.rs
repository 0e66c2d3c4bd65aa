//! A small mechanism with the demonstration's directory, one case, its consent, and referrals of it.

use std::sync::Arc;

use jiff::SignedDuration;
use relais_casework::{
    actions::{IdentifyPerson, RecordNeed, TakeConsent},
    consent::ConsentForm,
    identification::IdentificationForm,
    need::NeedForm,
    room::Desk,
};
use relais_directory::{actions::ImportProviders, import::Sheet, store::services_of};
use relais_kernel::{AnswerLink, Id, Localised, Priority, PublicRef};
use relais_mechanism::{Definitions, LoadDefinition};
use relais_platform::Migration;
use relais_referral::{
    actions::{AnswerReferral, DraftReferral, SendReferral, Wish},
    queries::{ReferralPage, ReferralView},
    referral::{AnswerVia, Channel, Command, Disclosure, StateKind},
    room::Counted,
    store::{ReferralRow, links, referral_by_ref},
};
use relais_trust::{
    Actor, Door, Failure,
    accounts::{AddOrganisation, organisation_by_code},
    testing::TestTrust,
};

const SHEET: &str = include_str!("../../../../packs/cameroun-demo/prestataires.csv");

/// Sealed in the case; it must never be seen on a partner's page.
pub const NAME: &str = "Personne-Test Zéphyrine";

pub struct Country {
    pub test: TestTrust,
    pub definitions: Definitions,
    pub manager: Actor,
    pub case: PublicRef,
    pub need: PublicRef,
    pub service: PublicRef,
}

impl Country {
    /// One per engine: a person is identified and consents to identity and need going to P03.
    pub async fn on_each_engine() -> Vec<Self> {
        Self::with_tables(Vec::new()).await
    }

    /// The same, with the tables of a room above.
    pub async fn with_tables(above: Vec<Migration>) -> Vec<Self> {
        let mut steps: Vec<Migration> = relais_mechanism::migrations();
        steps.extend(relais_directory::migrations());
        steps.extend(relais_casework::store::migrations());
        steps.extend(relais_referral::store::migrations());
        steps.extend(above);
        let mut all = Vec::new();
        for test in TestTrust::on_each_engine(&steps).await {
            all.push(Self::settle(test).await);
        }
        all
    }

    async fn settle(mut test: TestTrust) -> Self {
        // A Monday, 09:00 in Douala.
        test.clock.set("2026-11-23T08:00:00Z".parse().unwrap());
        let console = Actor::installation(Door::Console);
        let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
        test.mechanism = test
            .trust
            .perform(&console, None, LoadDefinition(definition))
            .await
            .unwrap();
        let definitions = Definitions::default();
        let add = AddOrganisation {
            code: "S99".into(),
            name: Localised::new("Structure-test référente", "Test lead organisation"),
            kind: "national_ngo".into(),
            firewall: false,
        };
        let sender = test.trust.perform(&console, None, add).await.unwrap();
        let import = ImportProviders {
            definitions: definitions.clone(),
            mechanism: test.mechanism,
            sheet: Sheet::of_text(SHEET).unwrap(),
        };
        test.trust.perform(&console, None, import).await.unwrap();
        let manager = test.person(sender, &["R03", "R04", "R05"]).await;
        let rows = test.trust.database().reader();
        let receiver = organisation_by_code(rows, "P03").await.unwrap();
        let service = services_of(rows, receiver.id).await.unwrap()[0]
            .service
            .public_ref;
        let desk = Desk {
            definitions: definitions.clone(),
            referrals: Arc::new(Counted),
        };
        let trust = test.trust.clone();
        let identify = IdentifyPerson {
            desk: desk.clone(),
            form: person(),
        };
        let case = trust.perform(&manager, None, identify).await.unwrap();
        let form = need();
        let record = RecordNeed {
            desk: desk.clone(),
            case,
            form,
        };
        let need = trust.perform(&manager, None, record).await.unwrap();
        let take = TakeConsent {
            desk,
            case,
            form: consent(&receiver.public_ref.to_string()),
        };
        assert!(trust.perform(&manager, None, take).await.unwrap().given);
        Self {
            test,
            definitions,
            manager,
            case,
            need,
            service,
        }
    }

    /// Somebody of the organisation that receives, who may answer and serve.
    pub async fn receiver(&self) -> Actor {
        let rows = self.test.trust.database().reader();
        let organisation = organisation_by_code(rows, "P03").await.unwrap();
        self.test.person(organisation.id, &["R07", "R08"]).await
    }

    pub async fn look(&self, actor: &Actor, referral: PublicRef) -> Result<ReferralView, Failure> {
        let query = ReferralPage {
            definitions: self.definitions.clone(),
            referral,
        };
        self.test.trust.look(actor, &query).await
    }

    pub fn desk(&self) -> Desk {
        Desk {
            definitions: self.definitions.clone(),
            referrals: Arc::new(Counted),
        }
    }

    /// From now on, referrals go to this service of P03.
    pub async fn turn_to(&mut self, name: &str) {
        let rows = self.test.trust.database().reader();
        let receiver = organisation_by_code(rows, "P03").await.unwrap();
        let all = services_of(rows, receiver.id).await.unwrap();
        let wanted = all.iter().find(|row| row.service.name.fr == name);
        self.service = wanted.unwrap().service.public_ref;
    }

    /// A referral with identity, sent now; with the link that was opened for it.
    pub async fn sent(&self, priority: Priority) -> (PublicRef, Id<AnswerLink>) {
        self.sent_as(priority, Disclosure::Identified).await
    }

    pub async fn sent_as(&self, priority: Priority, disclosure: Disclosure) -> (PublicRef, Id<AnswerLink>) {
        let trust = &self.test.trust;
        let draft = DraftReferral {
            definitions: self.definitions.clone(),
            case: self.case,
            need: self.need,
            service: self.service,
            priority,
            disclosure,
        };
        let referral = trust.perform(&self.manager, None, draft).await.unwrap();
        let send = SendReferral {
            definitions: self.definitions.clone(),
            referral,
            channel: Channel::App,
        };
        trust.perform(&self.manager, None, send).await.unwrap();
        let id = self.row(referral).await.referral.id;
        let all = links::links_of(trust.database().reader(), id).await.unwrap();
        assert_eq!(all.len(), 1);
        (referral, all[0].link.id)
    }

    pub async fn row(&self, referral: PublicRef) -> ReferralRow {
        referral_by_ref(self.test.trust.database().reader(), referral)
            .await
            .unwrap()
    }

    pub async fn state(&self, referral: PublicRef) -> StateKind {
        self.row(referral).await.referral.kind()
    }

    pub async fn answer(&self, link: Id<AnswerLink>, wish: Wish) -> Result<StateKind, Failure> {
        let answer = AnswerReferral {
            definitions: self.definitions.clone(),
            link,
            via: AnswerVia::Link,
            pin: None,
            wish,
        };
        let nobody = Actor::installation(Door::Link);
        self.test.trust.perform(&nobody, None, answer).await
    }

    pub async fn step(&self, link: Id<AnswerLink>, command: Command) -> Result<StateKind, Failure> {
        self.answer(link, Wish::Step(Box::new(command))).await
    }

    /// How often the journal notes something.
    pub async fn noted(&self, act: &str) -> usize {
        use sea_orm::{ConnectionTrait, Statement};
        let rows = self.test.trust.database().reader();
        let text = format!("SELECT position FROM journal_entry WHERE act = '{act}'");
        let asked = Statement::from_string(rows.get_database_backend(), text);
        rows.query_all_raw(asked).await.unwrap().len()
    }

    pub fn after_hours(&self, hours: i64) {
        self.test.clock.advance(SignedDuration::from_hours(hours));
    }
}

/// The code of the first refusal.
pub fn refused<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result.unwrap_err() {
        Failure::Refused(refusals) => refusals.0[0].code.clone(),
        other => panic!("{other}"),
    }
}

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

pub fn person() -> IdentificationForm {
    IdentificationForm {
        name: NAME.into(),
        alias: "Surnom-Test Zéphyrine".into(),
        address: "Adresse-Test Zéphyrine".into(),
        sex: "female".into(),
        age: "24".into(),
        age_estimated: "yes".into(),
        nationality: list(&["CMR"]),
        status: "returnee_voluntary".into(),
        urgent_signs: list(&["none"]),
        region: "CM005".into(),
        entry_point: "airport".into(),
        risk_level: "medium".into(),
        rights_explained: "yes".into(),
        ..IdentificationForm::default()
    }
}

pub fn need() -> NeedForm {
    NeedForm {
        need_code: "health".into(),
        severity: "3".into(),
        urgency: "U".into(),
        person_wants_help: "yes".into(),
        rank: "1".into(),
        notes: String::new(),
    }
}

pub fn consent(receiver: &str) -> ConsentForm {
    ConsentForm {
        purpose: "referral".into(),
        answer: "given".into(),
        recipients: list(&[receiver]),
        data_categories: list(&["identity", "need_service"]),
        given_by: "self".into(),
        mode: "oral_witness".into(),
        witness: "Témoin-Test 1".into(),
        language: "fra".into(),
        explained: list(&[
            "who",
            "why",
            "what",
            "risks",
            "refusal",
            "withdrawal",
            "complaint",
        ]),
        starts: "2026-11-23".into(),
        expires: "2027-02-22".into(),
        copy_given: "yes".into(),
        ..ConsentForm::default()
    }
}
