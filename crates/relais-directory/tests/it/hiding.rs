use http::StatusCode;
use relais_directory::{
    CapacityUpdate, PCode, Service, ServiceId, Visibility,
    actions::{ChangeCapacity, ChangeEntry, EntryVerb, SealWhereabouts},
    store::{all_services, put_service},
};
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

/// All that the database holds of the directory, in clear or not.
async fn on_the_disk(town: &Town) -> String {
    use sea_orm::{ConnectionTrait, Statement};
    let rows = town.test.trust.database().reader();
    let mut all = String::new();
    for columns in [
        "coalesce(region, '') || body AS it FROM service",
        "need || area AS it FROM service_need",
        "body AS it FROM journal_entry",
    ] {
        let asked = Statement::from_string(rows.get_database_backend(), format!("SELECT {columns}"));
        for row in rows.query_all_raw(asked).await.unwrap() {
            all.push_str(&row.try_get::<String>("", "it").unwrap());
        }
    }
    all
}

fn assert_hidden(all: &str) {
    assert!(all.contains("CM005"), "what is kept was read");
    for secret in SECRETS {
        assert!(!all.contains(secret), "{secret} lies in clear");
    }
}

#[tokio::test]
async fn sec_39_dp_35_where_a_shelter_is_lies_sealed_and_no_change_of_its_entry_loses_it() {
    for town in Town::on_each_engine().await {
        let whole = shelter(&town).await;
        assert_hidden(&on_the_disk(&town).await);
        assert_eq!(town.service(SHELTER).await, whole);
        let keeper = town.person("P14", &["R13"]).await;
        let close = |verb| ChangeEntry {
            definitions: town.definitions.clone(),
            service: whole.public_ref,
            expected: None,
            verb,
        };
        for verb in [EntryVerb::Close(None), EntryVerb::Reopen] {
            let command = close(verb);
            town.test.trust.perform(&keeper, None, command).await.unwrap();
        }
        let full = ChangeCapacity {
            definitions: town.definitions.clone(),
            service: whole.public_ref,
            expected: None,
            update: CapacityUpdate::Full(None),
        };
        town.test.trust.perform(&keeper, None, full).await.unwrap();
        assert_hidden(&on_the_disk(&town).await);
        let after = town.service(SHELTER).await;
        assert_eq!(
            (&after.place, &after.coverage, &after.contact),
            (&whole.place, &whole.coverage, &whole.contact)
        );
        // Whoever may see its place at last opens the entry again for everybody: nothing was lost.
        let console = Actor::installation(Door::Console);
        let shown = Service {
            visibility: Visibility::Members,
            ..after
        };
        let write = Write(shown.clone());
        town.test.trust.perform(&console, None, write).await.unwrap();
        assert_eq!(town.service(SHELTER).await, shown);
        assert!(
            on_the_disk(&town).await.contains(SECRETS[0]),
            "no shelter any more"
        );
    }
}

/// Puts an entry down as versions before did: all of it in clear.
struct LeaveInClear(Service);

impl Command for LeaveInClear {
    type Outcome = ();
    const NAME: &'static str = "LeaveInClear";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        use sea_orm::{ConnectionTrait, Statement};
        let id = self.0.id.uuid();
        let body = serde_json::to_string(&self.0).unwrap();
        let area = self.0.coverage.first().unwrap().to_string();
        let engine = scene.rows().get_database_backend();
        let (first, second) = match engine {
            sea_orm::DbBackend::Sqlite => ("?", "?"),
            _ => ("$1", "$2"),
        };
        for (text, value) in [
            ("service SET whereabouts = NULL, body", body),
            ("service_need SET area", area),
        ] {
            let column = if text.contains("body") { "id" } else { "service_id" };
            let text = format!("UPDATE {text} = {first} WHERE {column} = {second}");
            let asked = Statement::from_sql_and_values(engine, text, [value.into(), id.into()]);
            scene.rows().execute_raw(asked).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn sec_39_dp_35_what_an_earlier_version_left_in_clear_is_sealed_once_and_reads_as_before() {
    for town in Town::on_each_engine().await {
        let whole = shelter(&town).await;
        let console = Actor::installation(Door::Console);
        let trust = &town.test.trust;
        let left = LeaveInClear(whole.clone());
        trust.perform(&console, None, left).await.unwrap();
        assert!(
            on_the_disk(&town).await.contains(SECRETS[0]),
            "as an earlier version left it"
        );
        assert_eq!(town.service(SHELTER).await, whole, "it works before it is sealed");
        let keeper = town.person("P14", &["R13"]).await;
        let refused = trust.perform(&keeper, None, SealWhereabouts).await;
        assert!(matches!(refused, Err(Failure::Missing)), "nobody's to ask for");
        assert_eq!(trust.perform(&console, None, SealWhereabouts).await.unwrap(), 1);
        assert_eq!(trust.perform(&console, None, SealWhereabouts).await.unwrap(), 0);
        assert_eq!(town.noted("WhereaboutsSealed").await, 1);
        assert_hidden(&on_the_disk(&town).await);
        assert_eq!(town.service(SHELTER).await, whole);
    }
}

/// Gives every service the sealed place of one.
struct Swap(ServiceId);

impl Command for Swap {
    type Outcome = ();
    const NAME: &'static str = "Swap";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        use sea_orm::{ConnectionTrait, Statement};
        let engine = scene.rows().get_database_backend();
        let mark = match engine {
            sea_orm::DbBackend::Sqlite => "?",
            _ => "$1",
        };
        let text = format!(
            "UPDATE service SET whereabouts = (SELECT s.whereabouts FROM service s WHERE s.id = {mark})"
        );
        let asked = Statement::from_sql_and_values(engine, text, [self.0.uuid().into()]);
        scene.rows().execute_raw(asked).await?;
        Ok(())
    }
}

#[tokio::test]
async fn sec_39_a_place_that_is_moved_to_another_entry_does_not_open() {
    for town in Town::on_each_engine().await {
        let whole = shelter(&town).await;
        let console = Actor::installation(Door::Console);
        town.test
            .trust
            .perform(&console, None, Swap(whole.id))
            .await
            .unwrap();
        let rows = town.test.trust.database().reader();
        for row in all_services(rows).await.unwrap() {
            let own = row.service.id == whole.id;
            assert_eq!(row.whole(&town.test.trust).is_ok(), own, "moved");
        }
    }
}
