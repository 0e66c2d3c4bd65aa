//! Cases, consents and needs in the database: rows ↔ the trade's own types.

mod annexes;
mod cases;
mod consents;
mod enquiries;
mod erasing;
mod exceptions;
mod followups;
mod hand_overs;
mod missions;
mod needs;
mod neutral;
mod openings;
mod plans;
mod reports;
mod requests;
mod retention;
mod tables;

pub use annexes::AnnexRecord;
pub(crate) use annexes::{annex_drawer, annexes_of, beside, keep_annexes, read_annexes, remove_holder};
pub use cases::{CaseRow, add_case, case_by_code, case_by_ref, case_of, save_case};
pub(crate) use cases::{
    add_holder, case_by_any_code, expect_version, has_open_cases, keep_case, read, remove_holders,
};
pub use consents::{ConsentRow, cases_with_consents_past, consent_rows, ledger_of, save_written};
pub(crate) use enquiries::enquiries_owed_by;
pub use enquiries::{EnquiriesOf, EnquiryRow, enquiries_in, enquiries_told_of, enquiry_by_ref, save_enquiry};
pub use erasing::leave_residue;
pub use exceptions::{
    ExceptionRow, exception_by_ref, exception_rows, exceptions_of, orders_in, save_exception, save_order,
};
pub use followups::{add_follow_up, follow_ups_of};
pub use hand_overs::{HandOver, HandOverRow, add_hand_over, hand_over_by_ref, hand_over_of};
pub use missions::{
    MissionRow, mission_by_ref, mission_of, missions_of_case, missions_of_receiver, missions_past,
    missions_waiting, save_mission,
};
pub use needs::{NeedRow, need_by_ref, need_of, needs_by_ref, needs_of, save_need};
pub use neutral::facts_left_in_clear;
pub(crate) use neutral::{LeftInClear, left_in_clear, write_neutral};
pub use openings::{
    OpeningRow, add_opening, opening_by_ref, opening_of, openings_by, openings_in, openings_of, save_opening,
};
pub use plans::{plans_of, save_plan};
pub use reports::{
    add_report, report_by_lock, report_by_ref, reports_on, reports_to, reports_waiting, save_report,
};
pub use requests::{RequestRow, request_by_ref, requests_in, requests_of, save_request};
pub use retention::{cases_to_tend, keeping_of, keepings_in, save_keeping};
pub(crate) use tables::case_file;
pub use tables::migrations;
