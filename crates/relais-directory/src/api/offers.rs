use axum::{
    Json,
    extract::{Path, State},
};
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actions::{BeginPartnership, ProposeProfile, PutOffer, SettleCandidacy, TurnOffer},
    pages::{candidacy_verb, read_offer, read_partnership, read_profile, read_step, reference},
    room::Directory,
};

/// An offer of a firm or a partner, as it is filled in.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct OfferFields {
    /// `job`, `internship`, `training` or `purchase`.
    kind: String,
    title: String,
    skills: String,
    conditions: String,
    /// P-code; everywhere without one.
    region: Option<String>,
    quota: Option<u32>,
    /// Days, as `2026-12-05`.
    from: Option<String>,
    until: Option<String>,
    contact: String,
    /// For the directory manager: public reference of the organisation that offers.
    on_behalf_of: Option<String>,
    /// The version that this is about; a newer one is not overwritten.
    version: Option<i64>,
}

impl OfferFields {
    fn typed(&self) -> Typed {
        Typed::nothing()
            .with("kind", &self.kind)
            .with("title", &self.title)
            .with("skills", &self.skills)
            .with("conditions", &self.conditions)
            .with_some("region", self.region.as_ref())
            .with_some("quota", self.quota)
            .with_some("from", self.from.as_ref())
            .with_some("until", self.until.as_ref())
            .with("contact", &self.contact)
            .with_some("version", self.version)
    }
}

/// What was made.
#[derive(Serialize, ToSchema)]
pub struct MadeRef {
    /// Public reference.
    public_ref: String,
}

/// What somebody can do, without who they are.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ProfileFields {
    skills: String,
    /// `none`, `primary`, `secondary`, `vocational` or `higher`.
    level: Option<String>,
    /// P-code.
    region: Option<String>,
}

/// Whether people can be proposed for an offer.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct OfferTurn {
    /// `open`, `paused` or `closed`.
    turn: String,
    version: Option<i64>,
}

/// What becomes of a proposal.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CandidacyAnswer {
    /// `place`, `refuse` or `withdraw`.
    verb: String,
    /// Why it is refused: `skills`, `level`, `distance`, `full` or `other`.
    why: Option<String>,
}

/// A partnership, as it begins.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct PartnershipFields {
    partner: String,
    /// `firm`, `employers`, `un_agency`, `donor`, `administration` or `association`.
    kind: String,
    aim: String,
    contact: String,
    next: String,
    due: Option<String>,
}

/// A step of a partnership.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct PartnershipStep {
    /// `contact`, `proposal`, `agreement`, `offers`, `results` or `ended`.
    stage: String,
    words: String,
    next: String,
    due: Option<String>,
    version: Option<i64>,
}

/// Makes an offer.
#[utoipa::path(post, path = "/api/v1/offers", tag = "directory",
    request_body = OfferFields, responses((status = 200, body = MadeRef)))]
pub async fn make_offer(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<OfferFields>,
) -> Result<Json<MadeRef>, Trouble> {
    let command = PutOffer {
        definitions: room.definitions.clone(),
        offer: None,
        of: asked.on_behalf_of.as_deref().map(reference).transpose()?,
        form: read_offer(&asked.typed())?,
    };
    let made = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(MadeRef {
        public_ref: made.to_string(),
    }))
}

/// Changes what an offer says.
#[utoipa::path(post, path = "/api/v1/offers/{offer}", tag = "directory",
    params(("offer" = String, Path, description = "Public reference")),
    request_body = OfferFields, responses((status = 204)))]
pub async fn change_offer(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(offer): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<OfferFields>,
) -> Result<http::StatusCode, Trouble> {
    let command = PutOffer {
        definitions: room.definitions.clone(),
        offer: Some(reference(&offer)?),
        of: None,
        form: read_offer(&asked.typed())?,
    };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(http::StatusCode::NO_CONTENT)
}

