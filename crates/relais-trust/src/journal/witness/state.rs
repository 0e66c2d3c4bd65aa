use relais_kernel::Timestamp;
use relais_ledger::Frontier;
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::row::{self, ONE};

/// What is known of the witness, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// Its verifier key.
    pub witness: String,
    /// The size that it vouched for last, and when.
    pub last: Option<(u64, Timestamp)>,
    pub contradiction: Option<Contradiction>,
    /// It has not answered since.
    pub silent_since: Option<Timestamp>,
}

/// The witness remembers a journal that is not the beginning of this one: an older copy was put back, or entries were
/// forged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction {
    /// Entries that the witness has seen.
    pub seen: u64,
    pub since: Timestamp,
}

/// What is known of the witness; nothing where none was ever asked.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn witnessed<C: ConnectionTrait>(rows: &C) -> Result<Option<Witnessed>, Failure> {
    let Some(row) = row::Entity::find_by_id(ONE).one(rows).await? else {
        return Ok(None);
    };
    let instant = |value: Option<i64>, name| {
        let read = value.map(|value| stamp::from_column(value, "journal_witness", name, ONE));
        read.transpose()
    };
    let (at, since) = (instant(row.at, "at")?, instant(row.since, "since")?);
    let seen = row.contradicts.map(|seen| u64::try_from(seen).unwrap_or(0));
    Ok(Some(Witnessed {
        last: at.map(|at| (u64::try_from(row.size).unwrap_or(0), at)),
        contradiction: seen.zip(since).map(|(seen, since)| Contradiction { seen, since }),
        silent_since: instant(row.silent_since, "silent_since")?,
        witness: row.witness,
    }))
}

/// The row of this witness, new when there was another one or none.
pub(super) async fn row_of<C: ConnectionTrait>(rows: &C, witness: &str) -> Result<row::Model, Failure> {
    let found = row::Entity::find_by_id(ONE).one(rows).await?;
    Ok(found
        .filter(|row| row.witness == witness)
        .unwrap_or_else(|| row::Model {
            id: ONE,
            witness: witness.to_owned(),
            size: 0,
            edge: Frontier::new().to_bytes(),
            text: None,
            at: None,
            contradicts: None,
            since: None,
            silent_since: None,
        }))
}

/// The right edge of the tree at what the witness saw last.
pub(super) fn edge_of(row: &row::Model) -> Result<Frontier, Corrupt> {
    Frontier::from_bytes(&row.edge).map_err(|_| Corrupt::at("journal_witness", "edge", ONE))
}
