//! A breach of personal data (GDPR articles 33 and 34, requirement 87): what was exposed, by the readings of the journal,
//! and the incident with its clock until those who have to know were told.

mod exposure;
mod incident;
mod store;

pub use exposure::{Exposed, Exposure, Window, exposures};
pub use incident::{Duty, Incident, IncidentId, Notice, Severity, WaiverReason};
pub use store::{
    CloseIncident, IncidentRow, JudgeIncident, OpenIncident, SettleNotice, incident_by_ref, incidents_of,
};
