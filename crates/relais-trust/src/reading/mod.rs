//! Unusual reading (security requirement 28): whoever opens many different cases within an hour is asked again who they are
//! before each further one, and the protection officer is told. It is counted from the journal, in which every reading is.

mod alert;
mod measure;
mod watch;

pub use alert::{ReadingAlert, SeeReadingAlert};

/// Different cases that one person opens within an hour before anybody asks, where the mechanism says nothing.
pub const CASES_AN_HOUR: u32 = 30;

/// How long a reading counts.
pub(crate) const HOUR: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);
