//! What each room brings: tables, texts, pages, JSON routes. A new room is plugged in here, in every function.

use std::sync::Arc;

use axum::Router;
use relais_casework::{
    Doors,
    room::{Casework, Desk},
};
use relais_directory::Directory;
use relais_mechanism::Definitions;
use relais_platform::Migration;
use relais_referral::room::{Counted, Referrals};
use relais_results::room::Results;
use relais_shell::{
    House, Source,
    accounts::{self, Accounts},
    api, texts,
};
use relais_trust::accounts::{RelyingParty, SignOn};

use super::Lobby;

/// The tables of every room, lower rooms first.
pub fn migrations() -> Vec<Migration> {
    let mut steps = relais_platform::own_migrations();
    steps.extend(relais_trust::migrations());
    steps.extend(relais_mechanism::migrations());
    steps.push(crate::readiness::PULSE);
    steps.push(crate::demo::HISTORY);
    steps.extend(relais_directory::store::migrations());
    steps.extend(relais_casework::store::migrations());
    steps.extend(relais_referral::store::migrations());
    steps.extend(relais_results::store::migrations());
    steps
}

/// The texts of every room.
pub fn sources() -> Vec<Source> {
    let mut all = vec![texts!("program")];
    all.extend(accounts::TEXTS);
    all.extend(relais_directory::TEXTS);
    all.extend(relais_casework::pages::TEXTS);
    all.extend(relais_referral::pages::TEXTS);
    all.extend(relais_referral::pages::PARTNER_TEXTS);
    all.extend(relais_results::TEXTS);
    all
}

/// Every room's pages, and the JSON routes joined with their document.
pub fn routes(house: &House, definitions: &Definitions, lobby: &Lobby, sign_on: Option<SignOn>) -> Router {
    let setting = house.shell().setting();
    let people = Accounts {
        house: house.clone(),
        desk: Arc::new(lobby.clone()),
        cases: Arc::new(Doors(definitions.clone())),
        party: RelyingParty::at(&setting.address, &setting.name.fr),
        sign_on,
    };
    let casework = Casework {
        house: house.clone(),
        desk: Desk {
            definitions: definitions.clone(),
            referrals: Arc::new(Counted),
        },
    };
    let directory = Directory {
        house: house.clone(),
        definitions: definitions.clone(),
        catalogue: relais_directory::Kept::default(),
    };
    let results = Results {
        house: house.clone(),
        definitions: definitions.clone(),
        kept: relais_results::kept::Kept::default(),
    };
    let referrals = Referrals {
        house: house.clone(),
        definitions: definitions.clone(),
    };
    let pages = accounts::pages(people.clone())
        .merge(relais_casework::pages::pages(casework.clone()))
        .merge(relais_referral::pages::pages(referrals.clone()))
        .merge(relais_referral::pages::partner_pages(referrals.clone()))
        .merge(relais_directory::pages(directory.clone()))
        .merge(relais_directory::hsds_api(directory.clone()))
        .merge(relais_results::pages(results.clone()));
    let (json, _document) = api(
        env!("CARGO_PKG_VERSION"),
        [
            accounts::api(people),
            relais_directory::api(directory),
            relais_casework::api::api(casework),
            relais_referral::api::api(referrals),
            relais_results::api(results),
        ],
    );
    pages.merge(json)
}
