//! The members' pages of this room: they parse, call and render.

mod choose;
pub(crate) mod copy;
mod disclosures;
mod drafted;
mod erasure;
mod gateway;
mod messages;
mod paper;
mod partner;
mod pin;
mod redirect;
mod released;
mod show;
mod slip;
mod step;
mod transfer;

use axum::{
    Router,
    routing::{get, post},
};
use relais_shell::{Source, texts};

use crate::room::Referrals;

pub(crate) use choose::{read_draft, read_drafts};
pub(crate) use erasure::{day as erasure_day, gone as erasure_gone};
pub use gateway::{DoorSetting, gateway_door};
pub use partner::{PARTNER_TEXTS, partner_pages};
pub(crate) use show::tone;
pub(crate) use step::{read_step, read_told};
pub(crate) use transfer::{read_accept, read_reject, read_request};

/// The texts of this room's members' pages.
pub const TEXTS: [Source; 7] = [
    texts!("copy"),
    texts!("disclosure"),
    texts!("erasure"),
    texts!("referral"),
    texts!("messages"),
    texts!("slip"),
    texts!("transfer"),
];

/// The routes of this room's members' pages.
pub fn pages(room: Referrals) -> Router {
    Router::new()
        .route("/dossiers/{case}/referencements", get(show::of_case))
        .route("/dossiers/{case}/transmissions", get(disclosures::show))
        .route("/dossiers/{case}/copie", get(copy::show))
        .route("/dossiers/{case}/copie.json", get(copy::file))
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
        .route("/referencements/{referral}/telephone", get(step::telephone))
        .route(
            "/referencements/{referral}/telephone/{verb}",
            get(step::ask_told).post(step::write_told),
        )
        .merge(transfer::routes())
        .merge(erasure::routes())
        .route(
            "/referencements/{referral}/fiche",
            get(slip::ask).post(slip::make),
        )
        .route("/referencements/{referral}/pin", post(pin::tell))
        .route("/referencements/{referral}/fiche.pdf", get(slip::print))
        .route("/referencements/{referral}/lien", post(messages::link))
        .route("/envois", get(messages::list))
        .route("/envois/{message}/encore", post(messages::again))
        .with_state(room)
}
