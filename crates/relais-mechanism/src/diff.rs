use std::collections::BTreeMap;

use relais_kernel::{Lang, Localised};
use serde::Serialize;
use serde_json::Value;

use crate::Definition;

/// How a child differs from its parent at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The child has it, the parent has not.
    Added,
    /// The parent has it, the child has not.
    Removed,
    /// The child hides an item that it inherits.
    Retired,
    Changed,
}

/// One place where two definitions differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// For instance `deadlines.normal.decide` or `lists.language.items.wes`.
    pub path: String,
    pub kind: DifferenceKind,
    pub parent: Option<Value>,
    pub child: Option<Value>,
}

impl Difference {
    /// One line for people: where, and what became of what.
    pub fn text(&self, lang: Lang) -> String {
        let (section, rest) = self.path.split_once('.').unwrap_or((&self.path, ""));
        let place = match (section_name(section), rest) {
            (Some(name), "") => name.get(lang).to_owned(),
            (Some(name), rest) => format!("{} · {rest}", name.get(lang)),
            (None, _) => self.path.clone(),
        };
        let [parent, child] = [&self.parent, &self.child].map(|value| words(value.as_ref(), lang));
        match (lang, self.kind) {
            (Lang::Fr, DifferenceKind::Added) => format!("{place} : ajouté ({child})"),
            (Lang::Fr, DifferenceKind::Removed) => format!("{place} : supprimé ({parent})"),
            (Lang::Fr, DifferenceKind::Retired) => format!("{place} : retiré ({parent})"),
            (Lang::Fr, DifferenceKind::Changed) => format!("{place} : {parent} devient {child}"),
            (Lang::En, DifferenceKind::Added) => format!("{place}: added ({child})"),
            (Lang::En, DifferenceKind::Removed) => format!("{place}: removed ({parent})"),
            (Lang::En, DifferenceKind::Retired) => format!("{place}: retired ({parent})"),
            (Lang::En, DifferenceKind::Changed) => format!("{place}: {parent} becomes {child}"),
        }
    }
}

/// Where a child definition differs from its parent, by path. The hash and the calendar of the clocks are
/// left out: the first always differs, the second is said by the holidays.
pub fn diff(parent: &Definition, child: &Definition) -> Vec<Difference> {
    let mut found = Vec::new();
    let [parent, child] = [parent, child].map(|definition| keyed(comparable(definition)));
    compare("", &parent, &child, &mut found);
    found
}

fn comparable(definition: &Definition) -> Value {
    let mut value = serde_json::to_value(definition).unwrap_or_default();
    if let Some(version) = value.get_mut("version") {
        *version = Value::String(definition.version.label.clone());
    }
    if let Some(calendar) = value.get_mut("calendar").and_then(Value::as_object_mut) {
        calendar.remove("yearly");
        calendar.remove("dated");
    }
    value
}

/// Lists of things that have a code become tables by that code, so that one new item is one difference.
fn keyed(value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object
                .into_iter()
                .map(|(key, value)| (key, keyed(value)))
                .collect(),
        ),
        Value::Array(items) => match items.iter().map(key_of).collect::<Option<Vec<_>>>() {
            Some(keys) if !keys.is_empty() => {
                let mut table = serde_json::Map::new();
                for (key, item) in keys.into_iter().zip(items) {
                    // An organisation may have several flow rules.
                    let mut unique = key.clone();
                    let mut number = 2;
                    while table.contains_key(&unique) {
                        unique = format!("{key}#{number}");
                        number += 1;
                    }
                    table.insert(unique, keyed(item));
                }
                Value::Object(table)
            }
            _ => Value::Array(items),
        },
        other => other,
    }
}

fn key_of(item: &Value) -> Option<String> {
    ["code", "organisation"]
        .iter()
        .find_map(|key| item.get(key)?.as_str().map(str::to_owned))
}

