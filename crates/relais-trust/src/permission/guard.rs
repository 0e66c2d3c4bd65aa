use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid, PolicySet, Request, Schema,
    ValidationMode, Validator,
};
use relais_platform::Failure;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Bearer, Deed, Protected, protected::entity};
use crate::{Actor, RoleCode};

const POLICIES: &str = include_str!("../../policies/relais.cedar");
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
        let principal = ("Bearer", bearer.link.uuid());
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
        let mut who = json!({
            "organisation": entity("Organisation", organisation.uuid()),
            "roles": actor.roles.iter().map(|r| r.0.clone()).collect::<Vec<_>>(),
            "firewall": actor.firewall,
        });
        if let (Some(mechanism), Value::Object(who)) = (actor.mechanism, &mut who) {
            who.insert("mechanism".into(), entity("Mechanism", mechanism.uuid()));
        }
        self.decide(("User", user.uuid()), &who, deed, roles, record)
    }

    fn decide(
        &self,
        (kind, who): (&str, Uuid),
        about: &Value,
        deed: Deed,
        roles: &[RoleCode],
        record: &Protected,
    ) -> Result<Explained, Failure> {
        let facts = json!([
            {
                "uid": { "type": kind, "id": who.to_string() },
                "attrs": about,
                "parents": [],
            },
            {
                "uid": { "type": record.kind, "id": record.id.to_string() },
                "attrs": record.facts,
                "parents": [],
            },
        ]);
        let request = self.request(uid(kind, &who.to_string())?, deed, roles, record)?;
        let entities = Entities::from_json_value(facts, Some(&self.schema)).map_err(|e| unfit(&e))?;
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
        let roles: Vec<Value> = roles.iter().map(|r| json!(r.0)).collect();
        let action = uid("Action", &deed.name())?;
        let context = Context::from_json_value(json!({ "roles": roles }), Some((&self.schema, &action)))
            .map_err(|e| unfit(&e))?;
        let resource = uid(record.kind, &record.id.to_string())?;
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

fn uid(kind: &str, id: &str) -> Result<EntityUid, Failure> {
    let kind = EntityTypeName::from_str(kind).map_err(|e| unfit(&e))?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn unfit(why: &dyn std::fmt::Display) -> Failure {
    Failure::Fault(format!("permission: {why}"))
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guard")
    }
}
