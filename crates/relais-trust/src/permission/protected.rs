use relais_kernel::{Case, Id, Mechanism, Organisation, Referral, User};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Note;

/// What the guard must know of a record to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Protected {
    pub(super) kind: &'static str,
    pub(super) id: Uuid,
    pub(super) facts: Value,
}

impl Protected {
    pub fn mechanism(id: Id<Mechanism>) -> Self {
        Self {
            kind: "Mechanism",
            id: id.uuid(),
            facts: json!({}),
        }
    }

    /// A case: its owner, the organisations with a live grant, and the users named on its annexes.
    pub fn case(
        id: Id<Case>,
        owner: Id<Organisation>,
        granted: impl IntoIterator<Item = Id<Organisation>>,
        holders: impl IntoIterator<Item = Id<User>>,
    ) -> Self {
        let granted: Vec<Value> = granted
            .into_iter()
            .map(|o| entity("Organisation", o.uuid()))
            .collect();
        let holders: Vec<Value> = holders.into_iter().map(|u| entity("User", u.uuid())).collect();
        let facts =
            json!({ "owner": entity("Organisation", owner.uuid()), "granted": granted, "holders": holders });
        Self {
            kind: "Case",
            id: id.uuid(),
            facts,
        }
    }

    /// A referral; `reach` is what the receiver may open now: `none`, `decision` or `release` (decisions §13).
    pub fn referral(
        id: Id<Referral>,
        sender: Id<Organisation>,
        receiver: Id<Organisation>,
        reach: &str,
        escalated: bool,
    ) -> Self {
        let facts = json!({
            "sender": entity("Organisation", sender.uuid()),
            "receiver": entity("Organisation", receiver.uuid()),
            "reach": reach,
            "escalated": escalated,
        });
        Self {
            kind: "Referral",
            id: id.uuid(),
            facts,
        }
    }

    /// In this mechanism and in no other.
    #[must_use]
    pub fn within(mut self, mechanism: Id<Mechanism>) -> Self {
        if let Value::Object(facts) = &mut self.facts {
            facts.insert("mechanism".into(), entity("Mechanism", mechanism.uuid()));
        }
        self
    }

    pub fn transfer(id: Uuid, from: Id<Organisation>, to: Id<Organisation>) -> Self {
        let facts =
            json!({ "from": entity("Organisation", from.uuid()), "to": entity("Organisation", to.uuid()) });
        Self {
            kind: "Transfer",
            id,
            facts,
        }
    }

    /// What belongs to one organisation: an account, a service.
    pub fn desk(id: Uuid, organisation: Id<Organisation>) -> Self {
        Self {
            kind: "Desk",
            id,
            facts: json!({ "organisation": entity("Organisation", organisation.uuid()) }),
        }
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Says in a note which record it is about.
    pub(crate) fn about(&self, note: Note) -> Note {
        match self.kind {
            "Case" => note.on("case", self.id).case(Id::from_uuid(self.id)),
            "Referral" => note.on("referral", self.id),
            "Transfer" => note.on("transfer", self.id),
            _ => note,
        }
    }
}

pub(super) fn entity(kind: &str, id: Uuid) -> Value {
    json!({ "__entity": { "type": kind, "id": id.to_string() } })
}
