use relais_kernel::{Localised, Sensitivity, Span};
use serde::{Deserialize, Serialize};

use super::{DataCategory, Purpose};

/// What a mechanism asks of consent (form F2, domain §6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRules {
    pub purposes: Vec<PurposeRule>,
    pub categories: Vec<CategoryRule>,
    pub legal_bases: Vec<LegalBasis>,
    pub ages: ConsentAges,
    /// What has to be explained before a consent counts, in the order of the form.
    pub explained: Vec<Explanation>,
    /// Text version that consents refer to.
    pub text_version: String,
}

/// A purpose, and how long a consent to it lasts unless the person says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurposeRule {
    pub code: Purpose,
    pub name: Localised,
    pub default_expiry: Span,
    /// Recipients have to be named; a purpose without recipients stays inside the organisation.
    pub needs_recipients: bool,
    #[serde(default)]
    pub retired: bool,
}

/// A category of data, with the sensitivity of its most sensitive field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRule {
    pub code: DataCategory,
    pub name: Localised,
    pub sensitivity: Sensitivity,
    #[serde(default)]
    pub retired: bool,
}

/// A basis on which data may flow without consent (DP-06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalBasis {
    pub code: String,
    pub name: Localised,
    /// Only for persons under the age of consent.
    pub minors_only: bool,
    #[serde(default)]
    pub retired: bool,
}

/// Ages in completed years (DP-10, DP-11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentAges {
    /// From this age a person consents alone; below it, the rules for minors hold (form F2).
    pub consent: u8,
    /// Civil majority, which some legal acts ask for.
    pub majority: u8,
    /// From this age the child's own assent is asked.
    pub assent: u8,
}

/// One of the things that are explained to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub code: String,
    pub name: Localised,
    #[serde(default)]
    pub retired: bool,
}
