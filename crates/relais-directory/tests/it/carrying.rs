//! What leaves as a file or a page to keep: the sheet that comes back, documents, booklets, the copy on a telephone.

use http::{Request, StatusCode, header};
use relais_directory::{Service, Visibility, hsds::is_public, import::Sheet};
use relais_hsds::{Kind, Record};
use uuid::Uuid;

use super::{asking::Asker, standard::bring, town::Town};

async fn keeper(town: &Town) -> Asker {
    Asker::new(town, &town.person("P14", &["R13"]).await)
}

async fn hidden(town: &Town) -> Vec<Service> {
    let mut all = town.services().await;
    all.retain(|service| service.visibility == Visibility::HiddenAddress);
    all
}

#[tokio::test]
async fn the_sheet_that_the_directory_fills_in_comes_back_and_changes_nothing() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let asker = Asker::new(&town, &manager);
        let before = town.services().await;
        let written = asker.get("/annuaire/feuille.csv").await;
        assert_eq!(written.status, StatusCode::OK, "{}", written.body);
        let counts = town.import(&manager, &written.body).await.unwrap();
        assert_eq!(
            (
                counts.services_unchanged,
                counts.set_aside,
                counts.organisations_changed
            ),
            (before.len(), 0, 0),
            "{counts:?}"
        );
        assert_eq!(town.services().await, before);

        let book = asker.get("/annuaire/feuille.xlsx").await;
        let text = Sheet::of_file(&book.bytes).unwrap().to_text();
        let again = match text {
            Ok(text) => town.import(&manager, &text).await.unwrap(),
            // A whole country's sheet is more than a form carries; the console takes it.
            Err(_) => continue,
        };
        assert_eq!((again.services_unchanged, again.set_aside), (before.len(), 0));
    }
}

#[tokio::test]
async fn dp_35_no_file_of_the_mapping_tells_where_a_hidden_service_is() {
    for town in Town::on_each_engine().await {
        let asker = keeper(&town).await;
        let sheet = Sheet::of_text(&asker.get("/annuaire/feuille.csv").await.body).unwrap();
        let at = |heading: &str| sheet.headers.iter().position(|h| h == heading).unwrap();
        let copy = asker.get("/trouver/copie").await.body;
        let hidden = hidden(&town).await;
        assert!(!hidden.is_empty());
        for service in hidden {
            let key = service.public_ref.uuid().to_string();
            let row = sheet
                .rows
                .iter()
                .find(|row| row[at("clé du service")] == key)
                .unwrap();
            for heading in [
                "département",
                "ville",
                "adresse",
                "latitude",
                "longitude",
                "couverture",
                "téléphone",
                "courriel",
            ] {
                assert_eq!(row[at(heading)], "", "{heading}");
            }
            assert!(!row[at("région")].is_empty());
            assert!(!copy.contains(&key));
        }
    }
}

#[tokio::test]
async fn sheets_and_documents_are_for_those_who_see_to_the_mapping() {
    for town in Town::on_each_engine().await {
        let asker = keeper(&town).await;
        let word = asker.get("/annuaire/couverture.docx").await;
        let print = asker.get("/annuaire/couverture.pdf").await;
        assert!(
            word.bytes.starts_with(b"PK") && print.bytes.starts_with(b"%PDF"),
            "{}",
            word.body
        );
        assert_eq!(town.noted("DirectoryExported").await, 2);
        let other = Asker::new(&town, &town.person("P11", &["R07"]).await);
        for path in [
            "/annuaire/couverture.docx",
            "/annuaire/couverture.pdf",
            "/annuaire/feuille.csv",
            "/annuaire/feuille.xlsx",
        ] {
            assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn an_organisation_tells_members_its_services_and_the_coordination_its_papers() {
    for town in Town::on_each_engine().await {
        let services = town.services().await;
        let rows = town.test.trust.database().reader();
        let all = relais_directory::store::directory_organisations(rows)
            .await
            .unwrap();
        let of = all.iter().find(|o| o.code.as_str() == "P01").unwrap();
        let address = format!("/annuaire/organisations/{}", of.public_ref);
        let funder = of.mapping.funder.as_deref().unwrap();
        let member = Asker::new(&town, &town.person("P11", &["R07"]).await);
        let seen = member.get(&address).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
        let own = services
            .iter()
            .find(|s| s.organisation == of.id && s.entry.code() == "active");
        assert!(seen.body.contains(&own.unwrap().name.fr) && !seen.body.contains('⟦'));
        assert!(!seen.body.contains("Recensement"));
        let manager = keeper(&town).await.get(&address).await.body;
        assert!(manager.contains(funder.split('’').next().unwrap()) && manager.contains("Recensement"));
        let nobody = format!(
            "/annuaire/organisations/{}",
            relais_kernel::PublicRef::from_uuid(Uuid::nil())
        );
        assert_eq!(member.get(&nobody).await.status, StatusCode::NOT_FOUND);
    }
}

pub async fn post(asker: &Asker, path: &str, fields: &str) -> super::asking::Answered {
    let form = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "http://localhost");
    asker.ask(form, fields.to_owned()).await
}

#[tokio::test]
async fn a_region_is_printed_as_a_booklet_and_has_to_be_chosen() {
    for town in Town::on_each_engine().await {
        let asker = keeper(&town).await;
        let made = post(&asker, "/trouver/livret", "region=CM002&words=").await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.body);
        assert!(made.bytes.starts_with(b"%PDF"));
        let refused = post(&asker, "/trouver/livret", "region=&words=Mot-Test").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Choisissez la région") && refused.body.contains("Mot-Test"));
    }
}

#[tokio::test]
async fn the_copy_for_a_telephone_is_the_same_for_everybody_and_sent_once() {
    for town in Town::on_each_engine().await {
        let asker = keeper(&town).await;
        let page = asker.get("/trouver/copie").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(!page.body.contains('⟦') && !page.body.contains("Personne-Test"));
        let public: Vec<Service> = town.services().await.into_iter().filter(is_public).collect();
        for service in &public {
            let anchor = format!("id=\"s-{}\"", service.public_ref.uuid());
            assert!(page.body.contains(&anchor), "{anchor}");
        }
        let tag = page.headers[header::ETAG].to_str().unwrap().to_owned();
        let again = Request::get("/trouver/copie").header(header::IF_NONE_MATCH, &tag);
        assert_eq!(asker.ask(again, "").await.status, StatusCode::NOT_MODIFIED);
        let english = Request::get("/trouver/copie")
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::IF_NONE_MATCH, &tag);
        assert_eq!(asker.ask(english, "").await.status, StatusCode::OK);

        let worker = asker.get("/trouver/copie.js").await;
        assert_eq!(worker.headers["service-worker-allowed"], "/trouver");
    }
}

