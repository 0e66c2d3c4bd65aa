//! The same screens for programs, as JSON (decisions §29); masked like the pages.

mod faces;

use axum::{
    Json,
    extract::{RawQuery, State},
};
use relais_shell::{ApiRouter, SignedIn, Trouble, Typed};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    pages::{counted_of, cutting_of},
    queries::{Behind, Home, Period, WhoAnswers},
    room::Results,
};
use faces::{FiguresFace, RecordsFace, WorklistFace};

/// How many lines of each list are answered.
const LINES: u64 = 100;

/// The JSON routes of this room.
pub fn api(room: Results) -> ApiRouter {
    OpenApiRouter::new()
        .routes(routes!(worklist))
        .routes(routes!(figures))
        .routes(routes!(records))
        .with_state(room)
}

/// The period of an address: `since` and `until`, both days included; the last 90 days by default.
fn period(asked: &Typed, room: &Results) -> Result<Period, Trouble> {
    let mut read = asked.read();
    let (since, until) = (read.date("since"), read.date("until"));
    read.done()?;
    let now = room.house.shell().clock().now();
    let today = now.to_zoned(room.house.shell().setting().zone.clone()).date();
    match (since, until) {
        (None, None) => Ok(Period::last_days(today, 90)),
        (Some(since), until) => {
            let period = Period::new(since, until.unwrap_or(today));
            period.map_err(|fault| fault.refusal().at("until").into())
        }
        (None, Some(_)) => Err(Trouble::Unreadable),
    }
}

/// What the reader has to do now, most pressing first.
#[utoipa::path(get, path = "/api/v1/results/worklist", tag = "results",
    responses((status = 200, body = WorklistFace)))]
async fn worklist(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
) -> Result<Json<WorklistFace>, Trouble> {
    let query = Home {
        definitions: room.definitions.clone(),
        size: LINES,
        only: None,
    };
    Ok(Json(room.house.look(&actor, &query).await?.into()))
}

/// Who answers and who does not. Small numbers are masked (decisions §4).
#[utoipa::path(get, path = "/api/v1/results/referrals", tag = "results",
    params(
        ("since" = Option<String>, Query, description = "First day of sending"),
        ("until" = Option<String>, Query, description = "Last day of sending"),
    ),
    responses((status = 200, body = FiguresFace)))]
async fn figures(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
) -> Result<Json<FiguresFace>, Trouble> {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let period = period(&asked, &room)?;
    let query = WhoAnswers {
        definitions: room.definitions.clone(),
        period,
        kept: room.kept.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(FiguresFace::of(&view, period)))
}

/// The records behind one figure, as far as the reader may see them.
#[utoipa::path(get, path = "/api/v1/results/referrals/records", tag = "results",
    params(
        ("since" = Option<String>, Query, description = "First day of sending"),
        ("until" = Option<String>, Query, description = "Last day of sending"),
        ("counted" = String, Query, description = "all, accepted, declined, declined.<reason>, acknowledged_only, no_response, pending, outside, emergency.reached or emergency.late"),
        ("provider" = Option<String>, Query, description = "Code of the receiving organisation"),
        ("region" = Option<String>, Query, description = "P-code; not together with a provider"),
        ("side" = Option<String>, Query, description = "recus or envoyes: of the reader's own organisation"),
        ("page" = Option<u64>, Query, description = "From 0"),
    ),
    responses((status = 200, body = RecordsFace)))]
async fn records(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
) -> Result<Json<RecordsFace>, Trouble> {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let mut read = asked.read();
    let page = read.may("page").unwrap_or(0);
    read.done()?;
    let query = Behind {
        definitions: room.definitions.clone(),
        period: period(&asked, &room)?,
        cutting: cutting_of(asked.get("provider"), asked.get("region"), asked.get("side"))?,
        counted: counted_of(asked.get("counted"))?,
        page,
    };
    Ok(Json(room.house.look(&actor, &query).await?.into()))
}
