use jiff::{Timestamp, civil::Date};
use relais_kernel::{Localised, PublicRef};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Access, Capacity, CapacityState, Code, Contact, Eligibility, Entry, Fee, Freshness, FreshnessRules,
    Opening, Organisation, PCode, Service, ShownPlace, Unit, Visibility, store::ServiceRow,
    whereabouts::shown_coverage,
};

/// An entry as members see it. This is the only way for an entry to a page or to the JSON routes: of a hidden
/// address it has the region, and neither town, department, point nor contact (DP-35).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ServiceFace {
    #[schema(value_type = String)]
    pub public_ref: PublicRef,
    /// In French (`fr`) and English (`en`).
    #[schema(value_type = Object)]
    pub name: Localised,
    #[schema(value_type = Object)]
    pub organisation: Localised,
    #[schema(value_type = String)]
    pub organisation_ref: PublicRef,
    #[schema(value_type = Vec<String>)]
    pub needs: Vec<Code>,
    #[schema(value_type = String)]
    pub dimension: Code,
    /// `draft`, `verified`, `active`, `suspended`, `temporarily_closed` or `defunct` (domain §2.4).
    pub state: &'static str,
    /// The first day of opening after a closure.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    #[schema(value_type = String)]
    pub visibility: Visibility,
    pub place: PlaceFace,
    /// The regions and departments it serves, as P-codes.
    #[schema(value_type = Vec<String>)]
    pub coverage: Vec<PCode>,
    #[schema(value_type = Object)]
    pub contact: Contact,
    #[schema(value_type = Object)]
    pub eligibility: Eligibility,
    #[schema(value_type = Option<String>)]
    pub access: Option<Access>,
    #[schema(value_type = Option<Object>)]
    pub fee: Option<Fee>,
    /// Days until the first appointment.
    pub waiting_days: Option<u16>,
    #[schema(value_type = Vec<String>)]
    pub languages: Vec<Code>,
    pub interpreter: Option<bool>,
    pub remote: Option<bool>,
    #[schema(value_type = Option<Object>)]
    pub hours: Option<Opening>,
    pub emergency: Option<bool>,
    pub capacity: Option<CapacityFace>,
    #[schema(value_type = Option<String>, format = Date)]
    pub verified_on: Option<Date>,
    /// Within the window in which a verification counts (SV-02).
    pub fresh: bool,
    /// Changes with every change; a command may carry it.
    pub version: i64,
}

/// Where it is, as far as the reader may know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlaceFace {
    /// P-code.
    #[schema(value_type = Option<String>)]
    pub region: Option<PCode>,
    /// P-code; not given of a hidden address.
    #[schema(value_type = Option<String>)]
    pub department: Option<PCode>,
    /// Not given of a hidden address.
    pub town: Option<String>,
    /// Not given of a hidden address.
    pub address: Option<String>,
    /// The address is given on an accepted referral only.
    pub hidden: bool,
}

/// How many people it can still take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CapacityFace {
    #[schema(value_type = String)]
    pub state: CapacityState,
    #[schema(value_type = String)]
    pub unit: Unit,
    /// Places free now, if the provider says.
    pub free: Option<u32>,
    #[schema(value_type = Option<String>, format = Date)]
    pub next_date: Option<Date>,
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
}

impl ServiceFace {
    pub(super) fn of(
        row: &ServiceRow,
        organisation: &Organisation,
        rules: FreshnessRules,
        today: Date,
    ) -> Self {
        let service = &row.service;
        let hidden = service.visibility == Visibility::HiddenAddress;
        Self {
            public_ref: service.public_ref,
            name: service.name.clone(),
            organisation: organisation.name.clone(),
            organisation_ref: organisation.public_ref,
            needs: service.needs.iter().cloned().collect(),
            dimension: service.dimension.clone(),
            state: service.entry.code(),
            until: match &service.entry {
                Entry::TemporarilyClosed { until, .. } => *until,
                _ => None,
            },
            visibility: service.visibility,
            place: place(service),
            coverage: shown_coverage(service).into_iter().collect(),
            contact: if hidden {
                Contact::default()
            } else {
                service.contact.clone()
            },
            eligibility: service.eligibility.clone(),
            access: service.access,
            fee: service.fee.clone(),
            waiting_days: service.waiting_days(),
            languages: service.languages.iter().cloned().collect(),
            interpreter: service.interpreter,
            remote: service.remote,
            hours: service.hours.clone(),
            emergency: service.emergency,
            capacity: service.capacity.as_ref().map(CapacityFace::of),
            verified_on: service.assured_on(),
            fresh: matches!(service.freshness(rules, today), Freshness::Fresh { .. }),
            version: row.version,
        }
    }
}

impl CapacityFace {
    fn of(capacity: &Capacity) -> Self {
        Self {
            state: capacity.state,
            unit: capacity.unit,
            free: capacity.free(),
            next_date: capacity.next_date,
            as_of: capacity.as_of,
        }
    }
}

fn place(service: &Service) -> PlaceFace {
    match service.place.shown(service.visibility) {
        ShownPlace::Full(place) => PlaceFace {
            region: place.spot.region.clone(),
            department: place.spot.department.clone(),
            town: place.spot.town.clone(),
            address: place.address.clone(),
            hidden: false,
        },
        ShownPlace::RegionOnly(region) => PlaceFace {
            region: region.cloned(),
            hidden: true,
            ..PlaceFace::default()
        },
    }
}
