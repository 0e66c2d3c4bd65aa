//! The same commands and screens for programs, as JSON (decisions §29).

mod annexes;
mod consents;
mod enquiries;
mod exceptions;
mod followups;
mod hand_over;
mod identity;
mod journey;
mod missions;
mod openings;
mod orders;
mod plan;
mod register;
mod reports;
mod requests;
mod retention;
mod steps;
mod work;

pub use requests::HolderFace;

use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::PublicRef;
use relais_shell::{ApiRouter, IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    actions::IdentifyPerson,
    consent::ExceptionState,
    identification::IdentificationForm,
    queries::{CaseLine, CaseList, CasePage, ExceptionLine, SearchPersons},
    room::Casework,
};

/// The JSON routes of this room.
pub fn api(room: Casework) -> ApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, identify))
        .routes(routes!(search))
        .routes(routes!(show))
        .routes(routes!(steps::take))
        .routes(routes!(identity::show, identity::correct))
        .routes(routes!(journey::show))
        .routes(routes!(work::needs, work::record_need))
        .routes(routes!(work::change_need))
        .routes(routes!(consents::take))
        .routes(routes!(consents::withdraw))
        .routes(routes!(consents::show))
        .routes(routes!(consents::narrow))
        .routes(routes!(exceptions::plead))
        .routes(routes!(exceptions::decide))
        .routes(routes!(annexes::show, work::write_annex))
        .routes(routes!(annexes::decide))
        .routes(routes!(annexes::name_holder, annexes::remove_holder))
        .routes(routes!(plan::show, work::write_plan))
        .routes(routes!(work::submit_plan))
        .routes(routes!(plan::advance))
        .routes(routes!(followups::list, work::record_follow_up))
        .routes(routes!(followups::attempt))
        .routes(routes!(work::request_closure))
        .routes(routes!(hand_over::takers, hand_over::hand_over))
        .routes(routes!(hand_over::show))
        .routes(routes!(openings::list))
        .routes(routes!(openings::show))
        .routes(routes!(openings::review))
        .routes(routes!(orders::list))
        .routes(routes!(orders::show))
        .routes(routes!(orders::review))
        .routes(routes!(enquiries::list, enquiries::ask))
        .routes(routes!(enquiries::show, enquiries::take_back))
        .routes(routes!(enquiries::propose))
        .routes(routes!(enquiries::review))
        .routes(routes!(missions::list))
        .routes(routes!(missions::show))
        .routes(routes!(missions::answer))
        .routes(routes!(missions::of_case, missions::order))
        .routes(routes!(missions::one, missions::cancel))
        .routes(routes!(missions::change))
        .routes(routes!(retention::list, retention::hold))
        .routes(routes!(retention::lift))
        .routes(routes!(register::show))
        .routes(routes!(reports::list))
        .routes(routes!(reports::show))
        .routes(routes!(reports::answer))
        .routes(routes!(requests::list))
        .routes(routes!(requests::of_case, requests::record))
        .routes(routes!(requests::show, requests::decide))
        .routes(routes!(requests::follow))
        .with_state(room)
}

/// A record, by the id that stands in addresses.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    pub id: String,
}

impl From<PublicRef> for Done {
    fn from(id: PublicRef) -> Self {
        Self { id: id.to_string() }
    }
}

/// A case in a list: never a name.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseBrief {
    pub id: String,
    pub code: String,
    pub state: String,
    pub urgent: bool,
    pub age_band: Option<String>,
    pub region: String,
    /// When the next thing is due.
    pub due_at: Option<String>,
    /// False where the reader is told the state alone, for a case of theirs that others manage now.
    pub opens: bool,
}

impl From<CaseLine> for CaseBrief {
    fn from(line: CaseLine) -> Self {
        Self {
            id: line.public_ref.to_string(),
            code: line.code,
            state: line.state,
            urgent: line.urgent,
            age_band: line.age_band.map(str::to_owned),
            region: line.region,
            due_at: line.due.map(|(_, at)| at.to_string()),
            opens: line.opens,
        }
    }
}

/// Whom to look for. It stands in the body, never in the address (security requirement 94).
#[derive(Deserialize, ToSchema)]
pub struct PersonSought {
    pub name: String,
    pub birth_year: Option<i16>,
}

