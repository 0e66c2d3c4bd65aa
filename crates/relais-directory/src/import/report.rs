use relais_kernel::{Lang, Localised, PublicRef};
use serde::Serialize;
use serde_json::{Map, Value};

use super::sheet::{Column, Sheet};
use crate::{Code, Organisation, OrganisationId, Service, ServiceId};

/// What an import would do, or did: nothing is written by reading. Every row of the sheet is in exactly one of
/// `services`, `set_aside` (the rows of `problems`) and `blank_rows`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ImportReport {
    pub organisations: Vec<Planned<Organisation>>,
    pub services: Vec<Planned<Service>>,
    /// Why rows are put aside: a person corrects them and imports again.
    pub problems: Vec<RowProblem>,
    /// What was corrected or left out without doubt about what is meant: told, so that nobody is surprised.
    pub notes: Vec<RowProblem>,
    pub blank_rows: Vec<usize>,
    /// What the sheet says of services otherwise than somebody who knows them: a person decides, and until then the entry
    /// stays.
    pub disputed: Vec<Disputed>,
}

/// What a row says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disputed {
    /// As the spreadsheet counts: the headings are row 1.
    pub row: usize,
    pub service: ServiceId,
    pub ours: Map<String, Value>,
    pub theirs: Map<String, Value>,
}

/// A record as it would be written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Planned<T> {
    /// As the spreadsheet counts: the headings are row 1.
    pub row: usize,
    pub record: T,
    pub change: Change,
}

/// What writing it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Created,
    /// The fields that differ, by their names in the record.
    Changed(Vec<String>),
    Unchanged,
}

/// Something to tell about a cell, a row or a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// As the spreadsheet counts: the headings are row 1.
    pub row: usize,
    /// The heading of the column, when it concerns one.
    pub column: Option<String>,
    /// Stable, for programs and tests.
    pub code: &'static str,
    pub sentence: Localised,
}

impl RowProblem {
    pub(super) fn heading(heading: &str, code: &'static str, fr: String, en: String) -> Self {
        Self {
            row: 1,
            column: Some(heading.to_owned()),
            code,
            sentence: Localised { fr, en },
        }
    }

    /// What of the file is not read at all.
    pub(super) fn around(sheet: &Sheet) -> Vec<Self> {
        let told = |row, code, fr: String, en: String| Self {
            row,
            column: None,
            code,
            sentence: Localised { fr, en },
        };
        let (mut all, above) = (Vec::new(), sheet.above.len());
        if above > 0 {
            let fr = format!("Au-dessus des titres : {above} ligne(s), qui ne sont pas lues.");
            let en = format!("Above the headings: {above} row(s), which are not read.");
            all.push(told(1, "AboveHeadings", fr, en));
        }
        for name in &sheet.others {
            let fr = format!("La feuille « {name} » du classeur n’est pas lue : importez-la à part.");
            let en = format!("The sheet “{name}” of the workbook is not read: import it by itself.");
            all.push(told(1, "OtherSheet", fr, en));
        }
        all
    }

    pub(super) fn cell(row: usize, column: Column, code: &'static str, sentence: Localised) -> Self {
        Self {
            row,
            column: Some(column.heading().fr),
            code,
            sentence,
        }
    }

    /// The sentence with its row, as a list shows it.
    pub fn line(&self, lang: Lang) -> String {
        let (row, said) = (self.row, self.sentence.get(lang));
        match lang {
            Lang::Fr => format!("ligne {row} : {said}"),
            Lang::En => format!("row {row}: {said}"),
        }
    }
}

impl ImportReport {
    /// The rows put aside, each once.
    pub fn set_aside(&self) -> Vec<usize> {
        let mut rows: Vec<_> = self
            .problems
            .iter()
            .map(|p| p.row)
            .filter(|&row| row > 1)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// Says under which keys an organisation was written: a new one has provisional keys until then.
    pub fn settle(&mut self, code: &Code, id: OrganisationId, public_ref: PublicRef) {
        let Some(planned) = self.organisations.iter_mut().find(|p| p.record.code == *code) else {
            return;
        };
        let provisional = planned.record.id;
        planned.record.id = id;
        planned.record.public_ref = public_ref;
        for service in self
            .services
            .iter_mut()
            .filter(|s| s.record.organisation == provisional)
        {
            service.record.organisation = id;
        }
    }

    /// Records that writing would create and change, organisations and services together.
    pub fn to_write(&self) -> usize {
        let organisations = self
            .organisations
            .iter()
            .filter(|p| p.change != Change::Unchanged)
            .count();
        organisations
            + self
                .services
                .iter()
                .filter(|p| p.change != Change::Unchanged)
                .count()
    }
}

/// How two versions of a record differ, field by field, at the first level.
pub(crate) fn change<T: Serialize + PartialEq>(before: Option<&T>, after: &T) -> Change {
    let Some(before) = before else {
        return Change::Created;
    };
    if before == after {
        return Change::Unchanged;
    }
    let fields = |record: &T| match serde_json::to_value(record) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (fields(before), fields(after));
    let mut changed: Vec<_> = new
        .into_iter()
        .filter(|(name, value)| old.get(name) != Some(value))
        .map(|(n, _)| n)
        .collect();
    changed.sort_unstable();
    Change::Changed(changed)
}
