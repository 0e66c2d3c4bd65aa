use serde_json::json;

use super::{
    column::{is_left_out, reads_as},
    package,
};
use crate::{Kind, package::Code};

#[test]
fn times_are_put_into_the_form_that_prose_and_descriptor_take() {
    reads_as(
        Kind::Schedule,
        "opens_at",
        &[
            ("09:00:00Z", json!("09:00:00Z")),
            ("9:00am", json!("09:00:00Z")),
            ("12:30 AM", json!("00:30:00Z")),
            ("5 p.m.", json!("17:00:00Z")),
            ("09:00", json!("09:00:00Z")),
            ("9h30", json!("09:30:00Z")),
            ("18h", json!("18:00:00Z")),
            ("10:00:00.000", json!("10:00:00Z")),
            ("09:00-05:00", json!("09:00:00-05:00")),
            ("09:00+0100", json!("09:00:00+01:00")),
            ("24:00", json!("23:59:00Z")),
            ("midi", json!("12:00:00Z")),
            ("12:00 noon", json!("12:00:00Z")),
            ("midnight", json!("00:00:00Z")),
            ("0900", json!("09:00:00Z")),
            ("9.30", json!("09:30:00Z")),
            ("9:00a", json!("09:00:00Z")),
            ("9:00p", json!("21:00:00Z")),
        ],
    );
    reads_as(
        Kind::Schedule,
        "closes_at",
        &[
            ("minuit", json!("23:59:00Z")),
            ("12 midnight", json!("23:59:00Z")),
        ],
    );
    let none = [
        "9",
        "25:00",
        "9:5",
        "13:00pm",
        "sur rendez-vous",
        "9:00-17:00",
        "9:00-12:00",
        "0900-1100",
        "0.38",
        "2575",
        "a:b",
        "é9:00",
    ];
    is_left_out(Kind::Schedule, "opens_at", Code::TimeUnreadable, &none);
}

#[test]
fn dates_are_read_where_they_can_be_meant_in_one_way_only() {
    reads_as(
        Kind::Schedule,
        "valid_from",
        &[
            ("2024-02-29", json!("2024-02-29")),
            ("2024-02-29T10:00:00Z", json!("2024-02-29")),
            ("2024/02/29", json!("2024-02-29")),
            ("20240229", json!("2024-02-29")),
            ("31/01/2024", json!("2024-01-31")),
            ("12/24/2015", json!("2015-12-24")),
            ("05.05.2024", json!("2024-05-05")),
            ("1er mai 2024", json!("2024-05-01")),
            ("January 2nd, 2024", json!("2024-01-02")),
        ],
    );
    is_left_out(
        Kind::Schedule,
        "valid_from",
        Code::DateAmbiguous,
        &["01/02/2024", "3-4-2024"],
    );
    let none = [
        "2024-02-30",
        "24/12/15",
        "January 01, 0001",
        "bientôt",
        "2024",
        "ma 1 2024",
    ];
    is_left_out(Kind::Schedule, "valid_from", Code::DateUnreadable, &none);
}

#[test]
fn instants_keep_their_offset_and_are_taken_as_utc_without_one() {
    reads_as(
        Kind::Service,
        "last_modified",
        &[
            (
                "2024-01-31T10:00:00.5+01:00",
                json!("2024-01-31T10:00:00.5+01:00"),
            ),
            ("2024-01-31 10:00:00", json!("2024-01-31T10:00:00Z")),
            ("2024-01-31", json!("2024-01-31T00:00:00Z")),
            ("2024-01-31t10:00:00+01", json!("2024-01-31T09:00:00Z")),
        ],
    );
}

#[test]
fn numbers_are_read_as_people_write_them_and_never_guessed() {
    reads_as(
        Kind::Location,
        "latitude",
        &[
            ("4.05", json!(4.05)),
            ("48,85", json!(48.85)),
            ("-12", json!(-12)),
            ("3,848", json!(3.848)),
            ("3.848°", json!(3.848)),
            ("N 3.848", json!(3.848)),
            ("3.848 N", json!(3.848)),
            ("S 3,8", json!(-3.8)),
        ],
    );
    reads_as(
        Kind::Location,
        "longitude",
        &[
            ("11,502", json!(11.502)),
            ("11.502E", json!(11.502)),
            ("W 9.7°", json!(-9.7)),
        ],
    );
    reads_as(
        Kind::Phone,
        "extension",
        &[
            ("12", json!(12)),
            ("ext. 12", json!(12)),
            ("x12", json!(12)),
            ("poste 12", json!(12)),
        ],
    );
    reads_as(
        Kind::Schedule,
        "timezone",
        &[
            ("1", json!(1)),
            ("+01:00", json!(1)),
            ("UTC-5:30", json!(-5.5)),
            ("Z", json!(0)),
        ],
    );
    reads_as(
        Kind::Organization,
        "year_incorporated",
        &[("1999", json!(1999)), ("January 01, 1999", json!(1999))],
    );
    is_left_out(Kind::Location, "latitude", Code::OutOfRange, &["100", "-90.5"]);
    is_left_out(
        Kind::Location,
        "latitude",
        Code::NumberUnreadable,
        &["3,848,000", "-3 S", "E 3", "3.8,11.5", "3 848", "1e", "aucun"],
    );
    is_left_out(Kind::CostOption, "amount", Code::NumberUnreadable, &["12,500"]);
    is_left_out(
        Kind::Schedule,
        "timezone",
        Code::NumberUnreadable,
        &["Africa/Dakar"],
    );
}

#[test]
fn an_extension_that_is_no_number_is_kept_in_the_description() {
    let text = "id,number,extension,description\n1,600 000 000,0123,Accueil\n2,600 000 001,0123,\n";
    let package = package(&[("phones.csv", text)]);
    let said: Vec<_> = package
        .all(Kind::Phone)
        .iter()
        .map(|phone| phone.text("description"))
        .collect();
    assert_eq!(said, [Some("Accueil – ext. 0123"), Some("ext. 0123")]);
}

#[test]
fn half_a_coordinate_is_left_out_when_the_other_half_cannot_be_read() {
    let text = "id,name,latitude,longitude\n1,Un,-122.39,37.78\n2,Deux,3.8,inconnue\n3,Trois,3.8,11.5\n";
    let package = package(&[("locations.csv", text)]);
    let said: Vec<_> = package
        .all(Kind::Location)
        .iter()
        .map(|place| (place.number("latitude"), place.number("longitude")))
        .collect();
    assert_eq!(said, [(None, None), (None, None), (Some(3.8), Some(11.5))]);
    let halves = package.notes(Code::HalfPlace);
    let halves: Vec<_> = halves
        .iter()
        .map(|note| (note.column.as_deref(), note.value.as_deref()))
        .collect();
    assert_eq!(
        halves,
        [
            (Some("longitude"), Some("37.78")),
            (Some("latitude"), Some("3.8"))
        ]
    );
}
