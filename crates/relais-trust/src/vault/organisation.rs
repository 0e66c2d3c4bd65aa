use std::sync::Arc;

use relais_kernel::{Entropy, Id, Organisation, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use relais_sealing::{
    Key, KeyId, MasterKey, OrganisationPair, OrganisationPublic, SealError, Suite, receive_key, unwrap_key,
    wrap,
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect};
use uuid::Uuid;

use super::{
    entity::organisation_key as row,
    former::{self, Kept},
    tokens::SearchKeys,
};
use crate::{Scene, Trust};

/// How often a reader looks again when what it found was wrapped anew under its hands.
pub(super) const LOOKS: usize = 4;

/// A key and a pair that an organisation got at one time.
pub(crate) struct Generation {
    pub id: KeyId,
    pub key: Key,
    pub pair: OrganisationPair,
}

/// An organisation's keys, open in memory.
pub(crate) struct OrganisationKeys {
    pub current: Generation,
    /// Those of before, as long as something may lie under them.
    pub former: Option<Generation>,
    /// What is kept of all earlier ones, oldest first.
    pub kept: Vec<Kept>,
}

impl OrganisationKeys {
    pub fn id(&self) -> KeyId {
        self.current.id
    }

    /// Wraps a key under the newest of them.
    pub fn wrap(&self, label: &str, key: &Key, chance: &dyn Entropy) -> Vec<u8> {
        wrap(&self.current.key, self.current.id, label, key, chance)
    }

    /// A key that was wrapped for this organisation, or sent to it.
    ///
    /// # Errors
    /// [`SealError`] when no key at hand opens it.
    pub fn take(&self, label: &str, wrapped: &[u8]) -> Result<Key, SealError> {
        let opened = self.current.take(label, wrapped);
        match (&opened, &self.former) {
            (Err(_), Some(former)) => former.take(label, wrapped),
            _ => opened,
        }
    }

    /// The key of the words that it shares with others.
    pub fn words(&self) -> Key {
        self.current.words()
    }

    /// The same as the words say themselves which one seals them.
    pub fn words_under(&self, id: KeyId) -> Option<Key> {
        if id == self.current.id {
            return Some(self.words());
        }
        let kept = self.kept.iter().find(|kept| kept.id == id);
        kept.map(|kept| kept.words.clone())
    }

    /// The keys of its search tokens.
    pub fn search(&self) -> SearchKeys {
        let all = self.kept.iter().map(|kept| kept.tokens.clone());
        SearchKeys::of(all, self.current.tokens())
    }

    fn are(&self, (key, former): (Uuid, Option<Uuid>)) -> bool {
        self.current.id.uuid() == key && self.former.as_ref().map(|held| held.id.uuid()) == former
    }
}

impl Generation {
    pub fn tokens(&self) -> Key {
        self.key.derive("person tokens")
    }

    pub fn words(&self) -> Key {
        self.key.derive("shared words")
    }

    fn take(&self, label: &str, wrapped: &[u8]) -> Result<Key, SealError> {
        if wrapped.first() == Some(&Suite::HpkeX25519ChaCha.byte()) {
            receive_key(&self.pair, wrapped, label)
        } else {
            unwrap_key(&self.key, self.id, label, wrapped)
        }
    }
}

impl Trust {
    /// The keys of an organisation, opened with the master key when first needed. Another program may have replaced them
    /// since: which ones hold is asked each time.
    pub(crate) async fn keys_of<C: ConnectionTrait>(
        &self,
        rows: &C,
        organisation: Id<Organisation>,
    ) -> Result<Arc<OrganisationKeys>, Failure> {
        if let Some(keys) = self.ring_keys(organisation)
            && let Some(hold) = holding(rows, organisation).await?
            && keys.are(hold)
        {
            return Ok(keys);
        }
        let master = self.current_master(rows).await?;
        let row = stored(rows, organisation).await?;
        // Whoever puts an old row back puts back keys that somebody may have.
        if former::is_retired(rows, row.key_id).await? {
            return Err(Corrupt::at("keystore_organisation", "key_id", organisation).into());
        }
        let former = former::of(rows, organisation).await?;
        let keys = Arc::new(open_keys(&master, organisation, &row, &former)?);
        self.put_on_ring(organisation, keys.clone());
        Ok(keys)
    }

    pub(crate) async fn public_of<C: ConnectionTrait>(
        &self,
        rows: &C,
        organisation: Id<Organisation>,
    ) -> Result<OrganisationPublic, Failure> {
        let row = stored(rows, organisation).await?;
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
        let master = self.trust.current_master(self.rows).await?;
        let model = fresh(&master, organisation, self.now(), self.chance());
        row::Entity::insert(model)
            .exec_without_returning(self.rows)
            .await?;
        Ok(())
    }
}

/// Which keys hold, and which of before may still be needed.
async fn holding<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
) -> Result<Option<(Uuid, Option<Uuid>)>, Failure> {
    let found = row::Entity::find_by_id(organisation.uuid())
        .select_only()
        .columns([row::Column::KeyId, row::Column::FormerId])
        .into_tuple()
        .one(rows)
        .await?;
    Ok(found)
}

