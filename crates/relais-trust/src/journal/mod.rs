//! The journal: one append-only record of everything that was done and of every reading of sealed fields
//! (design.md §3). Entries are leaves of an RFC 6962 tree; they hold ids and codes, never names or field values.

mod append;
mod check;
pub(crate) mod entity;
mod export;
mod export_file;
mod last;
mod leaves;
mod marks;
mod note;
pub(crate) mod once;
mod own;
mod read;
mod search;
mod witness;

pub(crate) use append::append;
/// The rows themselves, for what reads many of them.
pub(crate) mod entries {
    pub(crate) use super::{
        check::body_of,
        entity::{Column, Entity, Model},
    };
}
pub use check::{JournalCheck, verify};
pub use entity::Model as EntryRow;
pub use export::{ExportPart, JournalExport, OwnEntries};
pub use export_file::{ExportCheck, ExportFault, check_export};
pub use last::last_with;
pub(crate) use last::was_done;
pub use marks::MarksFault;
pub use note::{Body, Note};
pub use own::{CaseSelection, OwnAccesses};
pub use read::{CaseAccesses, Line};
pub use search::{JournalPage, JournalSearch, JournalState};
pub use witness::{Answer, Contradiction, Witnessed, witnessed};
