//! What two sources say otherwise of the same thing: kept apart until a person decides, field by field.

use std::collections::BTreeMap;

use relais_hsds::{Kind, Record};
use relais_kernel::{PublicRef, Timestamp};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{Hand, Service, ServiceId, history::fields};

/// The source of a mapping sheet, whoever sends it (decisions §17).
pub const SHEET: &str = "sheet";

/// What is in dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// An entry of the directory.
    Entry(ServiceId),
    /// A record that a package brought.
    Record(Kind, Uuid),
}

/// A source says otherwise than the directory.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    pub reference: PublicRef,
    pub about: About,
    pub source: String,
    /// By field: what stood in the directory when it was found.
    pub ours: Map<String, Value>,
    /// By field: what the source says.
    pub theirs: Map<String, Value>,
    pub found: Timestamp,
    /// Once somebody has decided: the fields that were taken over.
    pub taken: Option<Vec<String>>,
}

/// The facts of an entry that a source can dispute. Its life and its places have rules of their own: a sheet lifts no
/// suspension and undoes no fresher capacity.
const DISPUTABLE: [&str; 16] = [
    "name",
    "needs",
    "dimension",
    "eligibility",
    "access",
    "fee",
    "wait_days",
    "languages",
    "interpreter",
    "remote",
    "hours",
    "emergency",
    "place",
    "coverage",
    "visibility",
    "contact",
];
/// Of a hidden service these lie sealed, and are disputed nowhere (DP-35).
const SEALED: [&str; 3] = ["place", "coverage", "contact"];

/// Takes out of a sheet's record what somebody who knows the service has said otherwise since; what the sheet says of it.
pub(crate) fn set_apart(
    before: &Service,
    sheet: &Service,
    hands: &BTreeMap<String, Option<Hand>>,
) -> (Service, Map<String, Value>) {
    let (ours, said) = (fields(before), fields(sheet));
    let sealed = before.is_hidden() || sheet.is_hidden();
    let known = |name: &str| hands.get(name).copied().flatten().is_some_and(Hand::knows);
    let disputed =
        |name: &&str| ours.get(*name) != said.get(*name) && known(name) && !(sealed && SEALED.contains(name));
    let theirs: Map<String, Value> = DISPUTABLE
        .iter()
        .filter(|name| disputed(name))
        .filter_map(|name| Some(((*name).to_owned(), said.get(*name)?.clone())))
        .collect();
    (with(sheet, &ours, theirs.keys()), theirs)
}

/// An entry with some of its fields as `from` has them.
pub(crate) fn with<'n>(
    service: &Service,
    from: &Map<String, Value>,
    names: impl Iterator<Item = &'n String>,
) -> Service {
    let mut all = fields(service);
    for name in names {
        if let Some(value) = from.get(name) {
            all.insert(name.clone(), value.clone());
        }
    }
    // Values that came out of entries go into one; anything else leaves it as it was.
    serde_json::from_value(Value::Object(all)).unwrap_or_else(|_| service.clone())
}

/// In which columns a record of another source differs from the one that is held. When it changed and what it hangs on is
/// no fact to decide about.
pub(crate) fn differing(held: &Record, said: &Record) -> Map<String, Value> {
    let counts = |name: &str| name != "last_modified" && !name.ends_with("_id");
    let all = said.body.iter();
    all.filter(|(name, value)| counts(name) && held.body.get(*name) != Some(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// What a record of the standard that was made of an entry, and comes back changed, says of the entry: the facts that can
/// be told apart from the words that this program made.
pub(crate) fn of_entry(service: &Service, record: &Record, said: &Map<String, Value>) -> Map<String, Value> {
    let mut theirs = service.clone();
    for (name, value) in said {
        let text = value
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned);
        match (record.kind, name.as_str(), text) {
            (Kind::Service, "name", Some(text)) => theirs.name.fr = text,
            (Kind::Service, "email", Some(text)) => theirs.contact.email = Some(text),
            (Kind::Phone, "number", Some(text)) => {
                theirs.contact.phone = crate::import::typed_phone(&text).or(theirs.contact.phone);
            }
            _ => {}
        }
    }
    let ours = fields(service);
    let differs = |(name, value): &(String, Value)| ours.get(name) != Some(value);
    fields(&theirs).into_iter().filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::samples::service;

    fn hands(name: &str, hand: Hand) -> BTreeMap<String, Option<Hand>> {
        BTreeMap::from([(name.to_owned(), Some(hand))])
    }

    #[test]
    fn a_sheet_does_not_undo_what_the_provider_said_and_changes_the_rest() {
        let held = Service {
            wait_days: Some(3),
            ..service(1)
        };
        let sheet = Service {
            wait_days: Some(9),
            interpreter: Some(true),
            ..held.clone()
        };
        let (kept, theirs) = set_apart(&held, &sheet, &hands("wait_days", Hand::Link));
        assert_eq!((kept.wait_days, kept.interpreter), (Some(3), Some(true)));
        assert_eq!(theirs["wait_days"], 9);
        let (kept, theirs) = set_apart(&held, &sheet, &hands("wait_days", Hand::Sheet));
        assert_eq!((kept, theirs.len()), (sheet, 0));
    }

    #[test]
    fn dp_35_how_a_hidden_service_is_reached_is_disputed_nowhere() {
        let mut held = service(1);
        held.visibility = crate::Visibility::HiddenAddress;
        let mut sheet = held.clone();
        sheet.contact.phone = Some("+237600000077".into());
        let (_, theirs) = set_apart(&held, &sheet, &hands("contact", Hand::Provider));
        assert!(theirs.is_empty());
    }

    #[test]
    fn what_comes_back_in_a_package_is_read_as_facts_of_the_entry() {
        let held = service(1);
        let record = Record::new(Kind::Phone, Uuid::from_u128(7)).with("number", "+237 6 00 00 00 88");
        let theirs = of_entry(&held, &record, &record.body);
        assert_eq!(theirs["contact"]["phone"], "+237600000088");
        assert_eq!(theirs.len(), 1);
        let described = Record::new(Kind::Service, Uuid::from_u128(8)).with("description", "Texte-Test");
        assert!(of_entry(&held, &described, &described.body).is_empty());
    }
}
