use std::collections::BTreeSet;

use relais_kernel::{Id, Mechanism, User};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};

use super::{Appointment, AppointmentState};
use crate::{
    RoleCode,
    accounts::{
        administration::speaks_for_colleagues,
        entity::{account, membership, organisation},
        installation::Installation,
        passkey::who_has_passkeys,
    },
};

/// Officers of the mechanism who confirm where no colleague can: other administrators, and the coordination.
pub(super) const OFFICERS: [&str; 2] = ["R10", "R18"];

/// Who can vouch for a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Witnesses {
    /// People of the same organisation who hold such a role themselves.
    Colleagues(Vec<Witness>),
    /// Nobody there does: officers of the mechanism.
    Officers(Vec<Witness>),
    Nobody,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Witness {
    pub user: Id<User>,
    pub name: String,
}

impl Witnesses {
    pub fn all(&self) -> &[Witness] {
        match self {
            Self::Colleagues(all) | Self::Officers(all) => all,
            Self::Nobody => &[],
        }
    }

    pub fn include(&self, user: Id<User>) -> bool {
        self.all().iter().any(|witness| witness.user == user)
    }

    /// Those who take part now: neither the giver nor the receiver, and nobody whose account was opened after the roles
    /// were given, except for looking at what had to stand at once.
    pub async fn of<C: ConnectionTrait>(
        rows: &C,
        of: &Appointment,
        alone: &BTreeSet<RoleCode>,
    ) -> Result<Self, Failure> {
        let here = Condition::all().add(account::Column::OrganisationId.eq(of.organisation.uuid()));
        let colleagues = living(rows, of, here, |roles| {
            roles
                .iter()
                .any(|role| !alone.contains(role) && speaks_for_colleagues(role))
        })
        .await?;
        if !colleagues.is_empty() {
            return Ok(Self::Colleagues(colleagues));
        }
        let anywhere = Condition::all().add(account::Column::Id.in_subquery(holding(of.mechanism)));
        let officers = living(rows, of, anywhere, |roles| {
            roles.iter().any(|role| OFFICERS.contains(&role.0.as_str()))
        })
        .await?;
        Ok(if officers.is_empty() {
            Self::Nobody
        } else {
            Self::Officers(officers)
        })
    }
}

/// Organisations that take part; bodies behind the firewall vouch for nobody (decisions §15).
fn taking_part() -> SelectStatement {
    organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .filter(organisation::Column::Active.eq(true))
        .filter(organisation::Column::Firewall.eq(false))
        .into_query()
}

/// The accounts that hold an officer's role in the mechanism.
fn holding(mechanism: Id<Mechanism>) -> SelectStatement {
    let mut named = Condition::any();
    for role in OFFICERS {
        named = named.add(membership::Column::Roles.contains(format!("\"{role}\"")));
    }
    membership::Entity::find()
        .select_only()
        .column(membership::Column::AccountId)
        .filter(membership::Column::MechanismId.eq(mechanism.uuid()))
        .filter(named)
        .into_query()
}

/// The accounts that take part in the mechanism in such a role, with a password and what else signing in needs.
async fn living<C: ConnectionTrait>(
    rows: &C,
    of: &Appointment,
    among: Condition,
    fits: impl Fn(&[RoleCode]) -> bool,
) -> Result<Vec<Witness>, Failure> {
    let mut find = account::Entity::find()
        .filter(among)
        .filter(account::Column::OrganisationId.in_subquery(taking_part()))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::Password.is_not_null())
        .filter(account::Column::Travel.is_null())
        .filter(account::Column::Id.is_not_in([of.by.uuid(), of.user.uuid()]));
    if of.state == AppointmentState::Waiting {
        find = find.filter(account::Column::Since.lt(stamp::to_column(of.given)));
    }
    let people = find.all(rows).await?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let demo = Installation::read(rows).await?.is_some_and(|held| held.demo);
    let keyed = who_has_passkeys(rows).await?;
    let members = membership::Entity::find()
        .filter(membership::Column::MechanismId.eq(of.mechanism.uuid()))
        .filter(membership::Column::AccountId.is_in(people.iter().map(|person| person.id)))
        .all(rows)
        .await?;
    let mut found = Vec::new();
    for person in people {
        let Some(member) = members.iter().find(|member| member.account_id == person.id) else {
            continue;
        };
        let roles: Vec<RoleCode> = serde_json::from_str(&member.roles)
            .map_err(|_| Corrupt::at("membership", "roles", member.account_id))?;
        let signs_in = demo || person.totp_confirmed || keyed.contains(&person.id);
        if signs_in && fits(&roles) {
            found.push(Witness {
                user: Id::from_uuid(person.id),
                name: person.name,
            });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}
