use std::collections::BTreeMap;

use uuid::Uuid;

use super::{ORGANIZATION, SOURCE, package};
use crate::{
    Kind,
    package::{Code, Done, Found, read},
};

#[test]
fn a_uuid_stays_in_its_usual_form_and_any_other_id_is_derived_with_its_links() {
    let text = "id,name,description\n{0F8FAD5B-D9CB-469F-A165-70867728950E},Un,Texte\n77,Deux,Texte\n";
    let services = "id,organization_id,name,status\n1,77,Conseil,active\n";
    let package = package(&[("organizations.csv", text), ("services.csv", services)]);
    let all = package.all(Kind::Organization);
    assert_eq!(all[0].id.to_string(), "0f8fad5b-d9cb-469f-a165-70867728950e");
    assert_eq!(
        package.one(Kind::Service).link("organization_id"),
        Some(all[1].id)
    );
    assert_eq!(all[1].id.get_version_num(), 5);
    let identifier = package.one(Kind::OrganizationIdentifier);
    assert_eq!(identifier.text("identifier"), Some("77"));
    assert_eq!(identifier.text("identifier_type"), Some(SOURCE));
    assert_eq!(identifier.link("organization_id"), Some(all[1].id));
}

#[test]
fn derived_ids_differ_by_source_and_by_table_and_stay() {
    let tables = [
        ORGANIZATION,
        ("locations.csv", "id,location_type\no1,physical\n"),
        ("taxonomy_terms.csv", "id,name,description\no1,Un,Un\n"),
    ];
    let one = package(&tables);
    let files = tables.map(|(name, text)| Found::new(name, text));
    let other = read(&files, "autre-source").unwrap();
    let ids: Vec<Uuid> = one
        .records
        .iter()
        .chain(&other.records)
        .map(|record| record.id)
        .collect();
    let unique: std::collections::BTreeSet<Uuid> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len());
    assert_eq!(package(&tables).records, one.records);
    // the identifier of a release must stay that of the next
    assert_eq!(
        one.one(Kind::Organization).id.to_string(),
        "4f72673b-c4f4-5dab-b117-ea9e1fb3d710"
    );
    assert_eq!(one.one(Kind::Location).text("external_identifier"), Some("o1"));
    assert_eq!(one.one(Kind::TaxonomyTerm).text("code"), Some("o1"));
}

#[test]
fn rows_without_ids_get_them_from_their_content_whatever_comes_before_them() {
    let ids = |text: &str| -> Vec<Uuid> {
        let package = package(&[("phones.csv", text)]);
        package.all(Kind::Phone).iter().map(|phone| phone.id).collect()
    };
    let two = ids("number\n+237 600 000 000\n+237 600 000 000\n");
    let three = ids("number\n+237 600 000 001\n+237 600 000 000\n+237 600 000 000\n");
    assert_ne!(two[0], two[1]);
    assert_eq!(two, three[1..]);
}

#[test]
fn an_organization_that_is_named_and_not_described_is_put_there_once() {
    let services = "id,organization_id,name,status\n1,123,Conseil,active\n2,123,Cours,active\n";
    let locations = "id,organization_id,location_type\n5,123,physical\n";
    let package = package(&[("services.csv", services), ("locations.csv", locations)]);
    let made = package.one(Kind::Organization);
    assert!(made.text("name").unwrap().starts_with("Organisation 123 ("));
    assert_eq!(
        package.note(Code::OrganizationNotDescribed).value.as_deref(),
        Some("123")
    );
    for kind in [Kind::Service, Kind::Location] {
        assert!(
            package
                .all(kind)
                .iter()
                .all(|record| record.link("organization_id") == Some(made.id))
        );
    }
}

#[test]
fn services_without_an_organization_share_one() {
    let package = package(&[(
        "services.csv",
        "id,name,status\n1,Conseil,active\n2,Cours,active\n",
    )]);
    let made = package.one(Kind::Organization);
    assert!(
        package
            .all(Kind::Service)
            .iter()
            .all(|s| s.link("organization_id") == Some(made.id))
    );
    assert_eq!(package.notes(Code::OrganizationNotNamed).len(), 2);
}

#[test]
fn a_link_that_leads_nowhere_is_left_out_and_told() {
    let services = "id,organization_id,program_id,name,status\n1,o1,p9,Conseil,active\n";
    let phones = "id,service_id,location_id,number\n1,1,9,+237 600 000 000\n";
    let package = package(&[ORGANIZATION, ("services.csv", services), ("phones.csv", phones)]);
    assert_eq!(package.one(Kind::Service).link("program_id"), None);
    let phone = package.one(Kind::Phone);
    assert_eq!(
        (phone.link("location_id"), phone.link("service_id").is_some()),
        (None, true)
    );
    assert_eq!(package.notes(Code::LinkMissing).len(), 2);
}

#[test]
fn what_means_nothing_without_its_link_is_put_aside_and_so_is_what_hangs_on_it() {
    let tables = [
        ORGANIZATION,
        (
            "services.csv",
            "id,organization_id,name,status\n1,o1,Conseil,active\n",
        ),
        ("locations.csv", "id,location_type\n1,physical\n"),
        (
            "service_at_location.csv",
            "id,service_id,location_id\n1,1,1\n2,1,9\n3,9,1\n4,1,1\n",
        ),
        (
            "attributes.csv",
            "id,link_id,link_entity,taxonomy_term_id\n1,2,service_at_location,t1\n2,1,service,t9\n3,1,service,t1\n",
        ),
        (
            "taxonomy_terms.csv",
            "id,name,description\nt1,Logement,Logement\n",
        ),
        (
            "organization_identifiers.csv",
            "id,organization_id,identifier_type,identifier\n1,,registre,5\n",
        ),
    ];
    let package = package(&tables);
    assert_eq!(package.all(Kind::ServiceAtLocation).len(), 2);
    assert_eq!(package.one(Kind::Attribute).text("link_entity"), Some("service"));
    assert_eq!(package.notes(Code::LinkRequired).len(), 5);
}

