use axum::{Json, extract::State};
use relais_kernel::Localised;
use relais_trust::reading::SeeReadingAlert;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{Accounts, pages::Ref, queries::ListReadings};
use crate::{IdempotencyKey, SignedIn, Trouble};

/// Somebody opened more different cases within an hour than is usual.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingAlertLine {
    pub id: String,
    /// The account.
    pub person: Option<String>,
    #[schema(value_type = Option<Object>)]
    pub organisation: Option<Localised>,
    /// When it became too many: an instant, RFC 3339.
    pub at: String,
    pub cases: u32,
    /// A protection officer looked into it.
    pub seen: bool,
}

/// The alerts of the mechanism, those that nobody looked into first.
#[utoipa::path(get, path = "/api/v1/reading-alerts", tag = "journal",
    responses((status = 200, body = Vec<ReadingAlertLine>)))]
pub(super) async fn list(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Vec<ReadingAlertLine>>, Trouble> {
    let view = room.house.look(&actor, &ListReadings).await?;
    let lines = view.alerts.iter().map(|alert| ReadingAlertLine {
        id: alert.public_ref.to_string(),
        person: view.public_ref(alert.user).map(|person| person.to_string()),
        organisation: view.place(alert.organisation).cloned(),
        at: alert.at.to_string(),
        cases: alert.cases,
        seen: alert.seen.is_some(),
    });
    Ok(Json(lines.collect()))
}

/// Which alert was looked into.
#[derive(Serialize, ToSchema)]
pub struct ReadingAlertSeen {
    pub id: String,
}

/// Says that the protection officer looked into it.
#[utoipa::path(post, path = "/api/v1/reading-alerts/{alert}/review", tag = "journal",
    params(("alert" = String, Path)), responses((status = 200, body = ReadingAlertSeen)))]
pub(super) async fn see(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(alert): Ref,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<ReadingAlertSeen>, Trouble> {
    let command = SeeReadingAlert { alert };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(ReadingAlertSeen {
        id: alert.to_string(),
    }))
}
