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
    queries::{Disclosed, Disclosure, ReadDisclosures},
    room::Referrals,
};

/// One time that something of a case left the organisation that has it.
#[derive(Serialize, ToSchema)]
pub struct DisclosureSheet {
    pub at: String,
    #[schema(value_type = Object)]
    pub to: Localised,
    /// `minimum`, `minimum_with_contact`, `categories`, `whole_case`, `in_writing_on_order` or
    /// `in_writing_with_consent`.
    pub what: &'static str,
    /// The names of the categories, when it was those.
    #[schema(value_type = Vec<Object>)]
    pub categories: Vec<Localised>,
    #[schema(value_type = Option<Object>)]
    pub purpose: Option<Localised>,
    /// The legal basis of an exception; nothing when the person consented.
    pub exception: Option<&'static str>,
    pub opened_at: Option<String>,
    /// The receiver can still open it.
    pub open: bool,
    pub referral: Option<String>,
}

impl From<Disclosure> for DisclosureSheet {
    fn from(line: Disclosure) -> Self {
        let (what, categories) = match line.what {
            Disclosed::Minimum { contact: false } => ("minimum", Vec::new()),
            Disclosed::Minimum { contact: true } => ("minimum_with_contact", Vec::new()),
            Disclosed::Categories(names) => ("categories", names),
            Disclosed::WholeCase => ("whole_case", Vec::new()),
            Disclosed::InWriting { order: true } => ("in_writing_on_order", Vec::new()),
            Disclosed::InWriting { order: false } => ("in_writing_with_consent", Vec::new()),
        };
        let (purpose, exception) = line.why.map(|why| (why.purpose, why.exception)).unzip();
        Self {
            at: line.at.to_string(),
            to: line.to,
            what,
            categories,
            purpose,
            exception: exception.flatten().map(|basis| basis.code()),
            opened_at: line.opened.map(|at| at.to_string()),
            open: line.open,
            referral: line.referral.map(|id| id.to_string()),
        }
    }
}

/// Who received what about the person of a case, newest first.
#[utoipa::path(get, path = "/api/v1/cases/{case}/disclosures", tag = "cases", params(("case" = String, Path)),
    responses((status = 200, body = Vec<DisclosureSheet>)))]
pub(super) async fn list(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
) -> Result<Json<Vec<DisclosureSheet>>, Trouble> {
    let query = ReadDisclosures {
        definitions: room.definitions.clone(),
        case: reference(&case)?,
    };
    let view = room.house.look(&actor, &query).await?;
    Ok(Json(view.lines.into_iter().map(Into::into).collect()))
}
