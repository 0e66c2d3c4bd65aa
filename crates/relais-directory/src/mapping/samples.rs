//! Services of the tests: all invented.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Localised, PublicRef};
use uuid::Uuid;

use crate::{
    Capacity, Code, Mapping, Organisation, OrganisationId, OrganisationKind, Service, Spot, matching::samples,
};

pub fn code(text: &str) -> Code {
    text.parse().unwrap()
}

pub fn somebody(n: u128) -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(n))
}

pub fn organisation(n: u128, funded_until: Option<Date>) -> Organisation {
    let (code, kind) = (format!("P{n}"), OrganisationKind::recorded(code("ngo"), false));
    let name = Localised::new("Structure-Test", "Test body");
    let public_ref = PublicRef::from_uuid(Uuid::from_u128(n));
    let mapping = Mapping {
        funded_until,
        ..Mapping::default()
    };
    Organisation {
        mapping,
        ..Organisation::new(somebody(n), public_ref, code.parse().unwrap(), name, kind)
    }
}

pub fn in_region(region: &str) -> Spot {
    Spot {
        region: region.parse().ok(),
        ..Spot::default()
    }
}

pub fn in_department(department: &str) -> Spot {
    Spot {
        department: department.parse().ok(),
        ..in_region(&department[..5])
    }
}

/// A service that answers one need and does not say what it covers.
pub fn service(of: OrganisationId, need: &str, spot: Spot) -> Service {
    let mut one = samples::service(1);
    one.organisation = of;
    one.needs = BTreeSet::from([code(need)]);
    one.coverage = BTreeSet::new();
    one.place.spot = spot;
    one
}

pub fn with_places(mut service: Service, monthly: u32, free: u32) -> Service {
    service.capacity = Capacity::declared(Some(monthly), Some(free), None, Timestamp::UNIX_EPOCH);
    service
}
