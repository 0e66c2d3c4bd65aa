use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::StepCase,
    answer::Answer,
    followup::FollowUpForm,
    pages::followup::read_attempt,
    queries::{FollowUpLine, ReadFollowUps},
    room::Casework,
};

/// A try to reach the person.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Attempt {
    /// The person was reached.
    pub reached: bool,
    /// Otherwise, by which way it was tried: a code of the list `contact_channel`.
    pub channel: String,
}

/// A follow-up as its form shows it.
fn written(line: FollowUpLine) -> FollowUpForm {
    let text = |value: Option<String>| value.unwrap_or_default();
    let FollowUpLine { record, words } = line;
    FollowUpForm {
        date: record.on.to_string(),
        mode: text(record.mode.map(|code| code.to_string())),
        kind: text(record.kind.map(|code| code.to_string())),
        progress: text(words.progress),
        new_risks: words.new_risks.iter().map(ToString::to_string).collect(),
        consent_still_valid: match record.consent_still_valid {
            Answer::Given(true) => "yes".to_owned(),
            Answer::Given(false) => "no".to_owned(),
            why => why.code().to_owned(),
        },
        satisfaction: text(words.satisfaction.map(|degree| degree.to_string())),
        next: text(record.next.map(|day| day.to_string())),
    }
}

/// The follow-ups of a case (F9), latest first.
#[utoipa::path(get, path = "/api/v1/cases/{case}/follow-ups", tag = "cases", params(("case" = String, Path)),
    responses((status = 200, body = Vec<FollowUpForm>)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<Vec<FollowUpForm>>, Trouble> {
    let query = ReadFollowUps {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(view.lines.into_iter().map(written).collect()))
}

/// Records a try to reach the person.
#[utoipa::path(post, path = "/api/v1/cases/{case}/contact-attempts", tag = "cases", params(("case" = String, Path)),
    request_body = Attempt, responses((status = 200, body = Done)))]
pub(super) async fn attempt(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(attempt): Payload<Attempt>,
) -> Result<Json<Done>, Trouble> {
    let query = ReadFollowUps {
        definitions: room.desk.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let command = StepCase {
        desk: room.desk.clone(),
        case: query.case,
        expected: None,
        command: read_attempt(attempt.reached, &attempt.channel, &view.definition)?,
        words: String::new(),
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
