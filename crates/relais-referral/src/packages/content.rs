use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{AgeBand, Priority, Sensitivity, Sex};
use relais_mechanism::DataCategory;
use serde::{Deserialize, Serialize};

use crate::referral::{Disclosure, Referral};
use crate::sending::{Clearance, FieldClass};

/// The value of a field, never shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Value(String);

impl Value {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The value, for sealing and for the page of somebody who may read it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Value(…)")
    }
}

/// A field of a case as it is at the moment of sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub value: Value,
    /// `None`: never released.
    pub category: Option<DataCategory>,
    pub sensitivity: Sensitivity,
}

/// Fields by their name in the mechanism's table (`F1.dob`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldSet(pub BTreeMap<String, Field>);

impl FieldSet {
    /// What the sending guard looks at.
    pub fn classes(&self) -> Vec<FieldClass> {
        let class = |f: &Field| FieldClass {
            category: f.category.clone(),
            sensitivity: f.sensitivity,
        };
        self.0.values().map(class).collect()
    }

    fn only(&self, keep: impl Fn(&Field) -> bool) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(_, f)| keep(f))
                .map(|(name, f)| (name.clone(), f.clone()))
                .collect(),
        )
    }
}

/// What a receiver needs to decide, and nothing that says who the person is (DP-03). These stand in clear
/// anyway (decisions §10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minimum {
    pub age_band: Option<AgeBand>,
    pub sex: Option<Sex>,
    /// The public code: survivor-critical needs stand as "protection" (decisions §10).
    pub need: String,
    /// P-code of the region or department, never nearer.
    pub area: Option<String>,
    pub priority: Priority,
    /// Codes: interpreter, wheelchair, pregnancy, and the like.
    pub special_needs: BTreeSet<String>,
}

/// Fixed at sending, readable before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionPackage {
    pub minimum: Minimum,
    /// What an emergency needs to reach the person at once; empty otherwise.
    pub contact: FieldSet,
}

/// Fixed at sending; the key is granted on acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasePackage {
    pub minimum: Minimum,
    pub fields: FieldSet,
}

/// Whether the contact goes along before the decision: in an emergency, with a consent that covers it.
pub fn carries_contact(priority: Priority, clearance: &Clearance) -> bool {
    priority == Priority::Emergency
        && clearance.rests_on_consent()
        && clearance.disclosure() == Disclosure::Identified
        && clearance.categories().contains(&DataCategory::CONTACT)
}

/// The contact goes along only with consent and in an emergency (DP-03): the clearance has to rest on consent,
/// not on an exception, and cover the category.
pub fn decision_package(
    referral: &Referral,
    clearance: &Clearance,
    minimum: Minimum,
    fields: &FieldSet,
) -> DecisionPackage {
    let is_contact =
        |f: &Field| f.category.as_ref() == Some(&DataCategory::CONTACT) && f.sensitivity <= Sensitivity::S2;
    let contact = if carries_contact(referral.priority, clearance) {
        fields.only(is_contact)
    } else {
        FieldSet::default()
    };
    DecisionPackage { minimum, contact }
}

/// Consented fields, within the categories that were cleared for the receiver and the purpose; without identity,
/// nothing of class S2 or above.
pub fn release_package(clearance: &Clearance, minimum: Minimum, fields: &FieldSet) -> ReleasePackage {
    let pseudonymous = clearance.disclosure() == Disclosure::Pseudonymous;
    let released = |f: &Field| {
        f.category
            .as_ref()
            .is_some_and(|category| clearance.categories().contains(category))
            && !(pseudonymous && f.sensitivity >= Sensitivity::S2)
    };
    ReleasePackage {
        minimum,
        fields: fields.only(released),
    }
}
