use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::package;
use crate::{
    Kind,
    package::{Code, Found, Package, Place, read},
};

fn document(name: &str, json: &Json) -> Package {
    package(&[(name, &json.to_string())])
}

fn service() -> Json {
    json!({
        "id": 7, "name": "Conseil", "status": "active",
        "organization": {"id": 1, "name": "Accueil Test", "description": "Oriente",
            "locations": [{"id": 5, "location_type": "physical", "name": "Maison"}]},
        "program": {"id": 2, "name": "Hiver", "description": "Abri"},
        "service_at_locations": [{"id": 3, "location": {"id": 5, "location_type": "physical", "latitude": 4.05},
            "phones": [{"id": 9, "number": "600 000 000"}]}],
        "phones": [{"id": 9, "number": "600 000 000", "languages": [{"name": "Wolof"}]}],
        "operating_hours": [{"id": 1, "freq": "WEEKLY", "byday": "MO"}],
        "schedules": [{"id": 2, "group": "été"}],
        "attributes": [{"id": 1, "link_entity": "service",
            "taxonomy_term": {"id": 4, "name": "Abri", "description": "Abri", "taxonomy_detail": {"id": 6, "name": "T", "description": "T"}}}],
        "metadata": [{"id": 8, "last_action_date": "2024-01-31", "last_action_type": "update", "field_name": "name",
            "previous_value": "A", "replacement_value": "B", "updated_by": "C"}],
        "humeur": "bonne"
    })
}

#[test]
fn a_nested_document_becomes_records_that_name_each_other() {
    let package = document("export.json", &service());
    let service = package.one(Kind::Service);
    let organization = package.one(Kind::Organization);
    assert_eq!(service.link("organization_id"), Some(organization.id));
    assert_eq!(
        package.one(Kind::Program).link("organization_id"),
        Some(organization.id)
    );
    let location = package.one(Kind::Location);
    assert_eq!(
        (location.text("name"), location.number("latitude")),
        (Some("Maison"), Some(4.05))
    );
    assert_eq!(location.link("organization_id"), Some(organization.id));
    let at = package.one(Kind::ServiceAtLocation);
    assert_eq!(
        (at.link("service_id"), at.link("location_id")),
        (Some(service.id), Some(location.id))
    );
    let phone = package.one(Kind::Phone);
    let holders = (phone.link("service_id"), phone.link("service_at_location_id"));
    assert_eq!(holders, (Some(service.id), Some(at.id)));
    assert_eq!(package.one(Kind::Language).link("phone_id"), Some(phone.id));
    let attribute = package.one(Kind::Attribute);
    assert_eq!(
        (attribute.link("link_id"), attribute.text("link_entity")),
        (Some(service.id), Some("service"))
    );
    assert_eq!(
        attribute.link("taxonomy_term_id"),
        Some(package.one(Kind::TaxonomyTerm).id)
    );
    assert_eq!(
        package.one(Kind::TaxonomyTerm).link("taxonomy_id"),
        Some(package.one(Kind::Taxonomy).id)
    );
    assert_eq!(package.one(Kind::Metadata).link("resource_id"), Some(service.id));
    let lists: Vec<_> = package
        .all(Kind::Schedule)
        .iter()
        .map(|s| (s.text("listed_as"), s.text("group")))
        .collect();
    assert_eq!(lists, [(Some("operating_hours"), None), (None, Some("été"))]);
    assert_eq!(
        package.note(Code::ColumnUnknown).column.as_deref(),
        Some("humeur")
    );
    assert!(package.notes(Code::ConflictingValues).is_empty());
}

#[test]
fn pages_arrays_single_objects_and_lines_say_the_same() {
    let one = document("a.json", &service()).records;
    let page = json!({"total_items": 1, "empty": false, "contents": [service()]});
    assert_eq!(document("services.json", &page).records, one);
    assert_eq!(document("b.json", &json!([service()])).records, one);
    assert_eq!(document("c.json", &json!([service(), service()])).records, one);
    let lines = format!("{}\n\n{}\n", service(), service());
    assert_eq!(package(&[("d.ndjson", &lines)]).records, one);
}

