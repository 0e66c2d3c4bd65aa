//! What people look at: one file per screen.

mod of_case;
mod partner;
mod referral_page;
mod services;
mod worklist;

pub use of_case::{CaseReferralLine, CaseReferralList, CaseReferrals};
pub use partner::{PartnerPage, PartnerView};
pub use referral_page::{PackageView, ReferralPage, ReferralView, Rights};
pub use services::{FindServices, FitLine, OutLine, ServiceChoice};
pub use worklist::{Line, Worklist, Worklists};
