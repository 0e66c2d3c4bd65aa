//! The mapping sheet as it stands, to correct in a spreadsheet and bring back.

use axum::extract::State;
use relais_kernel::{Lang, Localised};
use relais_mechanism::Definition;
use relais_publish::{Cell, Made, Table};
use relais_shell::{Answer, Frame, JustProved, Trouble};
use relais_trust::Actor;

use super::tabled;
use crate::{
    import::Sheet,
    queries::{ExportBrought, ExportSheet},
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
    let sheet = Sheet::of_services(&found.lines, frame.lang);
    Ok(table(frame, sheet, &found.definition))
}

/// Services of packages without an entry, as CSV: to say which needs they answer, and bring back.
pub async fn brought_as_csv(
    State(room): State<Directory>,
    JustProved(actor): JustProved,
    frame: Frame,
) -> Answer {
    let table = brought(&room, &actor, &frame, "brought-csv").await?;
    tabled::as_csv(&frame, "directory-brought-csv-name", table).await
}

/// As a workbook.
pub async fn brought_as_xlsx(
    State(room): State<Directory>,
    JustProved(actor): JustProved,
    frame: Frame,
) -> Answer {
    let table = brought(&room, &actor, &frame, "brought-xlsx").await?;
    tabled::as_xlsx(&frame, "directory-brought-xlsx-name", table).await
}

async fn brought(
    room: &Directory,
    actor: &Actor,
    frame: &Frame,
    form: &'static str,
) -> Result<Table, Trouble> {
    let query = ExportBrought {
        definitions: room.definitions.clone(),
        form,
    };
    let found = room.house.look(actor, &query).await?;
    let sheet = Sheet::of_brought(&found.lines, &found.known, frame.lang);
    Ok(table(frame, sheet, &found.definition))
}

fn table(frame: &Frame, sheet: Sheet, definition: &Definition) -> Table {
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
            version: definition.version.label.clone(),
            at: frame.local(frame.now),
        },
        taken_by: frame.organisation(),
    }
}
