use std::collections::BTreeSet;

use relais_kernel::{Date, Refusal};
use serde::{Deserialize, Serialize};

use super::{DataCategory, OrganisationKey, Purpose};

/// Personal data may flow to this organisation, for these purposes, in these categories, until the end of
/// this day (decisions §14). In the first packs they are written by hand; agreements produce them later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowRule {
    pub organisation: OrganisationKey,
    pub purposes: BTreeSet<Purpose>,
    pub categories: BTreeSet<DataCategory>,
    /// The last day, in the mechanism's calendar.
    pub until: Date,
}

/// The flow rules of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FlowRules(pub Vec<FlowRule>);

impl FlowRules {
    /// The categories that may flow to an organisation for a purpose on a day.
    pub fn open_categories(
        &self,
        organisation: &OrganisationKey,
        purpose: &Purpose,
        on: Date,
    ) -> BTreeSet<DataCategory> {
        self.for_purpose(organisation, purpose)
            .filter(|rule| on <= rule.until)
            .flat_map(|rule| rule.categories.iter().cloned())
            .collect()
    }

    /// Whether every category may flow.
    ///
    /// # Errors
    /// `FlowRuleMissing` when there never was such a rule or it lacks a category, `FlowRuleExpired` when the
    /// rules that would have covered it are past their last day.
    pub fn covers(
        &self,
        organisation: &OrganisationKey,
        purpose: &Purpose,
        categories: &BTreeSet<DataCategory>,
        on: Date,
    ) -> Result<(), Refusal> {
        if !categories.is_empty() && categories.is_subset(&self.open_categories(organisation, purpose, on)) {
            return Ok(());
        }
        let ever: BTreeSet<_> = self
            .for_purpose(organisation, purpose)
            .flat_map(|rule| rule.categories.iter().cloned())
            .collect();
        if !categories.is_empty() && categories.is_subset(&ever) {
            return Err(Refusal::new(
                "FlowRuleExpired",
                "L’accord de partage avec cette structure a expiré : seul un référencement sans identité est possible.",
                "The sharing agreement with this organisation has expired: only a referral without identity is possible.",
            ));
        }
        Err(Refusal::new(
            "FlowRuleMissing",
            "Aucun accord de partage avec cette structure ne couvre ces données : seul un référencement sans identité est possible.",
            "No sharing agreement with this organisation covers these data: only a referral without identity is possible.",
        ))
    }

    fn for_purpose<'a>(
        &'a self,
        organisation: &'a OrganisationKey,
        purpose: &'a Purpose,
    ) -> impl Iterator<Item = &'a FlowRule> {
        self.0
            .iter()
            .filter(move |rule| rule.organisation == *organisation && rule.purposes.contains(purpose))
    }
}
