use relais_hsds::openapi::{About, Publisher, profile, root};
use relais_kernel::Localised;
use serde_json::json;

use super::{about, ours, schemas::refused, theirs};

#[test]
fn the_root_is_as_the_document_says_and_as_the_standard_says() {
    let root = root(&about());
    assert_eq!(refused("about", &root), Vec::<String>::new());
    let standard =
        &theirs()["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert!(
        jsonschema::options()
            .should_validate_formats(true)
            .build(standard)
            .unwrap()
            .is_valid(&root)
    );
    assert_eq!(root["version"], relais_hsds::VERSION);
    assert_eq!(root["openapi_url"], "https://example.org/hsds/openapi.json");
    assert_eq!(
        root["publisher"]["additional_websites"][0],
        "https://example.org/annuaire"
    );
}

#[test]
fn the_root_leaves_out_what_there_is_not() {
    let publisher = Publisher {
        name: "Réseau-Test".to_owned(),
        email: Some(String::new()),
        ..Publisher::default()
    };
    let root = root(&About::at("https://example.org", "Annuaire-Test", publisher));
    assert_eq!(root["publisher"], json!({ "name": "Réseau-Test" }));
    assert_eq!(root.as_object().unwrap().len(), 4);
    assert_eq!(refused("about", &root), Vec::<String>::new());
}

#[test]
fn the_profile_names_every_parameter_that_is_added_in_both_languages() {
    let passages = profile();
    let texts: Vec<&Localised> = passages
        .iter()
        .flat_map(|passage| passage.text.iter().chain([&passage.heading]))
        .collect();
    let document = ours();
    for parameter in document["components"]["parameters"].as_object().unwrap().values() {
        if parameter["x-hsds-extension"] == true {
            let name = format!("`{}`", parameter["name"].as_str().unwrap());
            assert!(
                texts
                    .iter()
                    .any(|text| text.fr.contains(&name) && text.en.contains(&name)),
                "{name}"
            );
        }
    }
    for text in texts {
        assert!(!text.fr.is_empty() && !text.en.is_empty());
        for mark in [" :", " ;", " ?", " !"] {
            assert!(!text.fr.contains(mark) && !text.en.contains(mark), "{}", text.fr);
        }
        assert!(!text.fr.contains("  ") && !text.en.contains("  "));
    }
}
