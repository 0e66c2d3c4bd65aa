use std::fmt;

use serde::{Deserialize, Serialize};

/// Form F1 as it was typed: kept whole, so that what was typed still stands there when it is refused. Fields
/// are named as in the pack; `…_why` says why a question has no answer.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct IdentificationForm {
    /// `yes` when ticked.
    pub anonymous: String,
    pub name: String,
    pub alias: String,
    /// A code of the list `sex`, or `not_asked`, `unknown`, `refused`.
    pub sex: String,
    pub dob: String,
    pub age: String,
    pub age_estimated: String,
    pub age_why: String,
    pub nationality: Vec<String>,
    pub nationality_why: String,
    pub languages: Vec<String>,
    pub interpreter: String,
    pub status: String,
    pub movement: String,
    pub countries_of_route: Vec<String>,
    pub return_from: String,
    pub return_date: String,
    pub household_size: String,
    pub urgent_signs: Vec<String>,
    pub vulnerability_flags: Vec<String>,
    pub target_groups: Vec<String>,
    pub special_needs: Vec<String>,
    pub contact_channel: String,
    pub contact_detail: String,
    pub contact_hours: String,
    pub may_leave_message: String,
    pub address: String,
    pub region: String,
    pub department: String,
    pub place: String,
    pub entry_point: String,
    /// A code of the list `risk`, or `not_asked` when screening follows.
    pub risk_level: String,
    pub immediate_action: String,
    pub rights_explained: String,
}

impl fmt::Debug for IdentificationForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentificationForm (not shown)")
    }
}
