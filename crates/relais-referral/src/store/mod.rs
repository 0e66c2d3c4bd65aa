//! Referrals in the database: clear columns for lists, clocks and figures; the whole record as JSON without its
//! words, which are sealed for both sides.

mod erasing;
pub mod figures;
pub mod links;
pub mod notices;
mod referrals;
mod tables;
pub mod transfers;

pub use erasing::leave_residue;
pub(crate) use erasing::of_nobody;
pub(crate) use referrals::referrals_under_way_at;
pub use referrals::{
    ReferralRow, add_referral, due_referrals, open_referrals_of, referral_by_ref, referral_of,
    referrals_of_case, resting_on, save_referral,
};
pub use tables::migrations;
pub(crate) use tables::referral as rows;
