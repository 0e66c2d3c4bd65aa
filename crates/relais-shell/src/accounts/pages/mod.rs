//! The pages of accounts and of the journal: they parse, call and render; no rule and no row is here.

mod account;
mod appointments;
mod at_the_door;
mod breach;
mod code;
mod colleagues;
mod contact;
mod entry;
mod export_journal;
mod invitation;
mod journal;
mod organisations;
mod own_accesses;
mod passkeys;
mod password;
mod people;
mod person;
mod proof;
mod readings;
mod recovery;
mod reference;
mod second_factor;
mod set_up;
mod sign_in;
mod sign_on;
mod telling;
mod tokens;
mod travel;

pub(super) use breach::{read_settlement, read_severity};
pub(super) use colleagues::one as colleague;
pub(super) use reference::Ref;

use axum::{
    Router,
    routing::{get, post},
};

use super::Accounts;

/// The routes of these pages.
pub fn pages(room: Accounts) -> Router {
    Router::new()
        .merge(entrance())
        .merge(own())
        .merge(administration())
        .merge(appointments())
        .merge(journal())
        .with_state(room)
}

fn entrance() -> Router<Accounts> {
    Router::new()
        .route("/connexion", get(sign_in::ask).post(sign_in::enter))
        .route("/connexion/code", get(code::ask).post(code::give))
        .route("/connexion/code/cle/demande", post(passkeys::ask_for_one))
        .route("/connexion/code/cle", post(passkeys::give))
        .route("/connexion/code/perdu", get(recovery::lost).post(recovery::ask))
        .route(
            "/recuperation/{token}",
            get(recovery::show).post(recovery::use_up),
        )
        .route("/connexion/cle/demande", post(passkeys::ask_who_comes))
        .route("/connexion/cle", post(passkeys::come))
        .route("/connexion/externe", get(sign_on::set_out))
        .route("/connexion/externe/retour", get(sign_on::come_back))
        .route("/deconnexion", post(sign_in::leave))
        .route(
            "/invitation/{token}",
            get(invitation::ask).post(invitation::accept),
        )
        .route("/installation", get(set_up::ask).post(set_up::do_it))
}

fn own() -> Router<Accounts> {
    Router::new()
        .route("/compte", get(account::show))
        .route("/compte/langue", post(account::choose_language))
        .route("/compte/sessions/autres", post(account::end_others))
        .route("/compte/sessions/{session}", post(account::end_one))
        .route("/compte/mot-de-passe", get(password::ask).post(password::change))
        .route("/compte/voyage", get(travel::show).post(travel::set_out))
        .route("/compte/voyage/retour", post(travel::say_back))
        .route("/collegues", get(colleagues::list))
        .route("/collegues/{person}/protection", post(colleagues::protect))
        .route("/compte/preuve", get(proof::ask).post(proof::give))
        .route("/compte/preuve/cle", post(passkeys::prove))
        .route("/compte/externe", get(sign_on::set_out_to_link))
        .route("/compte/externe/fin", post(sign_on::unlink))
        .route("/compte/cles/demande", post(passkeys::begin))
        .route("/compte/cles", post(passkeys::add))
        .route("/compte/cles/{passkey}", post(passkeys::remove))
        .route(
            "/compte/second-facteur",
            get(second_factor::show).post(second_factor::begin),
        )
        .route("/compte/second-facteur/code", post(second_factor::confirm))
        .route("/compte/second-facteur/autre", post(second_factor::replace))
        .route("/compte/jetons", get(tokens::list).post(tokens::make))
        .route("/compte/jetons/nouveau", get(tokens::new))
        .route("/compte/jetons/{token}", post(tokens::end))
}

fn administration() -> Router<Accounts> {
    Router::new()
        .route(
            "/administration/personnes",
            get(people::list).post(people::invite),
        )
        .route("/administration/personnes/nouvelle", get(people::new))
        .route("/administration/personnes/{person}", get(person::show))
        .route(
            "/administration/personnes/{person}/roles",
            get(person::roles).post(person::change_roles),
        )
        .route(
            "/administration/personnes/{person}/invitation",
            post(person::invite_again),
        )
        .route("/administration/personnes/{person}/fin", post(person::end_access))
        .route(
            "/administration/personnes/{person}/protection",
            post(person::withhold),
        )
        .route(
            "/administration/personnes/{person}/retour",
            post(person::give_back),
        )
        .route(
            "/administration/personnes/{person}/recuperation",
            post(recovery::confirm),
        )
        .route(
            "/administration/personnes/{person}/recuperation/refus",
            post(recovery::refuse),
        )
        .route(
            "/administration/structures",
            get(organisations::list).post(organisations::add),
        )
        .route("/administration/structures/nouvelle", get(organisations::new))
        .route(
            "/administration/structures/{organisation}",
            get(organisations::show).post(organisations::change),
        )
        .route(
            "/administration/structures/{organisation}/ouverture",
            post(organisations::open),
        )
        .route(
            "/administration/structures/{organisation}/contact",
            get(contact::show).post(contact::change),
        )
}

fn appointments() -> Router<Accounts> {
    Router::new()
        .route("/nominations", get(appointments::list))
        .route("/nominations/{appointment}", get(appointments::show))
        .route(
            "/nominations/{appointment}/confirmation",
            post(appointments::confirm),
        )
        .route("/nominations/{appointment}/refus", post(appointments::refuse))
}

fn journal() -> Router<Accounts> {
    Router::new()
        .route("/journal", get(journal::search))
        .route("/journal/recherche", post(journal::find))
        .route("/journal/nos-dossiers", get(own_accesses::show))
        .route("/journal/structure.jsonl", get(export_journal::as_lines))
        .route("/journal/structure.csv", get(export_journal::as_csv))
        .route("/journal/dossiers/{case}", get(journal::case))
        .route("/lectures", get(readings::list))
        .route("/lectures/{alert}", post(readings::see))
        .route("/violations", get(breach::list).post(breach::open))
        .route("/violations/{incident}", get(breach::show).post(breach::settle))
        .route("/violations/{incident}/gravite", post(breach::judge))
        .route("/violations/{incident}/cloture", post(breach::close))
}
