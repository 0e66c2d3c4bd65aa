use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    actions::{
        AnswerEnquiry, AskForData, EnquiryAnswerForm, EnquiryForm, EnquiryWords, ReviewEnquiry,
        TakeBackEnquiry,
    },
    queries::{EnquiryLine, EnquiryList, EnquiryView, ListEnquiries, OwnEnquiry, ReadEnquiry},
    room::Casework,
};

/// A request of a body behind the firewall, as that body sees it.
#[derive(Serialize, ToSchema)]
pub struct EnquiryAsked {
    pub id: String,
    #[schema(value_type = Object)]
    pub to: Localised,
    pub asked_at: String,
    /// What came of it is read from the day after.
    pub due: String,
    /// The last day on which what was told may be read and kept.
    pub until: String,
    /// `waiting`, `nothing`, `told`, `over` or `taken_back`.
    pub state: &'static str,
}

impl From<OwnEnquiry> for EnquiryAsked {
    fn from(line: OwnEnquiry) -> Self {
        Self {
            id: line.public_ref.to_string(),
            to: line.to,
            asked_at: line.asked_at.to_string(),
            due: line.due.to_string(),
            until: line.until.to_string(),
            state: line.reading.code(),
        }
    }
}

/// The same, as those see it who answer.
#[derive(Serialize, ToSchema)]
pub struct EnquiryToAnswer {
    pub id: String,
    #[schema(value_type = Object)]
    pub from: Localised,
    #[schema(value_type = Object)]
    pub to: Localised,
    /// `order` or `consent`.
    pub basis: &'static str,
    pub asked_at: String,
    pub due: String,
    pub until: String,
    pub late: bool,
    /// `open`, `returned`, `proposed`, `withheld`, `told` or `taken_back`.
    pub state: &'static str,
    /// To be sent back with an answer.
    pub version: u64,
}

impl From<EnquiryLine> for EnquiryToAnswer {
    fn from(line: EnquiryLine) -> Self {
        let enquiry = line.enquiry;
        Self {
            id: line.public_ref.to_string(),
            from: line.from,
            to: line.to,
            basis: enquiry.basis.code(),
            asked_at: enquiry.asked.at.to_string(),
            due: enquiry.due.to_string(),
            until: enquiry.until.to_string(),
            late: line.late,
            state: enquiry.state.code(),
            version: enquiry.version,
        }
    }
}

/// The requests of one's own body, or those that one answers.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Enquiries {
    Own {
        own: Vec<EnquiryAsked>,
    },
    Asked {
        open: Vec<EnquiryToAnswer>,
        ended: Vec<EnquiryToAnswer>,
    },
}

/// What was asked. Empty where the words are no more.
#[derive(Serialize, ToSchema)]
pub struct EnquiryText {
    pub whom: String,
    pub wanted: String,
    pub purpose: String,
    pub order: String,
    /// What is told, or would be.
    pub told: String,
}

impl EnquiryText {
    fn of(words: &EnquiryWords) -> Self {
        Self {
            whom: words.whom.clone(),
            wanted: words.wanted.clone(),
            purpose: words.purpose.clone(),
            order: words.order.clone(),
            told: words.told.clone(),
        }
    }
}

/// What those who answer wrote to each other.
#[derive(Serialize, ToSchema)]
pub struct EnquiryCounsel {
    /// `unknown`, `refused` or `tell`.
    pub answer: Option<&'static str>,
    /// The code of the case.
    pub code: String,
    pub reason: String,
    pub review: String,
}

/// One request with its words, from either side.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum EnquirySheet {
    Own {
        enquiry: EnquiryAsked,
        words: Option<EnquiryText>,
    },
    Asked {
        enquiry: EnquiryToAnswer,
        words: Option<EnquiryText>,
        counsel: Option<EnquiryCounsel>,
    },
}

/// An answer to propose.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct EnquiryProposal {
    pub version: u64,
    pub answer: EnquiryAnswerForm,
}

