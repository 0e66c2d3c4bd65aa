use axum::{Json, extract::State};
use base64::{Engine, prelude::BASE64_STANDARD};
use relais_kernel::{Refusal, Refusals};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, press};
use relais_trust::Failure;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actions::{ImportCounts, ImportProviders},
    import::{RowProblem, Sheet},
    queries::TrySheet,
    room::Directory,
};

/// A mapping sheet, as text or as a file.
#[derive(Deserialize, ToSchema)]
pub struct SentSheet {
    /// CSV with `,` or `;`, or cells apart by tabs; the first line has the headings, French or English.
    sheet: Option<String>,
    /// An Excel workbook (.xlsx), an OpenDocument sheet (.ods) or a CSV file, in Base64; its first sheet is read.
    file: Option<String>,
    /// Only say what writing it would do.
    #[serde(default)]
    dry_run: bool,
}

impl SentSheet {
    fn read(&self) -> Result<Sheet, Refusal> {
        match (&self.sheet, &self.file) {
            (Some(text), None) => Sheet::of_text(text),
            (None, Some(file)) => {
                let bytes = BASE64_STANDARD.decode(file).map_err(|_| not_base64())?;
                Sheet::of_file(&bytes)
            }
            _ => Err(one_of_two()),
        }
    }
}

fn not_base64() -> Refusal {
    Refusal::new(
        "NotBase64",
        "Le fichier n’est pas écrit en Base64.",
        "The file is not written in Base64.",
    )
    .at("file")
}

fn one_of_two() -> Refusal {
    Refusal::new(
        "OneSheet",
        "Donnez une feuille, en texte ou en fichier, et une seule.",
        "Give one sheet, as text or as a file, and one only.",
    )
    .at("sheet")
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
#[utoipa::path(post, path = "/api/v1/services/import", tag = "directory", request_body = SentSheet,
    responses((status = 200, body = Imported)))]
pub async fn import_providers(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<SentSheet>,
) -> Result<Json<Imported>, Trouble> {
    let mut query = TrySheet {
        definitions: room.definitions.clone(),
        sheet: None,
    };
    // Whoever may not import has no file read.
    room.house.look(&actor, &query).await?;
    let dry_run = sent.dry_run;
    let sheet = press(move || sent.read()).await?;
    let sheet = sheet.map_err(|refusal| Refusals(vec![refusal]))?;
    query.sheet = Some(sheet.clone());
    let trial = room.house.look(&actor, &query).await?;
    let counts = if dry_run {
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
