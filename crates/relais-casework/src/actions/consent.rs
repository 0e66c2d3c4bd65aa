use std::collections::HashMap;

use relais_kernel::{Id, PublicRef, Refusal};
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, KeyClass, Note, Scene, accounts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{
    drawer, opened,
    order::{self, OrderWords},
    seal_all,
};
use crate::{
    ExceptionId, NeedId, OrganisationId, UserId,
    actor::Act,
    case::Case,
    consent::{ConsentForm, Giving, LawfulException, LegalBasis, Named, Person, Plea, Scope, Taking},
    identification::Confided,
    room::{Desk, Standing, for_case},
    store::{
        CaseRow, annexes_of, case_by_ref, exception_rows, ledger_of, needs_by_ref, save_exception,
        save_written,
    },
};

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedOrGiven {
    pub given: bool,
}

/// Writes into the ledger what the person answered (F2), a refusal as well as a consent.
#[derive(Clone)]
pub struct TakeConsent {
    pub desk: Desk,
    pub case: PublicRef,
    pub form: ConsentForm,
}

impl Command for TakeConsent {
    type Outcome = RefusedOrGiven;
    const NAME: &'static str = "TakeConsent";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<RefusedOrGiven, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RecordConsent);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let person = person_of(scene, &row, &standing).await?;
        let named = Names::of(scene, &row).await?;
        let taking = Taking {
            codes: &*standing.definition,
            named: &named,
            rules: &standing.definition.consent,
            person,
            by: standing.user,
            now: scene.now(),
            today: standing.today,
        };
        let read = self.form.read(&taking)?;
        let ledger = ledger_of(scene.rows(), row.case.id).await?;
        let id = Id::new(scene.now(), scene.chance());
        let written = if read.given {
            let giving = Giving {
                id,
                terms: read.terms,
                organisation: standing.organisation,
                replaces: None,
            };
            ledger.give(giving, person, &standing.definition.consent, standing.today)?
        } else {
            ledger.refuse(id, read.terms)?
        };
        save_written(scene, &row.case, &written).await?;
        let sealed = read.words.seal(&*standing.definition)?;
        let place = ("case_consent", row.case.id, id.uuid());
        seal_all(scene, place, standing.organisation, &sealed).await?;
        Ok(RefusedOrGiven { given: read.given })
    }
}

/// Takes consent back, as far as the person says. What was sent is recalled in the same transaction, by whoever
/// listens to `ConsentWithdrawn` (DP-07, decisions §20).
#[derive(Clone)]
pub struct WithdrawConsent {
    pub desk: Desk,
    pub case: PublicRef,
    pub scope: WithdrawalScope,
}

/// How far a withdrawal goes, as a form names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope", content = "of", rename_all = "snake_case")]
pub enum WithdrawalScope {
    All,
    Purpose(String),
    Recipient(PublicRef),
}

impl Command for WithdrawConsent {
    type Outcome = PublicRef;
    const NAME: &'static str = "WithdrawConsent";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::WithdrawConsent);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let scope = self.scope(scene, &standing).await?;
        let act = Act {
            by: standing.user,
            at: scene.now(),
        };
        let written = ledger_of(scene.rows(), row.case.id)
            .await?
            .withdraw(&scope, act)?;
        save_written(scene, &row.case, &written).await?;
        Ok(self.case)
    }
}

impl WithdrawConsent {
    async fn scope(&self, scene: &Scene<'_>, standing: &Standing) -> Result<Scope, Failure> {
        Ok(match &self.scope {
            WithdrawalScope::All => Scope::All,
            WithdrawalScope::Purpose(code) => {
                let rule = standing
                    .definition
                    .consent
                    .purposes
                    .iter()
                    .find(|p| p.code.as_str() == code);
                Scope::Purpose(rule.ok_or_else(unknown_purpose)?.code.clone())
            }
            WithdrawalScope::Recipient(reference) => {
                let all = accounts::organisations(scene.rows()).await?;
                let found = all
                    .into_iter()
                    .find(|o| o.public_ref == *reference)
                    .ok_or(Failure::Missing)?;
                Scope::Recipient(found.id)
            }
        })
    }
}

/// Asks for a lawful exception to consent (DP-05, DP-06): a supervisor decides.
#[derive(Clone)]
pub struct AskForException {
    pub desk: Desk,
    pub case: PublicRef,
    pub receiver: PublicRef,
    pub purpose: String,
    pub basis: String,
    pub justification: String,
}

impl Command for AskForException {
    type Outcome = PublicRef;
    const NAME: &'static str = "AskForException";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RecordConsent);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let receiver = accounts::organisations(scene.rows())
            .await?
            .into_iter()
            .find(|o| o.public_ref == self.receiver)
            .ok_or_else(unknown_receiver)?;
        let purpose = standing
            .definition
            .consent
            .purposes
            .iter()
            .find(|p| p.code.as_str() == self.purpose);
        let plea = Plea {
            id: ExceptionId::new(scene.now(), scene.chance()),
            purpose: purpose.ok_or_else(unknown_purpose)?.code.clone(),
            receiver: receiver.id,
            basis: LegalBasis::of(&self.basis).ok_or_else(unknown_basis)?,
            justification: &self.justification,
            requested: Act {
                by: standing.user,
                at: scene.now(),
            },
        };
        let person = person_of(scene, &row, &standing).await?;
        let ledger = ledger_of(scene.rows(), row.case.id).await?;
        let majority = standing.definition.consent.ages.majority;
        let mut asked = LawfulException::request(plea, &ledger, person, majority)?;
        if receiver.firewall {
            asked = asked.towards_firewall();
        }
        save_exception(scene, &row.case, &asked).await?;
        let words = BTreeMap::from([("justification".to_owned(), self.justification.trim().to_owned())]);
        let place = drawer("case_exception", row.case.id, asked.id().uuid(), KeyClass::Record);
        scene.seal(place, standing.organisation, &words).await?;
        if asked.order().is_some() {
            let words = OrderWords {
                order: self.justification.trim().to_owned(),
                review: String::new(),
            };
            order::share(scene, &row.case, &asked, &words).await?;
        }
        Ok(self.case)
    }
}

