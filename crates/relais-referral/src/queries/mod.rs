//! What people look at: one file per screen.

mod elsewhere;
mod lines;
mod partner;
mod referral_page;
mod services;
mod worklist;

pub use elsewhere::{Elsewhere, FindElsewhere};
pub use lines::{Line, Seen, Slice, count_seen, lines_behind};
pub use partner::{PartnerPage, PartnerView};
pub use referral_page::{LinkedReferral, PackageView, ReferralPage, ReferralView, Rights};
pub use services::{FindServices, FitLine, OutLine, ServiceChoice};
pub use worklist::{Group, Lines, MOST, Worklist, Worklists};
