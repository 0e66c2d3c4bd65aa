//! Cases, consents and needs in the database: rows ↔ the trade's own types.

mod cases;
mod consents;
mod tables;

pub use cases::{CaseRow, add_case, case_by_ref, case_of, save_case};
pub use consents::{ConsentRow, consent_rows, exceptions_of, ledger_of, save_exception, save_written};
pub use tables::migrations;
