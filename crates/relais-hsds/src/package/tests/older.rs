use super::{ORGANIZATION, package};
use crate::{
    Kind,
    package::{Code, Dialect},
};

pub(super) const SERVICE: (&str, &str) = (
    "services.csv",
    "id,organization_id,name,status\n1,o1,Conseil,active\n",
);

#[test]
fn columns_have_the_names_of_today() {
    let tables = [
        (
            "organizations.csv",
            "id,name,description,url\no1,Un,Texte,https://example.org\n",
        ),
        (
            "services.csv",
            "id,organization_id,name,status,fees,eligibility,accrediations\n1,o1,Conseil,active,Gratuit,Tous,Oui\n",
        ),
        (
            "service_areas.csv",
            "id,service_id,service_area\n1,1,Ville-Test\n",
        ),
        ("languages.csv", "id,service_id,language\n1,1,Wolof\n2,1,ff\n"),
        (
            "taxonomy_terms.csv",
            "id,term,description,taxonomy\nt1,Logement,Logement,Thèmes\n",
        ),
    ];
    let package = package(&tables);
    assert_eq!(package.version, Dialect::V2);
    assert_eq!(
        package.one(Kind::Organization).text("website"),
        Some("https://example.org")
    );
    let service = package.one(Kind::Service);
    let said =
        ["fees_description", "eligibility_description", "accreditations"].map(|column| service.text(column));
    assert_eq!(said, [Some("Gratuit"), Some("Tous"), Some("Oui")]);
    assert_eq!(package.one(Kind::ServiceArea).text("name"), Some("Ville-Test"));
    let languages = package.all(Kind::Language);
    assert_eq!(
        (languages[0].text("name"), languages[1].text("code")),
        (Some("Wolof"), Some("ff"))
    );
    let (term, taxonomy) = (package.one(Kind::TaxonomyTerm), package.one(Kind::Taxonomy));
    assert_eq!(term.link("taxonomy_id"), Some(taxonomy.id));
    assert_eq!(
        (term.text("name"), taxonomy.text("name")),
        (Some("Logement"), Some("Thèmes"))
    );
}

#[test]
fn fees_stay_where_they_are_in_a_package_of_today() {
    let services = "id,organization_id,name,status,fees\n1,o1,Conseil,active,Gratuit\n";
    let package = package(&[ORGANIZATION, ("services.csv", services)]);
    assert_eq!(package.version, Dialect::V3);
    assert_eq!(package.one(Kind::Service).text("fees"), Some("Gratuit"));
}

#[test]
fn the_same_id_in_two_tables_of_addresses_is_two_addresses() {
    let address = "id,location_id,address_1,address_3,city,state_province,postal_code,country\n\
                   1,1,1 rue Test,Etage 2,Ville-Test,Région-Test,000,CM\n";
    let tables = [
        ("locations.csv", "id,name\n1,Maison\n"),
        ("physical_addresses.csv", address),
        ("postal_addresses.csv", address),
        (
            "other_attributes.csv",
            "id,link_id,link_type,taxonomy_term_id\n1,1,postal_address,t1\n",
        ),
        ("taxonomy_terms.csv", "id,term,description\nt1,Boîte,Boîte\n"),
    ];
    let package = package(&tables);
    let all = package.all(Kind::Address);
    let kinds: Vec<_> = all.iter().map(|address| address.text("address_type")).collect();
    assert_eq!(kinds, [Some("physical"), Some("postal")]);
    assert_ne!(all[0].id, all[1].id);
    assert_eq!(all[0].text("address_2"), Some("Etage 2"));
    let attribute = package.one(Kind::Attribute);
    assert_eq!(attribute.link("link_id"), Some(all[1].id));
    assert_eq!(attribute.text("link_entity"), Some("address"));
}

#[test]
fn the_address_of_an_organization_gets_a_location_to_stand_on() {
    let text = "organization_id,address_1,postal_code\no1,1 rue Test,000\no1,2 rue Test,000\n";
    let package = package(&[ORGANIZATION, ("postal_addresses.csv", text)]);
    let location = package.one(Kind::Location);
    assert_eq!(location.text("location_type"), Some("postal"));
    assert_eq!(
        location.link("organization_id"),
        Some(package.one(Kind::Organization).id)
    );
    assert_eq!(location.text("external_identifier"), None);
    assert!(
        package
            .all(Kind::Address)
            .iter()
            .all(|address| address.link("location_id") == Some(location.id))
    );
}

