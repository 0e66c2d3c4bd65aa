//! The same commands and screens for programs, as JSON (decisions §29).

mod copy;
mod disclosures;
mod draft;
mod erasures;
mod links;
mod lists;
mod messages;
mod services;
mod show;
mod step;
mod telephone;
mod transfer;
mod transfer_sheet;

use relais_kernel::PublicRef;
use relais_shell::{ApiRouter, Trouble};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::room::Referrals;

/// The JSON routes of this room.
pub fn api(room: Referrals) -> ApiRouter {
    OpenApiRouter::new()
        .routes(routes!(lists::worklist))
        .routes(routes!(lists::of_case))
        .routes(routes!(copy::show))
        .routes(routes!(disclosures::list))
        .routes(routes!(services::find))
        .routes(routes!(draft::draft))
        .routes(routes!(draft::draft_several))
        .routes(routes!(draft::send))
        .routes(routes!(draft::redirect))
        .routes(routes!(show::show))
        .routes(routes!(step::take))
        .routes(routes!(telephone::write))
        .routes(routes!(transfer::choices, transfer::ask))
        .routes(routes!(transfer_sheet::list))
        .routes(routes!(transfer_sheet::show))
        .routes(routes!(transfer::accept))
        .routes(routes!(transfer::reject))
        .routes(routes!(transfer::revoke))
        .routes(routes!(links::renew, links::take_back))
        .routes(routes!(links::open_slip))
        .routes(routes!(erasures::list))
        .routes(routes!(erasures::show))
        .routes(routes!(erasures::confirm))
        .routes(routes!(erasures::note))
        .routes(routes!(messages::list))
        .routes(routes!(messages::again))
        .with_state(room)
}

/// A referral, by the id that stands in addresses.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    pub id: String,
}

impl From<PublicRef> for Done {
    fn from(id: PublicRef) -> Self {
        Self { id: id.to_string() }
    }
}

/// The record of an address; anything else answers as missing.
fn reference(text: &str) -> Result<PublicRef, Trouble> {
    text.parse().map_err(|_| Trouble::Missing)
}
