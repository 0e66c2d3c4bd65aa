//! Cases, consents and needs in the database: rows ↔ the trade's own types.

mod annexes;
mod cases;
mod consents;
mod needs;
mod tables;

pub use annexes::AnnexRecord;
pub(crate) use annexes::{annex_drawer, annexes_of, beside, keep_annexes, read_annexes, remove_holder};
pub use cases::{CaseRow, add_case, case_by_code, case_by_ref, case_of, save_case};
pub(crate) use cases::{add_holder, expect_version, read};
pub use consents::{ConsentRow, consent_rows, exceptions_of, ledger_of, save_exception, save_written};
pub use needs::{NeedRow, need_by_ref, need_of, needs_by_ref, needs_of, save_need};
pub(crate) use tables::case_file;
pub use tables::migrations;
