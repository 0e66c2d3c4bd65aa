//! What refers to what and what stands in what, against the standard's descriptor and schemas.

use std::collections::BTreeSet;

use relais_hsds::{Kind, oracle::schema};

use crate::table::resources;

#[test]
fn what_refers_to_what_is_as_the_descriptor_says_and_the_standard_means() {
    // Ids of the same object above, which the descriptor does not declare.
    let above = [
        ("organization", "parent_organization_id", "organization"),
        ("taxonomy_term", "parent_id", "taxonomy_term"),
    ];
    for (kind, resource) in Kind::ALL.iter().zip(resources()) {
        let keys = resource["schema"]["foreignKeys"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let mut theirs: Vec<_> = keys
            .iter()
            .map(|key| {
                assert_eq!(key["reference"]["fields"], "id");
                (
                    key["fields"].as_str().unwrap(),
                    key["reference"]["resource"].as_str().unwrap(),
                )
            })
            .collect();
        theirs.extend(
            above
                .iter()
                .filter(|(of, ..)| *of == kind.name())
                .map(|(_, field, to)| (*field, *to)),
        );
        let ours: Vec<_> = kind
            .links()
            .iter()
            .map(|link| (link.field, link.to.name()))
            .collect();
        assert_eq!(ours, theirs, "{}", kind.name());
    }
}

#[test]
fn what_stands_in_what_is_as_the_schemas_say() {
    for kind in Kind::ALL {
        let schema = schema(*kind);
        let mut theirs = BTreeSet::new();
        for (name, property) in schema["properties"].as_object().unwrap() {
            let (list, of) = if property["type"] == "array" {
                (true, &property["items"])
            } else {
                (false, property)
            };
            if let Some(file) = of["$ref"].as_str() {
                theirs.insert((list, name.as_str(), file.trim_end_matches(".json")));
            }
        }
        let mut ours: BTreeSet<_> = kind
            .lists()
            .iter()
            .map(|(name, of, _)| (true, *name, of.name()))
            .collect();
        ours.extend(
            kind.singles()
                .iter()
                .map(|(name, of, _)| (false, *name, of.name())),
        );
        if kind.has_attributes() {
            ours.insert((true, "attributes", "attribute"));
        }
        if kind.has_metadata() {
            ours.insert((true, "metadata", "metadata"));
        }
        // Only the compiled schema of a service at a location holds its service.
        ours.remove(&(false, "service", "service"));
        assert_eq!(ours, theirs, "{}", kind.name());
    }
}

#[test]
fn a_list_is_named_by_a_column_of_what_stands_in_it() {
    for kind in Kind::ALL {
        for (name, of, field) in kind.lists() {
            assert!(
                of.links()
                    .iter()
                    .any(|link| link.field == *field && link.to == *kind),
                "{name}"
            );
        }
        for (name, of, field) in kind.singles() {
            assert!(
                kind.links()
                    .iter()
                    .any(|link| link.field == *field && link.to == *of),
                "{name}"
            );
        }
    }
}
