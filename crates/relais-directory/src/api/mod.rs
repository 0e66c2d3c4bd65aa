//! The directory for programs: the same commands and views as the pages.

mod dispute;
mod hsds;
mod import;
mod offers;
mod services;
mod verification;

use axum::extract::DefaultBodyLimit;
use relais_shell::ApiRouter;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use hsds::fresh;
pub use hsds::hsds_api;

use crate::room::Directory;

/// The largest sheet in one request, in bytes: ten thousand rows of the mapping sheet.
const LARGEST_SHEET: usize = 5 * 1024 * 1024;

/// The JSON routes of this room.
pub fn api(room: Directory) -> ApiRouter {
    let sheets = OpenApiRouter::new()
        .routes(routes!(import::import_providers))
        .layer(DefaultBodyLimit::max(LARGEST_SHEET));
    OpenApiRouter::new()
        .routes(routes!(services::list_services))
        .routes(routes!(services::read_service))
        .routes(routes!(services::change_capacity))
        .routes(routes!(services::change_entry))
        .routes(routes!(services::renew_code))
        .routes(routes!(dispute::settle_dispute))
        .routes(routes!(offers::make_offer))
        .routes(routes!(offers::change_offer))
        .routes(routes!(offers::turn_offer))
        .routes(routes!(offers::propose_profile))
        .routes(routes!(offers::settle_candidacy))
        .routes(routes!(offers::begin_partnership))
        .routes(routes!(offers::step_partnership))
        .routes(routes!(verification::open_round))
        .routes(routes!(verification::settle_reply))
        .merge(sheets)
        .with_state(room)
}
