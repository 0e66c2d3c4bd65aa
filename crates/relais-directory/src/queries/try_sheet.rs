use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use crate::{
    actions::{ImportCounts, read_sheet},
    import::{RowProblem, Sheet},
    room::Standing,
};

/// The dry run of an import: what it would do, and why rows would stay out. Without a sheet it only asks whether
/// the reader may import.
pub struct TrySheet {
    pub definitions: Definitions,
    pub sheet: Option<Sheet>,
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trial {
    pub counts: ImportCounts,
    /// Rows put aside, row by row.
    pub problems: Vec<RowProblem>,
    /// What would be repaired or passed over.
    pub notes: Vec<RowProblem>,
}

impl Query for TrySheet {
    type View = Trial;

    async fn look(&self, sight: &Sight<'_>) -> Result<Trial, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        if !standing.keeps(guard, actor) {
            return Err(Failure::Missing);
        }
        let Some(sheet) = &self.sheet else {
            return Ok(Trial::default());
        };
        let report = read_sheet(
            sight.rows(),
            sight.trust(),
            &standing.definition,
            sheet,
            sight.now(),
        )
        .await?;
        Ok(Trial {
            counts: ImportCounts::of(&report),
            problems: report.problems,
            notes: report.notes,
        })
    }
}
