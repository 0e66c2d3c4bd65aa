use std::collections::HashMap;

use uuid::Uuid;

use super::{Code, Report, row::Row};

/// The namespace of all ids that are derived here; it must never change, or every source would be new at the next import.
const SPACE: Uuid = Uuid::from_u128(0x6f2b_53d4_0a1e_5c87_b94d_e1c7_3a90_8f16);

/// The id of what a source calls by an id of its own: a UUID stays one, anything else becomes UUIDv5 of the source, the
/// table and the id.
pub(super) fn of(source: &str, table: &str, raw: &str) -> Uuid {
    Uuid::try_parse(raw.trim()).unwrap_or_else(|_| derived(source, table, raw.trim()))
}

/// Whether a source's id stays as it is.
pub(super) fn is_uuid(raw: &str) -> bool {
    Uuid::try_parse(raw.trim()).is_ok()
}

/// UUIDv5 in the namespace of this crate.
pub(super) fn derived(source: &str, table: &str, id: &str) -> Uuid {
    // a sign that no name holds keeps ("a", "bc") and ("ab", "c") apart
    Uuid::new_v5(&SPACE, format!("{source}\u{1f}{table}\u{1f}{id}").as_bytes())
}

/// The id of one of several rows that share theirs, from what it says.
pub(super) fn of_several(source: &str, table: &str, id: Uuid, content: &str) -> Uuid {
    derived(source, table, &format!("{id}\u{1e}{content}"))
}

/// Gives rows their ids.
pub(super) struct Ids<'s> {
    pub source: &'s str,
    /// How often the same content came without an id.
    without: HashMap<Uuid, usize>,
}

impl<'s> Ids<'s> {
    pub fn new(source: &'s str) -> Self {
        Self {
            source,
            without: HashMap::new(),
        }
    }

    /// Takes the id out of a row's cells, or makes one from its content: equal rows are told apart by their number, so
    /// that ids stay when other rows come and go.
    pub fn identify(&mut self, row: &mut Row, report: &mut Report) {
        if let Some(raw) = row.take("id") {
            row.named = true;
            row.id = of(self.source, row.table.name, &raw);
            if Uuid::try_parse(&raw).is_err() {
                row.note(report, Code::IdDerived, Some("id"), Some(&raw));
                row.own_id = Some(raw);
            }
            return;
        }
        row.id = self.of_content(row);
        if row.counted {
            row.note(report, Code::IdMade, Some("id"), None);
        }
    }

    fn of_content(&mut self, row: &Row) -> Uuid {
        let mut content = String::new();
        for (name, value) in &row.cells {
            content.push_str(&format!("\u{1e}{name}\u{1f}{value}"));
        }
        let first = derived(self.source, row.table.name, &content);
        if row.nested {
            // the same words within the same record are the same thing, said again
            return first;
        }
        let times = self.without.entry(first).or_default();
        *times += 1;
        match *times {
            1 => first,
            again => derived(self.source, row.table.name, &format!("{content}\u{1e}{again}")),
        }
    }
}
