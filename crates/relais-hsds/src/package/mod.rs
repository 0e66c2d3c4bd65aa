//! Packages of the standard, as bytes: read with a report on every row, written so that equal records give equal bytes.
//!
//! Read are the tables of HSDS 1.0 to 3.3 (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) and its documents in
//! JSON and NDJSON. What is safe to repair is repaired, what cannot be read is left out, and both are told; no content
//! of a file makes the reading fail as a whole, but one that is too big or no text at all.
//!
//! ```
//! use relais_hsds::package::{Found, read};
//! let table = "id,name,description\n7,Maison Test,Accueil\n";
//! let package = read(&[Found::new("organizations.csv", table)], "source-test").unwrap();
//! assert_eq!(package.records[0].text("name"), Some("Maison Test"));
//! assert_eq!(package.report.table("organizations").map(|t| t.kept), Some(1));
//! ```

mod about;
mod archive;
mod column;
mod descriptor;
mod dialect;
mod draft;
mod export;
mod files;
mod guard;
mod guess;
mod header;
mod ids;
mod import;
mod json;
mod links;
mod names;
mod nested;
mod notes;
mod nothing;
mod older;
mod organizations;
mod own;
mod refused;
mod repeated;
mod report;
mod required;
mod row;
mod sheet;
mod swallowed;
mod tables;
mod text;
mod told;
mod translations;
mod values;

#[cfg(test)]
mod tests;

pub use about::About;
pub use archive::{pack, unpack};
pub use dialect::Dialect;
pub use export::write;
pub use import::read;
pub use notes::{Code, Done};
pub use refused::Refused;
pub use report::{Note, Place, Report, Tally};
pub use told::{is_table, kinds_told};

use super::Record;

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name, without folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Found {
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
        }
    }
}

/// What was read out of the files of a package.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// The form in which they were written.
    pub version: Dialect,
    /// Table by table in the order of the standard ([`crate::Kind::ALL`]), in each as the rows came; every id once in
    /// its table, and every column that names a record names one of these.
    pub records: Vec<Record>,
    pub report: Report,
}

/// Bytes of all files together that are taken.
pub const MOST_BYTES: u64 = 200 * 1024 * 1024;
/// Files in one package.
pub const MOST_FILES: usize = 200;
/// Rows of all tables together.
pub const MOST_ROWS: usize = 1_000_000;
/// Columns of one table.
pub const MOST_COLUMNS: usize = 1_000;
/// Cells of one file.
pub const MOST_CELLS: usize = 20_000_000;
