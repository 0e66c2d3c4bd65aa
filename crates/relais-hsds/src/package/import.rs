use std::{collections::HashMap, sync::Arc};

use super::{
    Code, Dialect, Found, MOST_ROWS, Package, Place, Refused, Report,
    draft::Drafts,
    files,
    ids::Ids,
    links::Links,
    older::Older,
    own,
    row::Row,
    sheet::Sheet,
    tables::{self, Table},
    text::about_file,
    translations,
};
use crate::{Kind, Record};

/// Reads the files of a package, in whichever version of the standard they are: tables, with or without their descriptor,
/// and documents in JSON or NDJSON. A file that is neither is passed over and told.
///
/// `source` names the publisher; ids that are no UUIDs are derived from it, and stay the same as long as it does.
///
/// # Errors
/// `TooManyFiles`, `PackageTooBig`, `TooManyRows`, `TooManyCells`; `SameNameTwice` for two tables of one name that differ;
/// where no file belongs to the standard `NothingKnown`, or `NotJson` or `ArchiveInArchive` if that is why. Whatever stands
/// in rows is no error: it is in the report.
pub fn read(files: &[Found], source: &str) -> Result<Package, Refused> {
    let mut report = Report::default();
    let mut ids = Ids::new(source);
    let files::Contents {
        sheets,
        mut rows,
        version,
    } = files::contents(files, &mut ids, &mut report)?;
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
        organizations: HashMap::new(),
        said: HashMap::new(),
    };
    let all = rows.into_iter().filter_map(|row| drafts.draft(row)).collect();
    let organizations = std::mem::take(&mut drafts.organizations);
    let said = std::mem::take(&mut drafts.said);
    Ok(Links::new(source, report, organizations, names, said).joined(all))
}
