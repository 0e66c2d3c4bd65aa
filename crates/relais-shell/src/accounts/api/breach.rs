use axum::{Json, extract::State};
use relais_kernel::{Localised, PublicRef, Timestamp};
use relais_trust::breach::{CloseIncident, Duty, IncidentRow, JudgeIncident, Notice, OpenIncident, Window};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    Accounts,
    pages::{Ref, read_settlement, read_severity},
    queries::{AccountOfLogin, ListIncidents, ReadIncident},
};
use crate::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};

/// A breach that became known.
#[derive(Serialize, ToSchema)]
pub struct IncidentBrief {
    pub id: String,
    pub known: String,
    /// The last moment to tell the authority.
    pub due: String,
    pub late: bool,
    /// `owed`, `told` or `waived`.
    pub authority: &'static str,
    pub persons: &'static str,
    pub organisations: &'static str,
    pub safety_plans: &'static str,
    /// `low`, `medium` or `high`, once it was judged.
    pub severity: Option<&'static str>,
    pub closed: Option<String>,
}

impl IncidentBrief {
    fn of(row: &IncidentRow, now: Timestamp) -> Self {
        let duty = |notice| match row.incident.duty(notice) {
            Duty::Owed => "owed",
            Duty::Told { .. } => "told",
            Duty::Waived { .. } => "waived",
        };
        Self {
            id: row.public_ref.to_string(),
            known: row.incident.known.to_string(),
            due: row.incident.due().to_string(),
            late: row.incident.is_late(now),
            authority: duty(Notice::Authority),
            persons: duty(Notice::Persons),
            organisations: duty(Notice::Organisations),
            safety_plans: duty(Notice::SafetyPlans),
            severity: row.incident.severity.map(relais_trust::breach::Severity::code),
            closed: row.incident.closed.map(|at| at.to_string()),
        }
    }
}

/// What was exposed of one case.
#[derive(Serialize, ToSchema)]
pub struct ExposedCase {
    /// Nothing for a case that was erased since.
    pub code: Option<String>,
    /// `clear`, `identity`, `needs`, `plan`, `follow_ups`, `closure`, `annexes`, `package`, `copy` or `words`.
    pub kinds: Vec<&'static str>,
    pub first: String,
    pub last: String,
}

/// An incident with what was exposed.
#[derive(Serialize, ToSchema)]
pub struct IncidentSheet {
    pub incident: IncidentBrief,
    pub cases: Vec<ExposedCase>,
    /// The organisations to be told.
    #[schema(value_type = Vec<Object>)]
    pub organisations: Vec<Localised>,
}

/// From what is known: at least one of account, session and from.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct BreachKnown {
    /// The login of the account.
    pub account: Option<String>,
    pub session: Option<String>,
    /// Instants, RFC 3339.
    #[schema(value_type = Option<String>)]
    pub from: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    pub until: Option<Timestamp>,
}

/// Whom was told.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NoticeSettled {
    /// `authority`, `organisations`, `persons` or `safety_plans`.
    pub notice: String,
    /// `told`, `no_risk`, `unreadable` or `danger`.
    pub how: String,
}

/// The id of an incident.
#[derive(Serialize, ToSchema)]
pub struct IncidentDone {
    pub id: String,
}

fn done(id: PublicRef) -> Json<IncidentDone> {
    Json(IncidentDone { id: id.to_string() })
}

/// The incidents of the mechanism, open ones first.
#[utoipa::path(get, path = "/api/v1/incidents", tag = "journal", responses((status = 200, body = Vec<IncidentBrief>)))]
pub(super) async fn list(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Vec<IncidentBrief>>, Trouble> {
    let rows = room.house.look(&actor, &ListIncidents).await?;
    let now = room.house.trust().now();
    Ok(Json(rows.iter().map(|row| IncidentBrief::of(row, now)).collect()))
}

/// Opens an incident.
#[utoipa::path(post, path = "/api/v1/incidents", tag = "journal", request_body = BreachKnown,
    responses((status = 200, body = IncidentDone)))]
pub(super) async fn open(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(known): Payload<BreachKnown>,
) -> Result<Json<IncidentDone>, Trouble> {
    let now = room.house.trust().now();
    let user = match known.account {
        None => None,
        Some(login) => {
            let found = room.house.look(&actor, &AccountOfLogin(login)).await?;
            Some(found.ok_or(Trouble::Missing)?.id)
        }
    };
    let session = known
        .session
        .map(|text| text.parse().map_err(|_| Trouble::Unreadable))
        .transpose()?;
    if user.is_none() && session.is_none() && known.from.is_none() {
        return Err(Trouble::Unreadable);
    }
    let command = OpenIncident {
        mechanism: actor.mechanism.ok_or(Trouble::Missing)?,
        window: Window {
            user,
            session,
            from: known.from.unwrap_or(Timestamp::UNIX_EPOCH),
            until: known.until.unwrap_or(now),
        },
        known: now,
    };
    Ok(done(room.house.perform(&actor, once.as_ref(), command).await?))
}

/// One incident with the cases and kinds of fields that were exposed.
#[utoipa::path(get, path = "/api/v1/incidents/{incident}", tag = "journal",
    params(("incident" = String, Path)), responses((status = 200, body = IncidentSheet)))]
pub(super) async fn show(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
) -> Result<Json<IncidentSheet>, Trouble> {
    let query = ReadIncident {
        door: &*room.cases,
        incident,
    };
    let view = room.house.look(&actor, &query).await?;
    let case = |exposure: &relais_trust::breach::Exposure| ExposedCase {
        code: view.cases.get(&exposure.case).map(|face| face.code.to_string()),
        kinds: exposure.kinds.iter().map(|kind| kind.code()).collect(),
        first: exposure.first.to_string(),
        last: exposure.last.to_string(),
    };
    Ok(Json(IncidentSheet {
        incident: IncidentBrief::of(&view.row, view.now),
        cases: view.exposures.iter().map(case).collect(),
        organisations: view.owners.clone(),
    }))
}

/// How grave a breach is.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct SeverityJudged {
    /// `low`, `medium` or `high`.
    pub severity: String,
}

/// Says how grave it is; when more is known, again.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/severity", tag = "journal",
    params(("incident" = String, Path)), request_body = SeverityJudged,
    responses((status = 200, body = IncidentDone)))]
pub(super) async fn judge(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<SeverityJudged>,
) -> Result<Json<IncidentDone>, Trouble> {
    let command = JudgeIncident {
        incident,
        severity: read_severity(&sent.severity)?,
    };
    Ok(done(room.house.perform(&actor, once.as_ref(), command).await?))
}

/// Says that somebody was told, or the safety plans gone over, or why that need not be done.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/notices", tag = "journal",
    params(("incident" = String, Path)), request_body = NoticeSettled,
    responses((status = 200, body = IncidentDone)))]
pub(super) async fn settle(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<NoticeSettled>,
) -> Result<Json<IncidentDone>, Trouble> {
    let typed = Typed::nothing().with("notice", sent.notice).with("how", sent.how);
    let command = read_settlement(&typed, incident)?;
    Ok(done(room.house.perform(&actor, once.as_ref(), command).await?))
}

/// Closes an incident of which nothing is owed any more.
#[utoipa::path(post, path = "/api/v1/incidents/{incident}/closure", tag = "journal",
    params(("incident" = String, Path)), responses((status = 200, body = IncidentDone)))]
pub(super) async fn close(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<IncidentDone>, Trouble> {
    let command = CloseIncident { incident };
    Ok(done(room.house.perform(&actor, once.as_ref(), command).await?))
}
