use std::sync::Arc;

use super::{
    Code, Dialect, Found, MOST_BYTES, MOST_FILES, MOST_ROWS, Package, Place, Refused, Report, archive,
    draft::Drafts,
    ids::Ids,
    json::Documents,
    links::Links,
    older::Older,
    own,
    row::Row,
    sheet::{self, Sheet},
    tables::{self, Table},
    text::{about_file, decoded},
    translations,
};
use crate::{Kind, Record};

/// Reads the files of a package, in whichever version of the standard they are: tables, with or without their descriptor,
/// and documents in JSON or NDJSON.
///
/// `source` names the publisher; ids that are no UUIDs are derived from it, and stay the same as long as it does.
///
/// # Errors
/// `TooManyFiles`, `PackageTooBig`, `TooManyRows`, `TooManyCells`; `NotJson` for a document that is none;
/// `ArchiveInArchive`; `NothingKnown` where no file belongs to the standard. Whatever stands in rows is no error: it is in
/// the report.
pub fn read(files: &[Found], source: &str) -> Result<Package, Refused> {
    limits(files)?;
    let mut report = Report::default();
    let mut ids = Ids::new(source);
    let (sheets, mut rows) = contents(files, &mut ids, &mut report)?;
    let version = Dialect::of(&sheets);
    let mut words = Vec::new();
    for sheet in sheets {
        if &*sheet.name == translations::TABLE {
            words.extend(lines(sheet, Table::of(Kind::MetaTableDescription)));
        } else {
            table(sheet, &mut rows, &mut ids, &mut report);
        }
    }
    if rows.len() + words.len() > MOST_ROWS {
        return Err(Refused::too_many_rows());
    }
    let mut records = records(rows, version, &mut ids, &mut report)?;
    translations::join(&words, source, &mut records, &mut report);
    Ok(Package {
        version,
        records,
        report,
    })
}

fn limits(files: &[Found]) -> Result<(), Refused> {
    if files.len() > MOST_FILES {
        return Err(Refused::too_many_files());
    }
    if files.iter().map(|file| file.bytes.len() as u64).sum::<u64>() > MOST_BYTES {
        return Err(Refused::too_big());
    }
    files
        .iter()
        .try_for_each(|file| archive::no_archive(&file.name, &file.bytes))
}

/// The tables as they stand, and the rows of the documents.
fn contents(files: &[Found], ids: &mut Ids, report: &mut Report) -> Result<(Vec<Sheet>, Vec<Row>), Refused> {
    let mut sheets = Vec::new();
    let mut documents = Vec::new();
    let mut known = false;
    let called = super::descriptor::names(files);
    for file in files {
        let lower = file.name.to_lowercase();
        if lower.ends_with("datapackage.json") {
            continue;
        }
        let stem = tables::stem(&file.name);
        let json = [".json", ".ndjson", ".jsonl"]
            .iter()
            .any(|end| lower.ends_with(end));
        let name = called
            .get(&stem)
            .filter(|_| tables::named(&stem).is_none())
            .cloned()
            .unwrap_or(stem);
        if json {
            documents.push((file, decoded(file, report)));
        } else if tables::named(&name).is_some() || name == translations::TABLE {
            sheets.push(sheet::read(&name, &file.name, &decoded(file, report), report)?);
        } else {
            about_file(report, &file.name, Code::FileUnknown);
            continue;
        }
        known = true;
    }
    if !known {
        return Err(Refused::nothing());
    }
    let mut reader = Documents::new(ids, report);
    for (file, text) in &documents {
        reader.read(&file.name, text)?;
    }
    let rows = reader.rows;
    Ok((sheets, rows))
}

/// Gives the rows of a table their ids.
fn table(sheet: Sheet, rows: &mut Vec<Row>, ids: &mut Ids, report: &mut Report) {
    let Some(table) = tables::named(&sheet.name) else {
        return;
    };
    if sheet.columns.is_empty() {
        about_file(report, &sheet.name, Code::FileEmpty);
    }
    let columns: Vec<&str> = sheet.columns.iter().map(|name| &**name).collect();
    let table = tables::with_columns(table, &sheet.name, &columns);
    report.tally(&sheet.name);
    for mut row in lines(sheet, table) {
        own::id(&mut row);
        ids.identify(&mut row, report);
        rows.push(row);
    }
}

fn lines(sheet: Sheet, table: Table) -> impl Iterator<Item = Row> {
    let name: Arc<str> = sheet.name;
    sheet.rows.into_iter().map(move |line| {
        let mut row = Row::new(table, name.clone(), Place::Line(line.line));
        row.cells = line.cells;
        row
    })
}

/// Rows of any version as records of version 3 that hold together.
fn records(
    rows: Vec<Row>,
    version: Dialect,
    ids: &mut Ids,
    report: &mut Report,
) -> Result<Vec<Record>, Refused> {
    let source = ids.source;
    let mut older = Older::new(source, version, report);
    let mut rows = older.modernised(rows);
    let names = std::mem::take(&mut older.names);
    if rows.len() > MOST_ROWS {
        return Err(Refused::too_many_rows());
    }
    for row in rows.iter_mut().filter(|row| !row.counted) {
        ids.identify(row, report);
    }
    let mut drafts = Drafts {
        source,
        report,
        organizations: std::collections::HashMap::new(),
    };
    let all = rows.into_iter().filter_map(|row| drafts.draft(row)).collect();
    let organizations = std::mem::take(&mut drafts.organizations);
    Ok(Links::new(source, report, organizations, names).joined(all))
}
