use axum::{
    Json,
    extract::{Path, State},
};
use std::collections::HashMap;

use relais_kernel::{Id, Localised, Organisation};
use relais_shell::{SignedIn, Trouble};
use relais_trust::accounts::organisation_names;
use serde::Serialize;
use utoipa::ToSchema;

use super::reference;
use crate::{
    queries::{CaseReferrals, Group, Line, Worklist, Worklists},
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
    /// The organisation that sends.
    #[schema(value_type = Object)]
    pub from: Option<Localised>,
    /// The organisation that receives.
    #[schema(value_type = Object)]
    pub to: Option<Localised>,
    /// What is owed next, if anything.
    pub awaited: Option<String>,
    pub due_at: Option<String>,
    pub escalated: bool,
}

type Names = HashMap<Id<Organisation>, Localised>;

impl ReferralBrief {
    fn of(line: &Line, names: &Names) -> Self {
        Self {
            id: line.public_ref.to_string(),
            case_code: line.case_code.clone(),
            need: line.need.clone(),
            priority: line.priority.letter().to_owned(),
            state: line.state.code().to_owned(),
            from: names.get(&line.from).cloned(),
            to: names.get(&line.to).cloned(),
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
    /// One side stays silent and somebody was alerted: the coordination chases.
    pub escalated: Vec<ReferralBrief>,
}

impl Work {
    fn of(lists: &Worklists, names: &Names) -> Self {
        let briefs = |group| {
            let lines = &lists.of(group).lines;
            lines.iter().map(|line| ReferralBrief::of(line, names)).collect()
        };
        Self {
            to_answer: briefs(Group::ToAnswer),
            to_follow: briefs(Group::ToFollow),
            waiting: briefs(Group::Waiting),
            to_reroute: briefs(Group::ToReroute),
            escalated: briefs(Group::Escalated),
        }
    }
}

/// How many lines of each list are answered.
const LINES: u64 = 100;

/// The worklist of the organisation, as far as the roles go: the 100 most pressing of each list.
#[utoipa::path(get, path = "/api/v1/referrals", tag = "referrals", responses((status = 200, body = Work)))]
pub(super) async fn worklist(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Work>, Trouble> {
    let query = Worklist {
        size: LINES,
        only: None,
    };
    let lists = room.house.look(&actor, &query).await?;
    let sides = Group::ALL
        .iter()
        .flat_map(|group| &lists.of(*group).lines)
        .flat_map(|line| [line.from, line.to])
        .collect();
    let names = organisation_names(room.house.trust().database().reader(), &sides).await?;
    Ok(Json(Work::of(&lists, &names)))
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