/// Words as they stand in names of services, so that a large directory does not compress better than a real one.
const WORDS: [&str; 24] = [
    "Centre",
    "Maison",
    "Accueil",
    "Écoute",
    "Santé",
    "Juridique",
    "Formation",
    "Atelier",
    "Soutien",
    "Jeunesse",
    "Femmes",
    "Enfants",
    "Retour",
    "Emploi",
    "Coopérative",
    "Logement",
    "Abri",
    "Conseil",
    "Psychosocial",
    "Local",
    "Régional",
    "Diocésain",
    "Municipal",
    "Solidarité",
];

fn word(seed: usize) -> &'static str {
    WORDS[seed.wrapping_mul(2_654_435_761) / 7 % WORDS.len()]
}

/// A directory of a thousand services, each at a place of its own.
fn thousand() -> Vec<Record> {
    let mut all = Vec::new();
    for n in 0..1_000_usize {
        // Ids that compress as little as real ones.
        let id = |what: u128| Uuid::new_v5(&Uuid::from_u128(what), &n.to_be_bytes());
        let name = |at: usize| format!("{} {} {}", word(n + at), word(n * 3 + at), word(n * 7 + at));
        let number = format!("+2376{:08}", n.wrapping_mul(7_919_317) % 100_000_000);
        all.push(
            Record::new(Kind::Organization, id(1))
                .with("name", name(1))
                .with("description", "x"),
        );
        let service = Record::new(Kind::Service, id(2))
            .of("organization_id", id(1))
            .with("name", name(5))
            .with("status", "active");
        all.push(service);
        all.push(
            Record::new(Kind::Phone, id(3))
                .of("service_id", id(2))
                .with("number", number),
        );
        let place = Record::new(Kind::Location, id(4)).with("location_type", "physical");
        all.push(place.with("name", name(9)));
        let at = Record::new(Kind::ServiceAtLocation, id(5)).of("service_id", id(2));
        all.push(at.of("location_id", id(4)));
    }
    all
}

#[tokio::test]
async fn the_copy_of_a_thousand_services_weighs_less_than_three_hundred_kilobytes() {
    let town = Town::empty_on_each_engine().await.remove(0);
    bring(&town, "mille", thousand()).await;
    let actor = relais_trust::Actor::installation(relais_trust::Door::Link);
    let asker = Asker::new(&town, &actor);
    let asked = Request::get("/trouver/copie").header(header::ACCEPT_ENCODING, "gzip");
    let page = asker.ask(asked, "").await;
    assert_eq!(page.headers[header::CONTENT_ENCODING], "gzip");
    assert!(page.bytes.len() < 300_000, "{} bytes", page.bytes.len());
    let whole = asker.get("/trouver/copie").await.body;
    assert_eq!(whole.matches("id=\"s-").count(), 1_000);
    println!("{} bytes of {}", page.bytes.len(), whole.len());
}
