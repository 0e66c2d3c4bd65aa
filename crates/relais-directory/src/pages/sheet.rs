//! The mapping sheet as it stands, to correct in a spreadsheet and bring back.

use axum::extract::State;
use relais_kernel::{Lang, Localised};
use relais_publish::{Cell, Made, Table};
use relais_shell::{Answer, Frame, JustProved, Trouble};
use relais_trust::Actor;

use super::tabled;
use crate::{
    import::Sheet,
    queries::{ExportSheet, MappingLines},
    room::Directory,
};

/// As CSV.
pub async fn as_csv(State(room): State<Directory>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    let table = table_of(&room, &actor, &frame, "sheet-csv").await?;
    tabled::as_csv(&frame, "directory-template-name", table).await
}

/// As a workbook.
pub async fn as_xlsx(State(room): State<Directory>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    let table = table_of(&room, &actor, &frame, "sheet-xlsx").await?;
    tabled::as_xlsx(&frame, "directory-sheet-xlsx-name", table).await
}

async fn table_of(
    room: &Directory,
    actor: &Actor,
    frame: &Frame,
    form: &'static str,
) -> Result<Table, Trouble> {
    let query = ExportSheet {
        definitions: room.definitions.clone(),
        form,
    };
    let found = room.house.look(actor, &query).await?;
    Ok(table(frame, &found))
}

fn table(frame: &Frame, found: &MappingLines) -> Table {
    let sheet = Sheet::of_services(&found.lines, frame.lang);
    let texts = frame.shell().texts();
    let from = |lang| texts.say(lang, "directory-sheet-title", &[]);
    let cell = |text: String| {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Words(text)
        }
    };
    Table {
        lang: frame.lang,
        title: frame.t("directory-sheet-title"),
        columns: sheet.headers,
        rows: sheet
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(cell).collect())
            .collect(),
        made: Made {
            from: Localised::new(from(Lang::Fr), from(Lang::En)).into(),
            version: found.definition.version.label.clone(),
            at: frame.local(frame.now),
        },
        taken_by: frame.organisation(),
    }
}
