use axum::{Json, extract::State};
use relais_kernel::PublicRef;
use relais_trust::accounts::{AppointmentFace, ConfirmAppointment, RefuseAppointment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    Accounts,
    pages::Ref,
    queries::{ListAppointments, OneAppointment},
};
use crate::{IdempotencyKey, Payload, SignedIn, Trouble};

/// Roles that one person gave and a second confirms.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppointmentLine {
    pub id: String,
    /// Who received them.
    pub person: String,
    /// Codes of the mechanism.
    pub roles: Vec<String>,
    /// Who gave them.
    pub giver: String,
    /// An instant, RFC 3339.
    pub given: String,
    /// `waiting`, `at_once`, `confirmed`, `refused` or `withdrawn`.
    pub state: &'static str,
    /// Who was the second person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    /// Who can confirm, while it is open.
    pub witnesses: Vec<String>,
    /// The reader can.
    pub waits_for_reader: bool,
}

impl AppointmentLine {
    fn of(face: AppointmentFace) -> Self {
        let made = face.appointment;
        Self {
            id: made.public_ref.to_string(),
            person: face.account.public_ref.to_string(),
            given: made.given.to_string(),
            state: made.state.code(),
            roles: made.roles.into_iter().map(|role| role.0).collect(),
            giver: face.giver,
            second: face.second,
            witnesses: face.witnesses,
            waits_for_reader: face.waits_for_reader,
        }
    }
}

/// What waits, what stood at once, and what was decided within ninety days.
#[utoipa::path(get, path = "/api/v1/appointments", tag = "people",
    responses((status = 200, body = Vec<AppointmentLine>)))]
pub(super) async fn list(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Vec<AppointmentLine>>, Trouble> {
    let view = room.house.look(&actor, &ListAppointments).await?;
    Ok(Json(view.all.into_iter().map(AppointmentLine::of).collect()))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/appointments/{appointment}", tag = "people",
    params(("appointment" = String, Path)), responses((status = 200, body = AppointmentLine)))]
pub(super) async fn show(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(appointment): Ref,
) -> Result<Json<AppointmentLine>, Trouble> {
    let view = room.house.look(&actor, &OneAppointment(appointment)).await?;
    Ok(Json(AppointmentLine::of(view.face)))
}

/// The code that the person read out.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Vouched {
    pub code: String,
}

/// Which of them was spoken about.
#[derive(Serialize, ToSchema)]
pub struct AppointmentDone {
    pub id: String,
}

fn done(id: PublicRef) -> Json<AppointmentDone> {
    Json(AppointmentDone { id: id.to_string() })
}

/// Vouches for a colleague: the roles count from now on.
#[utoipa::path(post, path = "/api/v1/appointments/{appointment}/confirmation", tag = "people",
    params(("appointment" = String, Path)), request_body = Vouched,
    responses((status = 200, body = AppointmentDone)))]
pub(super) async fn confirm(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(appointment): Ref,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<Vouched>,
) -> Result<Json<AppointmentDone>, Trouble> {
    let code = sent.code;
    let command = ConfirmAppointment { appointment, code };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(done(appointment))
}

/// Says that nobody here knows this colleague.
#[utoipa::path(post, path = "/api/v1/appointments/{appointment}/refusal", tag = "people",
    params(("appointment" = String, Path)), responses((status = 200, body = AppointmentDone)))]
pub(super) async fn refuse(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(appointment): Ref,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<AppointmentDone>, Trouble> {
    let command = RefuseAppointment { appointment };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(done(appointment))
}
