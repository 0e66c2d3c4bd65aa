use relais_ledger::{CosignerPublic, Frontier, Submission, growth_proof};
use relais_platform::Failure;

use super::{
    super::{
        check::newest_checkpoint,
        leaves::{each_leaf, edge_at},
    },
    state::{edge_of, row_of},
};
use crate::Trust;

impl Trust {
    /// How many entries this witness vouched for last.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn seen_by(&self, witness: &CosignerPublic) -> Result<u64, Failure> {
        let rows = self.database().reader();
        Ok(edge_of(&row_of(rows, &witness.to_string()).await?)?.size())
    }

    /// What the witness is shown next: the newest checkpoint, with the proof that it grew out of what the witness saw
    /// last, or out of the first `seen` entries where it says that it saw those. Nothing before the first checkpoint, and
    /// nothing when the witness has seen more than there is.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn show_witness(
        &self,
        witness: &CosignerPublic,
        seen: Option<u64>,
    ) -> Result<Option<Submission>, Failure> {
        let rows = self.database().reader();
        let Some(checkpoint) = newest_checkpoint(rows).await? else {
            return Ok(None);
        };
        let known = edge_of(&row_of(rows, &witness.to_string()).await?)?;
        let old = match seen {
            Some(seen) if seen != known.size() => {
                if seen > checkpoint.checkpoint.size {
                    return Ok(None);
                }
                edge_at(rows, Frontier::new(), seen).await?
            }
            _ => known,
        };
        if old.size() > checkpoint.checkpoint.size {
            return Ok(None);
        }
        let mut fresh = Vec::new();
        each_leaf(rows, old.size(), checkpoint.checkpoint.size, |leaf| {
            fresh.push(leaf);
        })
        .await?;
        let proof = growth_proof(&old, &fresh).map_err(|e| Failure::Fault(format!("witness: {e}")))?;
        Ok(Some(Submission {
            old: old.size(),
            proof,
            checkpoint,
        }))
    }
}
