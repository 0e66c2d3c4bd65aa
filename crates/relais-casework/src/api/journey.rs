use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{SignedIn, Trouble};
use serde::Serialize;
use utoipa::ToSchema;

use super::reference;
use crate::{
    queries::{JourneyView, Moment, ReadJourney},
    room::Casework,
};

/// The person's way, from before the return to today.
#[derive(Serialize, ToSchema)]
pub struct Journey {
    /// Codes of the list `country`.
    pub countries_of_route: Vec<String>,
    pub return_from: Option<String>,
    /// Year, month and day.
    pub return_date: Option<String>,
    /// Oldest first; at most the latest three hundred.
    pub moments: Vec<JourneyMoment>,
    /// There are older ones.
    pub more: bool,
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
pub struct JourneyMoment {
    pub at: String,
    /// The act as the journal names it.
    pub act: String,
    /// How often on that day.
    pub times: u32,
    /// The purpose of a consent.
    pub purpose: Option<String>,
}

impl From<Moment> for JourneyMoment {
    fn from(moment: Moment) -> Self {
        Self {
            at: moment.at.to_string(),
            act: moment.what.act.to_owned(),
            times: moment.times,
            purpose: moment.purpose,
        }
    }
}

impl From<JourneyView> for Journey {
    fn from(view: JourneyView) -> Self {
        Self {
            countries_of_route: view.road.countries.iter().map(ToString::to_string).collect(),
            return_from: view.road.from.map(|code| code.to_string()),
            return_date: view.road.on.map(|day| day.to_string()),
            moments: view.moments.into_iter().map(Into::into).collect(),
            more: view.more,
        }
    }
}

/// The person's way through the mechanism. What identifies her is opened, and the reading is in the journal.
#[utoipa::path(get, path = "/api/v1/cases/{case}/journey", tag = "cases", params(("case" = String, Path)),
    responses((status = 200, body = Journey)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<Journey>, Trouble> {
    let query = ReadJourney {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    Ok(Json(room.house.look(&actor, &query).await?.into()))
}
