//! The pages of a partner without an account: small, without script, and without identity (decisions §13).

mod acts;
mod code;
mod erased;
mod identity;
mod show;
mod wish;

use axum::{Router, routing::get};
use relais_shell::{Source, texts};

use crate::room::Referrals;

/// The texts of these pages.
pub const PARTNER_TEXTS: [Source; 1] = [texts!("partner")];

/// The routes that need no account. Reading changes nothing.
pub fn partner_pages(room: Referrals) -> Router {
    Router::new()
        .route("/reponse", get(code::ask).post(code::find))
        .route("/r/{token}", get(show::show))
        .route("/r/{token}/identite", get(identity::ask).post(identity::show))
        .route("/r/{token}/{act}", get(show::ask).post(show::take))
        .with_state(room)
}