#[test]
fn tables_as_arrays_are_tables() {
    let tables = json!({
        "organizations.csv": [{"id": 1, "name": "Un", "description": "Texte"}, {"id": 1, "name": "Deux", "description": "Texte"}, 5],
        "services": [{"id": 1, "organization_id": 1, "name": "Conseil", "status": "active"}],
        "humeurs": [{}]
    });
    let package = document("tabular.json", &tables);
    assert_eq!(package.one(Kind::Organization).text("name"), Some("Un"));
    assert_eq!(
        package.note(Code::SameIdTwice).place,
        Place::Path("organizations.csv[1]".to_owned())
    );
    assert_eq!(
        package.one(Kind::Service).link("organization_id"),
        Some(package.one(Kind::Organization).id)
    );
    assert_eq!(package.notes(Code::ObjectUnclear).len(), 2);
}

#[test]
fn an_object_that_may_be_several_things_is_put_aside() {
    let package = document(
        "x.json",
        &json!([{"id": 1, "name": "Un", "description": "Texte"}, 5, []]),
    );
    assert!(package.records.is_empty());
    assert_eq!(package.notes(Code::ObjectUnclear).len(), 3);
    assert_eq!(
        package.notes(Code::ObjectUnclear)[0].place,
        Place::Path("[0]".to_owned())
    );
}

#[test]
fn the_same_record_with_another_value_keeps_the_first_and_tells() {
    let other = json!({"id": 7, "name": "Autre", "status": "active"});
    let package = document("services.json", &json!([service(), other]));
    assert_eq!(package.one(Kind::Service).text("name"), Some("Conseil"));
    assert_eq!(
        package.note(Code::ConflictingValues).value.as_deref(),
        Some("Autre")
    );
}

#[test]
fn nulls_are_nothing_and_numbers_become_text_where_text_belongs() {
    let address = json!([{"id": 1, "address_1": "1 rue Test", "city": null, "state_province": "R", "postal_code": 60601,
        "country": "CM", "address_type": "postal"}]);
    let package = document("addresses.json", &address);
    let one = package.one(Kind::Address);
    assert_eq!(
        (one.text("postal_code"), one.text("city")),
        (Some("60601"), Some(""))
    );
    assert_eq!(
        package.note(Code::TextMade).column.as_deref(),
        Some("postal_code")
    );
}

#[test]
fn a_line_that_is_no_document_is_put_aside_and_a_file_that_is_none_refused() {
    let lines = format!("{}\n{{\"id\": \n", service());
    let package = package(&[("services.ndjson", &lines)]);
    assert_eq!(package.note(Code::LineUnreadable).place, Place::Line(2));
    let refused = read(&[Found::new("a.json", "bonjour")], "source-test").unwrap_err();
    assert_eq!(refused.code, "NotJson");
    let deep = "[".repeat(100_000);
    assert_eq!(
        read(&[Found::new("a.json", deep)], "source-test")
            .unwrap_err()
            .code,
        "NotJson"
    );
}

/// Objects with names of the standard in all the wrong places.
fn any_json() -> impl Strategy<Value = Json> {
    let names = [
        "id",
        "name",
        "description",
        "status",
        "services",
        "organization",
        "organization_id",
        "phones",
        "number",
        "attributes",
        "taxonomy_term",
        "metadata",
        "contents",
        "locations",
        "location",
        "service",
        "languages",
        "link_id",
        "service_at_locations",
        "taxonomy_detail",
        "schedules",
        "opens_at",
        "extent",
        "data",
        "eligibilitys",
        "minimum_age",
        "service_taxonomys",
        "taxonomy",
        "physical_addresses",
        "regular_schedules",
        "link_taxonomies",
        "serviceAreas",
        "organizations.csv",
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        "\\PC{0,6}|[1-3]".prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::btree_map(prop::sample::select(names.to_vec()), inner, 0..6).prop_map(|map| {
                Json::Object(
                    map.into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_document_makes_the_reading_fail(json in any_json(), name in prop::sample::select(vec!["services.json", "x.json"])) {
        document(name, &json);
    }
}
