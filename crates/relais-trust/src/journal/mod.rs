//! The journal: one append-only record of everything that was done and of every reading of sealed fields
//! (design.md §3). Entries are leaves of an RFC 6962 tree; they hold ids and codes, never names or field values.

mod append;
mod check;
mod entity;
mod note;
pub(crate) mod once;
mod read;
mod search;

pub(crate) use append::append;
pub use check::{JournalCheck, verify};
pub use entity::Model as EntryRow;
pub use note::{Body, Note};
pub use read::{CaseAccesses, Line};
pub use search::{JournalPage, JournalSearch, JournalState};
