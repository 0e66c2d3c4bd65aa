//! The pages of the directory: they parse, call and render; no rule and no row is here.

mod again;
mod browse;
mod chart;
mod charted;
mod disputes;
mod door;
mod export;
mod find;
mod history;
mod import;
mod mapping;
mod offers;
mod organisation;
mod own;
mod partnerships;
mod rounds;
mod service;
mod sheet;
mod tabled;
mod told;
mod words;
mod www;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use relais_shell::{Source, texts};

pub(crate) use browse::wanted;
pub(crate) use offers::{candidacy_verb, read_offer, read_profile};
pub(crate) use partnerships::{read_partnership, read_step};
pub(crate) use rounds::{outcome, whom};
pub(crate) use service::read_change;
pub(crate) use words::reference;

use crate::room::Directory;

/// The largest body with a file: somewhat more than the largest file, which is refused in a sentence.
const LARGEST_FILE: usize = 3 * 1024 * 1024;

/// The texts of this room.
pub const TEXTS: [Source; 1] = [texts!("directory")];

/// The routes of this room's pages.
pub fn pages(room: Directory) -> Router {
    Router::new()
        .route("/annuaire", get(browse::show))
        .route("/annuaire/export.csv", get(export::as_csv))
        .route("/annuaire/export.xlsx", get(export::as_xlsx))
        .route("/annuaire/couverture", get(mapping::show))
        .route("/annuaire/couverture.csv", get(www::as_csv))
        .route("/annuaire/couverture.xlsx", get(www::as_xlsx))
        .route("/annuaire/couverture.docx", get(charted::as_docx))
        .route("/annuaire/couverture.pdf", get(charted::as_pdf))
        .route("/annuaire/feuille.csv", get(sheet::as_csv))
        .route("/annuaire/feuille.xlsx", get(sheet::as_xlsx))
        .route("/annuaire/paquets.csv", get(sheet::brought_as_csv))
        .route("/annuaire/paquets.xlsx", get(sheet::brought_as_xlsx))
        .route("/annuaire/offres", get(offers::show).post(offers::find))
        .route("/annuaire/offres/nouvelle", get(offers::ask).post(offers::create))
        .route("/annuaire/offres/{offer}", get(offers::one).post(offers::change))
        .route("/annuaire/offres/{offer}/etat", post(offers::turn))
        .route("/annuaire/offres/{offer}/propositions", post(offers::propose))
        .route(
            "/annuaire/offres/{offer}/propositions/{candidacy}",
            post(offers::settle),
        )
        .route(
            "/annuaire/partenariats",
            get(partnerships::show).post(partnerships::begin),
        )
        .route("/annuaire/partenariats/{partnership}", post(partnerships::step))
        .route("/annuaire/organisations/{organisation}", get(organisation::show))
        .route("/annuaire/mes-services", get(own::show))
        .route(
            "/annuaire/import",
            get(import::ask)
                .post(import::try_it)
                .layer(DefaultBodyLimit::max(LARGEST_FILE)),
        )
        .route("/annuaire/import/modele.csv", get(import::template))
        .route("/annuaire/import/confirmation", post(import::confirm))
        .route("/annuaire/services/{service}", get(service::show))
        .route("/annuaire/services/{service}/historique", get(history::show))
        .route("/annuaire/services/{service}/places", post(own::change))
        .route("/annuaire/services/{service}/code", post(own::renew_code))
        .route("/annuaire/services/{service}/fiche", post(service::change))
        .route("/annuaire/desaccords", get(disputes::show))
        .route("/annuaire/desaccords/{dispute}", post(disputes::settle))
        .route("/annuaire/verifications", get(rounds::show).post(rounds::open))
        .route("/annuaire/verifications/{reply}", post(rounds::settle))
        .route("/v/{token}", get(door::show))
        .route("/v/{token}/{service}", get(door::ask).post(door::take))
        .route("/trouver", get(find::show).post(find::find))
        .route("/trouver/livret", post(find::booklet::print))
        .route("/trouver/copie", get(find::copy::show))
        .route("/trouver/copie.js", get(find::copy::worker))
        .route("/trouver/{id}", get(find::one))
        .with_state(room)
}