/// The officer's word.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct EnquiryReview {
    pub version: u64,
    pub agreed: bool,
    /// Sealed.
    pub words: String,
}

/// The requests of one's own body behind the firewall, or those that one's organisation was asked, or all of them for
/// the protection officer.
#[utoipa::path(get, path = "/api/v1/enquiries", tag = "enquiries", responses((status = 200, body = Enquiries)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Enquiries>, Trouble> {
    let query = ListEnquiries {
        definitions: room.desk.definitions.clone(),
    };
    Ok(Json(match room.house.look(&actor, &query).await? {
        EnquiryList::Own(own) => Enquiries::Own {
            own: own.into_iter().map(Into::into).collect(),
        },
        EnquiryList::Asked { open, ended } => Enquiries::Asked {
            open: open.into_iter().map(Into::into).collect(),
            ended: ended.into_iter().map(Into::into).collect(),
        },
    }))
}

/// Asks one organisation in writing. Nothing is looked up.
#[utoipa::path(post, path = "/api/v1/enquiries", tag = "enquiries", request_body = EnquiryForm,
    responses((status = 200, body = Done)))]
pub(super) async fn ask(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    IdempotencyKey(once): IdempotencyKey,
    Payload(form): Payload<EnquiryForm>,
) -> Result<Json<Done>, Trouble> {
    let command = AskForData {
        desk: room.desk.clone(),
        form,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// One request.
#[utoipa::path(get, path = "/api/v1/enquiries/{enquiry}", tag = "enquiries", params(("enquiry" = String, Path)),
    responses((status = 200, body = EnquirySheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
) -> Result<Json<EnquirySheet>, Trouble> {
    let query = ReadEnquiry {
        definitions: room.desk.definitions.clone(),
        enquiry: reference(&enquiry)?,
    };
    Ok(Json(match room.house.look(&actor, &query).await? {
        EnquiryView::Own(view) => EnquirySheet::Own {
            words: view.words.as_ref().map(EnquiryText::of),
            enquiry: view.line.into(),
        },
        EnquiryView::Asked(view) => EnquirySheet::Asked {
            words: view.words.as_ref().map(EnquiryText::of),
            counsel: view.words.map(|words| EnquiryCounsel {
                answer: words.proposal.map(|proposal| proposal.code()),
                code: words.code,
                reason: words.reason,
                review: words.review,
            }),
            enquiry: view.line.into(),
        },
    }))
}

/// Proposes an answer. Nothing is told before the protection officer agrees.
#[utoipa::path(post, path = "/api/v1/enquiries/{enquiry}/proposals", tag = "enquiries",
    params(("enquiry" = String, Path)), request_body = EnquiryProposal, responses((status = 200, body = Done)))]
pub(super) async fn propose(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<EnquiryProposal>,
) -> Result<Json<Done>, Trouble> {
    let command = AnswerEnquiry {
        desk: room.desk.clone(),
        enquiry: reference(&enquiry)?,
        expected: sent.version,
        form: sent.answer,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Agrees to an answer or sends it back: the protection officer.
#[utoipa::path(post, path = "/api/v1/enquiries/{enquiry}/reviews", tag = "enquiries",
    params(("enquiry" = String, Path)), request_body = EnquiryReview, responses((status = 200, body = Done)))]
pub(super) async fn review(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(sent): Payload<EnquiryReview>,
) -> Result<Json<Done>, Trouble> {
    let command = ReviewEnquiry {
        desk: room.desk.clone(),
        enquiry: reference(&enquiry)?,
        expected: sent.version,
        agreed: sent.agreed,
        words: sent.words,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}

/// Takes a request back: the body that asked.
#[utoipa::path(delete, path = "/api/v1/enquiries/{enquiry}", tag = "enquiries", params(("enquiry" = String, Path)),
    responses((status = 200, body = Done)))]
pub(super) async fn take_back(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
) -> Result<Json<Done>, Trouble> {
    let command = TakeBackEnquiry {
        desk: room.desk.clone(),
        enquiry: reference(&enquiry)?,
    };
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
