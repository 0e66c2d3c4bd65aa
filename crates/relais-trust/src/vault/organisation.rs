use std::sync::Arc;

use relais_kernel::{Entropy, Id, Organisation};
use relais_platform::{Corrupt, Failure};
use relais_sealing::{Key, KeyId, MasterKey, OrganisationPair, OrganisationPublic};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::entity::organisation_key as row;
use crate::{Command, Note, Scene, Trust, accounts::rewrap_root};

/// An organisation's keys, open in memory.
pub(crate) struct OrganisationKeys {
    pub id: KeyId,
    pub key: Key,
    pub pair: OrganisationPair,
}

impl OrganisationKeys {
    /// The key of the organisation's search tokens, apart from the one that wraps case keys.
    pub fn tokens(&self) -> Key {
        self.key.derive("person tokens")
    }
}

impl Trust {
    /// The keys of an organisation, opened with the master key when first needed.
    pub(crate) async fn keys_of<C: ConnectionTrait>(
        &self,
        rows: &C,
        organisation: Id<Organisation>,
    ) -> Result<Arc<OrganisationKeys>, Failure> {
        if let Some(keys) = self.ring_keys(organisation) {
            return Ok(keys);
        }
        let master = self.current_master(rows).await?;
        let row = row::Entity::find_by_id(organisation.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        let keys = Arc::new(open_keys(&master, organisation, &row)?);
        self.put_on_ring(organisation, keys.clone());
        Ok(keys)
    }

    pub(crate) async fn public_of<C: ConnectionTrait>(
        &self,
        rows: &C,
        organisation: Id<Organisation>,
    ) -> Result<OrganisationPublic, Failure> {
        let row = row::Entity::find_by_id(organisation.uuid())
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        let public = OrganisationPublic::from_bytes(&row.public)
            .map_err(|_| Corrupt::at("keystore_organisation", "public", organisation))?;
        Ok(public)
    }
}

impl Scene<'_> {
    /// Gives a new organisation its keys; one that has them keeps them.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn make_organisation_keys(&self, organisation: Id<Organisation>) -> Result<(), Failure> {
        if row::Entity::find_by_id(organisation.uuid())
            .one(self.rows)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let model = fresh(
            &self.trust.current_master(self.rows).await?,
            organisation,
            self.chance(),
        );
        row::Entity::insert(model)
            .exec_without_returning(self.rows)
            .await?;
        Ok(())
    }
}

fn open_keys(
    master: &MasterKey,
    organisation: Id<Organisation>,
    row: &row::Model,
) -> Result<OrganisationKeys, Failure> {
    let damaged = |column| Corrupt::at("keystore_organisation", column, organisation);
    let key = master
        .unwrap_key(&key_label(organisation), &row.wrapped_key)
        .map_err(|_| damaged("wrapped_key"))?;
    let pair = master
        .unwrap_pair(&pair_label(organisation), &row.wrapped_pair)
        .map_err(|_| damaged("wrapped_pair"))?;
    Ok(OrganisationKeys {
        id: KeyId::from_uuid(row.key_id),
        key,
        pair,
    })
}

fn fresh(master: &MasterKey, organisation: Id<Organisation>, chance: &dyn Entropy) -> row::ActiveModel {
    let (key, pair) = (Key::new(chance), OrganisationPair::new(chance));
    row::ActiveModel {
        organisation_id: Set(organisation.uuid()),
        key_id: Set(KeyId::new(chance).uuid()),
        wrapped_key: Set(master.wrap(&key_label(organisation), &key, chance)),
        wrapped_pair: Set(master.wrap_pair(&pair_label(organisation), &pair, chance)),
        public: Set(pair.public().to_bytes().to_vec()),
    }
}

fn key_label(organisation: Id<Organisation>) -> String {
    format!("organisation key {organisation}")
}

fn pair_label(organisation: Id<Organisation>) -> String {
    format!("organisation pair {organisation}")
}

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
            let organisation = Id::from_uuid(row.organisation_id);
            let held = open_keys(&old, organisation, &row)?;
            let mut model: row::ActiveModel = row.into();
            let chance = scene.chance();
            model.wrapped_key = Set(self.new.wrap(&key_label(organisation), &held.key, chance));
            model.wrapped_pair = Set(self.new.wrap_pair(&pair_label(organisation), &held.pair, chance));
            row::Entity::update(model).exec(scene.rows).await?;
        }
        rewrap_root(scene, &old, &self.new).await?;
        scene.note(Note::new("MasterKeyReplaced"));
        Ok(())
    }
}
