use relais_kernel::{Id, Mechanism, Organisation};
use relais_mechanism::{Definition, Definitions, ReferralStep, Role, role_codes};
use relais_platform::Failure;
use relais_referral::{queries::Seen, room::roles_for};
use relais_shell::House;
use relais_trust::{Actor, Deed, Guard, Protected, RoleCode};

use crate::kept::Kept;

/// The state of this room's routes.
#[derive(Clone)]
pub struct Results {
    pub house: House,
    pub definitions: Definitions,
    pub kept: Kept,
}

/// Which figures a reader may see, and which records one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    pub mechanism: Id<Mechanism>,
    /// Every provider and region, masked.
    pub everything: bool,
    /// The line of the own organisation as receiver.
    pub received: Option<Id<Organisation>>,
    /// The line of the own organisation as sender.
    pub sent: Option<Id<Organisation>>,
    pub records: Seen,
}

impl Reach {
    /// # Errors
    /// [`Failure::Missing`] for whoever may see no figure at all.
    pub fn of(guard: &Guard, actor: &Actor, definition: &Definition) -> Result<Self, Failure> {
        let mechanism = actor.mechanism.ok_or(Failure::Missing)?;
        let organisation = actor.organisation.filter(|_| !actor.firewall);
        let everything = guard
            .permit(
                actor,
                Deed::ReadStatistics,
                &readers(),
                &Protected::mechanism(mechanism),
            )
            .is_ok();
        let own =
            |roles: &[Role]| organisation.filter(|_| roles.iter().any(|role| actor.has(&role.to_string())));
        let follows = actor.has_any(&roles_for(definition, ReferralStep::Reroute)) && !actor.firewall;
        let reach = Self {
            mechanism,
            everything,
            received: own(&[Role::SUPERVISOR, Role::RECEIVING_FOCAL_POINT]),
            sent: own(&[Role::SUPERVISOR, Role::SENDING_FOCAL_POINT]),
            records: Seen {
                sent_by: own(&[Role::CASE_MANAGER, Role::SUPERVISOR, Role::SENDING_FOCAL_POINT]),
                received_by: own(&[
                    Role::RECEIVING_FOCAL_POINT,
                    Role::SERVICE_WORKER,
                    Role::SUPERVISOR,
                ]),
                escalated: follows,
            },
        };
        if reach.everything || reach.received.is_some() || reach.sent.is_some() {
            Ok(reach)
        } else {
            Err(Failure::Missing)
        }
    }
}

/// Who reads the figures of all: coordination, monitoring (domain §1, R10 and R14). No step of a case or a referral
/// names this, so a definition cannot say otherwise.
fn readers() -> Vec<RoleCode> {
    role_codes([Role::COORDINATOR, Role::MONITORING_OFFICER])
}
