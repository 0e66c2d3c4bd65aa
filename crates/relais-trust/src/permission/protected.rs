use relais_kernel::{Case, Id, Mechanism, Organisation, Referral, User};
use uuid::Uuid;

use super::facts::{Fact, Facts, Kind};
use crate::{Note, RoleCode};

/// What the guard must know of a record to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    pub(super) kind: Kind,
    pub(super) id: Uuid,
    pub(super) facts: Facts,
}

impl Protected {
    pub fn mechanism(id: Id<Mechanism>) -> Self {
        Self {
            kind: Kind::Mechanism,
            id: id.uuid(),
            facts: Facts::new(),
        }
    }

    /// A case: its owner, the organisations with a live grant, and the users named on its annexes.
    pub fn case(
        id: Id<Case>,
        owner: Id<Organisation>,
        granted: impl IntoIterator<Item = Id<Organisation>>,
        holders: impl IntoIterator<Item = Id<User>>,
    ) -> Self {
        let granted = granted.into_iter().map(Id::uuid).collect();
        let holders = holders.into_iter().map(Id::uuid).collect();
        Self {
            kind: Kind::Case,
            id: id.uuid(),
            facts: Facts::from([
                ("owner", organisation(owner)),
                ("granted", Fact::Many(Kind::Organisation, granted)),
                ("holders", Fact::Many(Kind::User, holders)),
                ("barred", Fact::Flag(false)),
                ("opened", Fact::Many(Kind::User, Vec::new())),
            ]),
        }
    }

    /// A case that nobody manages yet, and who took the person down.
    #[must_use]
    pub fn taken_down_by(mut self, user: Id<User>) -> Self {
        self.facts
            .insert("identifier", Fact::One(Kind::User, user.uuid()));
        self
    }

    /// A case that no emergency opens (decisions §16).
    #[must_use]
    pub fn barred(mut self, barred: bool) -> Self {
        self.facts.insert("barred", Fact::Flag(barred));
        self
    }

    /// Who has the case open in an emergency now.
    #[must_use]
    pub fn opened_by(mut self, users: impl IntoIterator<Item = Id<User>>) -> Self {
        let users = users.into_iter().map(Id::uuid).collect();
        self.facts.insert("opened", Fact::Many(Kind::User, users));
        self
    }

    /// A referral; `reach` is what the receiver may open now: `none`, `decision` or `release` (decisions §13).
    pub fn referral(
        id: Id<Referral>,
        sender: Id<Organisation>,
        receiver: Id<Organisation>,
        reach: &str,
    ) -> Self {
        Self {
            kind: Kind::Referral,
            id: id.uuid(),
            facts: Facts::from([
                ("sender", organisation(sender)),
                ("receiver", organisation(receiver)),
                ("reach", Fact::Word(reach.to_owned())),
                ("followers", Fact::Words(Vec::new())),
            ]),
        }
    }

    /// A referral that waits for the coordination: the roles that follow what nobody answered.
    #[must_use]
    pub fn followed_by(mut self, roles: impl IntoIterator<Item = RoleCode>) -> Self {
        let roles = roles.into_iter().map(|role| role.0).collect();
        self.facts.insert("followers", Fact::Words(roles));
        self
    }

    /// In this mechanism and in no other.
    #[must_use]
    pub fn within(mut self, mechanism: Id<Mechanism>) -> Self {
        let mechanism = Fact::One(Kind::Mechanism, mechanism.uuid());
        self.facts.insert("mechanism", mechanism);
        self
    }

    pub fn transfer(id: Uuid, from: Id<Organisation>, to: Id<Organisation>) -> Self {
        Self {
            kind: Kind::Transfer,
            id,
            facts: Facts::from([("from", organisation(from)), ("to", organisation(to))]),
        }
    }

    /// What one person was asked for, in this mechanism and in no other.
    pub fn mission(id: Uuid, receiver: Id<User>, mechanism: Id<Mechanism>) -> Self {
        Self {
            kind: Kind::Mission,
            id,
            facts: Facts::from([
                ("receiver", Fact::One(Kind::User, receiver.uuid())),
                ("mechanism", Fact::One(Kind::Mechanism, mechanism.uuid())),
            ]),
        }
    }

    /// What belongs to one organisation: an account, a service.
    pub fn desk(id: Uuid, of: Id<Organisation>) -> Self {
        Self {
            kind: Kind::Desk,
            id,
            facts: Facts::from([("organisation", organisation(of))]),
        }
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Says in a note which record it is about.
    pub(crate) fn about(&self, note: Note) -> Note {
        match self.kind {
            Kind::Case => note.on("case", self.id).case(Id::from_uuid(self.id)),
            Kind::Referral => note.on("referral", self.id),
            Kind::Transfer => note.on("transfer", self.id),
            Kind::Mission => note.on("mission", self.id),
            _ => note,
        }
    }
}

fn organisation(id: Id<Organisation>) -> Fact {
    Fact::One(Kind::Organisation, id.uuid())
}
