#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod actions;
mod api;
mod capacity;
mod capacity_update;
mod choices;
mod code;
mod definition;
mod dispute;
mod eligibility;
mod entry;
mod freshness;
mod history;
pub mod hsds;
pub mod import;
mod kept;
mod mapping;
mod matching;
mod offers;
mod opening;
mod organisation;
mod pages;
mod place;
mod places_message;
pub mod queries;
mod reliability;
pub mod room;
mod service;
pub mod store;
pub mod verification;
mod vocabulary;
mod whereabouts;
mod wording;

pub use api::{api, hsds_api};
pub use capacity::{Capacity, CapacityState, Unit};
pub use capacity_update::{CapacityUpdate, FirstTap, NotAnUpdate};
pub use code::{Code, NotACode, PCode};
pub use eligibility::{Admits, Eligibility};
pub use entry::{Assurance, Entry};
pub use freshness::{Freshness, FreshnessRules};
pub use history::{Edition, Hand};
pub use kept::Kept;
pub use mapping::{Agreement, Mapping, Validation};
pub use matching::{
    Ages, Bearing, EmergencyStanding, Excluded, Exclusion, Fit, Language, Matches, Measures, Mobility,
    Nearness, NeedFacts, PersonFacts, Prefilter, Reason, Room, Rule, Score, Shown, Told, find,
};
pub use offers::{Level, OfferKind, PartnerKind, Partnership, Profile, Stage, Turned};
pub use opening::{OpenHours, Opening};
pub use organisation::{Organisation, OrganisationKind};
pub use pages::{TEXTS, pages};
pub use place::{CrowFlies, Distances, Place, ShownPlace, Spot, Visibility};
pub use places_message::{PlacesMessage, Unread, how_to_write, no_such_code, noted, read_places, typed_day};
pub use relais_geography::Point;
pub use reliability::{Ground, Heard, Reliability, Reliance};
pub use room::Directory;
pub use service::{Access, Channel, Contact, Fee, Service};
pub use store::migrations;
pub use vocabulary::{List, Term, Vocabulary};
pub use whereabouts::Whereabouts;

use relais_kernel::{self as kernel, Id};

pub type OrganisationId = Id<kernel::Organisation>;
pub type ServiceId = Id<kernel::Service>;
pub type PlaceId = Id<kernel::Place>;