/// A case that may be the person's.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonFound {
    pub case: CaseBrief,
    pub same_name: bool,
    pub same_year: bool,
}

/// A case in clear: its ledger of consent, and the steps that can be taken now.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseSheet {
    pub id: String,
    pub code: String,
    pub state: String,
    /// To be sent back with a change.
    pub version: u64,
    pub urgent: bool,
    pub steps: Vec<String>,
    pub consents: Vec<ConsentBrief>,
    /// Purposes to which others consented for a person who decides by now: to be asked of her (DP-11).
    pub to_ask_again: Vec<String>,
    pub exceptions: Vec<ExceptionBrief>,
}

/// One record of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentBrief {
    pub id: String,
    pub purpose: String,
    pub state: String,
    pub expires: String,
    pub in_force: bool,
}

/// One lawful exception to consent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExceptionBrief {
    pub id: String,
    /// `requested`, `authorised`, `declined`, `upheld` or `overturned`.
    pub state: &'static str,
    pub basis: &'static str,
}

impl From<&ExceptionLine> for ExceptionBrief {
    fn from(line: &ExceptionLine) -> Self {
        Self {
            id: line.public_ref.to_string(),
            state: match line.state {
                ExceptionState::Requested => "requested",
                ExceptionState::Authorised { .. } => "authorised",
                ExceptionState::Declined { .. } => "declined",
                ExceptionState::Reviewed { upheld: true, .. } => "upheld",
                ExceptionState::Reviewed { .. } => "overturned",
            },
            basis: line.basis.code(),
        }
    }
}

/// The record of an address; anything else answers as missing.
pub(super) fn reference(text: &str) -> Result<PublicRef, Trouble> {
    text.parse().map_err(|_| Trouble::Missing)
}

/// The open cases of the organisation, most pressing first.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", responses((status = 200, body = Vec<CaseBrief>)))]
async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Vec<CaseBrief>>, Trouble> {
    let query = CaseList {
        definitions: room.desk.definitions.clone(),
        mine: false,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(view.lines.into_iter().map(Into::into).collect()))
}

/// Identifies a person (F1).
#[utoipa::path(post, path = "/api/v1/cases", tag = "cases", request_body = IdentificationForm, responses((status = 200, body = Done)))]
async fn identify(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<IdentificationForm>,
) -> Result<Json<Done>, Trouble> {
    let command = IdentifyPerson {
        desk: room.desk.clone(),
        form,
    };
    let case = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(case.into()))
}

/// Looks for a person among the cases of the organisation.
#[utoipa::path(post, path = "/api/v1/cases/search", tag = "cases", request_body = PersonSought, responses((status = 200, body = Vec<PersonFound>)))]
async fn search(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Payload(sought): Payload<PersonSought>,
) -> Result<Json<Vec<PersonFound>>, Trouble> {
    let query = SearchPersons {
        definitions: room.desk.definitions.clone(),
        name: sought.name,
        birth_year: sought.birth_year,
    };
    let found = room.house.look(&actor, &query).await?;
    let found = found.into_iter().map(|found| PersonFound {
        case: found.line.into(),
        same_name: found.same_name,
        same_year: found.same_year,
    });
    Ok(Json(found.collect()))
}

/// A case.
#[utoipa::path(get, path = "/api/v1/cases/{case}", tag = "cases", params(("case" = String, Path)), responses((status = 200, body = CaseSheet)))]
async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<CaseSheet>, Trouble> {
    let query = CasePage {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let consents = view.consents.iter().map(|line| ConsentBrief {
        id: line.public_ref.to_string(),
        purpose: line.consent.purpose().as_str().to_owned(),
        state: line.consent.state().code().to_owned(),
        expires: line.consent.expires().to_string(),
        in_force: line.in_force,
    });
    Ok(Json(CaseSheet {
        id: view.case.public_ref.to_string(),
        code: view.case.code.to_string(),
        state: view.case.state.code().to_owned(),
        version: view.case.version,
        urgent: view.case.facts.urgent,
        steps: view.steps.iter().map(|step| step.code.to_owned()).collect(),
        consents: consents.collect(),
        to_ask_again: view
            .to_ask_again
            .iter()
            .map(|p| p.code.as_str().to_owned())
            .collect(),
        exceptions: view.exceptions.iter().map(Into::into).collect(),
    }))
}
