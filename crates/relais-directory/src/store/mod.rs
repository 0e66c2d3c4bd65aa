//! Services in the database: the whole entry as JSON, with the clear columns that SQL narrows by, and one row per
//! need and area for the prefilter of matching.

mod browse;
mod codes;
mod disputes;
mod history;
pub mod hsds;
mod ledger;
pub mod offers;
mod organisations;
mod services;
mod tables;
mod tallies;
pub mod verification;
mod waiting;

pub(crate) use browse::{Narrow, services_page};
pub(crate) use codes::{code_of, renew_code, service_by_code};
pub(crate) use disputes::{
    decided, dispute_of, open_disputes, open_disputes_of, raise, settle_dispute, withdraw_disputes,
};
pub use history::editions;
pub(crate) use ledger::{Ledger, due};
pub use ledger::{Look, doubts};
pub use organisations::{directory_organisations, put_profile};
pub use services::{
    ServiceRow, all_services, give_back_place, put_service, service_by_ref, service_of, services_for,
    services_of, take_place, whereabouts_left_in_clear,
};
pub(crate) use services::{keep_service, seal_left_in_clear};
pub use tables::migrations;
pub use tallies::note_heard;
pub use waiting::{note_waiting, waiting_for};
