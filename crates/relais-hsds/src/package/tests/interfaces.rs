//! Documents as interfaces of today and of before give them.

use serde_json::{Value as Json, json};

use super::package;
use crate::{
    Kind,
    package::{Code, Dialect, Done, Package, Place},
};

fn document(name: &str, json: &Json) -> Package {
    package(&[(name, &json.to_string())])
}

fn service(id: u64) -> Json {
    json!({"id": id, "name": "Conseil", "status": "active",
        "organization": {"id": 1, "name": "Accueil Test", "description": "Oriente"}})
}

#[test]
fn pages_under_other_names_and_several_pages_in_one_file_are_read() {
    let expected = document("services.json", &json!([service(1), service(2)])).records;
    for name in ["contents", "content", "data", "items"] {
        let page = json!({"totalElements": 2, name: [service(1), service(2)]});
        assert_eq!(document("export.json", &page).records, expected, "{name}");
        let pages = json!([{name: [service(1)]}, {name: [service(2)]}]);
        assert_eq!(document("export.json", &pages).records, expected, "{name}");
    }
}

#[test]
fn what_else_stands_on_a_page_is_told() {
    let page = json!({"data": [service(1)], "included": [{"id": 5}], "links": {}, "size": 1});
    let package = document("export.json", &page);
    let note = package.note(Code::ColumnUnknown);
    assert_eq!(note.place, Place::Path("included".to_owned()));
}

#[test]
fn lines_are_read_whichever_of_them_is_broken() {
    let (one, two) = (service(1), service(2));
    let package = package(&[("export.ndjson", &format!("{{broken\n{one}\n{two}\n"))]);
    assert_eq!(package.all(Kind::Service).len(), 2);
    assert_eq!(package.note(Code::LineUnreadable).place, Place::Line(1));
}

#[test]
fn an_object_that_may_be_several_things_is_what_all_its_neighbours_are() {
    let clear = json!({"id": 1, "name": "Un", "description": "Texte", "legal_status": "association"});
    let open = json!({"id": 2, "name": "Deux", "description": "Texte"});
    let place = json!({"id": 3, "location_type": "physical", "latitude": 4.05});
    let package_of = |all: &[&Json]| {
        let lines: Vec<String> = all.iter().map(|one| one.to_string()).collect();
        package(&[("export.ndjson", &lines.join("\n"))])
    };
    assert_eq!(package_of(&[&open, &clear]).all(Kind::Organization).len(), 2);
    let package = package_of(&[&open, &clear, &place]);
    assert_eq!(package.all(Kind::Organization).len(), 1);
    assert_eq!(
        package.note(Code::ObjectUnclear).place,
        Place::Path("[0]".to_owned())
    );
    // what has nothing of its neighbours is none of them
    let other = json!({"id": 9, "number": 5});
    assert_eq!(package_of(&[&clear, &other]).all(Kind::Organization).len(), 1);
}

#[test]
fn members_in_the_spelling_of_programs_are_those_of_the_standard() {
    let service = json!({"id": 1, "name": "Conseil", "status": "active", "alternateName": "Aide",
        "serviceAtLocations": [{"id": 2, "location": {"id": 3, "locationType": "physical", "name": "Maison"}}],
        "eligibilityDescription": "Tous", "eligibility_description": "Adultes"});
    let package = document("export.json", &json!([service]));
    let service = package.one(Kind::Service);
    assert_eq!(service.text("alternate_name"), Some("Aide"));
    assert_eq!(service.text("eligibility_description"), Some("Adultes"));
    assert_eq!(
        package.one(Kind::Location).text("location_type"),
        Some("physical")
    );
    assert_eq!(
        package.one(Kind::ServiceAtLocation).link("service_id"),
        Some(service.id)
    );
    assert_eq!(package.note(Code::ColumnUnknown).value.as_deref(), Some("Tous"));
    let tables = json!({"serviceAreas": [{"id": 1, "name": "Nord"}]});
    assert_eq!(
        document("x.json", &tables).one(Kind::ServiceArea).text("name"),
        Some("Nord")
    );
}

