use relais_kernel::{Id, Mechanism};
use relais_platform::{Failure, stamp};
use relais_trust::{Command, Note, Scene};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{definition, mechanism};
use crate::Definition;

/// Puts a definition in force. What runs under an older version keeps it: a running clock never changes.
/// Only the console loads definitions in this version, so there is no permit to ask for.
#[derive(Debug, Clone)]
pub struct LoadDefinition(pub Definition);

impl Command for LoadDefinition {
    type Outcome = Id<Mechanism>;
    const NAME: &'static str = "LoadDefinition";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Self::Outcome, Failure> {
        let version = &self.0.version;
        let found = mechanism::Entity::find()
            .filter(mechanism::Column::Code.eq(&self.0.code))
            .one(scene.rows())
            .await?;
        let id = match found {
            Some(row) if row.version == version.hash => return Ok(Id::from_uuid(row.id)),
            Some(row) => {
                let id = Id::from_uuid(row.id);
                let mut model: mechanism::ActiveModel = row.into();
                model.version = Set(version.hash.clone());
                mechanism::Entity::update(model).exec(scene.rows()).await?;
                id
            }
            None => self.add(scene).await?,
        };
        self.keep(scene, id).await?;
        scene.note(
            Note::new("DefinitionLoaded")
                .on("mechanism", id.uuid())
                .under(version.hash.clone())
                .fact("label", &version.label),
        );
        Ok(id)
    }
}

impl LoadDefinition {
    async fn add(&self, scene: &Scene<'_>) -> Result<Id<Mechanism>, Failure> {
        let id = Id::<Mechanism>::new(scene.now(), scene.chance());
        let model = mechanism::ActiveModel {
            id: Set(id.uuid()),
            code: Set(self.0.code.clone()),
            version: Set(self.0.version.hash.clone()),
        };
        mechanism::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        Ok(id)
    }

    async fn keep(&self, scene: &Scene<'_>, id: Id<Mechanism>) -> Result<(), Failure> {
        let version = &self.0.version;
        let key = (id.uuid(), version.hash.clone());
        if definition::Entity::find_by_id(key)
            .one(scene.rows())
            .await?
            .is_some()
        {
            return Ok(());
        }
        let body = serde_json::to_string(&self.0).map_err(|e| Failure::Fault(e.to_string()))?;
        let model = definition::ActiveModel {
            mechanism_id: Set(id.uuid()),
            version: Set(version.hash.clone()),
            label: Set(version.label.clone()),
            body: Set(body),
            since: Set(stamp::to_column(scene.now())),
        };
        definition::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        Ok(())
    }
}
