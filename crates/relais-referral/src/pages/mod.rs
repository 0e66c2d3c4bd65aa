//! The members' pages of this room: they parse, call and render.

mod choose;
mod paper;
mod partner;
mod redirect;
mod show;
mod slip;
mod step;
mod worklist;

use axum::{
    Router,
    routing::{get, post},
};
use relais_shell::{Source, texts};

use crate::room::Referrals;

pub use partner::{PARTNER_TEXTS, partner_pages};

/// The texts of this room's members' pages.
pub const TEXTS: [Source; 2] = [texts!("referral"), texts!("slip")];

/// The routes of this room's members' pages; `/` is where people arrive.
pub fn pages(room: Referrals) -> Router {
    Router::new()
        .route("/", get(worklist::show))
        .route("/dossiers/{case}/referencements", get(show::of_case))
        .route(
            "/dossiers/{case}/besoins/{need}/services",
            get(choose::show).post(choose::draft),
        )
        .route("/referencements/{referral}", get(show::show))
        .route("/referencements/{referral}/envoi", post(step::send))
        .route(
            "/referencements/{referral}/etapes/{verb}",
            get(step::ask).post(step::take),
        )
        .route(
            "/referencements/{referral}/reorientation",
            get(redirect::ask).post(redirect::redirect),
        )
        .route(
            "/referencements/{referral}/fiche",
            get(slip::ask).post(slip::make),
        )
        .route("/referencements/{referral}/fiche.pdf", get(slip::print))
        .with_state(room)
}
