use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::StepReferral, pages::read_step, queries::ReferralPage, referral::Verb, room::Referrals,
};

/// What a step is taken with; each step reads its own, named as in the form of its page.
#[derive(Deserialize, ToSchema, Default)]
#[serde(default)]
pub struct StepFacts {
    /// `accept`, `rebook`: `appointment`, or `contact_by` when the receiver contacts the person by then.
    pub plan: Option<String>,
    /// `accept`, `rebook`: RFC 3339, or the mechanism's wall clock without offset.
    pub at: Option<String>,
    /// `waitlist`, `review_waitlist`: the day expected.
    pub expected: Option<String>,
    /// `start_service`: the day on which it should end.
    pub expected_end: Option<String>,
    /// `decline`: a code of the reasons.
    pub reason: Option<String>,
    /// `record_outcome`: `fully`, `partly` or `not`.
    pub outcome: Option<String>,
    /// `record_outcome`: why the service was not given.
    pub not_reason: Option<String>,
    /// `give_feedback`: `none`, `continues` or `new_referral`.
    pub next: Option<String>,
    /// `close`: after feedback, `confirmed` or `not_reached`.
    pub settlement: Option<String>,
    /// `confirm_in_writing`: by which way.
    pub channel: Option<String>,
    /// Free words; sealed.
    pub note: Option<String>,
}

impl StepFacts {
    pub(super) fn typed(self) -> Typed {
        Typed::nothing()
            .with_some("plan", self.plan)
            .with_some("at", self.at)
            .with_some("expected", self.expected)
            .with_some("expected_end", self.expected_end)
            .with_some("reason", self.reason)
            .with_some("outcome", self.outcome)
            .with_some("not_reason", self.not_reason)
            .with_some("next", self.next)
            .with_some("settlement", self.settlement)
            .with_some("channel", self.channel)
            .with_some("note", self.note)
    }
}

/// Takes a step of a referral, for the side on which the reader stands: `acknowledge`, `accept`, `decline`,
/// `waitlist`, `record_outcome`, `give_feedback`, `close`, `confirm_recall` and the rest of what a referral shows.
#[utoipa::path(post, path = "/api/v1/referrals/{referral}/steps/{verb}", tag = "referrals",
    params(("referral" = String, Path), ("verb" = String, Path, description = "The code of the step")),
    request_body = StepFacts, responses((status = 200, body = Done)))]
pub(super) async fn take(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(facts): Payload<StepFacts>,
) -> Result<Json<Done>, Trouble> {
    let query = ReferralPage {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let verb: Verb = verb.parse().map_err(|_| Trouble::Missing)?;
    let command = StepReferral {
        definitions: room.definitions.clone(),
        referral: query.referral,
        side: view.rights.side,
        command: read_step(&facts.typed(), verb, &view)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
