//! The reintegration plan (form F8): lines agreed with the person, one version after the other.

mod form;
mod line;
mod record;
mod words;

#[cfg(test)]
mod tests;

pub use form::{LineForm, PlanForm, PlanRead};
pub use line::{Line, LineStatus};
pub use record::{Plan, PlanEvent, PlanState, Plans};
pub use words::{LineWords, PlanWords};
