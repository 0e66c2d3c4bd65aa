//! What the guard is told of people and records, in its own types: nothing is written as text and read again for a
//! decision, of which a page takes a dozen.

use std::collections::{BTreeMap, HashMap, HashSet};

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use relais_platform::Failure;
use uuid::Uuid;

use super::{Deed, guard::unfit};

/// Who acts and what is acted upon, as the schema names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Organisation,
    User,
    Bearer,
    Mechanism,
    Desk,
    Case,
    Referral,
    Transfer,
    Mission,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Organisation,
        Self::User,
        Self::Bearer,
        Self::Mechanism,
        Self::Desk,
        Self::Case,
        Self::Referral,
        Self::Transfer,
        Self::Mission,
    ];
}

/// One attribute of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fact {
    One(Kind, Uuid),
    Many(Kind, Vec<Uuid>),
    Flag(bool),
    Word(String),
    Words(Vec<String>),
}

/// The attributes of somebody or something, by their names in the schema.
pub(super) type Facts = BTreeMap<&'static str, Fact>;

/// The names of the schema, read once.
pub(super) struct Names {
    kinds: BTreeMap<Kind, EntityTypeName>,
    action: EntityTypeName,
}

impl Names {
    /// # Errors
    /// [`Failure::Fault`] for a name that the policy language does not take.
    pub(super) fn new() -> Result<Self, Failure> {
        let name = |text: &str| text.parse::<EntityTypeName>().map_err(|e| unfit(&e));
        let kinds = Kind::ALL
            .into_iter()
            .map(|kind| Ok((kind, name(&format!("{kind:?}"))?)));
        Ok(Self {
            kinds: kinds.collect::<Result<_, Failure>>()?,
            action: name("Action")?,
        })
    }

    pub(super) fn uid(&self, kind: Kind, id: Uuid) -> EntityUid {
        let kind = self.kinds[&kind].clone();
        EntityUid::from_type_name_and_id(kind, EntityId::new(id.to_string()))
    }

    pub(super) fn action(&self, deed: Deed) -> EntityUid {
        EntityUid::from_type_name_and_id(self.action.clone(), EntityId::new(deed.name()))
    }

    pub(super) fn entity(&self, kind: Kind, id: Uuid, facts: &Facts) -> Result<Entity, Failure> {
        let attributes: HashMap<String, RestrictedExpression> = facts
            .iter()
            .map(|(name, fact)| ((*name).to_owned(), self.value(fact)))
            .collect();
        Entity::new(self.uid(kind, id), attributes, HashSet::new()).map_err(|e| unfit(&e))
    }

    fn value(&self, fact: &Fact) -> RestrictedExpression {
        let one = |kind, id| RestrictedExpression::new_entity_uid(self.uid(kind, id));
        match fact {
            Fact::One(kind, id) => one(*kind, *id),
            Fact::Many(kind, ids) => RestrictedExpression::new_set(ids.iter().map(|id| one(*kind, *id))),
            Fact::Flag(flag) => RestrictedExpression::new_bool(*flag),
            Fact::Word(word) => RestrictedExpression::new_string(word.clone()),
            Fact::Words(words) => words_of(words.iter().cloned()),
        }
    }
}

/// A set of words.
pub(super) fn words_of(words: impl Iterator<Item = String>) -> RestrictedExpression {
    RestrictedExpression::new_set(words.map(RestrictedExpression::new_string))
}
