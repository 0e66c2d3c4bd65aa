//! A house with two cases in every stage that addresses can name, and the people who stand around them.

use relais_casework::{
    actions::{
        AskForException, DecideRequest, DecisionForm, IdentifyPerson, MissionForm, OrderMission, RecordNeed,
        RecordRequest, RequestForm, StepCase, TakeConsent, WritePlan,
    },
    case::{Command as Step, FirstService},
    consent::ConsentForm,
    identification::IdentificationForm,
    need::NeedForm,
    plan::{LineForm, PlanForm},
    room::{Desk, NoReferrals},
    store::{case_by_ref, consent_rows, exception_rows},
};
use relais_directory::{
    actions::{ImportProviders, OfferForm, PutOffer},
    import::Sheet,
    store::services_of,
};
use relais_kernel::{Id, Organisation, Priority, PublicRef};
use relais_mechanism::{Definition, Definitions, LoadDefinition};
use relais_referral::{
    actions::{DraftReferral, SendReferral},
    referral::{Channel, Disclosure},
};
use relais_trust::{
    Actor, Command, Door, SessionMark,
    accounts::{accounts_of, organisation_by_code, organisations},
    testing::TestTrust,
};

use super::super::rooms;

const SHEET: &str = include_str!("../../../../../packs/cameroun-demo/prestataires.csv");
const DAY: &str = "2026-11-23";

/// A case, and what stands under it.
#[derive(Debug, Clone, Copy)]
pub struct Records {
    pub case: PublicRef,
    pub need: PublicRef,
    pub exception: PublicRef,
    pub consent: PublicRef,
    pub mission: PublicRef,
    pub referral: PublicRef,
}

pub struct World {
    pub test: TestTrust,
    pub definitions: Definitions,
    /// Works on cases of the organisation that has them, and sends.
    pub insider: Actor,
    /// The same roles, in another organisation.
    pub stranger: Actor,
    /// Of the organisation that has the cases, without a role that works on them.
    pub bystander: Actor,
    pub service: PublicRef,
    /// Of the organisation of the service.
    pub offer: PublicRef,
    pub receiver: PublicRef,
    pub colleague: PublicRef,
    pub mine: Records,
    /// Another case of the same organisation.
    pub sibling: Records,
}

impl World {
    pub async fn on_each_engine() -> Vec<Self> {
        let steps: Vec<_> = rooms::migrations()
            .into_iter()
            .filter(|step| step.room != "trust")
            .collect();
        let mut all = Vec::new();
        for test in TestTrust::on_each_engine(&steps).await {
            all.push(Self::settle(test).await);
        }
        all
    }

    async fn settle(mut test: TestTrust) -> Self {
        test.clock.set("2026-11-23T08:00:00Z".parse().unwrap());
        let console = Actor::installation(Door::Console);
        let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
        let load = LoadDefinition(definition.clone());
        test.mechanism = test.trust.perform(&console, None, load).await.unwrap();
        let definitions = Definitions::default();
        let import = ImportProviders {
            definitions: definitions.clone(),
            mechanism: test.mechanism,
            sheet: Sheet::of_text(SHEET).unwrap(),
        };
        test.trust.perform(&console, None, import).await.unwrap();
        let partner = test.person(
            organisation_by_code(test.trust.database().reader(), "P03")
                .await
                .unwrap()
                .id,
            &["R07"],
        );
        let offer = PutOffer {
            definitions: definitions.clone(),
            offer: None,
            of: None,
            form: OfferForm::titled("Offre-Test"),
        };
        let offer = test.trust.perform(&partner.await, None, offer).await.unwrap();
        let (house, elsewhere) = (test.organisation("S99").await, test.organisation("S98").await);
        let rows = test.trust.database().reader();
        let receiver = organisation_by_code(rows, "P03").await.unwrap();
        let service = services_of(rows, receiver.id).await.unwrap()[0]
            .service
            .public_ref;
        let insider = proved(
            &test,
            test.person(house, &["R03", "R04", "R05", "R06", "R15"]).await,
        );
        let supervisor = test.person(house, &["R05"]).await;
        let driver = test.person(house, &["R25"]).await;
        let seeds = Seeds {
            test: &test,
            definition: &definition,
            desk: Desk {
                definitions: definitions.clone(),
                referrals: std::sync::Arc::new(NoReferrals),
            },
            insider: &insider,
            supervisor: &supervisor,
            receiver: receiver.public_ref,
            driver: face(&test, house, &driver).await,
            service,
        };
        let (mine, sibling) = (seeds.records(1).await, seeds.records(3).await);
        let roles = ["R03", "R04", "R05", "R06", "R07", "R08"];
        Self {
            stranger: proved(&test, test.person(elsewhere, &roles).await),
            bystander: proved(&test, test.person(house, &["R08"]).await),
            colleague: face(&test, house, &supervisor).await,
            receiver: receiver.public_ref,
            definitions,
            insider,
            service,
            offer,
            mine,
            sibling,
            test,
        }
    }

