//! What firms and partners offer to people who come back (jobs, internships, training places, purchases), whom it was
//! proposed to, and how a partnership comes about (domain SU-06; seed B: the employers' body, firms, UN agencies).

mod candidacy;
mod offer;
mod partnership;
mod ranking;

pub use candidacy::{Candidacy, CandidacyState, Level, Profile, Turned};
pub use offer::{Offer, OfferKind, OfferState};
pub use partnership::{PartnerKind, Partnership, Stage, Step};
pub(crate) use ranking::{Ranked, rank};
