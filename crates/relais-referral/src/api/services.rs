use axum::{
    Json,
    extract::{Path, State},
};
use relais_directory::Bearing;
use relais_kernel::Localised;
use relais_shell::{SignedIn, Trouble};
use serde::Serialize;
use utoipa::ToSchema;

use super::reference;
use crate::{
    queries::{FindServices, FitLine, OutLine},
    room::Referrals,
};

/// The services for one need of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServicesFound {
    /// The priority that the need suggests: `E`, `U` or `N`.
    pub priority: String,
    /// Those that can take the person, best first.
    pub fits: Vec<ServiceThatFits>,
    /// Those that cannot.
    pub excluded: Vec<ServiceExcluded>,
}

/// A service that can take the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceThatFits {
    /// To be named in a draft.
    pub service: String,
    #[schema(value_type = Object)]
    pub name: Localised,
    #[schema(value_type = Object)]
    pub organisation: Localised,
    /// The town, or the region alone for a hidden address.
    #[schema(value_type = Option<Object>)]
    pub place: Option<Localised>,
    /// Places left, if they are counted.
    pub available: Option<u32>,
    pub reasons: Vec<ServiceReason>,
}

/// Something that speaks for a service or against it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceReason {
    /// `for`, `neutral`, `against`, `to_confirm` or `missing`.
    pub bearing: &'static str,
    #[schema(value_type = Object)]
    pub sentence: Localised,
}

/// A service that cannot take the person, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceExcluded {
    #[schema(value_type = Object)]
    pub name: Localised,
    #[schema(value_type = Object)]
    pub organisation: Localised,
    #[schema(value_type = Vec<Object>)]
    pub reasons: Vec<Localised>,
}

const fn code(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::For => "for",
        Bearing::Neutral => "neutral",
        Bearing::Against => "against",
        Bearing::ToConfirm => "to_confirm",
        Bearing::Missing => "missing",
    }
}

impl From<FitLine> for ServiceThatFits {
    fn from(line: FitLine) -> Self {
        let reasons = line.reasons.into_iter().map(|(bearing, sentence)| ServiceReason {
            bearing: code(bearing),
            sentence,
        });
        Self {
            service: line.service.to_string(),
            name: line.name,
            organisation: line.organisation,
            place: line.place,
            available: line.available,
            reasons: reasons.collect(),
        }
    }
}

impl From<OutLine> for ServiceExcluded {
    fn from(line: OutLine) -> Self {
        Self {
            name: line.name,
            organisation: line.organisation,
            reasons: line.reasons,
        }
    }
}

/// The services that can take the person for this need, and why the others cannot.
#[utoipa::path(get, path = "/api/v1/cases/{case}/needs/{need}/services", tag = "referrals",
    params(("case" = String, Path), ("need" = String, Path)), responses((status = 200, body = ServicesFound)))]
pub(super) async fn find(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((case, need)): Path<(String, String)>,
) -> Result<Json<ServicesFound>, Trouble> {
    let query = FindServices {
        definitions: room.definitions.clone(),
        case: reference(&case)?,
        need: reference(&need)?,
    };
    let found = room.house.look(&actor, &query).await?;
    Ok(Json(ServicesFound {
        priority: found.priority.letter().to_owned(),
        fits: found.fits.into_iter().map(Into::into).collect(),
        excluded: found.out.into_iter().map(Into::into).collect(),
    }))
}
