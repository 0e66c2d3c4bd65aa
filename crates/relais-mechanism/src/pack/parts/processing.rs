use std::collections::BTreeSet;

use crate::{
    Assessment, DataCategory, OrganisationKey, Processing, Purpose, PurposeProcessing,
    pack::{
        known::Known,
        node::{Entry, Node},
        reader::{CODE, Fields, Form, SPAN, all, coded_text, day},
    },
};

const BASIS: Form = (
    "une base : consent, legal_obligation, vital_interests, public_task ou legitimate_interests",
    "a basis: consent, legal_obligation, vital_interests, public_task or legitimate_interests",
);
const SPECIAL: Form = (
    "une base de l’article 9 : explicit_consent, social_protection, vital_interests, legal_claims, public_interest, health_care ou research",
    "a basis of article 9: explicit_consent, social_protection, vital_interests, legal_claims, public_interest, health_care or research",
);
const RESULT: Form = (
    "un résultat : accepted, accepted_with_measures ou refused",
    "a result: accepted, accepted_with_measures or refused",
);

/// `processing.toml`. Every purpose of the mechanism stands in it, with a basis of article 9 where it uses special
/// categories of data.
pub fn processing(node: &Node, known: &Known<'_>) -> Option<Processing> {
    let fields = Fields::of(node, known.report)?;
    let [subjects, measures, officer] = ["subjects", "measures", "officer"].map(|key| fields.localised(key));
    let warn = fields.coded("warn", SPAN);
    let special: Option<BTreeSet<DataCategory>> = known.codes(&fields, "special", "data_category");
    let purposes = fields.required("purposes").and_then(|node| {
        Fields::of(node, known.report)?;
        let special = special.as_ref()?;
        let kept = node
            .entries()
            .iter()
            .filter(|entry| !is_retired(&entry.node, known));
        all(kept.map(|entry| purpose(entry, special, known)))
    });
    let assessments = fields.optional("assessments").map_or(Some(Vec::new()), |node| {
        Fields::of(node, known.report)?;
        all(node.entries().iter().map(|entry| assessment(&entry.node, known)))
    });
    let complete = fields
        .required("purposes")
        .is_some_and(|node| every_purpose(node, known));
    fields.finish();
    let found = Processing {
        subjects: subjects?,
        measures: measures?,
        officer: officer?,
        special: special?,
        warn: warn?,
        purposes: purposes?.into_iter().collect(),
        assessments: assessments?.into_iter().flatten().collect(),
    };
    complete.then_some(found)
}

/// A purpose that stands in no register is used for nothing.
fn every_purpose(node: &Node, known: &Known<'_>) -> bool {
    let missing: Vec<_> = known
        .all_of("purpose")
        .into_iter()
        .filter(|code| node.get(code).is_none())
        .collect();
    for code in &missing {
        known.report.say(
            &node.spot,
            "PurposeUnregistered",
            format!("La finalité « {code} » n’est pas dans le registre des traitements (processing.toml)."),
            format!("The purpose \"{code}\" is not in the register of processing (processing.toml)."),
        );
    }
    missing.is_empty()
}

/// Inherited, for a purpose that this mechanism retired.
fn is_retired(node: &Node, known: &Known<'_>) -> bool {
    Fields::of(node, known.report).is_some_and(|fields| fields.flag("retired") == Some(true))
}

fn purpose(
    entry: &Entry,
    special: &BTreeSet<DataCategory>,
    known: &Known<'_>,
) -> Option<(Purpose, PurposeProcessing)> {
    let is_known = known.code("purpose", &entry.key, &entry.spot);
    let code = coded_text(&entry.key, &entry.spot, CODE, known.report);
    let fields = Fields::of(&entry.node, known.report)?;
    let basis = fields.coded("basis", BASIS);
    let special_basis = fields.optional_coded("special_basis", SPECIAL);
    let categories: Option<BTreeSet<DataCategory>> = known.codes(&fields, "categories", "data_category");
    let (recipients, transfers) = (
        fields.localised("recipients"),
        fields.optional_localised("transfers"),
    );
    let keep = fields.coded("keep", SPAN);
    fields.flag("retired");
    fields.finish();
    let (special_basis, categories) = (special_basis?, categories?);
    if special_basis.is_none() && !categories.is_disjoint(special) {
        known.report.say(
            &entry.spot,
            "SpecialBasisMissing",
            "Cette finalité utilise des données sensibles : il faut « special_basis », une base de l’article 9.",
            "This purpose uses special categories of data: it needs \"special_basis\", a basis of article 9.",
        );
        return None;
    }
    is_known.then_some((
        code?,
        PurposeProcessing {
            basis: basis?,
            special_basis,
            categories,
            recipients: recipients?,
            transfers: transfers?,
            keep: keep?,
        },
    ))
}

/// `Some(None)` for one that was inherited, then retired.
fn assessment(node: &Node, known: &Known<'_>) -> Option<Option<Assessment>> {
    let fields = Fields::of(node, known.report)?;
    let (reference, by) = (fields.text("reference"), fields.localised("by"));
    let on = fields.required("on").and_then(|node| day(node, known.report));
    let result = fields.coded("result", RESULT);
    let purposes: Option<BTreeSet<Purpose>> = known.codes(&fields, "purposes", "purpose");
    let organisations = fields.texts("organisations").and_then(|texts| {
        let read = |(text, spot): (String, _)| coded_text::<OrganisationKey>(&text, spot, CODE, known.report);
        all(texts.into_iter().map(read))
    });
    let retired = fields.flag("retired");
    fields.finish();
    let found = Assessment {
        reference: reference?,
        by: by?,
        on: on?,
        result: result?,
        purposes: purposes?,
        organisations: organisations?.into_iter().collect(),
    };
    Some((!retired?).then_some(found))
}
