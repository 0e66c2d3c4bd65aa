//! The directory as the standard's API gives it.

use std::sync::Arc;

use http::{Request, StatusCode, header};
use relais_directory::{
    Service, ServiceId, Visibility,
    actions::{ImportPackage, PackageCounts},
    store::put_service,
};
use relais_hsds::{
    Kind, Record,
    oracle::{COPIES, Shape, faults, page_faults, sample_id, samples},
};
use relais_trust::{Actor, Command, Door, Failure, Scene};
use serde_json::Value;

use super::{asking::Asker, town::Town};

const LISTS: [(&str, Shape, Shape); 5] = [
    ("services", Shape::ServiceList, Shape::Service),
    ("organizations", Shape::OrganizationList, Shape::Organization),
    (
        "service_at_locations",
        Shape::ServiceAtLocationList,
        Shape::ServiceAtLocation,
    ),
    ("taxonomies", Shape::Taxonomy, Shape::Taxonomy),
    ("taxonomy_terms", Shape::TaxonomyTerm, Shape::TaxonomyTerm),
];

async fn stranger(town: &Town) -> Asker {
    Asker::new(town, &town.person("P11", &["R06"]).await)
}

pub async fn json(asker: &Asker, path: &str) -> Value {
    let answer = asker.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

fn ids(page: &Value) -> Vec<String> {
    let contents = page["contents"].as_array().unwrap();
    contents
        .iter()
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect()
}

pub async fn bring(town: &Town, source: &str, records: Vec<Record>) -> PackageCounts {
    let command = ImportPackage {
        source: source.into(),
        records: Arc::new(records),
        tells: None,
    };
    let console = Actor::installation(Door::Console);
    town.test.trust.perform(&console, None, command).await.unwrap()
}

/// Writes an entry as it is.
struct Write(Service);

impl Command for Write {
    type Outcome = ServiceId;
    const NAME: &'static str = "Write";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<ServiceId, Failure> {
        put_service(scene, &self.0, None).await?;
        Ok(self.0.id)
    }
}

async fn write(town: &Town, service: Service) {
    let console = Actor::installation(Door::Console);
    town.test
        .trust
        .perform(&console, None, Write(service))
        .await
        .unwrap();
}

/// Every list and record of the API satisfies the standard's own schemas, also those closed to unknown properties.
async fn satisfies_the_standard(asker: &Asker) {
    for (list, short, whole) in LISTS {
        for (question, shape) in [
            ("", short),
            ("?full=true", whole),
            (
                "?full_service=true",
                if list == "organizations" { whole } else { short },
            ),
        ] {
            let path = format!("/hsds/{list}{question}");
            let page = json(asker, &path).await;
            assert_eq!(page_faults(shape, &page), Vec::<String>::new(), "{path}");
            assert_ne!(page["total_items"], 0, "{path}");
        }
        let stream = asker.get(&format!("/hsds/{list}?format=ndjson&full=true")).await;
        assert_eq!(stream.headers[header::CONTENT_TYPE], "application/x-ndjson");
        let page = json(asker, &format!("/hsds/{list}?per_page=1000")).await;
        let lines: Vec<Value> = stream
            .body
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), ids(&page).len(), "{list}");
        for (line, id) in lines.iter().zip(ids(&page)) {
            assert_eq!(line["id"], id.as_str());
            assert_eq!(faults(whole, line), Vec::<String>::new(), "{list}");
        }
        for id in ids(&page) {
            let record = json(asker, &format!("/hsds/{list}/{id}?full_service=true")).await;
            assert_eq!(faults(whole, &record), Vec::<String>::new(), "{list} {record}");
        }
    }
}

#[tokio::test]
async fn the_entries_of_the_directory_satisfy_the_standard() {
    for town in Town::on_each_engine().await {
        let asker = stranger(&town).await;
        satisfies_the_standard(&asker).await;
        let page = json(&asker, "/hsds/services?per_page=1000").await;
        let public = town
            .services()
            .await
            .into_iter()
            .filter(relais_directory::hsds::is_public)
            .count();
        assert_eq!(page["total_items"], public);
    }
}

