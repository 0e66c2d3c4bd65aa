//! What people look at in the directory: one file per screen. Entries leave this room as faces, from which what a
//! reader may not see is already gone (DP-35).

mod brought;
mod browse;
mod disputes;
mod export;
mod face;
mod history;
mod mapping;
mod offers;
mod organisation;
mod own;
mod service_page;
mod to_verify;
mod try_sheet;
mod verification;

pub use brought::{AnyBrought, BroughtLines, ExportBrought};
pub use browse::{BrowseServices, ServiceList, Wanted};
pub use disputes::{DisputeFace, DisputesView, Matter, ReadDisputes};
pub use export::ExportServices;
pub use face::{CapacityFace, PlaceFace, ServiceFace};
pub use history::{HistoryView, ReadHistory};
pub use mapping::{ExportMapping, ExportSheet, MappingLines, MappingView, Oversight, Papers, ReadMapping};
pub use offers::{
    Counts, OfferLine, OfferView, OffersView, PartnershipsView, ReadOffer, ReadOffers, ReadPartnerships,
};
pub use organisation::{OrganisationView, ReadOrganisation};
pub use own::{OwnService, OwnServiceList, OwnServices};
pub use service_page::{ReadService, ServicePage};
pub use to_verify::{EntriesToVerify, EntryLine};
pub use try_sheet::{Trial, TrySheet};
pub use verification::{AskView, AskedEntry, ReadAsk, ReadRounds, RoundFace, RoundsView, Waiting};
