use std::sync::Arc;

use serde_json::Value as Json;
use uuid::Uuid;

use super::{Code, Note, Place, Report, report::shortened, tables::Table};

/// A row as the source has it, on its way to a record.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub table: Table,
    /// As the source names it.
    pub name: Arc<str>,
    pub place: Place,
    /// In the order of the source; without empty ones.
    pub cells: Vec<(Arc<str>, Json)>,
    pub id: Uuid,
    /// The source gives an id, or one is given on purpose.
    pub named: bool,
    /// The id in the source, where it is no UUID.
    pub own_id: Option<String>,
    /// Counted in the report; rows made of cells of another are not.
    pub counted: bool,
    /// Stands nested in a document, where the same record comes again and again.
    pub nested: bool,
}

impl Row {
    pub fn new(table: Table, name: Arc<str>, place: Place) -> Self {
        Self {
            table,
            name,
            place,
            cells: Vec::new(),
            id: Uuid::nil(),
            named: false,
            own_id: None,
            counted: true,
            nested: false,
        }
    }

    /// A row made out of this one.
    pub fn beside(&self, table: Table) -> Self {
        Self {
            counted: false,
            ..Self::new(table, self.name.clone(), self.place.clone())
        }
    }

    #[must_use]
    pub fn with(mut self, column: &str, value: impl Into<String>) -> Self {
        self.put(column, value);
        self
    }

    pub fn put(&mut self, column: &str, value: impl Into<String>) {
        self.cells.push((Arc::from(column), Json::String(value.into())));
    }

    pub fn has(&self, column: &str) -> bool {
        self.cells.iter().any(|(name, _)| &**name == column)
    }

    pub fn text(&self, column: &str) -> Option<String> {
        let (_, value) = self.cells.iter().find(|(name, _)| &**name == column)?;
        plain(value)
    }

    /// Takes a cell out; its text, without surrounding space.
    pub fn take(&mut self, column: &str) -> Option<String> {
        let at = self.cells.iter().position(|(name, _)| &**name == column)?;
        plain(&self.cells.remove(at).1)
    }

    /// Calls a column by another name, unless that one is there already.
    pub fn rename(&mut self, from: &str, to: &str) {
        if self.has(to) {
            return;
        }
        if let Some(cell) = self.cells.iter_mut().find(|(name, _)| &**name == from) {
            cell.0 = Arc::from(to);
        }
    }

    /// Adds text to a column, after what is there.
    pub fn append(&mut self, column: &str, text: &str, between: &str) {
        let said = self.take(column);
        let whole = match said {
            Some(said) if said == text => said,
            Some(said) => format!("{said}{between}{text}"),
            None => text.to_owned(),
        };
        self.put(column, whole);
    }

    pub fn note(&self, report: &mut Report, code: Code, column: Option<&str>, value: Option<&str>) {
        report.note(Note {
            table: self.name.clone(),
            place: self.place.clone(),
            column: column.map(Arc::from),
            code,
            value: value.map(shortened),
            times: 1,
        });
    }

    /// Counts the row as put aside and says why. Of one made of a cell only the part is left out: the row stays.
    pub fn put_aside(&self, report: &mut Report, code: Code, column: Option<&str>, value: Option<&str>) {
        if self.counted {
            self.note(report, code, column, value);
            report.tally(&self.name).put_aside += 1;
        } else {
            self.note(report, code.of_part(), column, value);
        }
    }
}

/// A value as text, without surrounding space; nothing if there is none.
pub(super) fn plain(value: &Json) -> Option<String> {
    let text = match value {
        Json::Null => return None,
        Json::String(text) => text.trim().to_owned(),
        Json::Array(all) if all.iter().all(|one| !one.is_array() && !one.is_object()) => {
            let all: Vec<_> = all.iter().filter_map(plain).collect();
            all.join(", ")
        }
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
}
