//! The pages of this room: they parse, call and render; no rule and no row is here.

pub(crate) mod annex;
mod case;
mod closure;
mod consent;
pub(crate) mod emergency;
mod enquiry;
mod enquiry_lists;
mod fields;
pub(crate) mod followup;
pub(crate) mod hand_over;
mod holders;
pub(crate) mod identify;
mod journey;
mod list;
mod mission;
mod mission_orders;
mod mission_words;
mod narrow;
pub(crate) mod need;
pub(crate) mod order;
mod overtaken;
pub(crate) mod plan;
mod register;
mod reports;
pub(crate) mod request;
mod request_words;
pub(crate) mod retention;
pub(crate) mod step;
mod tell;
mod told;
mod withdraw;
mod words;

pub use holders::{holder_facts, holder_state};
pub use told::{Told, told};
pub use words::{birth_in_words, label, region, why_key};

use axum::{
    Router,
    middleware::map_response,
    routing::{get, post},
};
use relais_shell::{Source, leave_no_trace, texts};

use crate::room::Casework;

/// The texts of this room.
pub const TEXTS: [Source; 16] = [
    texts!("annex"),
    texts!("case"),
    texts!("consent"),
    texts!("emergency"),
    texts!("enquiry"),
    texts!("followup"),
    texts!("handover"),
    texts!("journey"),
    texts!("mission"),
    texts!("need"),
    texts!("order"),
    texts!("plan"),
    texts!("register"),
    texts!("report"),
    texts!("request"),
    texts!("retention"),
];

/// Where somebody tells something without a name: no line of the log says when.
fn door() -> Router<Casework> {
    Router::new()
        .route("/signaler", get(tell::new).post(tell::leave))
        .route("/signaler/suite", get(tell::ask).post(tell::follow))
        .layer(map_response(leave_no_trace))
}

/// The routes of this room's pages.
pub fn pages(room: Casework) -> Router {
    Router::new()
        .route("/dossiers", get(list::show))
        .route(
            "/remises/nouvelle",
            get(hand_over::new).post(hand_over::hand_over),
        )
        .route("/remises/{hand_over}", get(hand_over::show))
        .route("/ouvertures", get(emergency::list))
        .route("/ouvertures/nouvelle", get(emergency::new).post(emergency::open))
        .route(
            "/ouvertures/{opening}",
            get(emergency::show).post(emergency::answer),
        )
        .route("/ordres", get(order::list))
        .route("/ordres/{order}", get(order::show).post(order::review))
        .route("/requetes", get(enquiry_lists::list))
        .route(
            "/requetes/nouvelle",
            get(enquiry_lists::new).post(enquiry_lists::ask),
        )
        .route("/requetes/{enquiry}", get(enquiry::show).post(enquiry::review))
        .route("/requetes/{enquiry}/reponse", post(enquiry::propose))
        .route("/requetes/{enquiry}/retrait", post(enquiry::take_back))
        .route("/missions", get(mission::list))
        .route("/missions/{mission}", get(mission::show).post(mission::answer))
        .route("/conservation", get(retention::list).post(retention::hold))
        .route("/conservation/levee", post(retention::lift))
        .route("/registre", get(register::show))
        .route("/signalements", get(reports::list))
        .route("/signalements/{report}", get(reports::show).post(reports::answer))
        .merge(door())
        .route("/demandes", get(request::list))
        .route("/demandes/{request}", get(request::show).post(request::decide))
        .route("/demandes/{request}/suite", post(request::follow))
        .route(
            "/dossiers/{case}/demandes",
            get(request::of_case).post(request::record),
        )
        .route("/dossiers/recherche", get(list::ask).post(list::search))
        .route("/dossiers/nouveau", get(identify::new).post(identify::create))
        .route("/dossiers/nouveau/suite", post(identify::go_on))
        .route("/dossiers/{case}", get(case::show))
        .route("/dossiers/{case}/identite", get(case::identity))
        .route("/dossiers/{case}/parcours", get(journey::show))
        .route(
            "/dossiers/{case}/identification",
            get(identify::edit).post(identify::correct),
        )
        .route("/dossiers/{case}/etapes/{step}", get(step::ask).post(step::take))
        .route(
            "/dossiers/{case}/consentements/nouveau",
            get(consent::ask).post(consent::take),
        )
        .route(
            "/dossiers/{case}/consentements/retrait",
            get(withdraw::ask).post(withdraw::withdraw),
        )
        .route(
            "/dossiers/{case}/consentements/{consent}",
            get(narrow::ask).post(narrow::narrow),
        )
        .route(
            "/dossiers/{case}/exceptions/nouvelle",
            get(consent::ask_exception).post(consent::plead),
        )
        .route("/dossiers/{case}/exceptions/{exception}", post(consent::decide))
        .route("/dossiers/{case}/besoins", get(need::show).post(need::record))
        .route("/dossiers/{case}/besoins/{need}", post(need::change))
        .route("/dossiers/{case}/annexes", get(annex::show).post(annex::write))
        .route("/dossiers/{case}/annexes/decision", post(annex::decide))
        .route("/dossiers/{case}/annexes/personnes", post(annex::people))
        .route(
            "/dossiers/{case}/missions",
            get(mission_orders::show).post(mission_orders::order),
        )
        .route(
            "/dossiers/{case}/missions/{mission}",
            get(mission_orders::one).post(mission_orders::change),
        )
        .route(
            "/dossiers/{case}/missions/{mission}/annulation",
            post(mission_orders::cancel),
        )
        .route("/dossiers/{case}/plan", get(plan::show).post(plan::write))
        .route("/dossiers/{case}/plan/validation", post(plan::submit))
        .route("/dossiers/{case}/plan/lignes/{line}", post(plan::advance))
        .route(
            "/dossiers/{case}/suivis",
            get(followup::show).post(followup::record),
        )
        .route("/dossiers/{case}/suivis/tentative", post(followup::attempt))
        .route(
            "/dossiers/{case}/etapes/request_closure",
            get(closure::ask).post(closure::request),
        )
        .with_state(room)
}
