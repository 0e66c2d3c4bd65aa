//! What a mechanism is, once its pack has been read and found right.

mod code;
mod consent;
mod escalation;
mod fields;
mod flow;
mod lists;
mod processing;
mod role;
mod steps;
mod version;

use std::collections::BTreeMap;

use relais_kernel::{Date, Lang, Localised, Refusal, WorkCalendar};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub(crate) use code::is_code;
pub use code::{DataCategory, NotACode, OrganisationKey, Purpose};
pub use consent::{CategoryRule, ConsentAges, ConsentRules, Explanation, LegalBasis, PurposeRule};
pub use escalation::{Detail, DirectoryRules, Escalation, EscalationLevel, EscalationRung, Side, Thresholds};
pub use fields::{FieldKind, FieldRule, FieldTable};
pub use flow::{FlowRule, FlowRules};
pub use lists::{Behaviour, CodeItem, CodeList, CodeLists};
pub use processing::{
    Assessment, AssessmentResult, LawfulBasis, Processing, PurposeProcessing, SpecialBasis,
};
pub use role::{Role, RoleRule, Roles};
pub use steps::{
    AssessmentDeadlines, CaseDeadlines, CaseStep, CaseSteps, PREVIOUS, ReferralLimits, ReferralStep,
    ReferralSteps, StateName, Step, StepRule, TransferStep, Workflow,
};
pub use version::DefinitionVersion;

use crate::Deadlines;

/// Everything that makes a mechanism what it is. Stored as JSON, one row per version; a referral keeps the
/// version it was sent under (design §1.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// The code of the pack, for instance `cameroun-demo`.
    pub code: String,
    pub name: Localised,
    pub version: DefinitionVersion,
    /// The pack it inherits from.
    pub inherits: Option<String>,
    /// ISO 3166-1 alpha-3; `None` for a regional model.
    pub country: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// Different cases that one person opens within an hour before they are asked again who they are (security
    /// requirement 28); nothing where the pack does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases_an_hour: Option<u32>,
    /// A demonstration: marked everywhere, refuses real data (decisions §29).
    pub demo: bool,
    pub roles: Roles,
    pub case: CaseSteps,
    pub referral: ReferralSteps,
    pub deadlines: Deadlines,
    pub calendar: WorkCalendar,
    /// The days off with their names, for people; the clocks use `calendar`.
    pub holidays: Vec<Holiday>,
    pub escalation: Escalation,
    pub directory: DirectoryRules,
    pub lists: CodeLists,
    /// The list `target_group`.
    pub target_groups: CodeList,
    /// Vulnerability flags: the list `vulnerability_flag`.
    pub flags: CodeList,
    pub consent: ConsentRules,
    pub fields: FieldTable,
    pub flow_rules: FlowRules,
    pub thresholds: Thresholds,
    /// Nothing in a definition that was stored before packs said it.
    #[serde(default)]
    pub processing: Option<Processing>,
}

/// A day off with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub code: String,
    pub name: Localised,
    /// The same month and day every year.
    pub yearly: Option<(i8, i8)>,
    /// The dates of a day that moves.
    pub dates: Vec<Date>,
}

impl Definition {
    /// A code list by its code, target groups and vulnerability flags included.
    ///
    /// # Errors
    /// `UnknownList`: nothing stands in for a list that does not exist.
    pub fn list(&self, code: &str) -> Result<&CodeList, Refusal> {
        let own = [&self.target_groups, &self.flags]
            .into_iter()
            .find(|list| list.code == code);
        own.or_else(|| self.lists.get(code)).ok_or_else(|| {
            Refusal::new(
                "UnknownList",
                "Ce mécanisme n’a pas la liste de codes demandée.",
                "This mechanism does not have the code list asked for.",
            )
        })
    }

