use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::AnswerReport,
    queries::{ListReports, ReadReport},
    report::{AnonymousReport, Side},
    room::Casework,
};

/// Something that was told without a name.
#[derive(Serialize, ToSchema)]
pub struct ReportBrief {
    pub id: String,
    /// `danger` or `abuse`.
    pub kind: &'static str,
    /// `waiting`, `answered` or `closed`.
    pub state: &'static str,
    /// The day; the hour is not known.
    pub told_on: Option<String>,
}

impl From<&AnonymousReport> for ReportBrief {
    fn from(report: &AnonymousReport) -> Self {
        Self {
            id: report.public_ref.to_string(),
            kind: report.kind.code(),
            state: report.state.code(),
            told_on: report.told_on().map(|day| day.to_string()),
        }
    }
}

/// One letter of a report.
#[derive(Serialize, ToSchema)]
pub struct ReportLetter {
    /// By the organisation, not by the person who told.
    pub ours: bool,
    pub on: String,
    pub words: String,
}

/// A report with its letters.
#[derive(Serialize, ToSchema)]
pub struct ReportSheet {
    pub report: ReportBrief,
    pub letters: Vec<ReportLetter>,
}

/// What the organisation answers.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ReportAnswer {
    /// Sealed.
    pub words: String,
    /// Nothing more is expected.
    pub close: bool,
}

/// The reports that were made to one's organisation.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports", responses((status = 200, body = Vec<ReportBrief>)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Vec<ReportBrief>>, Trouble> {
    let query = ListReports {
        definitions: room.desk.definitions.clone(),
    };
    let all = room.house.look(&actor, &query).await?;
    Ok(Json(all.iter().map(Into::into).collect()))
}

/// One report with its letters.
#[utoipa::path(get, path = "/api/v1/reports/{report}", tag = "reports", params(("report" = String, Path)),
    responses((status = 200, body = ReportSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(report): Path<String>,
) -> Result<Json<ReportSheet>, Trouble> {
    let query = ReadReport {
        definitions: room.desk.definitions.clone(),
        report: reference(&report)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let letters = view.letters.into_iter().map(|(letter, words)| ReportLetter {
        ours: letter.from == Side::House,
        on: letter.on.to_string(),
        words,
    });
    Ok(Json(ReportSheet {
        report: (&view.report).into(),
        letters: letters.collect(),
    }))
}

/// Answers a report.
#[utoipa::path(post, path = "/api/v1/reports/{report}/letters", tag = "reports", params(("report" = String, Path)),
    request_body = ReportAnswer, responses((status = 200, body = Done)))]
pub(super) async fn answer(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(report): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(answer): Payload<ReportAnswer>,
) -> Result<Json<Done>, Trouble> {
    let command = AnswerReport {
        desk: room.desk.clone(),
        report: reference(&report)?,
        words: answer.words,
        close: answer.close,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
