use super::package;
use crate::{
    Kind,
    package::{Code, Dialect},
};

#[test]
fn lists_in_cells_become_records_and_a_service_has_the_organization_of_its_location() {
    let tables = [
        (
            "organizations.csv",
            "id,name,description,funding_sources\n1,Un,Texte,\"Dons, Ville\"\n",
        ),
        (
            "locations.csv",
            "id,organization_id,name,accessibility,languages,virtual,email,admin_emails\n\
                           7,1,Maison,\"ramp, wheelchair\",\"Chinois (Mandarin, Cantonais), Wolof\",false,a@example.org,x@example.org\n\
                           8,1,Ligne,,,true,,\n",
        ),
        (
            "services.csv",
            "id,location_id,name,status,audience,eligibility,keywords,taxonomy_ids,accepted_payments\n\
                          3,7,Conseil,active,Adultes,Tous,\"Abri, Nuit\",\"101, 101-01\",Cash\n",
        ),
        (
            "taxonomy.csv",
            "taxonomy_id,name,parent_id,parent_name\n101,Urgence,,\n101-01,Abri,101,Urgence\n",
        ),
        (
            "phones.csv",
            "id,location_id,number,country_prefix,number_type,vanity_number\n1,7,600 000 000,+237,voice,600-TEST\n",
        ),
    ];
    let package = package(&tables);
    assert_eq!(package.version, Dialect::Ohana);
    let organization = package.one(Kind::Organization);
    let service = package.one(Kind::Service);
    assert_eq!(service.link("organization_id"), Some(organization.id));
    assert_eq!(service.text("eligibility_description"), Some("Tous\nAdultes"));
    let locations = package.all(Kind::Location);
    let kinds: Vec<_> = locations
        .iter()
        .map(|location| location.text("location_type"))
        .collect();
    assert_eq!(kinds, [Some("physical"), Some("virtual")]);
    let at = package.one(Kind::ServiceAtLocation);
    assert_eq!(
        (at.link("service_id"), at.link("location_id")),
        (Some(service.id), Some(locations[0].id))
    );
    let languages: Vec<_> = package
        .all(Kind::Language)
        .iter()
        .map(|language| language.text("name"))
        .collect();
    assert_eq!(languages, [Some("Chinois (Mandarin, Cantonais)"), Some("Wolof")]);
    assert_eq!(package.all(Kind::Accessibility).len(), 2);
    assert_eq!(package.all(Kind::Funding).len(), 2);
    assert_eq!(package.one(Kind::Contact).text("email"), Some("a@example.org"));
    let phone = package.one(Kind::Phone);
    assert_eq!(
        (phone.text("number"), phone.text("type")),
        (Some("+237 600 000 000"), Some("voice"))
    );
    assert_eq!(phone.text("description"), Some("600-TEST"));
    assert_eq!(
        (
            package.all(Kind::TaxonomyTerm).len(),
            package.all(Kind::Taxonomy).len()
        ),
        (4, 2)
    );
    assert_eq!(package.all(Kind::Attribute).len(), 4);
    assert_eq!(
        package.note(Code::ColumnUnknown).column.as_deref(),
        Some("admin_emails")
    );
}

#[test]
fn columns_named_after_their_table_are_read() {
    let uuid = "00000000-0000-4000-8000-000000000001";
    let services = format!(
        "service_uuid,organization_uuid,organization_name,service_name,service_url,service_min_age,service_program,\
         service_problem_codes,service_immigration_status,service_additional_information,service_areas,service_description,,\n\
         00000000-0000-4000-8001-000000000001,{uuid},Accueil Test,Asile,www.example.org,18,AB,Asile; Papiers,\
         Demandeur d’asile; Réfugié,Sur rendez-vous,Ville-Test; Port-Test,Aide,,\n\
         00000000-0000-4000-8001-000000000002,{uuid},Accueil Test,Papiers,,,AB,Papiers,,,Ville-Test,,,\n"
    );
    let locations = format!(
        "organization_uuid,location_name,location_uuid,location_address,phones\n\
         {uuid},Maison,00000000-0000-4000-8002-000000000001,\"1 rue Test, Ville-Test\",\"main: 600 000 000, tdd: 600 000 001\"\n"
    );
    let package = package(&[("services.csv", &services), ("locations.csv", &locations)]);
    assert_eq!(package.version, Dialect::Own);
    let made = package.one(Kind::Organization);
    assert!(
        made.text("name").unwrap().starts_with("Accueil Test ("),
        "{made:?}"
    );
    let service = package.all(Kind::Service)[0];
    assert_eq!(service.number("minimum_age"), Some(18.0));
    assert_eq!(service.text("url"), Some("https://www.example.org"));
    assert_eq!(service.text("description"), Some("Aide\n\nSur rendez-vous"));
    assert_eq!(
        service.text("eligibility_description"),
        Some("Immigration status: Demandeur d’asile; Réfugié")
    );
    assert_eq!(service.link("program_id"), Some(package.one(Kind::Program).id));
    assert_eq!(package.all(Kind::ServiceArea).len(), 3);
    assert_eq!(
        (
            package.all(Kind::TaxonomyTerm).len(),
            package.all(Kind::Attribute).len()
        ),
        (2, 3)
    );
    let location = package.one(Kind::Location);
    assert_eq!(
        (location.text("name"), location.link("organization_id")),
        (Some("Maison"), Some(made.id))
    );
    let address = package.one(Kind::Address);
    assert_eq!(
        (address.text("address_1"), address.text("city")),
        (Some("1 rue Test, Ville-Test"), Some(""))
    );
    let phones: Vec<_> = package
        .all(Kind::Phone)
        .iter()
        .map(|p| (p.text("number"), p.text("description")))
        .collect();
    assert_eq!(
        phones,
        [
            (Some("600 000 000"), Some("main")),
            (Some("600 000 001"), Some("tdd"))
        ]
    );
}
