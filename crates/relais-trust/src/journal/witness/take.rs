use relais_kernel::Timestamp;
use relais_ledger::{CosignerPublic, Frontier, SignedCheckpoint};
use relais_platform::{Failure, UnitOfWork, stamp};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};

use super::{
    super::leaves::edge_at,
    row::{self, ONE},
    state::{edge_of, row_of},
};
use crate::{Actor, Door, Note, Trust, journal::append};

/// What a witness answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It vouches for this checkpoint; its signature stands beside the journal's own.
    Vouched(SignedCheckpoint),
    /// It remembers so many entries, and this journal did not grow out of them.
    Contradicted { seen: u64 },
    /// It did not answer, or nothing that can be used.
    Silent,
}

impl Trust {
    /// Keeps what the witness answered. That it contradicts this journal goes into the journal too, once.
    ///
    /// # Errors
    /// [`Failure::Fault`] for a signature that is not its own, or over another journal; [`Failure`] of the store.
    pub async fn take_answer(&self, witness: &CosignerPublic, answer: Answer) -> Result<(), Failure> {
        if let Answer::Vouched(signed) = &answer {
            let foreign = |_| Failure::Fault("witness: not its signature, or another journal".into());
            witness.verify(signed).map_err(foreign)?;
            self.journal_public().verify(signed).map_err(foreign)?;
        }
        let work = Take {
            trust: self.clone(),
            witness: witness.clone(),
            answer,
            now: self.now(),
        };
        self.database().write(work).await
    }
}

struct Take {
    trust: Trust,
    witness: CosignerPublic,
    answer: Answer,
    now: Timestamp,
}

impl UnitOfWork for Take {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        let mut row = row_of(rows, &self.witness.to_string()).await?;
        match &self.answer {
            Answer::Silent => {
                row.silent_since = row.silent_since.or(Some(stamp::to_column(self.now)));
            }
            Answer::Contradicted { seen } => {
                row.silent_since = None;
                if row.contradicts.is_none() {
                    row.contradicts = Some(i64::try_from(*seen).unwrap_or(i64::MAX));
                    row.since = Some(stamp::to_column(self.now));
                    let note = Note::new("WitnessContradicted").fact("seen", seen);
                    let clock = Actor::installation(Door::Clock);
                    append(rows, (&self.trust, &clock), self.now, vec![note]).await?;
                }
            }
            Answer::Vouched(signed) => self.vouch(rows, &mut row, signed).await?,
        }
        keep(rows, row).await
    }
}

impl Take {
    async fn vouch(
        &self,
        rows: &DatabaseTransaction,
        row: &mut row::Model,
        signed: &SignedCheckpoint,
    ) -> Result<(), Failure> {
        let size = signed.checkpoint.size;
        let known = edge_of(row)?;
        if size < known.size() {
            // An answer that comes after a later one.
            return Ok(());
        }
        // From the beginning where the witness had remembered another past.
        let from = if row.contradicts.is_some() {
            Frontier::new()
        } else {
            known
        };
        let edge = edge_at(rows, from, size).await?;
        if edge.root() != signed.checkpoint.root {
            return Err(Failure::Fault("witness: it vouches for another journal".into()));
        }
        let at = self
            .witness
            .verify(signed)
            .map_err(|e| Failure::Fault(format!("witness: {e}")))?;
        row.size = i64::try_from(size).map_err(|_| Failure::Fault("journal: full".into()))?;
        row.edge = edge.to_bytes();
        row.text = Some(signed.to_string());
        row.at = Some(stamp::to_column(at));
        (row.contradicts, row.since, row.silent_since) = (None, None, None);
        Ok(())
    }
}

async fn keep(rows: &DatabaseTransaction, row: row::Model) -> Result<(), Failure> {
    let stored = row::Entity::find_by_id(ONE).one(rows).await?;
    match stored {
        Some(stored) if stored == row => {}
        Some(_) => {
            row::Entity::update(row.into_active_model().reset_all())
                .exec(rows)
                .await?;
        }
        None => {
            row::Entity::insert(row.into_active_model())
                .exec_without_returning(rows)
                .await?;
        }
    }
    Ok(())
}
