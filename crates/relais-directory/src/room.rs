use std::sync::Arc;

use jiff::civil::Date;
use relais_kernel::{Id, Mechanism};
use relais_mechanism::{Definition, Definitions, Role, role_codes};
use relais_platform::Failure;
use relais_shell::House;
use relais_trust::{Actor, Deed, Guard, Protected, RoleCode};
use sea_orm::ConnectionTrait;

use crate::{FreshnessRules, Kept, OrganisationId, Service, store::Look};

/// The state of this room's routes.
#[derive(Clone)]
pub struct Directory {
    pub house: House,
    pub definitions: Definitions,
    /// What the public may find.
    pub catalogue: Kept,
}

/// Who stands before the directory, under which definition, on which day.
pub struct Standing {
    pub definition: Arc<Definition>,
    pub mechanism: Id<Mechanism>,
    pub organisation: OrganisationId,
    pub today: Date,
}

impl Standing {
    /// # Errors
    /// [`Failure::Missing`] when nobody with an account acts.
    pub async fn of<C: ConnectionTrait>(
        rows: &C,
        actor: &Actor,
        definitions: &Definitions,
        now: jiff::Timestamp,
    ) -> Result<Self, Failure> {
        let mechanism = actor.mechanism.ok_or(Failure::Missing)?;
        let definition = definitions.current(rows, mechanism).await?;
        Ok(Self {
            mechanism,
            organisation: actor.organisation.ok_or(Failure::Missing)?,
            today: definition.calendar.date_of(now),
            definition,
        })
    }

    /// Under which rules entries are looked at.
    pub(crate) fn look(&self, now: jiff::Timestamp) -> Look {
        Look {
            mechanism: self.mechanism,
            rules: FreshnessRules::from(self.definition.directory),
            today: self.today,
            now,
        }
    }

    /// Every member of the mechanism reads the directory: those with any role that an account can carry
    /// (domain §3 F13, visibility "members").
    pub fn readers(&self) -> Vec<RoleCode> {
        let accounts = self.definition.roles.0.iter().filter(|(_, rule)| rule.account);
        role_codes(accounts.map(|(role, _)| *role))
    }

    pub(crate) fn may_read(&self, guard: &Guard, actor: &Actor) -> Result<(), Failure> {
        let record = Protected::mechanism(self.mechanism);
        guard
            .permit(actor, Deed::ReadDirectory, &self.readers(), &record)
            .map(drop)
    }

    /// May change every entry of the directory.
    pub(crate) fn keeps(&self, guard: &Guard, actor: &Actor) -> bool {
        let record = Protected::mechanism(self.mechanism);
        guard
            .permit(actor, Deed::ChangeDirectory, &keepers(), &record)
            .is_ok()
    }

    /// Sees where mandates lie over each other and whose funding ends: who keeps the directory, who coordinates, and the
    /// working groups (domain §1).
    pub(crate) fn oversees(&self, guard: &Guard, actor: &Actor) -> bool {
        let record = Protected::mechanism(self.mechanism);
        guard
            .permit(actor, Deed::ReadDirectory, &overseers(), &record)
            .is_ok()
    }

    /// Makes offers for its own organisation, and answers proposals.
    pub(crate) fn speaks(&self, guard: &Guard, actor: &Actor) -> bool {
        self.at_own_desk(guard, actor, &partners())
    }

    /// May propose somebody's skills for an offer.
    pub(crate) fn proposes(&self, guard: &Guard, actor: &Actor) -> bool {
        self.at_own_desk(guard, actor, &proposers())
    }

    fn at_own_desk(&self, guard: &Guard, actor: &Actor, roles: &[RoleCode]) -> bool {
        let desk = Protected::desk(self.organisation.uuid(), self.organisation);
        guard.permit(actor, Deed::ChangeOwnService, roles, &desk).is_ok()
    }

    /// Leads the partnerships of the mechanism.
    pub(crate) fn leads(&self, guard: &Guard, actor: &Actor) -> bool {
        let record = Protected::mechanism(self.mechanism);
        guard.permit(actor, Deed::Coordinate, &leaders(), &record).is_ok()
    }

    /// May say how its own service stands.
    pub(crate) fn offers(&self, guard: &Guard, actor: &Actor, service: &Service) -> bool {
        let record = Protected::desk(service.id.uuid(), service.organisation);
        guard
            .permit(actor, Deed::ChangeOwnService, &providers(), &record)
            .is_ok()
    }
}

/// Who keeps the directory: its manager (domain §1, R13). No step of a case or a referral names this, so a
/// definition cannot say otherwise.
pub(crate) fn keepers() -> Vec<RoleCode> {
    role_codes([Role::DIRECTORY_MANAGER])
}

fn overseers() -> Vec<RoleCode> {
    role_codes([
        Role::DIRECTORY_MANAGER,
        Role::COORDINATOR,
        Role::WORKING_GROUP_MEMBER,
    ])
}

/// Who speaks for a provider: its receiving focal point and its service workers (domain §1, R07 and R08).
pub(crate) fn providers() -> Vec<RoleCode> {
    role_codes([Role::RECEIVING_FOCAL_POINT, Role::SERVICE_WORKER])
}

/// Who makes offers for a firm or a partner, and answers proposals: its receiving focal point.
pub(crate) fn partners() -> Vec<RoleCode> {
    role_codes([Role::RECEIVING_FOCAL_POINT])
}

/// Who knows what somebody can do, and may propose it without who they are.
pub(crate) fn proposers() -> Vec<RoleCode> {
    role_codes([Role::CASE_MANAGER, Role::SUPERVISOR, Role::SENDING_FOCAL_POINT])
}

/// Who leads partnerships with firms, agencies and programmes (seed B).
pub(crate) fn leaders() -> Vec<RoleCode> {
    role_codes([Role::COORDINATOR, Role::DIRECTORY_MANAGER])
}
