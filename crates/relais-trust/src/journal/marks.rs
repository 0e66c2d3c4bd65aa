//! Marks whose keys are gone (security requirement 35): the key of the next entry lies in the head row, sealed, and moves on
//! in the transaction of the entry.

use relais_kernel::{Refusal, Timestamp};
use relais_ledger::{Ratchet, StartKey};
use relais_platform::{Corrupt, Failure, UnitOfWork};
use relais_sealing::{Key, KeyId, Zeroizing, unwrap_secret, wrap_secret};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, QueryOrder, QuerySelect};

use super::{
    append::{HEAD, append, frontier_of},
    check::hash_of,
    entity::{self, head},
    note::Note,
};
use crate::{Actor, Door, KeyFault, KeyFolder, Trust};

const LABEL: &str = "journal marks";

/// The last entry that is marked with a key before another one begins.
pub(super) const ANEW: &str = "MarksBegunAnew";

/// What seals the key in its row: it follows from the journal's key file, so that a copy of the database alone has none.
fn sealing(trust: &Trust) -> Key {
    Key::from_bytes(&trust.checkpoint_key().seed()).derive(LABEL)
}

const fn id() -> KeyId {
    KeyId::from_bytes(*b"relais-jrnl-mark")
}

/// The key of the next entry; nothing where marks have not begun.
pub(super) fn open(trust: &Trust, stored: Option<&head::Model>) -> Result<Option<Ratchet>, Corrupt> {
    let Some(sealed) = stored.and_then(|head| head.ratchet.as_deref()) else {
        return Ok(None);
    };
    let corrupt = || Corrupt::at("journal_head", "ratchet", HEAD);
    let bytes = unwrap_secret(&sealing(trust), id(), LABEL, sealed).map_err(|_| corrupt())?;
    let bytes = Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| corrupt())?);
    Ok(Some(Ratchet::from_bytes(*bytes)))
}

pub(super) fn seal(trust: &Trust, ratchet: &Ratchet) -> Vec<u8> {
    wrap_secret(&sealing(trust), id(), LABEL, ratchet.as_bytes(), trust.chance())
}