/// Opens, pauses or closes an offer.
#[utoipa::path(post, path = "/api/v1/offers/{offer}/state", tag = "directory",
    params(("offer" = String, Path, description = "Public reference")),
    request_body = OfferTurn, responses((status = 204)))]
pub async fn turn_offer(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(offer): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<OfferTurn>,
) -> Result<http::StatusCode, Trouble> {
    let command = TurnOffer {
        definitions: room.definitions.clone(),
        offer: reference(&offer)?,
        state: asked.turn.parse().map_err(|()| Trouble::Unreadable)?,
        expected: asked.version,
    };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(http::StatusCode::NO_CONTENT)
}

/// Proposes a profile for an offer.
#[utoipa::path(post, path = "/api/v1/offers/{offer}/candidacies", tag = "directory",
    params(("offer" = String, Path, description = "Public reference")),
    request_body = ProfileFields, responses((status = 200, body = MadeRef)))]
pub async fn propose_profile(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(offer): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<ProfileFields>,
) -> Result<Json<MadeRef>, Trouble> {
    let typed = Typed::nothing()
        .with("skills", &asked.skills)
        .with_some("level", asked.level.as_ref())
        .with_some("region", asked.region.as_ref());
    let command = ProposeProfile {
        definitions: room.definitions.clone(),
        offer: reference(&offer)?,
        profile: read_profile(&typed)?,
    };
    let made = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(MadeRef {
        public_ref: made.to_string(),
    }))
}

/// Answers a proposal, or takes it back.
#[utoipa::path(post, path = "/api/v1/offers/{offer}/candidacies/{candidacy}", tag = "directory",
    params(("offer" = String, Path, description = "Public reference"),
        ("candidacy" = String, Path, description = "Public reference")),
    request_body = CandidacyAnswer, responses((status = 204)))]
pub async fn settle_candidacy(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path((offer, candidacy)): Path<(String, String)>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<CandidacyAnswer>,
) -> Result<http::StatusCode, Trouble> {
    let typed = Typed::nothing()
        .with("verb", &asked.verb)
        .with_some("why", asked.why.as_ref());
    let command = SettleCandidacy {
        definitions: room.definitions.clone(),
        offer: reference(&offer)?,
        candidacy: reference(&candidacy)?,
        verb: candidacy_verb(&typed)?,
    };
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(http::StatusCode::NO_CONTENT)
}

/// Begins to follow a partnership.
#[utoipa::path(post, path = "/api/v1/partnerships", tag = "directory",
    request_body = PartnershipFields, responses((status = 200, body = MadeRef)))]
pub async fn begin_partnership(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<PartnershipFields>,
) -> Result<Json<MadeRef>, Trouble> {
    let typed = Typed::nothing()
        .with("partner", &asked.partner)
        .with("kind", &asked.kind)
        .with("aim", &asked.aim)
        .with("contact", &asked.contact)
        .with("next", &asked.next)
        .with_some("due", asked.due.as_ref());
    let command = BeginPartnership {
        definitions: room.definitions.clone(),
        partnership: read_partnership(&typed)?,
    };
    let made = room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(Json(MadeRef {
        public_ref: made.to_string(),
    }))
}

/// Notes a step of a partnership.
#[utoipa::path(post, path = "/api/v1/partnerships/{partnership}", tag = "directory",
    params(("partnership" = String, Path, description = "Public reference")),
    request_body = PartnershipStep, responses((status = 204)))]
pub async fn step_partnership(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(partnership): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(asked): Payload<PartnershipStep>,
) -> Result<http::StatusCode, Trouble> {
    let typed = Typed::nothing()
        .with("stage", &asked.stage)
        .with("words", &asked.words)
        .with("next", &asked.next)
        .with_some("due", asked.due.as_ref())
        .with_some("version", asked.version);
    let command = read_step(&typed, &room.definitions, reference(&partnership)?)?;
    room.house.perform(&actor, once.as_ref(), command).await?;
    Ok(http::StatusCode::NO_CONTENT)
}
