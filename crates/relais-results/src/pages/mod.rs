//! The pages of this room: they parse, call and render; no rule and no row is here.

mod address;
mod asked;
mod behind;
mod cohort;
mod export;
mod figures;
mod home;
mod item;
mod words;

use axum::{Router, routing::get};
use relais_shell::{Source, texts};

use crate::room::Results;

pub(crate) use address::{counted_of, cutting_of};

/// The texts of this room.
pub const TEXTS: [Source; 2] = [texts!("home"), texts!("results")];

/// The routes of this room's pages; `/` is where people arrive.
pub fn pages(room: Results) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/a-faire/{list}", get(home::list))
        .route("/resultats", get(figures::show))
        .route("/resultats/fichiers/referencements.csv", get(export::as_csv))
        .route("/resultats/fichiers/referencements.xlsx", get(export::as_xlsx))
        .route("/resultats/liste", get(behind::show))
        .with_state(room)
}