/// As Open Referral UK had it before version 3.
fn older() -> Json {
    json!({
        "id": "s1", "name": "Conseil", "description": "Aide", "status": "active", "fees": "Gratuit",
        "organization": {"id": "o1", "name": "Accueil Test", "description": "Oriente", "url": "https://example.org"},
        "eligibilitys": [{"id": "e1", "eligibility": "Adultes", "minimum_age": 18, "maximum_age": 99},
            {"id": "e2", "eligibility": "Jeunes", "minimum_age": 16, "pays": "CM"}],
        "service_taxonomys": [{"id": "st1", "taxonomy": {"id": "t1", "name": "Logement", "vocabulary": "v"}}],
        "service_areas": [{"id": "a1", "service_area": "Nord"}],
        "cost_options": [{"id": "c1", "option": "Adulte", "amount": 3}],
        "languages": [{"id": "l1", "language": "Wolof"}],
        "regular_schedules": [{"id": "r1", "weekday": "1", "opens_at": "09:00", "closes_at": "17:00"}],
        "holidayScheduleCollection": [],
        "service_at_locations": [{"id": "x1",
            "regular_schedule": [{"id": "r2", "freq": "WEEKLY", "byday": "TU", "opens_at": "09:00", "closes_at": "17:00"}],
            "holiday_schedules": [{"id": "h1", "closed": true, "start_date": "2024-12-25", "end_date": "2024-12-25"}],
            "location": {"id": "p1", "name": "Maison",
                "physical_addresses": [{"id": "b1", "address_1": "1 rue Test", "city": "Bobo", "state_province": "Ouest",
                    "postal_code": "01", "country": "BF"}],
                "postal_addresses": [{"id": "b1", "address_1": "BP 1", "city": "Bobo", "state_province": "Ouest",
                    "postal_code": "01", "country": "BF"}],
                "accessibility_for_disabilities": [{"id": "d1", "accessibility": "Rampe"}],
                "link_taxonomies": [{"id": "k1", "link_type": "lieu", "taxonomy": {"id": "t2", "name": "Abri"}}]}}]
    })
}

#[test]
fn nested_names_of_older_versions_are_read() {
    let package = document("export.json", &json!({"content": [older()]}));
    assert_eq!(package.version, Dialect::V1);
    let service = package.one(Kind::Service);
    let location = package.one(Kind::Location);
    let kinds: Vec<_> = package
        .all(Kind::Address)
        .iter()
        .map(|a| a.text("address_type"))
        .collect();
    assert_eq!(kinds, [Some("physical"), Some("postal")]);
    assert!(
        package
            .all(Kind::Address)
            .iter()
            .all(|a| a.link("location_id") == Some(location.id))
    );
    let days: Vec<_> = package
        .all(Kind::Schedule)
        .iter()
        .map(|s| s.text("byday"))
        .collect();
    assert_eq!(days.len(), 3);
    assert!(
        days.contains(&Some("MO")) && days.contains(&Some("TU")),
        "{days:?}"
    );
    assert_eq!(
        package.one(Kind::Accessibility).text("description"),
        Some("Rampe")
    );
    assert_eq!(package.one(Kind::Language).text("name"), Some("Wolof"));
    assert_eq!(package.one(Kind::ServiceArea).text("name"), Some("Nord"));
    assert_eq!(package.one(Kind::CostOption).link("service_id"), Some(service.id));
    let ties: Vec<_> = package
        .all(Kind::Attribute)
        .iter()
        .map(|a| (a.text("link_entity"), a.link("link_id")))
        .collect();
    assert!(
        ties.contains(&(Some("service"), Some(service.id)))
            && ties.contains(&(Some("location"), Some(location.id)))
    );
    assert_eq!(package.all(Kind::TaxonomyTerm).len(), 2);
    assert!(
        package
            .report
            .notes
            .iter()
            .all(|note| note.done() != Done::SetAside),
        "{:#?}",
        package.report.notes
    );
}

#[test]
fn who_may_come_is_said_of_the_service() {
    let package = document("export.json", &json!([older()]));
    let service = package.one(Kind::Service);
    assert_eq!(service.text("eligibility_description"), Some("Adultes; Jeunes"));
    assert_eq!(
        (service.number("minimum_age"), service.number("maximum_age")),
        (Some(18.0), Some(99.0))
    );
    assert_eq!(package.note(Code::ConflictingValues).value.as_deref(), Some("16"));
    assert_eq!(package.note(Code::ColumnUnknown).column.as_deref(), Some("pays"));
}

#[test]
fn an_object_that_comes_twice_of_its_own_is_counted_and_told() {
    let package = document("services.json", &json!([service(1), service(1), service(2)]));
    assert_eq!(package.note(Code::SaidAgain).value.as_deref(), Some("1"));
    let tally = package.report.table("service").unwrap();
    assert_eq!((tally.read, tally.kept, tally.put_aside), (3, 2, 1));
    assert_eq!(
        package.report.table("organization").map(|tally| tally.read),
        Some(1)
    );
}

#[test]
fn a_term_names_its_parent_by_its_id() {
    let term = |id: &str, parent: Option<&str>| json!({"id": id, "name": id, "description": id, "parent_id": parent, "taxonomy_id": "v"});
    let attribute = |id: &str, term: Json| json!({"id": id, "taxonomy_term": term});
    let mut service = service(1);
    service["attributes"] = json!([
        attribute("a1", term("enfant", Some("parent"))),
        attribute("a2", term("parent", Some("x")))
    ]);
    let package = document("services.json", &json!([service]));
    let [child, parent] = package.all(Kind::TaxonomyTerm)[..] else {
        panic!("{:?}", package.records)
    };
    assert_eq!(child.link("parent_id"), Some(parent.id));
    let lost: Vec<_> = package
        .notes(Code::LinkMissing)
        .iter()
        .map(|note| note.value.clone())
        .collect();
    assert!(lost.contains(&Some("x".to_owned())), "{lost:?}");
}
