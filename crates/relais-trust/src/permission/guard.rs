use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, Schema, ValidationMode, Validator,
};
use relais_platform::Failure;
use uuid::Uuid;

use super::{
    Bearer, Deed, Protected,
    facts::{Fact, Facts, Kind, Names, words_of},
};
use crate::{Actor, RoleCode};

const POLICIES: &str = include_str!("../../policies/relais.cedar");
/// Those who identify people and hand them on (domain §1).
const FIRST_LINE: &str = "R03";
const SCHEMA: &str = include_str!("../../policies/relais.cedarschema");

/// The proof that the guard said yes to one deed on one record. Actions and stores that touch a record ask for
/// it; nobody else can make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permit {
    deed: Deed,
    record: Uuid,
}

impl Permit {
    pub fn deed(&self) -> Deed {
        self.deed
    }

    /// The permit is for this record.
    pub fn covers(&self, record: Uuid) -> bool {
        self.record == record
    }
}

/// A decision and the policies that made it, for `relais doctor` and the tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub allowed: bool,
    pub because: Vec<String>,
}

/// The guard: policies, checked against their schema when the program starts.
pub struct Guard {
    policies: PolicySet,
    schema: Schema,
    authorizer: Authorizer,
    names: Names,
}

impl Guard {
    /// # Errors
    /// [`Failure::Fault`] when the policies do not fit their schema: the server must not start then.
    pub fn new() -> Result<Self, Failure> {
        let fault = |what: &str, why: &dyn std::fmt::Display| Failure::Fault(format!("{what}: {why}"));
        let (schema, _warnings) =
            Schema::from_cedarschema_str(SCHEMA).map_err(|e| fault("permission schema", &e))?;
        let policies = PolicySet::from_str(POLICIES).map_err(|e| fault("permission policies", &e))?;
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if let Some(error) = checked.validation_errors().next() {
            return Err(fault("permission policies", error));
        }
        Ok(Self {
            policies,
            schema,
            authorizer: Authorizer::new(),
            names: Names::new()?,
        })
    }

    /// Asks for a deed on a record. `roles` are those that the definition allows for the step.
    ///
    /// # Errors
    /// [`Failure::Missing`] when it is refused: a record one may not touch answers like one that does not exist.
    pub fn permit(
        &self,
        actor: &Actor,
        deed: Deed,
        roles: &[RoleCode],
        record: &Protected,
    ) -> Result<Permit, Failure> {
        if self.explain(actor, deed, roles, record)?.allowed {
            Ok(Permit {
                deed,
                record: record.id,
            })
        } else {
            Err(Failure::Missing)
        }
    }

    /// Asks for a deed for somebody without an account.
    ///
    /// # Errors
    /// [`Failure::Missing`] when it is refused.
    pub fn permit_bearer(&self, bearer: &Bearer, deed: Deed, record: &Protected) -> Result<Permit, Failure> {
        let principal = (Kind::Bearer, bearer.link.uuid());
        if self
            .decide(principal, &bearer.facts(), deed, &[], record)?
            .allowed
        {
            Ok(Permit {
                deed,
                record: record.id,
            })
        } else {
            Err(Failure::Missing)
        }
    }

    /// The decision with the policies behind it.
    ///
    /// # Errors
    /// [`Failure::Fault`] when the facts do not fit the schema.
    pub fn explain(
        &self,
        actor: &Actor,
        deed: Deed,
        roles: &[RoleCode],
        record: &Protected,
    ) -> Result<Explained, Failure> {
        let (Some(user), Some(organisation)) = (actor.user, actor.organisation) else {
            return Ok(Explained {
                allowed: false,
                because: vec!["nobody-signed-in".into()],
            });
        };
        let mut who = Facts::from([
            ("organisation", Fact::One(Kind::Organisation, organisation.uuid())),
            (
                "roles",
                Fact::Words(actor.roles.iter().map(|r| r.0.clone()).collect()),
            ),
            ("firewall", Fact::Flag(actor.firewall)),
        ]);
        if let Some(mechanism) = actor.mechanism {
            who.insert("mechanism", Fact::One(Kind::Mechanism, mechanism.uuid()));
        }
        self.decide((Kind::User, user.uuid()), &who, deed, roles, record)
    }

    fn decide(
        &self,
        (kind, who): (Kind, Uuid),
        about: &Facts,
        deed: Deed,
        roles: &[RoleCode],
        record: &Protected,
    ) -> Result<Explained, Failure> {
        let known = [
            self.names.entity(kind, who, about)?,
            self.names.entity(record.kind, record.id, &record.facts)?,
        ];
        let request = self.request(self.names.uid(kind, who), deed, roles, record)?;
        let entities = Entities::from_entities(known, Some(&self.schema)).map_err(|e| unfit(&e))?;
        let answer = self.authorizer.is_authorized(&request, &self.policies, &entities);
        if let Some(error) = answer.diagnostics().errors().next() {
            return Err(unfit(error));
        }
        let because = answer
            .diagnostics()
            .reason()
            .map(|policy| self.name(policy))
            .collect();
        Ok(Explained {
            allowed: answer.decision() == Decision::Allow,
            because,
        })
    }

    fn request(
        &self,
        principal: EntityUid,
        deed: Deed,
        roles: &[RoleCode],
        record: &Protected,
    ) -> Result<Request, Failure> {
        let words = |roles: &mut dyn Iterator<Item = &RoleCode>| words_of(roles.map(|role| role.0.clone()));
        let beyond = words(&mut roles.iter().filter(|role| role.0 != FIRST_LINE));
        let roles = words(&mut roles.iter());
        let context = Context::from_pairs([("roles".to_owned(), roles), ("beyond".to_owned(), beyond)])
            .map_err(|e| unfit(&e))?;
        let action = self.names.action(deed);
        let resource = self.names.uid(record.kind, record.id);
        Request::new(principal, action, resource, context, Some(&self.schema)).map_err(|e| unfit(&e))
    }

    fn name(&self, policy: &cedar_policy::PolicyId) -> String {
        self.policies
            .policy(policy)
            .and_then(|p| p.annotation("id"))
            .unwrap_or("unnamed")
            .to_owned()
    }
}

pub(super) fn unfit(why: &dyn std::fmt::Display) -> Failure {
    Failure::Fault(format!("permission: {why}"))
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guard")
    }
}
