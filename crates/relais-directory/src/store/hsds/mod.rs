//! Records of the standard and the documents made of them. A change writes both, and raises the edition.

mod conceal;
mod documents;
mod publish;
mod records;
mod tables;
mod take_over;
mod unlisted;

pub(crate) use conceal::{conceal, hidden};
pub use documents::{State, changed_since, pieces, state};
pub(crate) use documents::{put_changed_documents, remove_documents};
pub use publish::{OWN, anything_to_publish};
pub(crate) use publish::{entries_to_publish, publish, publish_again, withdraw};
pub use records::{Held, all_records, records_from};
pub(crate) use records::{put_records, record_of, remove_records, write_record};
pub use tables::{DIGEST, HSDS};
pub(crate) use take_over::hangs_on;
pub(crate) use unlisted::{any_unlisted, dropped, unlisted};