fn compare(path: &str, parent: &Value, child: &Value, found: &mut Vec<Difference>) {
    let retired = |value: &Value| value.get("retired") == Some(&Value::Bool(true));
    match (parent, child) {
        _ if parent == child => {}
        (_, Value::Object(_)) if retired(child) && !retired(parent) => {
            found.push(difference(path, DifferenceKind::Retired, Some(parent), None));
        }
        (Value::Object(old), Value::Object(new)) if !is_label(parent) => {
            let keys: BTreeMap<&String, ()> = old.keys().chain(new.keys()).map(|key| (key, ())).collect();
            for key in keys.into_keys() {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => compare(&path, old, new, found),
                    (None, new) => found.push(difference(&path, DifferenceKind::Added, None, new)),
                    (old, None) => found.push(difference(&path, DifferenceKind::Removed, old, None)),
                }
            }
        }
        // An empty list could have held anything, so against things with a code it is an empty table.
        (Value::Array(none), Value::Object(_)) if none.is_empty() => compare(path, &empty(), child, found),
        (Value::Object(_), Value::Array(none)) if none.is_empty() => compare(path, parent, &empty(), found),
        _ => found.push(difference(
            path,
            DifferenceKind::Changed,
            Some(parent),
            Some(child),
        )),
    }
}

fn empty() -> Value {
    Value::Object(serde_json::Map::new())
}

fn difference(path: &str, kind: DifferenceKind, parent: Option<&Value>, child: Option<&Value>) -> Difference {
    Difference {
        path: path.to_owned(),
        kind,
        parent: parent.cloned(),
        child: child.cloned(),
    }
}

fn is_label(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|object| object.len() == 2 && object.contains_key("fr") && object.contains_key("en"))
}

/// A value as people read it: its name if it has one, else what it is.
fn words(value: Option<&Value>, lang: Lang) -> String {
    let quoted = |text: &str| {
        if lang == Lang::Fr {
            format!("« {text} »")
        } else {
            format!("“{text}”")
        }
    };
    match value {
        None | Some(Value::Null) => if lang == Lang::Fr { "rien" } else { "nothing" }.to_owned(),
        Some(Value::String(text)) => quoted(text),
        Some(Value::Bool(flag)) => match (lang, flag) {
            (Lang::Fr, true) => "oui".to_owned(),
            (Lang::Fr, false) => "non".to_owned(),
            (Lang::En, true) => "yes".to_owned(),
            (Lang::En, false) => "no".to_owned(),
        },
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| words(Some(item), lang))
            .collect::<Vec<_>>()
            .join(", "),
        Some(object @ Value::Object(fields)) => {
            let label = ["label", "name"]
                .iter()
                .find_map(|key| fields.get(*key))
                .unwrap_or(object);
            label
                .get(lang.code())
                .and_then(Value::as_str)
                .map_or_else(|| members(fields, lang), quoted)
        }
    }
}

fn members(fields: &serde_json::Map<String, Value>, lang: Lang) -> String {
    let colon = if lang == Lang::Fr { " : " } else { ": " };
    let member = |(key, value): (&String, &Value)| format!("{key}{colon}{}", words(Some(value), lang));
    fields
        .iter()
        .filter(|(key, _)| *key != "code")
        .map(member)
        .collect::<Vec<_>>()
        .join(" ; ")
}

/// What a part of the definition is called.
fn section_name(section: &str) -> Option<Localised> {
    let (fr, en) = match section {
        "code" => ("Code", "Code"),
        "name" => ("Nom", "Name"),
        "version" => ("Version", "Version"),
        "inherits" => ("Hérite de", "Inherits from"),
        "country" => ("Pays", "Country"),
        "currency" => ("Monnaie", "Currency"),
        "cases_an_hour" => ("Dossiers par heure", "Cases an hour"),
        "demo" => ("Démonstration", "Demonstration"),
        "roles" => ("Rôles", "Roles"),
        "case" => ("Cas", "Case"),
        "referral" => ("Référencement", "Referral"),
        "deadlines" => ("Délais", "Deadlines"),
        "calendar" => ("Calendrier", "Calendar"),
        "holidays" => ("Jours fériés", "Holidays"),
        "escalation" => ("Alertes", "Escalation"),
        "directory" => ("Annuaire", "Directory"),
        "lists" => ("Listes de codes", "Code lists"),
        "target_groups" => ("Groupes cibles", "Target groups"),
        "flags" => ("Vulnérabilités", "Vulnerability flags"),
        "consent" => ("Consentement", "Consent"),
        "processing" => ("Traitements de données", "Processing of data"),
        "fields" => ("Champs", "Fields"),
        "flow_rules" => ("Accords de partage", "Sharing agreements"),
        "thresholds" => ("Seuils statistiques", "Statistics thresholds"),
        _ => return None,
    };
    Some(Localised::new(fr, en))
}
