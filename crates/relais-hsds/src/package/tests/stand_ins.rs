use serde_json::json;

use super::{
    column::{is_left_out, read, reads_as},
    package,
};
use crate::{Kind, package::Code};

#[test]
fn words_of_the_standard_are_known_in_any_case() {
    reads_as(
        Kind::Service,
        "status",
        &[
            ("active", json!("active")),
            ("Active", json!("active")),
            ("Temporarily_closed", json!("temporarily closed")),
        ],
    );
    reads_as(Kind::Schedule, "freq", &[("weekly", json!("WEEKLY"))]);
    reads_as(
        Kind::Schedule,
        "wkst",
        &[("Monday", json!("MO")), ("dimanche", json!("SU"))],
    );
    is_left_out(Kind::Schedule, "freq", Code::ChoiceUnknown, &["souvent"]);
}

#[test]
fn a_status_that_is_not_said_is_active_and_one_that_is_not_known_is_not() {
    let package = package(&[("services.csv", "id,name,status\n1,Un,\n2,Deux,fermé\n")]);
    let said: Vec<_> = package
        .all(Kind::Service)
        .iter()
        .map(|service| service.text("status"))
        .collect();
    assert_eq!(said, [Some("active"), Some("inactive")]);
    assert_eq!(package.note(Code::StatusAssumed).times, 1);
    assert_eq!(package.note(Code::StatusUnknown).value.as_deref(), Some("fermé"));
}

#[test]
fn what_is_required_is_filled_in_where_that_is_safe_and_the_row_put_aside_where_not() {
    let tables = [
        ("organizations.csv", "id,name,description\no1,Un,\no2,,Texte\n"),
        (
            "addresses.csv",
            "id,address_1,city\n1,1 rue Test,\n2,,\n3,,Ville-Test\n",
        ),
        ("locations.csv", "id,name\n1,Maison\n"),
        ("units.csv", "id,name\n1,\n"),
    ];
    let package = package(&tables);
    assert_eq!(package.one(Kind::Organization).text("description"), Some("Un"));
    let cities: Vec<_> = package
        .all(Kind::Address)
        .iter()
        .map(|address| address.text("city"))
        .collect();
    assert_eq!(cities, [Some(""), Some("Ville-Test")]);
    assert_eq!(
        package.one(Kind::Location).text("location_type"),
        Some("physical")
    );
    assert_eq!(package.notes(Code::RequiredMissing).len(), 3);
}

#[test]
fn an_extent_that_is_not_what_it_says_is_kept_as_text() {
    let point = r#"{"type": "Point", "coordinates": [1, 2]}"#;
    assert_eq!(
        read(Kind::ServiceArea, "extent", point),
        (Some(json!(point)), vec![])
    );
    let (value, notes) = read(Kind::ServiceArea, "extent", "extent");
    assert_eq!(
        (value, notes),
        (Some(json!("extent")), vec![Code::ExtentNotGeojson])
    );
}

#[test]
fn numbers_of_phones_and_marks_in_texts_stay_as_they_are() {
    let said = |column, text: &str| read(Kind::Phone, column, text).0;
    assert_eq!(said("number", " +237 600-00.00 "), Some(json!("+237 600-00.00")));
    assert_eq!(said("description", "###MON### 8h"), Some(json!("###MON### 8h")));
}
