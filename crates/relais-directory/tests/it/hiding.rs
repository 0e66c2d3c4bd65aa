use http::StatusCode;
use relais_directory::{PCode, Service, ServiceId, store::put_service};
use relais_trust::{Actor, Command, Door, Failure, Scene};

use super::{asking::Asker, town::Town};

const SHELTER: &str = "Hébergement à adresse cachée";
/// What nobody without an accepted referral may read of the shelter.
const SECRETS: [&str; 6] = [
    "Ville-Cachee-Test",
    "Rue-Cachee-Test",
    "237699887766",
    "cache-test@exemple",
    "CM005003",
    "Sanaga",
];

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

/// The shelter, with a place and a contact that stand nowhere else in the directory.
async fn shelter(town: &Town) -> Service {
    let mut service = town.service(SHELTER).await;
    let department: PCode = "CM005003".parse().unwrap();
    service.place.spot.town = Some("Ville-Cachee-Test".into());
    service.place.spot.department = Some(department.clone());
    service.place.address = Some("Rue-Cachee-Test 1".into());
    service.coverage = [department].into();
    service.contact.phone = Some("+237699887766".into());
    service.contact.email = Some("cache-test@exemple.invalid".into());
    let console = Actor::installation(Door::Console);
    town.test
        .trust
        .perform(&console, None, Write(service.clone()))
        .await
        .unwrap();
    service
}

#[tokio::test]
async fn dp_35_no_page_search_or_json_answer_tells_where_a_shelter_is_or_how_it_is_called() {
    for town in Town::on_each_engine().await {
        let shelter = shelter(&town).await;
        let reference = shelter.public_ref;
        let asked = [
            format!("/annuaire/services/{reference}"),
            "/annuaire?need=safe_shelter".into(),
            "/annuaire?region=CM005".into(),
            "/annuaire?region=CM005&page=0&need=womens_services".into(),
            "/annuaire/mes-services".into(),
            "/annuaire/export.csv".into(),
            "/annuaire/export.csv?need=safe_shelter&region=CM005".into(),
            "/api/v1/services?need=safe_shelter".into(),
            "/api/v1/services?region=CM005".into(),
            format!("/api/v1/services/{reference}"),
        ];
        // A sender, the directory manager, and the provider itself.
        for (organisation, role) in [("P11", "R06"), ("P14", "R13"), ("P10", "R07")] {
            let person = town.person(organisation, &[role]).await;
            let asker = Asker::new(&town, &person);
            for path in &asked {
                let answer = asker.get(path).await;
                assert_eq!(answer.status, StatusCode::OK, "{path}");
                for secret in SECRETS {
                    assert!(!answer.body.contains(secret), "{role} reads {secret} at {path}");
                }
            }
            let shown = asker.get(&format!("/annuaire/services/{reference}")).await.body;
            assert!(shown.contains(SHELTER) && shown.contains("Littoral"), "{shown}");
            let listed = asker.get("/annuaire?need=safe_shelter").await.body;
            assert!(listed.contains(SHELTER), "{listed}");
            // Nor does a search by anything finer than a region find it.
            let finer = asker.get("/annuaire?region=CM005003&need=safe_shelter").await;
            assert!(!finer.body.contains(SHELTER), "{}", finer.body);
        }
    }
}

#[tokio::test]
async fn what_is_not_hidden_is_shown_in_both_forms() {
    for town in Town::on_each_engine().await {
        let reception = town.service("Accueil à l’arrivée").await;
        let person = town.person("P11", &["R06"]).await;
        let asker = Asker::new(&town, &person);
        let shown = asker
            .get(&format!("/annuaire/services/{}", reception.public_ref))
            .await
            .body;
        let json = asker
            .get(&format!("/api/v1/services/{}", reception.public_ref))
            .await
            .body;
        let phone = reception.contact.phone.unwrap();
        for body in [&shown, &json] {
            assert!(
                body.contains(reception.place.spot.town.as_deref().unwrap()),
                "{body}"
            );
            assert!(
                body.contains(&phone.replace('+', "&#43;")) || body.contains(&phone),
                "{body}"
            );
        }
    }
}
