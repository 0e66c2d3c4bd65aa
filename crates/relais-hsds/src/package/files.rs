//! What each file of a package is.

use std::{collections::HashMap, sync::Arc};

use serde::de::IgnoredAny;

use super::{
    Code, Dialect, Found, MOST_BYTES, MOST_FILES, Note, Place, Refused, Report, archive, descriptor,
    ids::Ids,
    json::Documents,
    report::shortened,
    row::Row,
    sheet::{self, Sheet},
    tables,
    text::{about_file, decoded},
    translations,
};

/// What stands in the files.
pub(super) struct Contents {
    /// The tables as they stand.
    pub sheets: Vec<Sheet>,
    /// The rows of the documents.
    pub rows: Vec<Row>,
    pub version: Dialect,
}

/// Reads every file that is a table or a document, and tells of those that are neither.
///
/// # Errors
/// See [`super::read`].
pub(super) fn contents(files: &[Found], ids: &mut Ids, report: &mut Report) -> Result<Contents, Refused> {
    limits(files)?;
    let mut sorter = Sorter {
        called: descriptor::names(files),
        report,
        tables: HashMap::new(),
        sheets: Vec::new(),
        documents: Vec::new(),
        refused: None,
    };
    for file in files {
        sorter.sort(file)?;
    }
    let Sorter {
        sheets,
        documents,
        mut refused,
        ..
    } = sorter;
    let mut known = !sheets.is_empty();
    let mut reader = Documents::new(ids, report);
    for (file, text) in documents {
        match reader.read(&file.name, &text)? {
            None => known = true,
            Some(why) => {
                not_json(reader.report, &file.name, &why);
                refused.get_or_insert_with(|| Refused::not_json(&file.name, &why));
            }
        }
    }
    if !known {
        return Err(refused.unwrap_or_else(Refused::nothing));
    }
    let version = match sheets.is_empty() && reader.older {
        true => Dialect::V1,
        false => Dialect::of(&sheets),
    };
    let rows = reader.rows;
    Ok(Contents {
        sheets,
        rows,
        version,
    })
}

fn limits(files: &[Found]) -> Result<(), Refused> {
    if files.len() > MOST_FILES {
        return Err(Refused::too_many_files());
    }
    if files.iter().map(|file| file.bytes.len() as u64).sum::<u64>() > MOST_BYTES {
        return Err(Refused::too_big());
    }
    Ok(())
}

/// Tells tables, documents and foreign files apart.
struct Sorter<'f, 'r> {
    /// What the descriptor calls the tables.
    called: HashMap<String, String>,
    report: &'r mut Report,
    tables: HashMap<String, &'f Found>,
    sheets: Vec<Sheet>,
    documents: Vec<(&'f Found, String)>,
    /// Why nothing is read, should there be nothing else.
    refused: Option<Refused>,
}

impl<'f> Sorter<'f, '_> {
    fn sort(&mut self, file: &'f Found) -> Result<(), Refused> {
        let lower = file.name.to_lowercase();
        let name = self.name(file);
        if lower.ends_with("datapackage.json") {
            self.descriptor(file);
            return Ok(());
        }
        if archive::is_archive(&file.bytes) {
            about_file(self.report, &file.name, Code::FileIsArchive);
            let refused = || Refused::in_archive(&file.name);
            self.refused.get_or_insert_with(refused);
        } else if [".json", ".ndjson", ".jsonl"]
            .iter()
            .any(|end| lower.ends_with(end))
        {
            let text = decoded(file, self.report);
            self.documents.push((file, text));
        } else if tables::named(&name).is_some() || name == translations::TABLE {
            return self.table(file, lower, &name);
        } else {
            about_file(self.report, &file.name, Code::FileUnknown);
        }
        Ok(())
    }

    fn descriptor(&mut self, file: &Found) {
        if let Err(why) = serde_json::from_slice::<IgnoredAny>(&file.bytes) {
            not_json(self.report, &file.name, &why.to_string());
        }
    }

    /// The name of the table in a file: its own, or else what the descriptor says.
    fn name(&self, file: &Found) -> String {
        let stem = tables::stem(&file.name);
        let called = self.called.get(&stem);
        let called = called.filter(|_| tables::named(&stem).is_none()).cloned();
        called.unwrap_or(stem)
    }

    /// Two tables of one name are one only if they are equal; which of two others is meant nobody knows.
    fn table(&mut self, file: &'f Found, lower: String, name: &str) -> Result<(), Refused> {
        match self.tables.insert(lower, file) {
            Some(before) if before.bytes == file.bytes => {
                about_file(self.report, &file.name, Code::FileRepeated);
            }
            Some(_) => return Err(Refused::same_name_twice(&file.name)),
            None => {
                let text = decoded(file, self.report);
                let sheet = sheet::read(name, &file.name, &text, self.report)?;
                self.sheets.push(sheet);
            }
        }
        Ok(())
    }
}

fn not_json(report: &mut Report, file: &str, why: &str) {
    report.note(Note {
        table: Arc::from(file),
        place: Place::Line(1),
        column: None,
        code: Code::FileNotJson,
        value: Some(shortened(why)),
        times: 1,
    });
}
