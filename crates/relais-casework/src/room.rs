use std::{collections::BTreeSet, sync::Arc};

use futures::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use relais_kernel::{Id, Localised, Referral};
use relais_mechanism::{CaseStep, Definition, Definitions, Role, role_codes};
use relais_platform::Failure;
use relais_shell::{House, Tone};
use relais_trust::{Actor, Permit, RoleCode, Scene};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};

use crate::{
    CaseId, OrganisationId, UserId,
    actor::By,
    case::{Surroundings, basis_for},
    store::{CaseRow, exceptions_of, ledger_of},
};

/// The state of this room's routes.
#[derive(Clone)]
pub struct Casework {
    pub house: House,
    pub desk: Desk,
}

/// What the commands of this room need beside rows: definitions, and what a higher room knows.
#[derive(Clone)]
pub struct Desk {
    pub definitions: Definitions,
    pub referrals: Arc<dyn OpenReferrals>,
}

/// How many referrals of a case are open: the room of referrals stands above this one and answers.
pub trait OpenReferrals: Send + Sync {
    fn count<'a>(
        &'a self,
        rows: &'a DatabaseTransaction,
        case: CaseId,
    ) -> BoxFuture<'a, Result<usize, Failure>>;

    /// What the page of the case lists of them.
    fn beside<'a>(&'a self, _: &'a DatabaseConnection, _: CaseId) -> BoxFuture<'a, Result<Beside, Failure>> {
        Box::pin(async { Ok(Beside::default()) })
    }

    /// Who was told to erase what they hold of an erased case, and what they said.
    fn told<'a>(
        &'a self,
        _: &'a DatabaseConnection,
        _: CaseId,
        _: Timestamp,
    ) -> BoxFuture<'a, Result<Vec<ToldHolder>, Failure>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// An organisation that was told to erase what it was given of a case that is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldHolder {
    pub href: String,
    pub holder: Localised,
    pub told_at: Timestamp,
    /// Until when it confirms.
    pub due: Timestamp,
    pub late: bool,
    /// Nothing while it has not confirmed.
    pub word: Option<HolderWord>,
}

/// What a holder said: that everything is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderWord {
    pub at: Timestamp,
    pub way: HolderWay,
}

/// Who said it for the holder, and by which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HolderWay {
    Member {
        role: Localised,
    },
    /// Without an account, by the link of the message.
    Link,
    Sms,
    Slip,
    /// Written down by who had the case.
    Telephone {
        on: Date,
        role: Localised,
        organisation: Localised,
    },
}

impl HolderWay {
    /// The way for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Member { .. } => "member",
            Self::Link => "link",
            Self::Sms => "sms",
            Self::Slip => "slip",
            Self::Telephone { .. } => "telephone",
        }
    }
}

/// What stands beside a case in the room above.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Newest first.
    pub referrals: Vec<BesideLine>,
    /// The address of the transfer that awaits its answer.
    pub transfer: Option<String>,
}

/// A referral in the list of its case.
#[derive(Debug, Clone)]
pub struct BesideLine {
    pub id: Id<Referral>,
    pub href: String,
    /// The need as it may stand in clear.
    pub need: String,
    pub to: Localised,
    pub state: Localised,
    pub tone: Tone,
}

/// Where no referral exists yet.
pub struct NoReferrals;

impl OpenReferrals for NoReferrals {
    fn count<'a>(&'a self, _: &'a DatabaseTransaction, _: CaseId) -> BoxFuture<'a, Result<usize, Failure>> {
        Box::pin(async { Ok(0) })
    }
}

/// Who acts under which definition on which day.
pub struct Standing {
    pub definition: Arc<Definition>,
    pub user: UserId,
    pub organisation: OrganisationId,
    pub today: Date,
    roles: BTreeSet<Role>,
}

impl Standing {
    /// # Errors
    /// [`Failure::Missing`] when nobody with an account acts.
    pub async fn of<C: ConnectionTrait>(
        rows: &C,
        actor: &Actor,
        definitions: &Definitions,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let mechanism = actor.mechanism.ok_or(Failure::Missing)?;
        let definition = definitions.current(rows, mechanism).await?;
        Ok(Self {
            user: actor.user.ok_or(Failure::Missing)?,
            organisation: actor.organisation.ok_or(Failure::Missing)?,
            today: definition.calendar.date_of(now),
            roles: actor
                .roles
                .iter()
                .filter_map(|role| role.0.parse().ok())
                .collect(),
            definition,
        })
    }

    pub fn by(&self) -> By {
        By::User {
            user: self.user,
            organisation: self.organisation,
            roles: self.roles.clone(),
        }
    }

    /// The roles that the definition allows for a step.
    pub fn roles_for(&self, step: CaseStep) -> Vec<RoleCode> {
        role_codes(self.definition.case.workflow.who_may(step))
    }

    /// Manages the cases of their organisation or approves them; the first line identifies people and hands them on.
    pub fn works_on_cases(&self) -> bool {
        let of = |step| self.definition.case.workflow.who_may(step);
        of(CaseStep::EditIdentification)
            .chain(of(CaseStep::ApproveAssessment))
            .any(|role| role != Role::FIRST_LINE && self.roles.contains(&role))
    }

    pub fn may(&self, step: CaseStep) -> bool {
        self.roles
            .iter()
            .any(|role| self.definition.case.may(*role, step))
    }
}

impl Desk {
    /// What has to be known around a case for its transitions.
    pub(crate) async fn around(
        &self,
        scene: &Scene<'_>,
        row: &CaseRow,
        today: Date,
    ) -> Result<Surroundings, Failure> {
        let case = &row.case;
        let ledger = ledger_of(scene.rows(), case.id).await?;
        let exceptions = exceptions_of(scene.rows(), case.id).await?;
        Ok(Surroundings {
            open_referrals: self.referrals.count(scene.rows(), case.id).await?,
            basis: basis_for(case.owner, &ledger, &exceptions, today),
        })
    }
}

/// The permit is for this case.
pub(crate) fn for_case(permit: Permit, row: &CaseRow) -> Result<Permit, Failure> {
    if permit.covers(row.case.id.uuid()) {
        Ok(permit)
    } else {
        Err(Failure::Missing)
    }
}
