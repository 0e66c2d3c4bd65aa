//! The pages of transfers: asked for from a case, answered by the organisation that is to take over.

mod ask;
mod list;
mod show;

use axum::{
    Router,
    routing::{get, post},
};
use relais_mechanism::Definition;
use relais_shell::{Frame, Tone};

pub(crate) use ask::read_request;
pub(crate) use show::{read_accept, read_reject};

use crate::{queries::AlongLine, room::Referrals, transfer::TransferKind};

pub(super) fn routes() -> Router<Referrals> {
    Router::new()
        .route("/transferts", get(list::show))
        .route("/dossiers/{case}/transfert", get(ask::ask).post(ask::request))
        .route("/transferts/{transfer}", get(show::show))
        .route(
            "/transferts/{transfer}/accepter",
            get(show::show).post(show::accept),
        )
        .route(
            "/transferts/{transfer}/refuser",
            get(show::show).post(show::reject),
        )
        .route("/transferts/{transfer}/reprendre", post(show::revoke))
}

pub(super) fn tone(kind: TransferKind) -> Tone {
    match kind {
        TransferKind::Draft | TransferKind::Revoked => Tone::Quiet,
        TransferKind::Requested => Tone::Wait,
        TransferKind::Accepted => Tone::Good,
        TransferKind::Rejected => Tone::Stop,
        TransferKind::Expired => Tone::Late,
    }
}

fn label(definition: &Definition, list: &str, code: &str, frame: &Frame) -> String {
    definition
        .label(list, code, frame.lang)
        .map_or_else(|_| code.to_owned(), str::to_owned)
}

/// « Hébergement · Structure X · accepté ».
fn along(definition: &Definition, line: &AlongLine, frame: &Frame) -> String {
    format!(
        "{} · {} · {}",
        label(definition, "need", &line.need, frame),
        frame.l(&line.to),
        line.state.label().get(frame.lang)
    )
}