pub(super) async fn stored<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
) -> Result<row::Model, Failure> {
    let row = row::Entity::find_by_id(organisation.uuid()).one(rows).await?;
    row.ok_or(Failure::Missing)
}

fn open_keys(
    master: &MasterKey,
    organisation: Id<Organisation>,
    row: &row::Model,
    former: &[former::Row],
) -> Result<OrganisationKeys, Failure> {
    let wrapped = (row.wrapped_key.as_slice(), row.wrapped_pair.as_slice());
    let current = open_generation(master, organisation, row.key_id, wrapped)
        .map_err(|column| Corrupt::at("keystore_organisation", column, organisation))?;
    let before = former.iter().find(|held| Some(held.key_id) == row.former_id);
    let wrapped =
        before.and_then(|held| Some((held, held.wrapped_key.as_deref()?, held.wrapped_pair.as_deref()?)));
    let opened =
        wrapped.map(|(held, key, pair)| open_generation(master, organisation, held.key_id, (key, pair)));
    Ok(OrganisationKeys {
        current,
        former: opened
            .transpose()
            .map_err(|column| Corrupt::at("keystore_former", column, organisation))?,
        kept: former::kept(master, organisation, former)?,
    })
}

/// # Errors
/// The column that does not open.
pub(super) fn open_generation(
    master: &MasterKey,
    organisation: Id<Organisation>,
    id: Uuid,
    (key, pair): (&[u8], &[u8]),
) -> Result<Generation, &'static str> {
    Ok(Generation {
        id: KeyId::from_uuid(id),
        key: master
            .unwrap_key(&key_label(organisation), key)
            .map_err(|_| "wrapped_key")?,
        pair: master
            .unwrap_pair(&pair_label(organisation), pair)
            .map_err(|_| "wrapped_pair")?,
    })
}

pub(super) fn fresh(
    master: &MasterKey,
    organisation: Id<Organisation>,
    now: Timestamp,
    chance: &dyn Entropy,
) -> row::ActiveModel {
    let (key, pair) = (Key::new(chance), OrganisationPair::new(chance));
    row::ActiveModel {
        organisation_id: Set(organisation.uuid()),
        key_id: Set(KeyId::new(chance).uuid()),
        wrapped_key: Set(master.wrap(&key_label(organisation), &key, chance)),
        wrapped_pair: Set(master.wrap_pair(&pair_label(organisation), &pair, chance)),
        public: Set(pair.public().to_bytes().to_vec()),
        since: Set(Some(stamp::to_column(now))),
        former_id: Set(None),
    }
}

pub(super) fn key_label(organisation: Id<Organisation>) -> String {
    format!("organisation key {organisation}")
}

pub(super) fn pair_label(organisation: Id<Organisation>) -> String {
    format!("organisation pair {organisation}")
}
