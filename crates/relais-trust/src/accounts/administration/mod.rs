//! Who administers whom, in one place: an administrator (R18) the whole installation, a supervisor (R05) the people
//! of their own organisation in the roles of daily work. Nobody their own account.

mod organisations;
mod people;

use std::future::Future;

use relais_kernel::{Id, Organisation, Refusal, User};
use relais_platform::Failure;
use serde::{Serialize, de::DeserializeOwned};

pub use organisations::{ChangeOrganisation, OpenOrganisation};
pub use people::InviteAgain;

use super::{AccountFace, people::account_by_id};
use crate::{Actor, Command, Deed, Guard, Protected, RoleCode, Scene, Sight};

/// The roles that a supervisor may give to colleagues: those of daily work on cases and referrals (domain §1).
/// Supervision, coordination, protection of data and administration are given by an administrator.
pub const EVERYDAY_ROLES: [&str; 7] = ["R03", "R04", "R06", "R07", "R08", "R24", "R25"];

/// Interpreters and drivers see their missions and nothing else (DP-40): they speak for no colleague.
const OF_MISSIONS: [&str; 2] = ["R24", "R25"];

/// The role lets its holder speak for colleagues, and read who they are.
pub fn speaks_for_colleagues(role: &RoleCode) -> bool {
    !OF_MISSIONS.contains(&role.0.as_str())
}

/// How far an administrator's arm reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Every organisation and every role.
    Everyone,
    /// The people of one organisation, in the roles of daily work.
    Own(Id<Organisation>),
}

impl Reach {
    /// # Errors
    /// [`Failure::Missing`] for who administers nobody.
    pub fn of(guard: &Guard, actor: &Actor) -> Result<Self, Failure> {
        let (mechanism, organisation) = actor.mechanism.zip(actor.organisation).ok_or(Failure::Missing)?;
        let (everyone, own) = ([RoleCode::from("R18")], [RoleCode::from("R05")]);
        let whole = Protected::mechanism(mechanism);
        if guard
            .permit(actor, Deed::AdministerUsers, &everyone, &whole)
            .is_ok()
        {
            return Ok(Self::Everyone);
        }
        let desk = Protected::desk(organisation.uuid(), organisation);
        guard.permit(actor, Deed::AdministerOwnUsers, &own, &desk)?;
        Ok(Self::Own(organisation))
    }

    /// The organisation to which lists are narrowed, if they are.
    pub fn only(self) -> Option<Id<Organisation>> {
        match self {
            Self::Everyone => None,
            Self::Own(organisation) => Some(organisation),
        }
    }

    /// # Errors
    /// [`Failure::Missing`] for another organisation.
    pub fn covers(self, organisation: Id<Organisation>) -> Result<(), Failure> {
        match self {
            Self::Own(own) if own != organisation => Err(Failure::Missing),
            _ => Ok(()),
        }
    }

    /// Whether these roles may be given, or their holder be changed.
    pub fn covers_roles<'r>(self, roles: impl IntoIterator<Item = &'r RoleCode>) -> bool {
        self == Self::Everyone
            || roles
                .into_iter()
                .all(|role| EVERYDAY_ROLES.contains(&role.0.as_str()))
    }

    /// Whether this account may be changed.
    pub fn covers_account(self, face: &AccountFace) -> bool {
        self.covers(face.organisation).is_ok() && self.covers_roles(face.roles.iter().chain(&face.waiting))
    }
}

impl Sight<'_> {
    /// How far the reader administers.
    ///
    /// # Errors
    /// [`Failure::Missing`] for who administers nobody.
    pub fn reach(&self) -> Result<Reach, Failure> {
        Reach::of(self.trust().guard(), self.actor())
    }
}

/// A command on other people's accounts, or on organisations.
pub trait Administered: Send + Sync + 'static {
    type Outcome: Serialize + DeserializeOwned + Send + Sync + 'static;

    const NAME: &'static str;
    /// It gives rights: who does it proves again who they are (security requirement 57).
    const GIVES_RIGHTS: bool;

    /// Within the reach of who asks.
    fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> impl Future<Output = Result<(), Failure>> + Send;

    fn done(&self, scene: &Scene<'_>) -> impl Future<Output = Result<Self::Outcome, Failure>> + Send;
}

/// Carries out an administrator's command: reach, fresh proof of identity, then the thing itself.
#[derive(Debug, Clone)]
pub struct Administer<C>(pub C);

impl<C: Administered> Command for Administer<C> {
    type Outcome = C::Outcome;
    const NAME: &'static str = C::NAME;

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<C::Outcome, Failure> {
        let reach = Reach::of(scene.trust().guard(), scene.actor())?;
        if C::GIVES_RIGHTS && !scene.actor().proved_recently(scene.now()) {
            return Err(Failure::ProveAgain);
        }
        self.0.allowed(scene, reach).await?;
        self.0.done(scene).await
    }
}

/// The account is within reach.
pub(super) async fn within_reach(scene: &Scene<'_>, reach: Reach, user: Id<User>) -> Result<(), Failure> {
    let face = account_by_id(scene.rows(), user).await?;
    reach.covers(face.organisation)?;
    if reach.covers_account(&face) {
        Ok(())
    } else {
        Err(administrators_only())
    }
}

/// The roles are among those that may be given.
fn may_give(reach: Reach, roles: &[RoleCode]) -> Result<(), Failure> {
    if reach.covers_roles(roles) {
        Ok(())
    } else {
        Err(administrators_only())
    }
}

/// What concerns the whole installation.
fn whole_only(reach: Reach) -> Result<(), Failure> {
    match reach {
        Reach::Everyone => Ok(()),
        Reach::Own(_) => Err(Failure::Missing),
    }
}

fn administrators_only() -> Failure {
    Refusal::new(
        "AdministratorOnly",
        "Ce rôle ne peut être donné, changé ou retiré que par un administrateur du mécanisme.",
        "This role can be given, changed or taken away by an administrator of the mechanism only.",
    )
    .at("roles")
    .into()
}
