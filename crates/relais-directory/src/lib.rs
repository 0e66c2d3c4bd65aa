//! Organisations, services, places, capacity; finding who can take a person.
//!
//! What stands here is pure: no database, no page. Words follow HSDS where it has one (`organization`, `service`,
//! `location`, `service_at_location`, `service_capacity`), so that the open-data copy needs no translation table.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod capacity;
mod code;
mod eligibility;
mod entry;
mod freshness;
mod opening;
mod organisation;
mod place;
mod service;

pub use capacity::{Capacity, CapacityState, Unit};
pub use code::{Code, NotACode, PCode};
pub use eligibility::{Admits, Eligibility};
pub use entry::{Assurance, Entry};
pub use freshness::{EMERGENCY_WINDOW_DAYS, Freshness, WINDOW_DAYS, due_on, freshness, window_days};
pub use opening::{OpenHours, Opening};
pub use organisation::{Organisation, OrganisationType};
pub use place::{Distances, GreatCircle, Place, Point, ShownPlace, Spot, Visibility};
pub use service::{Access, Channel, Contact, Dimension, Fee, Service};

use relais_kernel::{self as kernel, Id};

pub type OrganisationId = Id<kernel::Organisation>;
pub type ServiceId = Id<kernel::Service>;
pub type PlaceId = Id<kernel::Place>;