#[test]
fn the_same_id_twice_in_a_table_puts_the_second_row_aside() {
    let text = "id,name,description\no1,Un,Texte\no1,Deux,Texte\n";
    let package = package(&[("organizations.csv", text)]);
    assert_eq!(package.one(Kind::Organization).text("name"), Some("Un"));
    assert_eq!(package.note(Code::SameIdTwice).value.as_deref(), Some("o1"));
}

#[test]
fn a_change_may_be_about_what_is_there_no_longer() {
    let text = "id,resource_id,resource_type,last_action_date,last_action_type,field_name,previous_value,replacement_value,\
                updated_by\n1,9,service,2024-01-31,delete,id,,,Equipe\n";
    let package = package(&[("metadata.csv", text)]);
    let change = package.one(Kind::Metadata);
    assert_eq!(
        (change.text("resource_type"), change.text("previous_value")),
        (Some("service"), Some(""))
    );
}

#[test]
fn a_record_is_not_its_own_parent() {
    let text = "id,name,description,parent_organization_id\no1,Un,Texte,o1\n";
    let package = package(&[("organizations.csv", text)]);
    assert_eq!(
        package.one(Kind::Organization).link("parent_organization_id"),
        None
    );
    assert_eq!(package.notes(Code::LinkMissing).len(), 1);
}

#[test]
fn rows_that_share_an_id_and_say_other_things_are_all_kept_whatever_their_order() {
    let head = "id,service_id,language\n";
    let rows = ["1,1,Wolof\n", "1,1,Dioula\n", "2,1,Sango\n", "1,1,Wolof\n"];
    let services = ("services.csv", "id,name,status\n1,Conseil,active\n");
    let read = |order: [usize; 4]| {
        let text = order.iter().fold(head.to_owned(), |text, at| text + rows[*at]);
        package(&[services, ("languages.csv", &text)])
    };
    let one = read([0, 1, 2, 3]);
    let said = |package: &crate::package::Package| -> BTreeMap<String, Uuid> {
        let all = package.all(Kind::Language).into_iter();
        all.map(|one| (one.text("name").unwrap().to_owned(), one.id))
            .collect()
    };
    assert_eq!(said(&one).len(), 3);
    assert_eq!(said(&one), said(&read([3, 2, 1, 0])));
    let shared = one.note(Code::IdShared);
    assert_eq!((shared.value.as_deref(), shared.times), (Some("1"), 2));
    assert_eq!(one.note(Code::SaidAgain).value.as_deref(), Some("1"));
    // the row whose id is its alone keeps what comes of that id
    let alone = package(&[services, ("languages.csv", "id,service_id,language\n2,1,Sango\n")]);
    assert_eq!(said(&one)["Sango"], said(&alone)["Sango"]);
}

#[test]
fn rows_that_share_an_id_by_which_others_name_them_are_not_told_apart() {
    let phones = "id,number\n1,600 000 000\n1,600 000 001\n2,600 000 002\n2,600 000 003\n";
    let languages = "id,phone_id,language\n1,1,Wolof\n";
    let package = package(&[("phones.csv", phones), ("languages.csv", languages)]);
    assert_eq!(package.all(Kind::Phone).len(), 3);
    assert_eq!(package.note(Code::SameIdTwice).value.as_deref(), Some("1"));
    assert_eq!(package.note(Code::IdShared).value.as_deref(), Some("2"));
    assert!(package.one(Kind::Language).link("phone_id").is_some());
}

#[test]
fn an_organization_said_twice_word_for_word_is_one_and_told() {
    let text = "id,name,description\no1,Un,Texte\no1,Un,Texte\n";
    let package = package(&[("organizations.csv", text)]);
    assert_eq!(package.note(Code::SaidAgain).value.as_deref(), Some("o1"));
    assert_eq!(package.all(Kind::Organization).len(), 1);
}

#[test]
fn a_link_that_leads_nowhere_is_told_by_the_id_of_the_source() {
    let services = "id,organization_id,program_id,name,status\n1,o1,p9,Conseil,active\n";
    let at = "id,service_id,location_id\n1,1,l9\n";
    let attributes = "id,link_id,link_entity,taxonomy_term_id\n1,l8,location,t9\n2,1,service,t9\n";
    let package = package(&[
        ORGANIZATION,
        ("services.csv", services),
        ("service_at_location.csv", at),
        ("attributes.csv", attributes),
    ]);
    let said = |code: Code| -> Vec<String> {
        let notes = package.notes(code).into_iter();
        notes.filter_map(|note| note.value.clone()).collect()
    };
    assert_eq!(said(Code::LinkMissing), ["p9"]);
    assert_eq!(said(Code::LinkRequired), ["l9", "t9", "t9"]);
}

#[test]
fn a_record_made_of_a_cell_is_left_out_and_its_row_stays() {
    let services = "id,name,status,location_id\n1,Conseil,active,9\n";
    let package = package(&[("services.csv", services)]);
    let note = package.note(Code::PartWithoutLink);
    assert_eq!((note.done(), note.value.as_deref()), (Done::LeftOut, Some("9")));
    assert!(
        package
            .report
            .notes
            .iter()
            .all(|note| note.done() != Done::SetAside)
    );
    assert_eq!(package.report.table("services").map(|tally| tally.kept), Some(1));
}