    /// The roles that one person gives to another alone (security requirement 6): those of which the pack says so, and
    /// which take no step on a case, a referral or a transfer.
    pub fn given_alone(&self) -> impl Iterator<Item = Role> {
        let mut acting = self.case.workflow.acting();
        acting.extend(self.referral.workflow.acting());
        acting.extend(self.referral.transfer.acting());
        self.roles
            .given_alone()
            .filter(move |role| !acting.contains(role) && !role.opens_by_itself())
    }

    /// The item of a code, retired or not: for reading what is recorded.
    ///
    /// # Errors
    /// `UnknownList`, `UnknownCode`.
    pub fn item(&self, list: &str, code: &str) -> Result<&CodeItem, Refusal> {
        self.list(list)?.get(code).ok_or_else(|| {
            Refusal::new(
                "UnknownCode",
                "Cette valeur n’existe pas dans la liste du mécanisme.",
                "This value does not exist in the mechanism's list.",
            )
        })
    }

    /// The item of a code that may be recorded today.
    ///
    /// # Errors
    /// `UnknownList`, `UnknownCode`, `RetiredCode`.
    pub fn choose(&self, list: &str, code: &str) -> Result<&CodeItem, Refusal> {
        let item = self.item(list, code)?;
        if item.retired {
            return Err(Refusal::new(
                "RetiredCode",
                "Cette valeur n’est plus proposée par le mécanisme.",
                "The mechanism does not offer this value any more.",
            ));
        }
        Ok(item)
    }

    /// The label of a code in a language.
    ///
    /// # Errors
    /// `UnknownList`, `UnknownCode`: an unknown code has no label, not even itself.
    pub fn label(&self, list: &str, code: &str, lang: Lang) -> Result<&str, Refusal> {
        Ok(self.item(list, code)?.label.get(lang))
    }

    /// The code that stands in clear for this one (decisions §10): itself, or what hides it.
    ///
    /// # Errors
    /// `UnknownList`, `UnknownCode`.
    pub fn shown_as(&self, list: &str, code: &str) -> Result<&CodeItem, Refusal> {
        let item = self.item(list, code)?;
        item.shown_as
            .as_deref()
            .map_or(Ok(item), |shown| self.item(list, shown))
    }

    /// A purpose that the mechanism knows and still uses.
    ///
    /// # Errors
    /// `UnknownPurpose`.
    pub fn purpose(&self, code: &str) -> Result<&PurposeRule, Refusal> {
        self.consent
            .purposes
            .iter()
            .find(|rule| rule.code.as_str() == code && !rule.retired)
            .ok_or_else(|| {
                Refusal::new(
                    "UnknownPurpose",
                    "Ce mécanisme ne connaît pas cette finalité.",
                    "This mechanism does not know this purpose.",
                )
            })
    }

    /// A category of data that the mechanism knows and still uses.
    ///
    /// # Errors
    /// `UnknownDataCategory`.
    pub fn data_category(&self, code: &str) -> Result<&CategoryRule, Refusal> {
        self.consent
            .categories
            .iter()
            .find(|rule| rule.code.as_str() == code && !rule.retired)
            .ok_or_else(|| {
                Refusal::new(
                    "UnknownDataCategory",
                    "Ce mécanisme ne connaît pas cette catégorie de données.",
                    "This mechanism does not know this category of data.",
                )
            })
    }

    /// Gives the definition its version: the label, and a hash of all the rest. `None` if it has no JSON,
    /// which its types do not let happen.
    pub(crate) fn stamped(mut self, label: String) -> Option<Self> {
        self.version = DefinitionVersion {
            label,
            hash: String::new(),
        };
        let json = serde_json::to_vec(&self).ok()?;
        self.version.hash = hex::encode(Sha256::digest(json));
        Some(self)
    }

    /// The lists by code, target groups and flags included.
    pub fn all_lists(&self) -> BTreeMap<&str, &CodeList> {
        let own = [&self.target_groups, &self.flags]
            .into_iter()
            .map(|list| (list.code.as_str(), list));
        self.lists
            .0
            .iter()
            .map(|(code, list)| (code.as_str(), list))
            .chain(own)
            .collect()
    }
}
