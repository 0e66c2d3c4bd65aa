//! Two organisations of the demonstration's mechanism with their people.

use std::sync::Arc;

use jiff::Span;
use relais_casework::{
    actions::{IdentifyPerson, StepCase, TakeConsent, WritePlan},
    case::{Case, Command as Step, Risk},
    consent::ConsentForm,
    identification::IdentificationForm,
    plan::{LineForm, PlanForm},
    room::{Desk, NoReferrals},
    store::case_by_ref,
};
use relais_kernel::{Id, Organisation, PublicRef};
use relais_mechanism::{Definitions, LoadDefinition};
use relais_platform::{Failure, Migration};
use relais_trust::{Actor, Command, Door, Query, testing::TestTrust};

pub struct Office {
    pub test: TestTrust,
    pub desk: Desk,
    pub house: Id<Organisation>,
    pub manager: Actor,
    pub other_manager: Actor,
    pub supervisor: Actor,
    /// A case manager of another organisation.
    pub stranger: Actor,
    pub administrator: Actor,
}

impl Office {
    pub async fn on_each_engine() -> Vec<Self> {
        let steps: Vec<Migration> = relais_mechanism::migrations()
            .into_iter()
            .chain(relais_casework::store::migrations())
            .collect();
        let mut all = Vec::new();
        for mut test in TestTrust::on_each_engine(&steps).await {
            let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
            let console = Actor::installation(Door::Console);
            test.mechanism = test
                .trust
                .perform(&console, None, LoadDefinition(definition))
                .await
                .unwrap();
            let house = test.organisation("T01").await;
            let elsewhere = test.organisation("T02").await;
            all.push(Self {
                manager: test.person(house, &["R03", "R04"]).await,
                other_manager: test.person(house, &["R04"]).await,
                supervisor: test.person(house, &["R05"]).await,
                administrator: test.person(house, &["R13"]).await,
                stranger: test.person(elsewhere, &["R03", "R04", "R05"]).await,
                desk: Desk {
                    definitions: Definitions::default(),
                    referrals: Arc::new(NoReferrals),
                },
                house,
                test,
            });
        }
        all
    }

    pub async fn perform<C: Command>(&self, actor: &Actor, command: C) -> Result<C::Outcome, Failure> {
        self.test.trust.perform(actor, None, command).await
    }

    pub async fn look<Q: Query>(&self, actor: &Actor, query: Q) -> Result<Q::View, Failure> {
        self.test.trust.look(actor, &query).await
    }

    pub fn today(&self) -> jiff::civil::Date {
        self.test.trust.now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    pub async fn identify(&self, form: IdentificationForm) -> PublicRef {
        let command = IdentifyPerson {
            desk: self.desk.clone(),
            form,
        };
        self.perform(&self.manager, command).await.unwrap()
    }

    pub async fn case(&self, case: PublicRef) -> Case {
        let rows = self.test.trust.database().reader();
        case_by_ref(rows, case).await.unwrap().case
    }

    pub fn step(&self, case: PublicRef, command: Step) -> StepCase {
        StepCase {
            desk: self.desk.clone(),
            case,
            expected: None,
            command,
            words: String::new(),
        }
    }

    pub async fn walk(&self, case: PublicRef, actor: &Actor, command: Step) {
        self.perform(actor, self.step(case, command)).await.unwrap();
    }

    pub fn consent(&self, case: PublicRef, answer: &str) -> TakeConsent {
        let texts = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect();
        let explained = relais_mechanism::builtin("cameroun-demo")
            .unwrap()
            .consent
            .explained;
        let form = ConsentForm {
            purpose: "case_management".into(),
            answer: answer.into(),
            data_categories: texts(&["identity"]),
            given_by: "self".into(),
            assent: "not_applicable".into(),
            mode: "signature".into(),
            language: "fra".into(),
            explained: explained.into_iter().map(|e| e.code).collect(),
            starts: self.today().to_string(),
            expires: self
                .today()
                .checked_add(Span::new().months(6))
                .unwrap()
                .to_string(),
            ..ConsentForm::default()
        };
        TakeConsent {
            desk: self.desk.clone(),
            case,
            form,
        }
    }

    /// A case that was registered on its consent.
    pub async fn registered(&self) -> PublicRef {
        let case = self.identify(person("Personne-Test 1")).await;
        self.perform(&self.manager, self.consent(case, "given"))
            .await
            .unwrap();
        self.walk(case, &self.manager, Step::Register).await;
        case
    }

    /// A case whose assessment was approved.
    pub async fn planning(&self) -> PublicRef {
        let case = self.registered().await;
        self.walk(case, &self.manager, Step::StartAssessment).await;
        self.walk(case, &self.manager, Step::SubmitAssessment).await;
        self.walk(case, &self.supervisor, Step::ApproveAssessment).await;
        case
    }

    pub fn plan(&self, case: PublicRef, expected: u64, goal: &str) -> WritePlan {
        let kind = relais_mechanism::builtin("cameroun-demo").unwrap();
        let kind = kind
            .list("plan_line_type")
            .unwrap()
            .active()
            .next()
            .unwrap()
            .code
            .clone();
        let line = LineForm {
            line_type: kind,
            line_goal: goal.into(),
            line_status: "planned".into(),
            ..LineForm::default()
        };
        WritePlan {
            desk: self.desk.clone(),
            case,
            expected,
            form: PlanForm {
                place_of_return: "Lieu-Test".into(),
                lines: vec![line],
                ..PlanForm::default()
            },
        }
    }

    pub fn is_file(&self) -> bool {
        self.test.trust.database().reader().get_database_backend() == sea_orm::DatabaseBackend::Sqlite
    }

    /// Every byte that the installation has on disk.
    pub fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut folders = vec![self.test.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    all.extend(std::fs::read(path).unwrap());
                }
            }
        }
        all
    }
}

/// An adult with nothing but what has to be asked.
pub fn person(name: &str) -> IdentificationForm {
    let text = |t: &str| t.to_owned();
    IdentificationForm {
        name: text(name),
        sex: text("female"),
        age: text("31"),
        age_estimated: text("yes"),
        nationality: vec![text("CMR")],
        status: text("returnee_voluntary"),
        urgent_signs: vec![text("none")],
        region: text("CM005"),
        entry_point: text("airport"),
        risk_level: Risk::Medium.code().to_owned(),
        rights_explained: text("yes"),
        ..IdentificationForm::default()
    }
}

pub fn code_of(failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusals) => refusals.0[0].code.clone(),
        Failure::Missing => "Missing".into(),
        Failure::Stale { .. } => "Stale".into(),
        other => format!("{other:?}"),
    }
}
