//! The register of processing (GDPR article 30, paragraph 1), generated from the definition in force (requirement 86).

use relais_kernel::{Date, Localised};
use serde::Serialize;

use crate::{AssessmentResult, Definition};

/// The register of a mechanism: what is the same for all purposes, and an entry for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Hash of the definition that it was made from.
    pub definition: String,
    pub entries: Vec<RegisterEntry>,
    pub assessments: Vec<AssessmentEntry>,
}

/// One purpose, with every field that article 30(1) asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterEntry {
    /// The code of the purpose.
    pub code: String,
    /// (a) Who answers for it: the organisations of the mechanism, each for its own cases.
    pub controller: Localised,
    /// (a) The data-protection officer.
    pub officer: Localised,
    /// (b)
    pub purpose: Localised,
    pub basis: Localised,
    /// Of article 9, where special categories are used.
    pub special_basis: Option<Localised>,
    /// (c)
    pub subjects: Localised,
    /// (c)
    pub categories: Vec<Localised>,
    /// (c) Those of the categories that are special.
    pub special: Vec<Localised>,
    /// (d)
    pub recipients: Localised,
    /// (d) Organisations that a sharing agreement names for the purpose.
    pub partners: Vec<String>,
    /// (e) Transfers to other countries, with the safeguards.
    pub transfers: Localised,
    /// (f) After the end of the case, as packs write it.
    pub keep: String,
    /// (g)
    pub measures: Localised,
    /// References of the impact assessments that cover it.
    pub assessments: Vec<String>,
}

/// One impact assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssessmentEntry {
    pub reference: String,
    pub by: Localised,
    pub on: Date,
    pub result: Localised,
    /// Data may flow after it.
    pub allows: bool,
    pub purposes: Vec<String>,
    pub organisations: Vec<String>,
}

/// The register of a definition; empty where a definition was stored before packs said it.
pub fn register(definition: &Definition) -> Register {
    let Some(processing) = &definition.processing else {
        return Register {
            definition: definition.version.hash.clone(),
            entries: Vec::new(),
            assessments: Vec::new(),
        };
    };
    let rules = &definition.consent.categories;
    let entries = definition.consent.purposes.iter().filter_map(|rule| {
        let said = processing.purposes.get(&rule.code)?;
        let named = |special_only: bool| {
            let used = rules.iter().filter(|category| {
                said.categories.contains(&category.code)
                    && (!special_only || processing.special.contains(&category.code))
            });
            used.map(|category| category.name.clone()).collect()
        };
        let partners = definition.flow_rules.0.iter();
        let partners = partners.filter(|flow| flow.purposes.contains(&rule.code));
        let covering = processing.assessments.iter();
        let covering = covering.filter(|it| it.purposes.contains(&rule.code) && it.result.allows());
        Some(RegisterEntry {
            code: rule.code.as_str().to_owned(),
            controller: controller(definition),
            officer: processing.officer.clone(),
            purpose: rule.name.clone(),
            basis: said.basis.name(),
            special_basis: said.special_basis.map(crate::SpecialBasis::name),
            subjects: processing.subjects.clone(),
            categories: named(false),
            special: named(true),
            recipients: said.recipients.clone(),
            partners: partners
                .map(|flow| flow.organisation.as_str().to_owned())
                .collect(),
            transfers: said.transfers.clone().unwrap_or_else(none),
            keep: said.keep.to_string(),
            measures: processing.measures.clone(),
            assessments: covering.map(|it| it.reference.clone()).collect(),
        })
    });
    Register {
        definition: definition.version.hash.clone(),
        entries: entries.collect(),
        assessments: processing.assessments.iter().map(assessed).collect(),
    }
}

fn assessed(it: &crate::Assessment) -> AssessmentEntry {
    AssessmentEntry {
        reference: it.reference.clone(),
        by: it.by.clone(),
        on: it.on,
        result: it.result.name(),
        allows: AssessmentResult::allows(it.result),
        purposes: it.purposes.iter().map(|code| code.as_str().to_owned()).collect(),
        organisations: it
            .organisations
            .iter()
            .map(|key| key.as_str().to_owned())
            .collect(),
    }
}

fn controller(definition: &Definition) -> Localised {
    Localised::new(
        format!(
            "Structures membres du {}, chacune pour ses dossiers",
            definition.name.fr
        ),
        format!(
            "Member organisations of {}, each for its own cases",
            definition.name.en
        ),
    )
}

fn none() -> Localised {
    Localised::new("Aucun", "None")
}