    /// An address or a body with its holes filled in. What names no record is the same everywhere.
    pub fn fill(&self, text: &str, records: &Records) -> String {
        let holes = [
            ("{case}", records.case.to_string()),
            ("{need}", records.need.to_string()),
            ("{exception}", records.exception.to_string()),
            ("{consent}", records.consent.to_string()),
            ("{mission}", records.mission.to_string()),
            ("{referral}", records.referral.to_string()),
            ("{service}", self.service.to_string()),
            ("{offer}", self.offer.to_string()),
            ("{receiver}", self.receiver.to_string()),
            ("{colleague}", self.colleague.to_string()),
            ("{line}", "1".to_owned()),
        ];
        holes
            .iter()
            .fold(text.to_owned(), |text, (hole, value)| text.replace(hole, value))
    }

    /// What stands in addresses for the organisation that has the cases.
    pub async fn house_ref(&self) -> String {
        let all = organisations(self.test.trust.database().reader()).await.unwrap();
        let house = all.iter().find(|one| Some(one.id) == self.insider.organisation);
        house.unwrap().public_ref.to_string()
    }

    /// Records that nobody has.
    pub fn nothing(&self) -> Records {
        let chance = self.test.trust.chance();
        Records {
            case: PublicRef::new(chance),
            need: PublicRef::new(chance),
            exception: PublicRef::new(chance),
            consent: PublicRef::new(chance),
            mission: PublicRef::new(chance),
            referral: PublicRef::new(chance),
        }
    }
}

/// As a session is that has just begun.
pub(super) fn proved(test: &TestTrust, actor: Actor) -> Actor {
    let session = Some(SessionMark {
        id: uuid::Uuid::nil(),
        proved_at: test.trust.now(),
        strong: true,
    });
    Actor { session, ..actor }
}

async fn face(test: &TestTrust, house: Id<Organisation>, of: &Actor) -> PublicRef {
    let all = accounts_of(test.trust.database().reader(), Some(house))
        .await
        .unwrap();
    all.into_iter()
        .find(|a| Some(a.id) == of.user)
        .unwrap()
        .public_ref
}

struct Seeds<'a> {
    test: &'a TestTrust,
    definition: &'a Definition,
    desk: Desk,
    insider: &'a Actor,
    supervisor: &'a Actor,
    receiver: PublicRef,
    /// Of the house.
    driver: PublicRef,
    service: PublicRef,
}

