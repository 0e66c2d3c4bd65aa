//! Mechanisms and the versions of their definition in the database.

mod entity;
mod load;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use relais_kernel::{Id, Mechanism};
use relais_platform::{Corrupt, Failure, Migration};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

pub use load::LoadDefinition;

use crate::{Definition, Role};

/// The tables of this room.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        room: "mechanism",
        number: 1,
        sql: TABLES,
    }]
}

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS mechanism (
  id {id} PRIMARY KEY, code TEXT NOT NULL UNIQUE, version TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS definition (
  mechanism_id {id} NOT NULL, version TEXT NOT NULL, label TEXT NOT NULL, body TEXT NOT NULL, since {int} NOT NULL,
  PRIMARY KEY (mechanism_id, version));
";

/// The definitions, read once per version: a version never changes (design §1.1).
#[derive(Clone, Default)]
pub struct Definitions(Arc<RwLock<Held>>);

/// Definitions by mechanism and version.
type Held = HashMap<(Id<Mechanism>, String), Arc<Definition>>;

impl Definitions {
    /// The definition in force now.
    ///
    /// # Errors
    /// [`Failure::Missing`] when there is no such mechanism.
    pub async fn current<C: ConnectionTrait>(
        &self,
        rows: &C,
        mechanism: Id<Mechanism>,
    ) -> Result<Arc<Definition>, Failure> {
        let row = entity::mechanism::Entity::find_by_id(mechanism.uuid())
            .one(rows)
            .await?;
        let version = row.ok_or(Failure::Missing)?.version;
        self.version(rows, mechanism, &version).await
    }

    /// The definition that a record was made under; `version` is [`crate::DefinitionVersion::hash`].
    ///
    /// # Errors
    /// [`Failure::Missing`] when this version was never loaded here.
    pub async fn version<C: ConnectionTrait>(
        &self,
        rows: &C,
        mechanism: Id<Mechanism>,
        version: &str,
    ) -> Result<Arc<Definition>, Failure> {
        let key = (mechanism, version.to_owned());
        let held = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .cloned();
        if let Some(definition) = held {
            return Ok(definition);
        }
        let row = entity::definition::Entity::find_by_id((mechanism.uuid(), version.to_owned()))
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        let definition: Definition =
            serde_json::from_str(&row.body).map_err(|_| Corrupt::at("definition", "body", version))?;
        let definition = Arc::new(definition);
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, definition.clone());
        Ok(definition)
    }
}

/// A mechanism of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MechanismFace {
    pub id: Id<Mechanism>,
    pub code: String,
    /// The version in force.
    pub version: String,
}

/// All mechanisms of this installation, by code.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn mechanisms<C: ConnectionTrait>(rows: &C) -> Result<Vec<MechanismFace>, Failure> {
    let all = entity::mechanism::Entity::find()
        .order_by_asc(entity::mechanism::Column::Code)
        .all(rows)
        .await?;
    Ok(all
        .into_iter()
        .map(|row| MechanismFace {
            id: Id::from_uuid(row.id),
            code: row.code,
            version: row.version,
        })
        .collect())
}

/// The roles that a definition allows for a step, as the guard takes them.
pub fn role_codes(roles: impl IntoIterator<Item = Role>) -> Vec<relais_trust::RoleCode> {
    roles
        .into_iter()
        .map(|role| relais_trust::RoleCode(role.to_string()))
        .collect()
}
