use super::package;
use crate::{Kind, package::Code};

#[test]
fn words_of_programs_for_nothing_are_nothing_in_any_column() {
    for word in [
        "NULL", "null", "N/A", "n/a", "#N/A", "#REF!", "\\N", "nan", "NaN", "--",
    ] {
        let tables = [
            (
                "organizations.csv",
                format!("id,name,description,alternate_name\no1,Un,{word},{word}\n"),
            ),
            (
                "services.csv",
                format!("id,organization_id,name,status\n1,{word},Conseil,{word}\n"),
            ),
        ];
        let package = package(&[(tables[0].0, &tables[0].1), (tables[1].0, &tables[1].1)]);
        let organization = package.all(Kind::Organization)[0];
        assert_eq!(organization.text("description"), Some("Un"), "{word}");
        assert_eq!(organization.text("alternate_name"), None, "{word}");
        assert_eq!(
            package.one(Kind::Service).text("status"),
            Some("active"),
            "{word}"
        );
        assert_eq!(package.notes(Code::NothingSaid).len(), 4, "{word}");
        assert_eq!(package.notes(Code::OrganizationNotNamed).len(), 1, "{word}");
    }
}

#[test]
fn a_word_that_may_be_a_country_or_an_answer_is_nothing_only_where_a_value_is_wanted() {
    let tables = [
        (
            "services.csv",
            "id,organization_id,name,fees_description,eligibility_description,minimum_age\nNA,none,Conseil,none,None,NA\n",
        ),
        ("addresses.csv", "id,address_1,country\n1,1 rue Test,NA\n"),
        ("languages.csv", "id,code,name\n1,nan,Nan\n"),
        ("organizations.csv", "id,name,description,tax_id\n1,Un,Texte,NA\n"),
    ];
    let package = package(&tables);
    let service = package.one(Kind::Service);
    assert_eq!(service.text("fees_description"), Some("none"));
    assert_eq!(service.text("eligibility_description"), Some("None"));
    assert_eq!(service.number("minimum_age"), None);
    assert_eq!(package.notes(Code::OrganizationNotNamed).len(), 1);
    assert_eq!(package.notes(Code::IdMade).len(), 1);
    assert_eq!(package.one(Kind::Address).text("country"), Some("NA"));
    let language = package.one(Kind::Language);
    assert_eq!(
        (language.text("code"), language.text("name")),
        (Some("nan"), Some("Nan"))
    );
    assert_eq!(package.all(Kind::Organization)[0].text("tax_id"), Some("NA"));
}

#[test]
fn a_guarded_word_is_a_text() {
    let package = package(&[("organizations.csv", "id,name,description\no1,'NULL,''N/A\n")]);
    let one = package.one(Kind::Organization);
    assert_eq!(
        (one.text("name"), one.text("description")),
        (Some("NULL"), Some("'N/A"))
    );
}