impl Seeds<'_> {
    async fn perform<C: Command>(&self, command: C) -> C::Outcome {
        self.test
            .trust
            .perform(self.insider, None, command)
            .await
            .unwrap()
    }

    async fn step(&self, by: &Actor, case: PublicRef, command: Step) {
        let step = StepCase {
            desk: self.desk.clone(),
            case,
            expected: None,
            command,
            words: String::new(),
        };
        self.test.trust.perform(by, None, step).await.unwrap();
    }

    /// A case with a plan that was approved, an exception asked for, and a referral that was sent.
    async fn records(&self, lines: usize) -> Records {
        let desk = self.desk.clone();
        let case = self.perform(IdentifyPerson { desk, form: person() }).await;
        let (desk, form) = (self.desk.clone(), need());
        let need = self.perform(RecordNeed { desk, case, form }).await;
        for purpose in ["case_management", "referral"] {
            let (desk, form) = (self.desk.clone(), self.consent(purpose));
            assert!(self.perform(TakeConsent { desk, case, form }).await.given);
        }
        self.plan(case, lines).await;
        let exception = self.exception(case).await;
        let consent = self.consent_of(case).await;
        let referral = self.referral(case, need).await;
        self.request(case).await;
        let mission = self.mission(case).await;
        Records {
            case,
            need,
            exception,
            consent,
            mission,
            referral,
        }
    }

    /// A driver of the house was asked and has not answered.
    async fn mission(&self, case: PublicRef) -> PublicRef {
        let order = OrderMission {
            desk: self.desk.clone(),
            case,
            form: MissionForm {
                kind: "driver".into(),
                begins: "2026-11-25T08:00:00Z".into(),
                ends: "2026-11-25T10:00:00Z".into(),
                place: "Lieu-Test".into(),
                destination: "Arrivee-Test".into(),
                receiver: self.driver.to_string(),
                ..MissionForm::default()
            },
        };
        self.perform(order).await
    }

    /// The person asked for a copy, and it was granted.
    async fn request(&self, case: PublicRef) {
        let record = RecordRequest {
            desk: self.desk.clone(),
            case,
            form: RequestForm {
                kind: "access".into(),
                asker: "person".into(),
                way: "in_person".into(),
                check: "known".into(),
                on: DAY.into(),
                wanted: String::new(),
            },
        };
        let request = self.perform(record).await;
        let grant = DecideRequest {
            desk: self.desk.clone(),
            request,
            expected: 1,
            form: DecisionForm {
                decision: "grant".into(),
                ..DecisionForm::default()
            },
        };
        self.test
            .trust
            .perform(self.supervisor, None, grant)
            .await
            .unwrap();
    }

    fn consent(&self, purpose: &str) -> ConsentForm {
        ConsentForm {
            purpose: purpose.into(),
            answer: "given".into(),
            recipients: match purpose {
                "referral" => vec![self.receiver.to_string()],
                _ => Vec::new(),
            },
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
            starts: DAY.into(),
            expires: "2027-02-22".into(),
            ..ConsentForm::default()
        }
    }

    async fn plan(&self, case: PublicRef, lines: usize) {
        self.step(self.insider, case, Step::Register).await;
        self.step(self.insider, case, Step::StartAssessment).await;
        self.step(self.insider, case, Step::SubmitAssessment).await;
        self.step(self.supervisor, case, Step::ApproveAssessment).await;
        let kinds = self.definition.list("plan_line_type").unwrap();
        let line = LineForm {
            line_type: kinds.active().next().unwrap().code.clone(),
            line_status: "planned".into(),
            ..LineForm::default()
        };
        let form = PlanForm {
            lines: vec![line; lines],
            ..PlanForm::default()
        };
        let desk = self.desk.clone();
        self.perform(WritePlan {
            desk,
            case,
            expected: 0,
            form,
        })
        .await;
        let agreed_on = DAY.parse().unwrap();
        self.step(self.insider, case, Step::SubmitPlan { agreed_on })
            .await;
        self.step(self.supervisor, case, Step::ApprovePlan).await;
        let first = FirstService::Direct;
        self.step(self.insider, case, Step::StartService { first }).await;
    }

    async fn exception(&self, case: PublicRef) -> PublicRef {
        let rows = self.test.trust.database().reader();
        let other = organisations(rows).await.unwrap();
        let other = other.iter().find(|o| o.code == "P08").unwrap().public_ref;
        self.perform(AskForException {
            desk: self.desk.clone(),
            case,
            receiver: other,
            purpose: "referral".into(),
            basis: "vital_interest".into(),
            justification: "Motif-Test".into(),
        })
        .await;
        let id = case_by_ref(rows, case).await.unwrap().case.id;
        exception_rows(rows, id).await.unwrap()[0].public_ref
    }

    /// The last that was given: to refer.
    async fn consent_of(&self, case: PublicRef) -> PublicRef {
        let rows = self.test.trust.database().reader();
        let id = case_by_ref(rows, case).await.unwrap().case.id;
        consent_rows(rows, id).await.unwrap().last().unwrap().public_ref
    }

    async fn referral(&self, case: PublicRef, need: PublicRef) -> PublicRef {
        let definitions = self.desk.definitions.clone();
        let referral = self
            .perform(DraftReferral {
                definitions: definitions.clone(),
                case,
                need,
                service: self.service,
                priority: Priority::Urgent,
                disclosure: Disclosure::Identified,
            })
            .await;
        let channel = Channel::App;
        self.perform(SendReferral {
            definitions,
            referral,
            channel,
        })
        .await;
        referral
    }
}

/// What is confided of the person has this in it.
pub const MARK: &str = "Zqxplant";

fn person() -> IdentificationForm {
    IdentificationForm {
        name: "Personne-Test".into(),
        alias: "Zqxplantalias".into(),
        address: "Zqxplantaddress".into(),
        place: "Zqxplantplace".into(),
        immediate_action: "Zqxplantaction".into(),
        sex: "female".into(),
        age: "31".into(),
        age_estimated: "yes".into(),
        nationality: vec!["CMR".into()],
        status: "returnee_voluntary".into(),
        urgent_signs: vec!["none".into()],
        region: "CM005".into(),
        entry_point: "airport".into(),
        risk_level: "medium".into(),
        rights_explained: "yes".into(),
        ..IdentificationForm::default()
    }
}

fn need() -> NeedForm {
    NeedForm {
        need_code: "health".into(),
        severity: "3".into(),
        urgency: "U".into(),
        person_wants_help: "yes".into(),
        rank: "1".into(),
        notes: "Zqxplantnotes".into(),
    }
}
