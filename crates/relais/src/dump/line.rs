use std::collections::BTreeMap;

use relais_platform::ColumnKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of this layout.
pub const LAYOUT: u32 = 1;

/// Which half of a backup a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Data,
    /// The wrapped keys.
    Keystore,
}

/// What stands first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub layout: u32,
    pub part: Part,
    /// The same in both parts of one backup.
    pub backup: String,
    /// Milliseconds since 1970, UTC.
    pub made_at: i64,
    pub program: String,
    /// The last migration of each room.
    pub steps: BTreeMap<String, i32>,
}

/// The kinds of columns a dump knows; a key is bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Bytes,
    Bool,
    Int,
    Real,
    Text,
}

impl From<ColumnKind> for Kind {
    fn from(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Id | ColumnKind::Bytes => Self::Bytes,
            ColumnKind::Bool => Self::Bool,
            ColumnKind::Int => Self::Int,
            ColumnKind::Real => Self::Real,
            ColumnKind::Text => Self::Text,
        }
    }
}

/// A table and its columns, in the order of the rows' cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHead {
    pub name: String,
    pub columns: Vec<(String, Kind)>,
}

/// How many rows a table has, and their SHA-256 line by line, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    pub name: String,
    pub rows: u64,
    pub sha256: String,
}

/// One line of a dump.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    Head(Head),
    Table(TableHead),
    Row(Vec<Value>),
    End(TableSum),
    Manifest(Vec<TableSum>),
}
