use super::{ORGANIZATION, package};
use crate::{
    Kind,
    package::{Code, Package, Place},
};

fn said(package: &Package) -> (Option<&str>, Option<&str>) {
    let one = package.one(Kind::Organization);
    (one.text("name"), one.text("description"))
}

#[test]
fn a_first_line_that_names_the_delimiter_is_none_of_the_columns() {
    let expected = package(&[ORGANIZATION]).records;
    let forms = [
        "sep=;\r\nid;name;description\r\no1;Accueil Test;Oriente\r\n",
        "\"sep=,\"\nid,name,description\no1,Accueil Test,Oriente\n",
        "sep=,,\nid,name,description\no1,Accueil Test,Oriente\n",
        "SEP=\t\nid\tname\tdescription\no1\tAccueil Test\tOriente\n",
    ];
    for form in forms {
        let package = package(&[("organizations.csv", form)]);
        assert_eq!(package.records, expected, "{form:?}");
        assert!(package.notes(Code::RowAboveHeader).is_empty());
    }
}

#[test]
fn a_title_above_the_names_of_the_columns_is_told_and_passed_over() {
    let forms = [
        "Organisations; avril 2024,,\n\n,,\nid,name,description\no1,Accueil Test,Oriente\n",
        "Organisations, avril 2024\n\nid;name;description\no1;Accueil Test;Oriente\n",
    ];
    for form in forms {
        let package = package(&[("organizations.csv", form)]);
        assert_eq!(
            said(&package),
            (Some("Accueil Test"), Some("Oriente")),
            "{form:?}"
        );
        let note = package.note(Code::RowAboveHeader);
        assert_eq!(note.place, Place::Line(1));
        assert!(
            note.value
                .as_deref()
                .is_some_and(|said| said.contains("avril 2024"))
        );
        assert_eq!(
            package.report.table("organizations").map(|tally| tally.read),
            Some(1)
        );
    }
}

#[test]
fn lines_are_counted_from_the_top_of_the_file() {
    let text = "Titre\nid,name,description,website\no1,Un,Texte,N/A?\n";
    let package = package(&[("organizations.csv", text)]);
    assert_eq!(package.note(Code::UrlUnreadable).place, Place::Line(3));
}

#[test]
fn the_first_row_is_the_header_where_no_name_is_known() {
    let package = package(&[("phones.csv", "number\n600 000 000\n")]);
    assert_eq!(package.one(Kind::Phone).text("number"), Some("600 000 000"));
    // a row further down than a title can stand is no header
    let text = format!("Titre\n{}id,name,description\no1,Un,Texte\n", "x\n".repeat(5));
    assert!(
        super::package(&[("organizations.csv", &text)])
            .report
            .nothing_kept()
    );
}

#[test]
fn columns_in_the_spelling_of_programs_are_those_of_the_standard() {
    let services = "id,organizationId,Name,eligibilityDescription,monHumeur\n1,o1,Conseil,Tous,bonne\n";
    let package = package(&[ORGANIZATION, ("services.csv", services)]);
    let service = package.one(Kind::Service);
    assert_eq!(service.text("eligibility_description"), Some("Tous"));
    assert_eq!(
        service.link("organization_id"),
        Some(package.one(Kind::Organization).id)
    );
    assert_eq!(
        package.note(Code::ColumnUnknown).column.as_deref(),
        Some("monhumeur")
    );
}

#[test]
fn rows_that_two_stray_quotation_marks_took_in_are_told() {
    let text = "id,name,description\no1,Un,\"Texte\no2,Deux,Texte\no3,Trois,Texte\no4,Quatre,\"Texte\no5,Cinq,Texte\n";
    let package_of = |text: &str| package(&[("organizations.csv", text)]);
    let package = package_of(text);
    assert_eq!(package.all(Kind::Organization).len(), 2);
    let note = package.note(Code::CellOfRows);
    assert_eq!(
        (&note.place, note.column.as_deref()),
        (&Place::Line(2), Some("description"))
    );
    let long = format!(
        "id,name,description\no1,Un,\"{}\"\n",
        "un, deux, trois, quatre\n".repeat(30)
    );
    assert_eq!(package_of(&long).notes(Code::CellOfRows).len(), 1);
    let prose = "id,name,description\no1,Un,\"Lundi, mardi, jeudi\nVendredi, samedi, dimanche\nFin\"\n";
    assert!(package_of(prose).notes(Code::CellOfRows).is_empty());
}

#[test]
fn a_package_of_which_nothing_is_kept_says_so() {
    assert!(!package(&[ORGANIZATION]).report.nothing_kept());
    assert!(
        package(&[("phones.csv", "id,type\n1,voice\n")])
            .report
            .nothing_kept()
    );
    assert!(
        package(&[("organizations.csv", "id,name\n")])
            .report
            .nothing_kept()
    );
}
