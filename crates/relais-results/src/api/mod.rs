//! The same screens for programs, as JSON (decisions §29); masked like the pages.

mod faces;

use axum::{
    Json,
    extract::{RawQuery, State},
};
use relais_kernel::Refusal;
use relais_shell::{ApiRouter, SignedIn, Trouble, Typed};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    pages::{counted_of, cutting_of},
    period::Period,
    queries::{Asked, Behind, Home, WhoAnswers},
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

/// The period of an address: `period`; or of before, `since` and `until`, read as the one that holds both days.
fn asked(asked: &Typed) -> Result<Asked, Trouble> {
    let mut read = asked.read();
    let (since, until) = (read.date("since"), read.date("until"));
    read.done()?;
    let code = asked.get("period").trim();
    if !code.is_empty() {
        return code.parse().map(Asked::One).map_err(|_| not_a_period().into());
    }
    Ok(match (since, until) {
        (None, None) => Asked::Usual,
        (Some(since), Some(until)) => Asked::One(Period::around(since, until)),
        (Some(day), None) | (None, Some(day)) => Asked::One(Period::around(day, day)),
    })
}

fn not_a_period() -> Refusal {
    Refusal::new(
        "NotAPeriod",
        "Choisissez un mois (2026-11), un trimestre (2026-Q4) ou une année (2026).",
        "Choose a month (2026-11), a quarter (2026-Q4) or a year (2026).",
    )
    .at("period")
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

/// Who answers and who does not, in a month, a quarter or a year. The figures of everybody are published once, when the
/// deadlines of the period have passed, and small numbers are masked in them (decisions §4).
#[utoipa::path(get, path = "/api/v1/results/referrals", tag = "results",
    params(
        ("period" = Option<String>, Query, description = "Of sending: 2026-11, 2026-Q4 or 2026; by default the last one published"),
        ("since" = Option<String>, Query, description = "A day; instead of a period: the shortest one that holds both days is answered"),
        ("until" = Option<String>, Query, description = "Another day"),
    ),
    responses((status = 200, body = FiguresFace)))]
async fn figures(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
) -> Result<Json<FiguresFace>, Trouble> {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let query = WhoAnswers {
        definitions: room.definitions.clone(),
        asked: self::asked(&asked)?,
        kept: room.kept.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(FiguresFace::of(&view)))
}

/// The records behind one figure, as far as the reader may see them.
#[utoipa::path(get, path = "/api/v1/results/referrals/records", tag = "results",
    params(
        ("period" = Option<String>, Query, description = "Of sending: 2026-11, 2026-Q4 or 2026; by default the last one published"),
        ("since" = Option<String>, Query, description = "A day; instead of a period: the shortest one that holds both days is answered"),
        ("until" = Option<String>, Query, description = "Another day"),
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
    let Asked::One(period) = self::asked(&asked)? else {
        return Err(not_a_period().into());
    };
    let query = Behind {
        definitions: room.definitions.clone(),
        period,
        kept: room.kept.clone(),
        cutting: cutting_of(asked.get("provider"), asked.get("region"), asked.get("side"))?,
        counted: counted_of(asked.get("counted"))?,
        page,
    };
    Ok(Json(room.house.look(&actor, &query).await?.into()))
}
