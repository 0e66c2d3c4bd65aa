use relais_kernel::{Id, Mechanism, Organisation, Refusal, Timestamp};
use relais_ledger::{Gap, Hash, SignedCheckpoint, Subtree};
use relais_platform::{Failure, stamp};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::{
    CaseSelection, Line,
    check::{body_of, newest_checkpoint},
    entity,
    leaves::each_leaf,
    read::lines,
};
use crate::{Deed, Permit, Sight, accounts::ids_of_accounts};

/// Entries in one file; a longer time is taken away in parts.
const MOST: u64 = 50_000;

/// The entries that concern one organisation: what its people did, what was done to its cases, to its accounts and to
/// itself, and nothing that others did among themselves.
#[derive(Debug, Clone)]
pub struct OwnEntries {
    /// The cases that it has.
    pub cases: CaseSelection,
    pub organisation: Id<Organisation>,
    pub mechanism: Id<Mechanism>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// A part of the journal that outsiders can check: the entries of one organisation, and hashes in the place of all
/// others, up to a signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalExport {
    pub organisation: Id<Organisation>,
    pub checkpoint: SignedCheckpoint,
    pub parts: Vec<ExportPart>,
}

/// What stands next in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportPart {
    Entry {
        line: Box<Line>,
        text: String,
        leaf: Hash,
    },
    Hidden(Subtree),
}

impl JournalExport {
    /// The entries that are shown.
    pub fn entries(&self) -> impl Iterator<Item = (&Line, &Hash)> {
        self.parts.iter().filter_map(|part| match part {
            ExportPart::Entry { line, leaf, .. } => Some((&**line, leaf)),
            ExportPart::Hidden(_) => None,
        })
    }
}

impl OwnEntries {
    /// Reads them up to the newest checkpoint; what came after it can be taken away once it is signed.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the permit is not for taking this organisation's journal away, or nothing was signed
    /// yet; a refusal when there are too many for one file.
    pub async fn read(&self, sight: &Sight<'_>, permit: &Permit) -> Result<JournalExport, Failure> {
        if permit.deed() != Deed::ExportOwnJournal || !permit.covers(self.organisation.uuid()) {
            return Err(Failure::Missing);
        }
        let rows = sight.rows();
        let checkpoint = newest_checkpoint(rows).await?.ok_or(Failure::Missing)?;
        let size = checkpoint.checkpoint.size;
        let shown = self.shown(sight, size).await?;
        Ok(JournalExport {
            organisation: self.organisation,
            parts: outline(rows, shown, size).await?,
            checkpoint,
        })
    }

    async fn shown(&self, sight: &Sight<'_>, size: u64) -> Result<Vec<entity::Model>, Failure> {
        let size = i64::try_from(size).map_err(|_| Failure::Fault("journal: full".into()))?;
        let own = self.organisation.uuid();
        let concerns = Condition::any()
            .add(entity::Column::OrganisationId.eq(own))
            .add(entity::Column::SubjectId.eq(own))
            .add(entity::Column::SubjectId.in_subquery(ids_of_accounts(self.organisation).into_query()))
            .add(entity::Column::CaseId.in_subquery(self.cases.0.clone()));
        let mut find = entity::Entity::find()
            .filter(concerns)
            .filter(entity::Column::Position.lt(size));
        if let Some(from) = self.from {
            find = find.filter(entity::Column::At.gte(stamp::to_column(from)));
        }
        if let Some(until) = self.until {
            find = find.filter(entity::Column::At.lt(stamp::to_column(until)));
        }
        let found = find
            .order_by_asc(entity::Column::Position)
            .limit(MOST + 1)
            .all(sight.rows())
            .await?;
        if found.len() as u64 > MOST {
            return Err(too_much().into());
        }
        let mut shown = Vec::with_capacity(found.len());
        for row in found {
            let body = body_of(&row)?;
            if body
                .mechanism
                .is_none_or(|mechanism| mechanism == self.mechanism.uuid())
            {
                shown.push(row);
            }
        }
        Ok(shown)
    }
}

/// The shown entries in their places, and the hashes of what stands between them.
async fn outline<C: ConnectionTrait>(
    rows: &C,
    shown: Vec<entity::Model>,
    size: u64,
) -> Result<Vec<ExportPart>, Failure> {
    let (mut parts, mut gap, mut next) = (Vec::new(), Gap::before(0), 0_i64);
    let mut shown = shown.into_iter().peekable();
    each_leaf(rows, 0, size, |leaf| {
        match shown.next_if(|row| row.position == next) {
            Some(row) => {
                parts.extend(
                    gap.close()
                        .into_iter()
                        .map(|hidden| Ok(ExportPart::Hidden(hidden))),
                );
                parts.push(entry(row, leaf));
            }
            None => gap.hide(leaf),
        }
        next += 1;
    })
    .await?;
    parts.extend(
        gap.close()
            .into_iter()
            .map(|hidden| Ok(ExportPart::Hidden(hidden))),
    );
    parts.into_iter().collect()
}

fn entry(row: entity::Model, leaf: Hash) -> Result<ExportPart, Failure> {
    let (mut read, _) = lines(std::slice::from_ref(&row), 1)?;
    let line = Box::new(read.pop().ok_or(Failure::Missing)?);
    let text = row.body;
    Ok(ExportPart::Entry { line, text, leaf })
}

fn too_much() -> Refusal {
    Refusal::new(
        "ExportTooLarge",
        "Il y a trop d’inscriptions pour un seul fichier : choisissez une période plus courte.",
        "There are too many entries for one file: choose a shorter period.",
    )
    .at("du")
}