/// Why marks do not begin.
#[derive(Debug, thiserror::Error)]
pub enum MarksFault {
    #[error(transparent)]
    Key(#[from] KeyFault),
    #[error(transparent)]
    Store(#[from] Failure),
}

impl Trust {
    /// From which entry on there are marks.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn marked_from(&self) -> Result<Option<u64>, Failure> {
        let head = head::Entity::find_by_id(HEAD)
            .one(self.database().reader())
            .await?;
        Ok(head.and_then(|head| u64::try_from(head.ratchet_from?).ok()))
    }

    /// Begins to mark entries, once per database. The first key is put into the key folder before, for whoever is to check
    /// the journal: it goes away from there into their hands ([`KeyFolder::drop_start`]).
    ///
    /// # Errors
    /// [`MarksFault`].
    pub async fn begin_marks(&self, folder: &KeyFolder) -> Result<(), MarksFault> {
        if self.marked_from().await?.is_some() {
            return Ok(());
        }
        let first = match folder.start()? {
            // A beginning that was interrupted.
            Some(first) => first,
            None => {
                let first = Ratchet::new(self.chance());
                folder.put_start(&first)?;
                first
            }
        };
        let begin = Begin {
            trust: self.clone(),
            first,
        };
        if !self.database().write(begin).await? {
            // Another server was first.
            folder.drop_start()?;
        }
        Ok(())
    }

    /// The start key that lies in the key folder, checked against the first mark.
    ///
    /// # Errors
    /// [`Failure::Missing`] when there is none, or it is not of this journal; [`MarksFault`].
    pub async fn start_key(&self, folder: &KeyFolder) -> Result<StartKey, MarksFault> {
        let ratchet = folder.start()?.ok_or(Failure::Missing)?;
        let from = self.marked_from().await?.ok_or(Failure::Missing)?;
        let rows = self.database().reader();
        let position = i64::try_from(from).map_err(|_| Failure::Missing)?;
        let first: Option<(Vec<u8>, Option<Vec<u8>>)> = entity::Entity::find_by_id(position)
            .select_only()
            .columns([entity::Column::Leaf, entity::Column::Mark])
            .order_by_asc(entity::Column::Position)
            .into_tuple()
            .one(rows)
            .await
            .map_err(Failure::from)?;
        if let Some((leaf, mark)) = first {
            let leaf = hash_of(&leaf).ok_or(Failure::Missing)?;
            let expected = ratchet.clone().mark(from, &leaf);
            if mark.as_deref() != Some(expected.as_slice()) {
                return Err(Failure::Missing.into());
            }
        }
        Ok(StartKey { from, ratchet })
    }
}

impl Trust {
    /// Marks begin anew with another first key, for when the old one was lost or seen. The entry that says so carries the
    /// last mark of the old key, which checks everything up to there.
    ///
    /// # Errors
    /// [`Failure::Missing`] where marks have not begun; `StartKeyNotTaken` while the key that holds lies in the folder
    /// still; [`MarksFault`].
    pub async fn begin_marks_anew(&self, folder: &KeyFolder) -> Result<(), MarksFault> {
        let first = match folder.start()? {
            Some(_) if self.start_key(folder).await.is_ok() => return Err(not_taken().into()),
            // A beginning that was interrupted.
            Some(first) => first,
            None => {
                let first = Ratchet::new(self.chance());
                folder.put_start(&first)?;
                first
            }
        };
        let work = Anew {
            trust: self.clone(),
            first,
            now: self.now(),
        };
        Ok(self.database().write(work).await?)
    }
}

fn not_taken() -> Failure {
    Failure::from(Refusal::new(
        "StartKeyNotTaken",
        "La clé de départ est encore sur le serveur : emportez-la d’abord (relais journal start-key).",
        "The start key is still on the server: take it away first (relais journal start-key).",
    ))
}

struct Anew {
    trust: Trust,
    first: Ratchet,
    now: Timestamp,
}

impl UnitOfWork for Anew {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        let stored = head::Entity::find_by_id(HEAD).one(rows).await?;
        if stored.is_none_or(|head| head.ratchet.is_none()) {
            return Err(Failure::Missing);
        }
        let console = Actor::installation(Door::Console);
        append(rows, (&self.trust, &console), self.now, vec![Note::new(ANEW)]).await?;
        let stored = head::Entity::find_by_id(HEAD).one(rows).await?;
        let from = frontier_of(stored.as_ref())?.size();
        let model = head::ActiveModel {
            id: Set(HEAD),
            ratchet: Set(Some(seal(&self.trust, &self.first))),
            ratchet_from: Set(Some(
                i64::try_from(from).map_err(|_| Failure::Fault("journal: full".into()))?,
            )),
            ..Default::default()
        };
        head::Entity::update(model).exec(rows).await?;
        Ok(())
    }
}

struct Begin {
    trust: Trust,
    first: Ratchet,
}

impl UnitOfWork for Begin {
    /// Whether marks begin here.
    type Output = bool;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<bool, Failure> {
        let stored = head::Entity::find_by_id(HEAD).one(rows).await?;
        if stored.as_ref().is_some_and(|head| head.ratchet.is_some()) {
            return Ok(false);
        }
        let frontier = frontier_of(stored.as_ref())?;
        let from = i64::try_from(frontier.size()).map_err(|_| Failure::Fault("journal: full".into()))?;
        let model = head::ActiveModel {
            id: Set(HEAD),
            frontier: Set(frontier.to_bytes()),
            ratchet: Set(Some(seal(&self.trust, &self.first))),
            ratchet_from: Set(Some(from)),
        };
        if stored.is_some() {
            head::Entity::update(model).exec(rows).await?;
        } else {
            head::Entity::insert(model).exec_without_returning(rows).await?;
        }
        Ok(true)
    }
}