#[test]
fn terms_of_the_first_versions_get_a_taxonomy_for_each_vocabulary() {
    let tables = [
        ORGANIZATION,
        SERVICE,
        (
            "taxonomy.csv",
            "id,name,parent_id,parent_name,vocabulary\n1,Logement,,,Thèmes\n2,Abri,1,Logement,Thèmes\n3,Nuit,,,Heures\n",
        ),
        (
            "services_taxonomy.csv",
            "id,service_id,taxonomy_id,taxonomy_detail\n1,1,2,une nuit\n2,1,99,\n",
        ),
    ];
    let package = package(&tables);
    let terms = package.all(Kind::TaxonomyTerm);
    assert_eq!(package.all(Kind::Taxonomy).len(), 2);
    assert_eq!(terms[1].link("parent_id"), Some(terms[0].id));
    assert_eq!(terms[1].text("code"), Some("2"));
    let attribute = package.one(Kind::Attribute);
    assert_eq!(attribute.link("taxonomy_term_id"), Some(terms[1].id));
    assert_eq!(
        (attribute.text("value"), attribute.text("link_entity")),
        (Some("une nuit"), Some("service"))
    );
    assert_eq!(
        package.note(Code::LinkRequired).column.as_deref(),
        Some("taxonomy_term_id")
    );
}

#[test]
fn who_may_come_is_said_of_the_service() {
    let tables = [
        ORGANIZATION,
        SERVICE,
        (
            "eligibility.csv",
            "id,service_id,eligibility\n1,1,adult\n2,1,family\n3,9,child\n",
        ),
        (
            "other_attributes.csv",
            "id,link_id,link_type,taxonomy_term_id\n1,2,eligibility,t1\n",
        ),
        ("taxonomy_terms.csv", "id,term,description\nt1,Famille,Famille\n"),
    ];
    let package = package(&tables);
    let service = package.one(Kind::Service);
    assert_eq!(service.text("eligibility_description"), Some("adult; family"));
    let attribute = package.one(Kind::Attribute);
    assert_eq!(
        (attribute.link("link_id"), attribute.text("link_type")),
        (Some(service.id), Some("eligibility"))
    );
    assert_eq!(package.note(Code::LinkRequired).value.as_deref(), Some("9"));
}

#[test]
fn what_has_a_column_no_more_is_kept_in_another_place() {
    let tables = [
        ORGANIZATION,
        SERVICE,
        ("payments_accepted.csv", "id,service_id,payment\n1,1,cash\n"),
        (
            "accessibility_for_disabilities.csv",
            "id,location_id,accessibility,details\n1,,ramp,au fond\n",
        ),
        (
            "phones.csv",
            "id,service_id,number,language,department\n1,1,600 000 000,fr,Accueil\n",
        ),
        (
            "metadata.csv",
            "id,resource_id,last_action_date,last_action_type\n1,o1,2020-01-31T10:00:00Z,update\n2,zz,2020-01-31,update\n",
        ),
    ];
    let package = package(&tables);
    assert_eq!(
        package.one(Kind::CostOption).text("amount_description"),
        Some("cash")
    );
    assert_eq!(package.one(Kind::Accessibility).text("description"), Some("ramp"));
    assert_eq!(package.one(Kind::Phone).text("description"), Some("Accueil"));
    let language = package.one(Kind::Language);
    assert_eq!(language.link("phone_id"), Some(package.one(Kind::Phone).id));
    let change = package.one(Kind::Metadata);
    assert_eq!(
        (change.text("resource_type"), change.text("last_action_date")),
        (Some("organization"), Some("2020-01-31"))
    );
    assert_eq!(package.note(Code::LinkRequired).value.as_deref(), Some("zz"));
}

#[test]
fn fees_and_interpretation_of_the_first_version_are_those_of_the_service() {
    let tables = [
        ORGANIZATION,
        SERVICE,
        ("fees.csv", "id,service_id,fee\n1,1,2 euros\n"),
        (
            "interpretation_services.csv",
            "service_id,language\n1,Wolof\n1,Arabe\n9,Peul\n",
        ),
    ];
    let package = package(&tables);
    assert_eq!(package.version, Dialect::V1);
    let service = package.one(Kind::Service);
    assert_eq!(service.text("interpretation_services"), Some("Wolof; Arabe"));
    let cost = package.one(Kind::CostOption);
    assert_eq!(
        (cost.link("service_id"), cost.text("amount_description")),
        (Some(service.id), Some("2 euros"))
    );
    assert_eq!(package.note(Code::LinkRequired).value.as_deref(), Some("9"));
}

#[test]
fn what_a_service_has_at_one_location_is_kept() {
    let tables = [
        ORGANIZATION,
        SERVICE,
        ("locations.csv", "id,name\n1,Maison\n"),
        (
            "services_at_location.csv",
            "id,service_id,location_id,url,email\n1,1,1,example.org/ici,ici@example.org\n",
        ),
    ];
    let package = package(&tables);
    let contact = package.one(Kind::Contact);
    let at = package.one(Kind::ServiceAtLocation);
    assert_eq!(
        (contact.link("service_at_location_id"), contact.text("email")),
        (Some(at.id), Some("ici@example.org"))
    );
    let url = package.one(Kind::Url);
    assert_eq!(
        (url.link("service_id"), url.text("url")),
        (
            Some(package.one(Kind::Service).id),
            Some("https://example.org/ici")
        )
    );
    assert_eq!(package.notes(Code::ColumnMoved).len(), 2);
}
