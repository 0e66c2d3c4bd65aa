//! Pages, JSON, files, prints and the journal agree on who reads a field (security requirement 10).

use std::collections::BTreeSet;

use http::StatusCode;
use relais_kernel::Sensitivity;
use relais_mechanism::builtin;
use relais_results::actions::release_due;
use serde_json::Value;

use super::{
    house::{Application, Knock},
    routes::table,
    walk::address,
    world::{MARK, World, proved},
};

/// The five ways out, with what the world's case has there.
const IDENTITY: [(&str, &str); 5] = [
    ("API", "/api/v1/cases/{case}/identity"),
    ("page", "/dossiers/{case}/identite"),
    ("export", "/dossiers/{case}/copie.json"),
    ("print", "/dossiers/{case}/copie"),
    ("audit", "/journal/dossiers/{case}"),
];
/// The same ways out, with what is made for figures.
const FIGURES: [(&str, &str); 3] = [
    ("API", "/api/v1/results/referrals"),
    ("page", "/resultats"),
    ("export", "/resultats/fichiers/referencements.csv"),
];

async fn of(world: &World, roles: &[&str]) -> Application {
    let house = world.insider.organisation.unwrap();
    let person = proved(&world.test, world.test.person(house, roles).await);
    Application::of(world, Knock::Person(Box::new(person))).await
}

/// The fields of the forms about the person that the table seals, by name and by what people call them.
fn sealed_fields() -> (BTreeSet<String>, BTreeSet<String>) {
    let definition = builtin("cameroun-demo").unwrap();
    let sealed = definition
        .fields
        .form("F1")
        .filter(|(_, rule)| rule.sensitivity >= Sensitivity::S2);
    let (names, words): (BTreeSet<_>, BTreeSet<_>) = sealed
        .map(|(name, rule)| (name.to_owned(), rule.name.fr.to_lowercase()))
        .unzip();
    assert!(names.contains("dob") && words.contains("nom d’usage ou alias"));
    (names, words)
}

fn names_in(body: &Value, all: &mut BTreeSet<String>) {
    match body {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            all.insert(name.clone());
            names_in(value, all);
        }),
        Value::Array(values) => values.iter().for_each(|value| names_in(value, all)),
        _ => {}
    }
}

#[tokio::test]
async fn sec_10_all_five_outputs_agree_on_who_reads_identity_and_the_audit_tells_it_to_nobody() {
    for world in World::on_each_engine().await {
        let at = |path: &str| world.fill(path, &world.mine);
        let manager = of(&world, &["R03", "R04", "R05", "R06", "R15"]).await;
        for (output, path) in IDENTITY {
            let answered = manager.get(&at(path)).await;
            assert_eq!(answered.status, StatusCode::OK, "{output}");
            let told = answered.body.contains(MARK);
            assert_eq!(
                told,
                output != "audit",
                "{output} to who manages the case: {}",
                answered.body
            );
        }
        // Neither statistics nor coordination nor administration has any of the five.
        for roles in [&["R14"][..], &["R10"], &["R18"], &["R13"]] {
            let other = of(&world, roles).await;
            for (output, path) in IDENTITY {
                let answered = other.get(&at(path)).await;
                assert_eq!(answered.status, StatusCode::NOT_FOUND, "{roles:?}: {output}");
                assert!(!answered.body.contains(MARK), "{roles:?}: {output}");
            }
        }
    }
}

#[tokio::test]
async fn sec_10_the_statistics_role_has_figures_in_every_output_and_no_field_of_identity() {
    let (names, words) = sealed_fields();
    for world in World::on_each_engine().await {
        // Figures of everybody are published when the deadlines of their month have passed.
        world.test.clock.set("2026-12-11T08:00:00Z".parse().unwrap());
        let published = release_due(&world.test.trust, &world.definitions).await.unwrap();
        assert_eq!(published, 11);
        let statistics = of(&world, &["R14"]).await;
        for (output, path) in FIGURES {
            let answered = statistics.get(path).await;
            assert_eq!(answered.status, StatusCode::OK, "{output}");
            let head: BTreeSet<String> = match output {
                "API" => {
                    let mut all = BTreeSet::new();
                    names_in(&serde_json::from_str(&answered.body).unwrap(), &mut all);
                    assert!(!all.is_empty());
                    all.intersection(&names).cloned().collect()
                }
                "export" => {
                    let head = answered.body.lines().next().unwrap().to_lowercase();
                    let head: BTreeSet<String> = head
                        .split([';', ','])
                        .map(|cell| cell.trim_matches('"').to_owned())
                        .collect();
                    assert!(head.len() > 3, "{head:?}");
                    head.intersection(&words).cloned().collect()
                }
                _ => BTreeSet::new(),
            };
            assert_eq!(head, BTreeSet::new(), "{output}");
        }
        // Whatever else there is in the program.
        for route in table().iter().filter(|route| route.method == "GET") {
            let to = address(&world, route, &world.mine);
            let answered = statistics.get(&to).await;
            assert!(!answered.body.contains(MARK), "{}", route.name());
        }
    }
}
