//! What each room brings: tables, texts, pages, JSON routes. A new room is plugged in here, in every function.

use std::sync::Arc;

use axum::{Router, routing::get};
use relais_casework::room::{Casework, Desk, NoReferrals};
use relais_mechanism::Definitions;
use relais_platform::Migration;
use relais_shell::{Answer, House, SignedIn, Source, api, go, texts};

use super::reception::first_way;

/// The tables of every room, lower rooms first.
pub fn migrations() -> Vec<Migration> {
    let mut steps = relais_trust::migrations();
    steps.extend(relais_mechanism::migrations());
    steps.push(crate::readiness::PULSE);
    // relais_directory::migrations()
    steps.extend(relais_casework::store::migrations());
    // relais_referral::migrations(), relais_results::migrations()
    steps
}

/// The texts of every room.
pub fn sources() -> Vec<Source> {
    let mut all = vec![texts!("program")];
    // relais_trust's pages, relais_directory::TEXTS
    all.extend(relais_casework::pages::TEXTS);
    // relais_referral::TEXTS, relais_results::TEXTS
    all
}

/// Every room's pages, and the JSON routes joined with their document.
pub fn routes(house: &House, definitions: &Definitions) -> Router {
    let casework = Casework {
        house: house.clone(),
        desk: Desk {
            definitions: definitions.clone(),
            referrals: Arc::new(NoReferrals),
        },
    };
    let pages = Router::new()
        .route("/", get(home))
        .merge(relais_casework::pages::pages(casework));
    // .merge(relais_directory::pages(..)), .merge(relais_referral::pages(..)), .merge(relais_results::pages(..))
    let (json, _document) = api(env!("CARGO_PKG_VERSION"), []);
    // api(version, [relais_casework::api(..), ..])
    pages.merge(json)
}

/// Until there is a worklist of their own, people arrive where their work is.
async fn home(SignedIn(actor): SignedIn) -> Answer {
    Ok(go(first_way(&actor.roles)))
}
