use relais_kernel::Timestamp;
use relais_ledger::{
    Broken, Checkpoint, CheckpointPublic, Hash, SignedCheckpoint, StartKey, Verified, Verifier,
};
use relais_platform::{Corrupt, Failure, UnitOfWork, stamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::{
    append::{HEAD, frontier_of},
    entity::{self, checkpoint, head},
    marks::ANEW,
    note::Body,
};
use crate::Trust;

/// How many entries are read at a time.
const PAGE: u64 = 5_000;

/// What `relais journal verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalCheck {
    Sound(Verified),
    Broken(Broken),
    /// The bytes are sound, but the columns beside them were changed: the screen would show something else.
    Mislabelled {
        index: u64,
    },
}

/// Reads the whole journal and names the first broken entry; with the start key, one that was forged later too. Works on a copy of the database, without a server.
///
/// # Errors
/// [`Failure`] of the store; a broken journal is not an error but a result.
pub async fn verify<C: ConnectionTrait>(
    rows: &C,
    key: CheckpointPublic,
    outside: &[SignedCheckpoint],
    start: Option<&StartKey>,
) -> Result<JournalCheck, Failure> {
    let verifier = Verifier::new(key);
    let mut verifier = match start {
        Some(start) => verifier.with_start_key(start),
        None => verifier,
    };
    let stored = checkpoint::Entity::find()
        .order_by_asc(checkpoint::Column::Size)
        .all(rows)
        .await?;
    for row in &stored {
        let Ok(signed) = row.text.parse() else {
            let size = u64::try_from(row.size).unwrap_or(0);
            return Ok(JournalCheck::Broken(Broken::Signature { size }));
        };
        if let Err(broken) = verifier.checkpoint(&signed) {
            return Ok(JournalCheck::Broken(broken));
        }
    }
    for signed in outside {
        if let Err(broken) = verifier.checkpoint(signed) {
            return Ok(JournalCheck::Broken(broken));
        }
    }
    // Nothing but what every version of the tables has: a copy from before the last update is read too.
    let head = head::Entity::find_by_id(HEAD)
        .select_only()
        .columns([head::Column::Id, head::Column::Frontier])
        .one(rows)
        .await?;
    if let Err(broken) = verifier.head(&frontier_of(head.as_ref())?) {
        return Ok(JournalCheck::Broken(broken));
    }
    entries(rows, verifier, start.is_some()).await
}

async fn entries<C: ConnectionTrait>(
    rows: &C,
    mut verifier: Verifier,
    marks: bool,
) -> Result<JournalCheck, Failure> {
    let mut next = 0_i64;
    loop {
        let find = entity::Entity::find();
        let find = match marks {
            true => find,
            false => find.select_only().columns(entity::WITHOUT_MARK),
        };
        let page = find
            .filter(entity::Column::Position.gte(next))
            .order_by_asc(entity::Column::Position)
            .limit(PAGE)
            .all(rows)
            .await?;
        let Some(last) = page.last() else { break };
        next = last.position + 1;
        for row in &page {
            let index = u64::try_from(row.position).unwrap_or(u64::MAX);
            let Some(hash) = hash_of(&row.leaf) else {
                return Ok(JournalCheck::Broken(Broken::Changed { index }));
            };
            if let Err(broken) = verifier.entry(index, row.body.as_bytes(), &hash) {
                return Ok(JournalCheck::Broken(broken));
            }
            if let Err(broken) = verifier.mark(index, &hash, row.mark.as_deref()) {
                return Ok(JournalCheck::Broken(broken));
            }
            if !labelled(row) {
                return Ok(JournalCheck::Mislabelled { index });
            }
            if row.act == ANEW {
                verifier.end_marks(index);
            }
        }
    }
    Ok(match verifier.finish() {
        Ok(verified) => JournalCheck::Sound(verified),
        Err(broken) => JournalCheck::Broken(broken),
    })
}

fn labelled(row: &entity::Model) -> bool {
    serde_json::from_str::<Body>(&row.body).is_ok_and(|body| {
        body.at == row.at
            && body.act == row.act
            && body.user == row.user_id
            && body.organisation == row.organisation_id
            && body.case == row.case_id
            && body.subject.map(|(_, id)| id) == row.subject_id
    })
}

impl Trust {
    /// Signs the head of the journal as it stands, once per size.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn sign_checkpoint(&self) -> Result<Option<SignedCheckpoint>, Failure> {
        let work = Sign {
            trust: self.clone(),
            now: self.now(),
        };
        self.database().write(work).await
    }
}

struct Sign {
    trust: Trust,
    now: Timestamp,
}

impl UnitOfWork for Sign {
    type Output = Option<SignedCheckpoint>;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<Self::Output, Failure> {
        let head = head::Entity::find_by_id(HEAD).one(rows).await?;
        let frontier = frontier_of(head.as_ref())?;
        let size = i64::try_from(frontier.size()).map_err(|_| Failure::Fault("journal: full".into()))?;
        if size == 0 || checkpoint::Entity::find_by_id(size).one(rows).await?.is_some() {
            return Ok(None);
        }
        let key = self.trust.checkpoint_key();
        let unsigned = Checkpoint {
            origin: key.public().origin().to_owned(),
            size: frontier.size(),
            root: frontier.root(),
            at: self.now,
        };
        let signed = key
            .sign(unsigned)
            .map_err(|e| Failure::Fault(format!("checkpoint: {e}")))?;
        let model = checkpoint::ActiveModel {
            size: Set(size),
            text: Set(signed.to_string()),
            at: Set(stamp::to_column(self.now)),
        };
        checkpoint::Entity::insert(model)
            .exec_without_returning(rows)
            .await?;
        Ok(Some(signed))
    }
}

/// The body of a row, for screens.
pub(crate) fn body_of(row: &entity::Model) -> Result<Body, Corrupt> {
    serde_json::from_str(&row.body).map_err(|_| Corrupt::at("journal_entry", "body", row.position))
}

/// A stored hash.
pub(super) fn hash_of(leaf: &[u8]) -> Option<Hash> {
    Hash::try_from(leaf).ok()
}

/// The checkpoint that was signed last.
pub(super) async fn newest_checkpoint<C: ConnectionTrait>(
    rows: &C,
) -> Result<Option<SignedCheckpoint>, Failure> {
    let newest = checkpoint::Entity::find()
        .order_by_desc(checkpoint::Column::Size)
        .one(rows)
        .await?;
    let signed = newest.map(|row| {
        let corrupt = |_| Corrupt::at("journal_checkpoint", "text", row.size);
        row.text.parse().map_err(corrupt)
    });
    Ok(signed.transpose()?)
}

impl Trust {
    /// The checkpoint that was signed last.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn newest_checkpoint(&self) -> Result<Option<SignedCheckpoint>, Failure> {
        newest_checkpoint(self.database().reader()).await
    }

    /// What everyone needs to check this journal.
    pub fn journal_public(&self) -> CheckpointPublic {
        self.checkpoint_key().public()
    }
}
