use serde_json::json;

use super::{
    column::{read, reads_as},
    package,
};
use crate::{Kind, package::Code};

#[test]
fn numbers_that_can_be_dialled_stay_as_they_are_written() {
    for number in [
        "+237677000000",
        "237 677 00 00 00",
        "677-000-000",
        "(305) 253-4841",
        "1-800-CALL-NOW",
        "911",
        "0677000000 (WhatsApp)",
        "01/23/45/67/89",
        "600 00 00 78 / 79",
        "+49 4321/123456",
        "033701/123456",
        "0077-78-1234",
        "0011 61 2 9876 5432",
        "0034",
        "٦٧٧٠٠٠٠٠٠",
        "+237 677‑00‑00",
    ] {
        assert_eq!(read(Kind::Phone, "number", number), (Some(json!(number)), vec![]));
    }
}

#[test]
fn what_links_and_tables_put_around_a_number_is_taken_off() {
    reads_as(
        Kind::Phone,
        "number",
        &[
            ("tel:+237677000000", json!("+237677000000")),
            ("TEL: 677 00 00 00", json!("677 00 00 00")),
            ("=+237677000000", json!("+237677000000")),
            ("00237677000000", json!("+237677000000")),
            ("0049 521/123456", json!("+49 521/123456")),
            ("00 237 677 00 00 00", json!("+237 677 00 00 00")),
            ("3.052534841E9", json!("3052534841")),
            ("3.0525348E+9", json!("3052534800")),
            ("3052534841.0", json!("3052534841")),
        ],
    );
}

#[test]
fn a_phone_without_a_number_is_put_aside_with_the_reason() {
    for number in ["call us", "none", "---", "+", "3.05E9", "tel:"] {
        let text = format!("id,number,type\n1,{number},voice\n");
        let package = package(&[("phones.csv", &text)]);
        assert!(package.records.is_empty(), "{number}");
        assert_eq!(package.note(Code::PhoneUnreadable).value.as_deref(), Some(number));
        assert_eq!(
            package.note(Code::RequiredMissing).column.as_deref(),
            Some("number")
        );
    }
}

#[test]
fn an_extension_in_the_number_goes_to_its_column_if_that_is_free() {
    let text = "id,number,extension\n1,(305) 253-4841 ext. 12,\n2,305.253.4841 x12,\n3,600 00 00 (poste 7),\n\
                4,tel:+237600000;ext=5,\n5,600 00 00 ext. 12,3\n6,600 00 00 x012,\n7,600 00 00 x8,!\n";
    let two = package(&[("phones.csv", "id,number\n1,600 00 00 ext. 12 or ext. 14\n")]);
    let kept = two.one(Kind::Phone);
    assert_eq!(kept.text("number"), Some("600 00 00 ext. 12 or ext. 14"));
    assert_eq!(kept.number("extension"), None);
    let package = package(&[("phones.csv", text)]);
    let said: Vec<_> = package
        .all(Kind::Phone)
        .iter()
        .map(|phone| (phone.text("number").unwrap(), phone.number("extension")))
        .collect();
    let expected = [
        ("(305) 253-4841", Some(12.0)),
        ("305.253.4841", Some(12.0)),
        ("600 00 00", Some(7.0)),
        ("+237600000", Some(5.0)),
        ("600 00 00 ext. 12", Some(3.0)),
        ("600 00 00 x012", None),
        ("600 00 00", Some(8.0)),
    ];
    assert_eq!(said, expected);
    assert_eq!(package.note(Code::PhoneRepaired).times, 5);
}

#[test]
fn several_numbers_in_a_cell_are_several_phones() {
    let tables = [
        super::ORGANIZATION,
        (
            "phones.csv",
            "id,organization_id,number,type\n1,o1,+237 677 00 00 00 / 00237699112233,voice\n2,o1,600000001 ou 600000002,voice\n",
        ),
    ];
    let package = package(&tables);
    let all = package.all(Kind::Phone);
    let numbers: Vec<_> = all.iter().filter_map(|phone| phone.text("number")).collect();
    assert_eq!(
        numbers,
        ["+237 677 00 00 00", "600000001", "+237699112233", "600000002"]
    );
    let organization = package.one(Kind::Organization).id;
    assert!(
        all.iter()
            .all(|phone| phone.link("organization_id") == Some(organization)
                && phone.text("type") == Some("voice"))
    );
    assert_eq!(package.note(Code::CellSplit).times, 2);
    assert_eq!(package.report.table("phones").map(|tally| tally.kept), Some(2));
}

#[test]
fn numbers_that_are_listed_in_a_location_are_repaired_too() {
    let text = "id,name,phones\n1,Maison,main: tel:600000001\n";
    let package = package(&[("locations.csv", text)]);
    assert_eq!(package.one(Kind::Phone).text("number"), Some("600000001"));
}