#[tokio::test]
async fn records_of_all_24_objects_come_back_as_they_came_and_satisfy_the_standard() {
    for town in Town::empty_on_each_engine().await {
        bring(&town, "essai", samples()).await;
        town.import(&Actor::installation(Door::Console), super::town::SHEET)
            .await
            .unwrap();
        let asker = stranger(&town).await;
        satisfies_the_standard(&asker).await;
        let id = sample_id(Kind::Service, 1);
        let service = json(&asker, &format!("/hsds/services/{id}")).await;
        for list in [
            "additional_urls",
            "phones",
            "schedules",
            "service_areas",
            "service_at_locations",
            "languages",
            "funding",
            "cost_options",
            "required_documents",
            "contacts",
            "capacities",
            "attributes",
            "metadata",
        ] {
            assert_ne!(service[list].as_array().map(Vec::len), None, "{list}");
        }
        for single in ["organization", "program"] {
            assert!(service[single].is_object(), "{single}");
        }
        let held = relais_directory::store::hsds::records_from(town.test.trust.database().reader(), "essai")
            .await
            .unwrap();
        let held: Vec<Record> = held.into_iter().map(|held| held.record).collect();
        assert_eq!(held, samples());
    }
}

#[tokio::test]
async fn what_is_not_public_is_in_no_answer() {
    for town in Town::on_each_engine().await {
        let asker = stranger(&town).await;
        let mut secrets = Vec::new();
        for service in town
            .services()
            .await
            .iter()
            .filter(|s| s.visibility != Visibility::Public)
        {
            secrets.push(service.public_ref.uuid().to_string());
            secrets.push(service.name.fr.clone());
            secrets.extend(service.place.address.clone());
        }
        assert!(secrets.len() > 2);
        for (list, ..) in LISTS {
            for question in [
                "?format=ndjson&full=true",
                "?per_page=1000&full_service=true",
                "?search=adresse cach%C3%A9e",
            ] {
                let answer = asker
                    .get(&format!("/hsds/{list}{}", question.replace(' ', "%20")))
                    .await;
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
                for secret in &secrets {
                    assert!(
                        !answer.body.contains(secret.as_str()),
                        "{secret} at {list}{question}"
                    );
                }
            }
        }
        for service in town
            .services()
            .await
            .iter()
            .filter(|s| s.visibility != Visibility::Public)
        {
            let answer = asker.get(&format!("/hsds/services/{}", service.public_ref)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn an_entry_that_is_hidden_is_gone_at_once_with_its_organisation_when_nothing_else_of_it_is_public() {
    for town in Town::on_each_engine().await {
        let asker = stranger(&town).await;
        let mut all: Vec<Service> = town
            .services()
            .await
            .into_iter()
            .filter(relais_directory::hsds::is_public)
            .collect();
        let organisation = all[0].organisation;
        all.retain(|service| service.organisation == organisation);
        let id = all[0].public_ref;
        let record = json(&asker, &format!("/hsds/services/{id}")).await;
        let owner = record["organization_id"].as_str().unwrap().to_owned();
        let place = record["service_at_locations"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        for mut service in all {
            service.visibility = Visibility::HiddenAddress;
            write(&town, service).await;
        }
        for path in [
            format!("/hsds/services/{id}"),
            format!("/hsds/organizations/{owner}"),
            format!("/hsds/service_at_locations/{place}"),
        ] {
            assert_eq!(asker.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let stream = asker.get("/hsds/organizations?format=ndjson").await;
        assert!(!stream.body.contains(&owner));
    }
}

#[tokio::test]
async fn a_service_that_its_source_no_longer_has_stays_as_defunct_and_is_seen_by_whoever_asks_what_changed() {
    for town in Town::on_each_engine().await {
        bring(&town, "essai", samples()).await;
        town.test.clock.set("2026-11-22T09:00:00Z".parse().unwrap());
        let gone = sample_id(Kind::Service, 1);
        let left = samples()
            .into_iter()
            .filter(|r| r.link("service_id") != Some(gone) && r.id != gone);
        let counts = bring(&town, "essai", left.collect()).await;
        assert_eq!(counts.defunct, 1);
        let asker = stranger(&town).await;
        let page = json(&asker, "/hsds/services?modified_after=2026-11-22T00:00:00Z").await;
        let changed: Vec<(String, &Value)> = ids(&page)
            .into_iter()
            .zip(page["contents"].as_array().unwrap().iter().map(|r| &r["status"]))
            .collect();
        assert_eq!(changed, [(gone.to_string(), &Value::from("defunct"))]);
        let again = bring(
            &town,
            "essai",
            samples()
                .into_iter()
                .filter(|r| r.link("service_id") != Some(gone) && r.id != gone)
                .collect(),
        )
        .await;
        assert_eq!(
            (again.defunct, again.kinds["service"]),
            (0, [0, 0, COPIES as usize - 1, 0])
        );
    }
}

#[tokio::test]
async fn filters_add_up() {
    for town in Town::on_each_engine().await {
        bring(&town, "essai", samples()).await;
        let asker = stranger(&town).await;
        let (service, term) = (sample_id(Kind::Service, 1), sample_id(Kind::TaxonomyTerm, 1));
        let organization = sample_id(Kind::Organization, 1);
        let found = |question: String| {
            let asker = &asker;
            async move { ids(&json(asker, &format!("/hsds/{question}")).await) }
        };
        let by_term = found(format!("services?taxonomy_term_id={term}")).await;
        assert_eq!(by_term, [service.to_string()]);
        let both = found(format!(
            "services?taxonomy_term_id={term}&organization_id={organization}"
        ))
        .await;
        assert_eq!(both, [service.to_string()]);
        let other = sample_id(Kind::Organization, 2);
        assert!(
            found(format!(
                "services?taxonomy_term_id={term}&organization_id={other}"
            ))
            .await
            .is_empty()
        );
        let places = found(format!("service_at_locations?organization_id={organization}")).await;
        assert_eq!(places, [sample_id(Kind::ServiceAtLocation, 1).to_string()]);
        let top = found("taxonomy_terms?top_only=true&search=1".into()).await;
        assert!(!top.contains(&sample_id(Kind::TaxonomyTerm, 2).to_string()));
        let under = found(format!("taxonomy_terms?parent_id={term}")).await;
        assert_eq!(under, [sample_id(Kind::TaxonomyTerm, 2).to_string()]);
        let minimal = json(&asker, "/hsds/services?minimal=true").await;
        assert_eq!(minimal["total_pages"], 1);
        assert_eq!(minimal["size"], minimal["total_items"]);
        for record in minimal["contents"].as_array().unwrap() {
            let names: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(names, ["id", "name", "status", "last_modified"]);
        }
    }
}

#[tokio::test]
async fn a_confidential_question_is_answered_like_the_same_one_in_the_address() {
    for town in Town::on_each_engine().await {
        let asker = stranger(&town).await;
        let open = json(&asker, "/hsds/services?search=ecoute&per_page=3").await;
        let form =
            Request::post("/hsds/services").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let form = asker.ask(form, "search=%C3%A9coute&per_page=3").await;
        let body = asker
            .post_json(
                "/hsds/services",
                &serde_json::json!({"search": "ÉCOUTE", "per_page": 3}),
            )
            .await;
        assert_ne!(open["total_items"], 0);
        for answer in [form, body] {
            assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap(), open);
        }
    }
}

#[tokio::test]
async fn a_malformed_question_is_answered_with_the_parameter_that_is_to_blame() {
    let town = Town::empty_on_each_engine().await.remove(0);
    town.import(&Actor::installation(Door::Console), super::town::SHEET)
        .await
        .unwrap();
    let asker = stranger(&town).await;
    for (question, parameter) in [
        ("services?page=0", "page"),
        ("services?page=deux", "page"),
        ("services?per_page=-1", "per_page"),
        ("services?modified_after=hier", "modified_after"),
        ("services?full=oui", "full"),
        ("services?format=xml", "format"),
        ("services?taxonomy_id=abc", "taxonomy_id"),
        ("services?search=a&search=b", "search"),
        ("service_at_locations?postcode=1&proximity=loin", "proximity"),
        ("service_at_locations?proximity=1000", "proximity"),
        ("taxonomy_terms?top_only=2", "top_only"),
        ("services?day=lundi", "day"),
    ] {
        let answer = asker.get(&format!("/hsds/{question}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{question}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
        let problem: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["parameter"], parameter, "{question}");
    }
    for path in [
        "services/00000000-0000-4000-8000-000000000000",
        "services/abc",
        "rien",
    ] {
        let answer = asker.get(&format!("/hsds/{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    }
    let refused = asker.ask(Request::delete("/hsds/services"), "").await;
    assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(refused.headers[header::ALLOW].to_str().unwrap().contains("POST"));
    let head = asker.ask(Request::head("/hsds/services"), "").await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn words_come_in_the_readers_language_under_the_same_ids_and_nothing_is_sent_twice() {
    let town = Town::empty_on_each_engine().await.remove(0);
    let asker = stranger_without_providers(&town).await;
    let service = sample_id(Kind::Service, 1);
    let mut records = samples();
    for record in records.iter_mut().filter(|record| record.id == service) {
        *record =
            record
                .clone()
                .in_language("en", "name", "Legal aid")
                .in_language("ar", "name", "مساعدة قانونية");
    }
    bring(&town, "essai", records).await;
    let path = format!("/hsds/services/{service}");
    let mut names = Vec::new();
    for lang in ["fr", "en-GB,fr;q=0.5", "ar"] {
        let request = Request::get(&path).header(header::ACCEPT_LANGUAGE, lang);
        let answer = asker.ask(request, "").await;
        assert_eq!(answer.headers[header::CONTENT_LANGUAGE], lang[..2]);
        let record: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(record["id"], service.to_string());
        assert_eq!(faults(Shape::Service, &record), Vec::<String>::new());
        names.push(record["name"].as_str().unwrap().to_owned());
        let tag = answer.headers[header::ETAG].clone();
        let request = Request::get(&path)
            .header(header::ACCEPT_LANGUAGE, lang)
            .header(header::IF_NONE_MATCH, tag);
        assert_eq!(asker.ask(request, "").await.status, StatusCode::NOT_MODIFIED);
    }
    assert_eq!(names[1..], ["Legal aid", "مساعدة قانونية"]);
    for word in ["legal", "قانونية"] {
        let found = asker
            .post_json("/hsds/services", &serde_json::json!({ "search": word }))
            .await;
        let found = ids(&serde_json::from_str(&found.body).unwrap());
        assert!(found.contains(&service.to_string()), "{word}");
    }
}

async fn stranger_without_providers(town: &Town) -> Asker {
    town.import(&Actor::installation(Door::Console), super::town::SHEET)
        .await
        .unwrap();
    stranger(town).await
}

#[tokio::test]
async fn the_api_describes_itself() {
    let town = Town::on_each_engine().await.remove(0);
    let asker = stranger(&town).await;
    for path in ["/hsds", "/hsds/"] {
        let root = json(&asker, path).await;
        assert_eq!(root["version"], "3.2.3");
        let document = root["openapi_url"]
            .as_str()
            .unwrap()
            .replace("http://localhost", "");
        let document = json(&asker, &document).await;
        assert_eq!(document["openapi"], "3.1.0");
        let profile = root["profile"].as_str().unwrap().replace("http://localhost", "");
        assert_eq!(asker.get(&profile).await.status, StatusCode::OK);
    }
}
