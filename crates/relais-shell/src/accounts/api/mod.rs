//! The same commands for programs.

mod appointments;
mod breach;
mod journal;
mod people;
mod readings;

use utoipa_axum::{router::OpenApiRouter, routes};

use super::Accounts;
use crate::ApiRouter;

/// The JSON routes of accounts and of the journal.
pub fn api(room: Accounts) -> ApiRouter {
    OpenApiRouter::new()
        .routes(routes!(people::list))
        .routes(routes!(people::end_access))
        .routes(routes!(people::protect))
        .routes(routes!(appointments::list))
        .routes(routes!(appointments::show))
        .routes(routes!(appointments::confirm))
        .routes(routes!(appointments::refuse))
        .routes(routes!(journal::list))
        .routes(routes!(journal::search))
        .routes(routes!(journal::own))
        .routes(routes!(readings::list))
        .routes(routes!(readings::see))
        .routes(routes!(breach::list, breach::open))
        .routes(routes!(breach::show))
        .routes(routes!(breach::judge))
        .routes(routes!(breach::settle))
        .routes(routes!(breach::close))
        .with_state(room)
}
