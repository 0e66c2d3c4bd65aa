use super::Older;
use crate::{
    Kind,
    package::{
        Code,
        row::Row,
        values::{self, Reading, phone},
    },
};

impl Older<'_, '_> {
    /// Puts the numbers of telephones into the form in which they are dialled.
    pub(super) fn numbers(&mut self, rows: &mut Vec<Row>) {
        let mut more = Vec::new();
        for row in rows.iter_mut().filter(|row| row.kind() == Kind::Phone) {
            let Some(said) = row.text("number") else { continue };
            let all = phone::several(&said);
            let (first, others) = all.split_first().map_or((&*said, &[][..]), |(f, o)| (*f, o));
            if !others.is_empty() {
                row.note(self.report, Code::CellSplit, Some("number"), Some(&said));
                more.extend(others.iter().map(|number| another(row, number)));
            }
            self.number(row, &said, first);
        }
        for row in &mut more {
            let said = row.text("number").unwrap_or_default();
            self.number(row, &said, &said);
        }
        rows.append(&mut more);
    }

    fn number(&mut self, row: &mut Row, said: &str, number: &str) {
        let extension = phone::extension(number).filter(|_| !has_extension(row));
        let (number, extension) = match extension {
            Some((number, extension)) => (number, Some(extension)),
            None => (number, None),
        };
        let Some(read) = phone::read(number) else {
            row.take("number");
            row.note(self.report, Code::PhoneUnreadable, Some("number"), Some(said));
            return;
        };
        if read == said {
            return;
        }
        row.note(self.report, Code::PhoneRepaired, Some("number"), Some(said));
        row.take("number");
        row.put("number", read);
        if let Some(extension) = extension {
            row.put("extension", extension);
        }
    }
}

fn has_extension(row: &Row) -> bool {
    let field = Kind::Phone.field("extension");
    let said = field.zip(row.text("extension"));
    said.is_some_and(|(field, text)| !matches!(values::read(field, &text), Reading::No(_)))
}

/// A row like another, for another number that stands in it.
fn another(row: &Row, number: &str) -> Row {
    let mut other = row.beside(row.table);
    let kept = |name: &str| !matches!(name, "number" | "extension");
    other.cells = row.cells.iter().filter(|(name, _)| kept(name)).cloned().collect();
    other.with("number", number)
}
