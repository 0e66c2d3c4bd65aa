//! What an account read, listed at the console (security requirement 87).

use serde_json::Value;

use crate::{
    console::{Folder, Server},
    story::Story,
    visitor::Visitor,
};

#[test]
fn sec_87_the_console_lists_the_cases_that_an_account_read_and_opens_an_incident() {
    let folder = Folder::new();
    let server = Server::start(folder.relais(&["demo", "serve", "--bare", "--listen", "127.0.0.1:0"]));
    let story = Story::begin(server.address);
    let mut reader = Visitor::signed_in(server.address, "superviseur");
    reader.get(&format!("{}/identite", story.case));
    let user = ["--user", "superviseur@demo.relais.invalid", "--json"];
    let breach = |more: &[&str]| {
        let said = folder.run(&[&["breach"][..], &user, more].concat()).done();
        serde_json::from_str::<Value>(said.lines().last().unwrap()).unwrap()
    };
    let found = breach(&["--look-only"]);
    assert_eq!(found["incident"], Value::Null);
    let cases = found["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 1, "{found}");
    assert!(
        cases[0]["kinds"]
            .as_array()
            .unwrap()
            .iter()
            .any(|kind| kind == "identity")
    );
    assert!(!found.to_string().to_lowercase().contains("zqxplant"));
    let french = ["breach", "--user", user[1], "--look-only", "--lang", "fr"];
    let said = folder.run(&french).done();
    assert!(
        said.contains("identité et contact") && !said.contains("identity"),
        "{said}"
    );
    let opened = breach(&[]);
    assert_eq!(opened["open_before"], false);
    let again = breach(&[]);
    assert_eq!(
        (&again["incident"], &again["open_before"]),
        (&opened["incident"], &Value::Bool(true))
    );
    // What was read since is another list, and another incident.
    reader.get(&format!("{}/besoins", story.case));
    let later = breach(&[]);
    assert_ne!(later["cases"], again["cases"], "{later}");
    assert_ne!(later["incident"], opened["incident"]);
    let mut officer = Visitor::signed_in(server.address, "donnees");
    let page = officer.get(&format!("/violations/{}", opened["incident"].as_str().unwrap()));
    let code = cases[0]["code"].as_str().unwrap();
    assert!(page.page().contains(code), "{}", page.page());
    let none = breach(&["--look-only", "--to", "2020-01-01"]);
    assert_eq!(none["cases"].as_array().unwrap().len(), 0);
    folder
        .run(&["breach"])
        .stopped(3, "give at least --user, --session or --from");
    folder
        .run(&["breach", "--user", "nobody@demo.relais.invalid"])
        .stopped(3, "no account has the address");
}
