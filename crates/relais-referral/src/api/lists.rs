use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{SignedIn, Trouble};
use serde::Serialize;
use utoipa::ToSchema;

use super::reference;
use crate::{
    queries::{CaseReferrals, Line, Worklist},
    room::Referrals,
};

/// A referral in a list: a code, never a name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralBrief {
    pub id: String,
    pub case_code: String,
    /// The need, or what stands in clear for it when it is reserved.
    pub need: String,
    /// `E`, `U` or `N`.
    pub priority: String,
    pub state: String,
    /// The organisation on the other side.
    #[schema(value_type = Object)]
    pub other: Localised,
    /// What is owed next, if anything.
    pub awaited: Option<String>,
    pub due_at: Option<String>,
    pub escalated: bool,
}

impl From<Line> for ReferralBrief {
    fn from(line: Line) -> Self {
        Self {
            id: line.public_ref.to_string(),
            case_code: line.case_code,
            need: line.need,
            priority: line.priority.letter().to_owned(),
            state: line.state.code().to_owned(),
            other: line.other,
            awaited: line.awaited.map(|awaited| awaited.code().to_owned()),
            due_at: line.due.map(|at| at.to_string()),
            escalated: line.escalated,
        }
    }
}

/// What has to be done now, late first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Work {
    /// Addressed to the own organisation, which has to act.
    pub to_answer: Vec<ReferralBrief>,
    /// Sent by the own organisation, which has to act.
    pub to_follow: Vec<ReferralBrief>,
    /// Sent, and the other side has to act.
    pub waiting: Vec<ReferralBrief>,
    /// Without an answer: the coordination has to find another way.
    pub to_reroute: Vec<ReferralBrief>,
}

fn briefs(lines: Vec<Line>) -> Vec<ReferralBrief> {
    lines.into_iter().map(Into::into).collect()
}

/// The worklist of the organisation, as far as the roles go.
#[utoipa::path(get, path = "/api/v1/referrals", tag = "referrals", responses((status = 200, body = Work)))]
pub(super) async fn worklist(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Work>, Trouble> {
    let query = Worklist {
        definitions: room.definitions.clone(),
    };
    let lists = room.house.look(&actor, &query).await?;
    Ok(Json(Work {
        to_answer: briefs(lists.to_answer),
        to_follow: briefs(lists.to_follow),
        waiting: briefs(lists.waiting),
        to_reroute: briefs(lists.to_reroute),
    }))
}

/// A referral of one's own case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseReferral {
    pub id: String,
    /// The need, or what stands in clear for it when it is reserved.
    pub need: String,
    pub priority: String,
    pub state: String,
    #[schema(value_type = Object)]
    pub receiver: Localised,
}

/// The referrals of a case, for its owner.
#[utoipa::path(get, path = "/api/v1/cases/{case}/referrals", tag = "referrals", params(("case" = String, Path)),
    responses((status = 200, body = Vec<CaseReferral>)))]
pub(super) async fn of_case(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<Vec<CaseReferral>>, Trouble> {
    let query = CaseReferrals {
        definitions: room.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let lines = view.lines.into_iter().map(|line| CaseReferral {
        id: line.row.referral.public_ref.to_string(),
        need: line.row.need_shown,
        priority: line.row.referral.priority.letter().to_owned(),
        state: line.row.referral.kind().code().to_owned(),
        receiver: line.to,
    });
    Ok(Json(lines.collect()))
}
