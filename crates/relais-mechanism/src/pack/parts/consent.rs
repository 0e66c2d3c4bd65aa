use serde::de::DeserializeOwned;

use crate::{
    CategoryRule, ConsentAges, ConsentRules, DataCategory, Explanation, LegalBasis, Purpose, PurposeRule,
    pack::{
        known::Known,
        node::{Entry, Node},
        reader::{CODE, Fields, SENSITIVITY, SPAN, all, coded_text},
    },
};

/// `consent.toml`.
pub fn consent(node: &Node, known: &Known<'_>) -> Option<ConsentRules> {
    let fields = Fields::of(node, known.report)?;
    let text_version = fields.text("text_version");
    let ages = fields.required("ages").and_then(|node| ages(node, known));
    let purposes = each(&fields, "purposes", known, purpose);
    let categories = each(&fields, "categories", known, category);
    let legal_bases = each(&fields, "legal_bases", known, legal_basis);
    let explained = each(&fields, "explained", known, explanation);
    fields.finish();
    let rules = ConsentRules {
        purposes: purposes?,
        categories: categories?,
        legal_bases: legal_bases?,
        ages: ages?,
        explained: explained?,
        text_version: text_version?,
    };
    let purposes: Vec<_> = rules.purposes.iter().map(|rule| rule.code.as_str()).collect();
    let categories: Vec<_> = rules.categories.iter().map(|rule| rule.code.as_str()).collect();
    let needed_purposes = Purpose::WELL_KNOWN.iter().map(Purpose::as_str);
    let needed_categories = DataCategory::WELL_KNOWN.iter().map(DataCategory::as_str);
    let complete = has_all(node, "purposes", &purposes, needed_purposes, known)
        & has_all(node, "categories", &categories, needed_categories, known);
    complete.then_some(rules)
}

fn each<T>(
    fields: &Fields<'_>,
    key: &'static str,
    known: &Known<'_>,
    read: fn(&Entry, &Known<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let node = fields.required(key)?;
    Fields::of(node, known.report)?;
    all(node.entries().iter().map(|entry| read(entry, known)))
}

/// The codes that the program relies on are there, if only retired.
fn has_all<'a>(
    node: &Node,
    key: &'static str,
    defined: &[&str],
    needed: impl Iterator<Item = &'a str>,
    known: &Known<'_>,
) -> bool {
    let missing: Vec<_> = needed.filter(|code| !defined.contains(code)).collect();
    for code in &missing {
        known.missing_code(code, node.get(key).map_or(&node.spot, |node| &node.spot));
    }
    missing.is_empty()
}

fn code<T: DeserializeOwned>(entry: &Entry, known: &Known<'_>) -> Option<T> {
    coded_text(&entry.key, &entry.spot, CODE, known.report)
}

fn purpose(entry: &Entry, known: &Known<'_>) -> Option<PurposeRule> {
    let code = code(entry, known);
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, retired) = (fields.own_label(), fields.flag("retired"));
    let (default_expiry, needs_recipients) = (fields.coded("expires", SPAN), fields.flag("recipients"));
    fields.finish();
    Some(PurposeRule {
        code: code?,
        name: name?,
        default_expiry: default_expiry?,
        needs_recipients: needs_recipients?,
        retired: retired?,
    })
}

fn category(entry: &Entry, known: &Known<'_>) -> Option<CategoryRule> {
    let code = code(entry, known);
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, retired) = (fields.own_label(), fields.flag("retired"));
    let sensitivity = fields.coded("sensitivity", SENSITIVITY);
    fields.finish();
    Some(CategoryRule {
        code: code?,
        name: name?,
        sensitivity: sensitivity?,
        retired: retired?,
    })
}

fn legal_basis(entry: &Entry, known: &Known<'_>) -> Option<LegalBasis> {
    let code = known.code_form(&entry.key, &entry.spot);
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, retired, minors_only) = (
        fields.own_label(),
        fields.flag("retired"),
        fields.flag("minors_only"),
    );
    fields.finish();
    Some(LegalBasis {
        code: code?,
        name: name?,
        minors_only: minors_only?,
        retired: retired?,
    })
}

fn explanation(entry: &Entry, known: &Known<'_>) -> Option<Explanation> {
    let code = known.code_form(&entry.key, &entry.spot);
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, retired) = (fields.own_label(), fields.flag("retired"));
    fields.finish();
    Some(Explanation {
        code: code?,
        name: name?,
        retired: retired?,
    })
}

fn ages(node: &Node, known: &Known<'_>) -> Option<ConsentAges> {
    let fields = Fields::of(node, known.report)?;
    let [assent, consent, majority] = ["assent", "consent", "majority"].map(|key| fields.number(key));
    fields.finish();
    let ages = ConsentAges {
        assent: assent?,
        consent: consent?,
        majority: majority?,
    };
    if ages.assent <= ages.consent && ages.consent <= ages.majority {
        return Some(ages);
    }
    known.report.say(
        &node.spot,
        "AgeOrder",
        "Les âges vont dans l’ordre : assentiment, consentement, majorité.",
        "The ages go in order: assent, consent, majority.",
    );
    None
}
