use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    emergency::OpeningReview,
    pages::emergency::read_answer,
    queries::{ListOpenings, OpeningLine, ReadOpening},
    room::Casework,
};

/// A case that another organisation opened in an emergency.
#[derive(Serialize, ToSchema)]
pub struct Opening {
    pub id: String,
    /// The code of the case.
    pub code: String,
    /// The organisation that opened.
    #[schema(value_type = Object)]
    pub by: Localised,
    /// The organisation that has the case.
    #[schema(value_type = Object)]
    pub owner: Localised,
    pub opened_at: String,
    pub until: String,
    /// `life_in_danger`, `urgent_care` or `owner_out_of_reach`.
    pub reason: &'static str,
    /// More than is usual within the hour.
    pub unusual: bool,
    /// `waiting`, `founded` or `unfounded`.
    pub review: &'static str,
}

impl From<OpeningLine> for Opening {
    fn from(line: OpeningLine) -> Self {
        let opening = line.opening;
        Self {
            id: line.public_ref.to_string(),
            code: line.code,
            by: line.by,
            owner: line.owner,
            opened_at: opening.opened.at.to_string(),
            until: opening.until().to_string(),
            reason: opening.reason.code(),
            unusual: opening.unusual,
            review: match opening.review {
                OpeningReview::Waiting => "waiting",
                OpeningReview::Answered { founded: true, .. } => "founded",
                OpeningReview::Answered { .. } => "unfounded",
            },
        }
    }
}

/// The openings that the reader may review.
#[derive(Serialize, ToSchema)]
pub struct Openings {
    pub waiting: Vec<Opening>,
    pub answered: Vec<Opening>,
}

/// One opening with its words. What it opened is for the person who opened it, on the screen.
#[derive(Serialize, ToSchema)]
pub struct OpeningSheet {
    pub opening: Opening,
    /// Nothing where it was not shared with the reader's organisation.
    pub words: Option<String>,
    pub review_words: Option<String>,
}

/// What those who answer for the case found.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct OpeningAnswer {
    pub founded: bool,
    /// Sealed.
    pub words: String,
}

/// The emergency openings that wait for their review, and the last that were answered.
#[utoipa::path(get, path = "/api/v1/openings", tag = "openings", responses((status = 200, body = Openings)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Openings>, Trouble> {
    let query = ListOpenings {
        definitions: room.desk.definitions.clone(),
    };
    let list = room.house.look(&actor, &query).await?;
    Ok(Json(Openings {
        waiting: list.waiting.into_iter().map(Into::into).collect(),
        answered: list.answered.into_iter().map(Into::into).collect(),
    }))
}

/// One emergency opening, for those who review it.
#[utoipa::path(get, path = "/api/v1/openings/{opening}", tag = "openings", params(("opening" = String, Path)),
    responses((status = 200, body = OpeningSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(opening): Path<String>,
) -> Result<Json<OpeningSheet>, Trouble> {
    let query = ReadOpening {
        definitions: room.desk.definitions.clone(),
        opening: reference(&opening)?,
        person: false,
    };
    let view = room.house.look(&actor, &query).await?;
    let (words, review) = view.words.map(|words| (words.reason, words.review)).unzip();
    Ok(Json(OpeningSheet {
        opening: view.line.into(),
        words,
        review_words: review.filter(|words| !words.is_empty()),
    }))
}

/// Answers an emergency opening.
#[utoipa::path(post, path = "/api/v1/openings/{opening}/reviews", tag = "openings", params(("opening" = String, Path)),
    request_body = OpeningAnswer, responses((status = 200, body = Done)))]
pub(super) async fn review(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(opening): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(answer): Payload<OpeningAnswer>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing()
        .with("founded", if answer.founded { "yes" } else { "no" })
        .with("words", answer.words);
    let command = read_answer(&typed, reference(&opening)?, &room.desk)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
