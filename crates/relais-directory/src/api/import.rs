use axum::{Json, extract::State};
use relais_kernel::Refusals;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use relais_trust::Failure;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actions::{ImportCounts, ImportProviders},
    import::{RowProblem, Sheet},
    queries::TrySheet,
    room::Directory,
};

/// A mapping sheet.
#[derive(Deserialize, ToSchema)]
pub struct SheetText {
    /// CSV with `,` or `;`, or cells apart by tabs; the first line has the headings, French or English.
    sheet: String,
    /// Only say what writing it would do.
    #[serde(default)]
    dry_run: bool,
}

/// What an import did, or would do.
#[derive(Serialize, ToSchema)]
pub struct Imported {
    counts: ImportCounts,
    /// Why rows stay out.
    problems: Vec<Told>,
    /// What was repaired or passed over.
    notes: Vec<Told>,
}

/// Something about a row.
#[derive(Serialize, ToSchema)]
pub struct Told {
    /// As the spreadsheet counts: the headings are row 1.
    row: usize,
    column: Option<String>,
    code: &'static str,
    fr: String,
    en: String,
}

impl From<RowProblem> for Told {
    fn from(told: RowProblem) -> Self {
        Self {
            row: told.row,
            column: told.column,
            code: told.code,
            fr: told.sentence.fr,
            en: told.sentence.en,
        }
    }
}

/// Brings a mapping sheet in; for the directory manager.
#[utoipa::path(post, path = "/api/v1/services/import", tag = "directory", request_body = SheetText,
    responses((status = 200, body = Imported)))]
pub async fn import_providers(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<SheetText>,
) -> Result<Json<Imported>, Trouble> {
    let sheet = Sheet::of_text(&sent.sheet).map_err(|refusal| Refusals(vec![refusal]))?;
    let query = TrySheet {
        definitions: room.definitions.clone(),
        sheet: Some(sheet.clone()),
    };
    let trial = room.house.look(&actor, &query).await?;
    let counts = if sent.dry_run {
        trial.counts
    } else {
        let command = ImportProviders {
            definitions: room.definitions.clone(),
            mechanism: actor.mechanism.ok_or(Failure::Missing)?,
            sheet,
        };
        room.house.perform(&actor, once.as_ref(), command).await?
    };
    Ok(Json(Imported {
        counts,
        problems: trial.problems.into_iter().map(Told::from).collect(),
        notes: trial.notes.into_iter().map(Told::from).collect(),
    }))
}
