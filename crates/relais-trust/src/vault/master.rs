use relais_kernel::Id;
use relais_platform::{Corrupt, Failure};
use relais_sealing::MasterKey;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{
    entity::{former, organisation_key as row},
    former as earlier,
    organisation::{Generation, key_label, open_generation, pair_label},
};
use crate::{Command, Note, Scene, accounts::rewrap_root};

/// Puts another master key in the place of the one that holds: what lay under the old one lies under the new one, in one
/// transaction, and the old one opens nothing any more (security requirement 42).
pub struct ReplaceMaster {
    pub new: MasterKey,
}

impl Command for ReplaceMaster {
    type Outcome = ();
    const NAME: &'static str = "ReplaceMaster";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let old = scene.trust.current_master(scene.rows).await?;
        for row in row::Entity::find().all(scene.rows).await? {
            self.organisation(scene, &old, row).await?;
        }
        for row in former::Entity::find().all(scene.rows).await? {
            self.former(scene, &old, row).await?;
        }
        rewrap_root(scene, &old, &self.new).await?;
        scene.note(Note::new("MasterKeyReplaced"));
        Ok(())
    }
}

impl ReplaceMaster {
    async fn organisation(&self, scene: &Scene<'_>, old: &MasterKey, row: row::Model) -> Result<(), Failure> {
        let organisation = Id::from_uuid(row.organisation_id);
        let held = open_generation(
            old,
            organisation,
            row.key_id,
            (&row.wrapped_key, &row.wrapped_pair),
        )
        .map_err(|column| Corrupt::at("keystore_organisation", column, organisation))?;
        let (key, pair) = self.wrapped(scene, organisation, &held);
        let mut model: row::ActiveModel = row.into();
        model.wrapped_key = Set(key);
        model.wrapped_pair = Set(pair);
        row::Entity::update(model).exec(scene.rows).await?;
        Ok(())
    }

    async fn former(&self, scene: &Scene<'_>, old: &MasterKey, row: former::Model) -> Result<(), Failure> {
        let organisation = Id::from_uuid(row.organisation_id);
        let (id, kept) = (row.key_id, earlier::open_kept(old, organisation, &row)?);
        let held = match (&row.wrapped_key, &row.wrapped_pair) {
            (Some(key), Some(pair)) => Some(
                open_generation(old, organisation, id, (key, pair))
                    .map_err(|column| Corrupt::at("keystore_former", column, organisation))?,
            ),
            _ => None,
        };
        let mut model: former::ActiveModel = row.into();
        (model.tokens, model.words) = kept.wrapped(&self.new, organisation, scene.chance());
        if let Some(held) = held {
            let (key, pair) = self.wrapped(scene, organisation, &held);
            model.wrapped_key = Set(Some(key));
            model.wrapped_pair = Set(Some(pair));
        }
        former::Entity::update(model).exec(scene.rows).await?;
        Ok(())
    }

    fn wrapped(
        &self,
        scene: &Scene<'_>,
        organisation: Id<relais_kernel::Organisation>,
        held: &Generation,
    ) -> (Vec<u8>, Vec<u8>) {
        let chance = scene.chance();
        (
            self.new.wrap(&key_label(organisation), &held.key, chance),
            self.new.wrap_pair(&pair_label(organisation), &held.pair, chance),
        )
    }
}