/// The supervisor's word on an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionDecision {
    Authorise,
    Decline,
    Uphold,
    Overturn,
}

impl ExceptionDecision {
    /// The code on forms.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "authorise" => Some(Self::Authorise),
            "decline" => Some(Self::Decline),
            "uphold" => Some(Self::Uphold),
            "overturn" => Some(Self::Overturn),
            _ => None,
        }
    }
}

/// Decides on an exception, or looks at it again within 72 h.
#[derive(Clone)]
pub struct DecideException {
    pub desk: Desk,
    pub case: PublicRef,
    pub exception: PublicRef,
    pub decision: ExceptionDecision,
}

impl Command for DecideException {
    type Outcome = PublicRef;
    const NAME: &'static str = "DecideException";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let supervisor = relais_mechanism::role_codes([relais_mechanism::Role::SUPERVISOR]);
        for_case(
            scene.permit(Deed::ApproveCase, &supervisor, &row.protected())?,
            &row,
        )?;
        let held = exception_rows(scene.rows(), row.case.id).await?;
        let exception = &held
            .iter()
            .find(|row| row.public_ref == self.exception)
            .ok_or(Failure::Missing)?
            .exception;
        let (by, now) = (standing.by(), scene.now());
        let rules = &standing.definition;
        let decided = match self.decision {
            ExceptionDecision::Authorise => {
                exception.authorise(&by, &rules.case.deadlines, &rules.calendar, now)?
            }
            ExceptionDecision::Decline => exception.decline(&by, now)?,
            ExceptionDecision::Uphold => exception.review(&by, true, now)?,
            ExceptionDecision::Overturn => exception.review(&by, false, now)?,
        };
        save_exception(scene, &row.case, &decided).await?;
        Ok(self.case)
    }
}

/// What has to be known of the person to say who can consent, from the sealed identification.
pub(crate) async fn person_of(
    scene: &Scene<'_>,
    row: &CaseRow,
    standing: &Standing,
) -> Result<Person, Failure> {
    let case: &Case = &row.case;
    let place = drawer("case_file", case.id, case.id.uuid(), KeyClass::Record);
    let fields = scene.unseal(place, standing.organisation).await?;
    let confided = Confided::open(&opened(fields))?;
    // Of the annexes, only whether the caregiver can consent for the child is used (DP-10).
    let annexes = annexes_of(scene, case.id, standing.organisation).await?;
    scene.note(
        Note::new("IdentityUsed")
            .on("case", case.id.uuid())
            .case(case.id)
            .fact("for", "consent"),
    );
    Ok(Person {
        age: confided.birth().and_then(|birth| birth.age_on(standing.today)),
        caregiver_in_doubt: confided.is_child_alone() || annexes.annexes.caregiver_in_doubt(),
    })
}

/// The organisations and needs that a form can name, by their addresses.
pub(super) struct Names {
    organisations: HashMap<String, OrganisationId>,
    needs: HashMap<String, NeedId>,
    people: HashMap<String, UserId>,
}

impl Names {
    pub(super) async fn of(scene: &Scene<'_>, row: &CaseRow) -> Result<Self, Failure> {
        let organisations = accounts::organisations(scene.rows()).await?;
        let people = accounts::accounts_of(scene.rows(), Some(row.case.owner)).await?;
        Ok(Self {
            organisations: organisations
                .into_iter()
                .map(|o| (o.public_ref.to_string(), o.id))
                .collect(),
            needs: needs_by_ref(scene.rows(), row.case.id).await?,
            people: people
                .into_iter()
                .map(|p| (p.public_ref.to_string(), p.id))
                .collect(),
        })
    }
}

impl Named for Names {
    fn organisation(&self, text: &str) -> Option<OrganisationId> {
        self.organisations.get(text).copied()
    }

    fn need(&self, text: &str) -> Option<NeedId> {
        self.needs.get(text).copied()
    }

    fn user(&self, text: &str) -> Option<UserId> {
        self.people.get(text).copied()
    }
}

fn unknown_purpose() -> Refusal {
    let (fr, en) = (
        "Choisissez une finalité de la liste.",
        "Choose a purpose from the list.",
    );
    Refusal::new("UnknownPurpose", fr, en).at("purpose")
}

fn unknown_receiver() -> Refusal {
    let (fr, en) = (
        "Choisissez une structure de la liste.",
        "Choose an organisation from the list.",
    );
    Refusal::new("UnknownReceiver", fr, en).at("receiver")
}

fn unknown_basis() -> Refusal {
    let (fr, en) = (
        "Choisissez une base légale de la liste.",
        "Choose a legal basis from the list.",
    );
    Refusal::new("UnknownBasis", fr, en).at("basis")
}
