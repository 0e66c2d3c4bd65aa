//! What people look at: one file per screen.

mod elsewhere;
mod partner;
mod referral_page;
mod services;
mod slip;
mod worklist;

pub use elsewhere::{Elsewhere, FindElsewhere};
pub use partner::{PartnerPage, PartnerView};
pub use referral_page::{LinkedReferral, PackageView, ReferralPage, ReferralView, Rights};
pub use services::{FindServices, FitLine, OutLine, ServiceChoice};
pub use slip::{AskSlip, PrintSlip, SlipChoice, SlipSheet};
pub use worklist::{Line, Worklist, Worklists};
