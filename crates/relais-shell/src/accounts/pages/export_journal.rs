//! The journal of one organisation, as a file.

use axum::extract::{Query, State};
use relais_kernel::{Lang, Localised};
use relais_publish::{Cell, Made, Table, csv};
use relais_trust::{
    Actor,
    journal::{JournalExport, Line},
};
use serde::Deserialize;

use super::{
    super::{Accounts, queries::ExportOwnJournal},
    journal::period,
};
use crate::{Answer, FileKind, Frame, JustProved, Trouble, Typed, file, press};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    du: String,
    #[serde(default)]
    au: String,
}

/// As JSON lines with hashes: what `relais journal verify-export` checks.
pub(super) async fn as_lines(
    State(room): State<Accounts>,
    JustProved(actor): JustProved,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Answer {
    let export = export(&room, &actor, &asked, &frame, "jsonl").await?;
    let key = room.house.trust().journal_public();
    let text = press(move || export.to_file(&key)).await?;
    let text = text.map_err(|why| Trouble::Fault(format!("journal export: {why}")))?;
    let name = frame.t("journal-export-lines-name");
    file(&name, FileKind::JsonLines, text.into_bytes())
}

/// As a table to read.
pub(super) async fn as_csv(
    State(room): State<Accounts>,
    JustProved(actor): JustProved,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Answer {
    let export = export(&room, &actor, &asked, &frame, "csv").await?;
    let table = table(&frame, &export);
    let bytes = press(move || csv(&table)).await?;
    let bytes = bytes.map_err(|why| Trouble::Fault(format!("journal export: {why}")))?;
    file(&frame.t("journal-export-csv-name"), FileKind::Csv, bytes)
}

async fn export(
    room: &Accounts,
    actor: &Actor,
    asked: &Asked,
    frame: &Frame,
    form: &'static str,
) -> Result<JournalExport, Trouble> {
    let typed = Typed::nothing().with("du", &asked.du).with("au", &asked.au);
    let (_, from, until) = period(frame, typed);
    // A day that cannot be read is no reason to take everything away.
    let unread = |typed: &str, read: Option<_>| !typed.is_empty() && read.is_none();
    if unread(&asked.du, from) || unread(&asked.au, until) {
        return Err(Trouble::Unreadable);
    }
    let query = ExportOwnJournal {
        door: &*room.cases,
        from,
        until,
        form,
    };
    // What was written a moment ago is to be in the file too.
    room.house.trust().sign_checkpoint().await?;
    Ok(room.house.look(actor, &query).await?)
}

const COLUMNS: [&str; 12] = [
    "journal-column-index",
    "journal-column-at",
    "journal-column-act",
    "journal-column-door",
    "journal-column-user",
    "journal-column-organisation",
    "journal-column-case",
    "journal-column-subject",
    "journal-column-subject-id",
    "journal-column-purpose",
    "journal-column-facts",
    "journal-column-leaf",
];

fn table(frame: &Frame, export: &JournalExport) -> Table {
    let texts = frame.shell().texts();
    let from = |lang| texts.say(lang, "journal-title", &[]);
    Table {
        lang: frame.lang,
        title: frame.t("journal-title"),
        columns: COLUMNS.map(|key| frame.t(key)).into(),
        rows: export
            .entries()
            .map(|(line, leaf)| row(frame, line, leaf.to_string()))
            .collect(),
        made: Made {
            from: Localised::new(from(Lang::Fr), from(Lang::En)).into(),
            version: export.checkpoint.checkpoint.root.to_string(),
            at: frame.local(frame.now),
        },
        taken_by: frame.organisation(),
    }
}

/// Ids and codes, as they stand in the journal.
fn row(frame: &Frame, line: &Line, leaf: String) -> Vec<Cell> {
    let body = &line.body;
    let id = |id: Option<uuid::Uuid>| Cell::from(id.map(|id| id.to_string()));
    let facts: Vec<String> = body
        .facts
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    vec![
        Cell::Whole(i64::try_from(line.position).unwrap_or(i64::MAX)),
        Cell::Moment(frame.local(line.at)),
        body.act.clone().into(),
        body.door.code().into(),
        id(body.user),
        id(body.organisation),
        id(body.case),
        body.subject.as_ref().map(|(kind, _)| kind.clone()).into(),
        id(body.subject.as_ref().map(|(_, id)| *id)),
        body.purpose.clone().into(),
        facts.join(" ").into(),
        leaf.into(),
    ]
}
