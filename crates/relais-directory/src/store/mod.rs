//! Services in the database: the whole entry as JSON, with the clear columns that SQL narrows by, and one row per
//! need and area for the prefilter of matching.

mod browse;
pub mod hsds;
mod organisations;
mod services;
mod tables;
pub mod verification;

pub(crate) use browse::{Narrow, services_page};
pub use organisations::{directory_organisations, put_profile};
pub use services::{
    ServiceRow, all_services, give_back_place, put_service, service_by_ref, service_of, services_for,
    services_of, take_place, whereabouts_left_in_clear,
};
pub(crate) use services::{keep_service, seal_left_in_clear, services_to_verify};
pub use tables::migrations;
