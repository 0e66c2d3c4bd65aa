//! What stands in clear of a person's situation, and how it was carried over.

use relais_casework::{
    actions::CarryFactsOver, identification::IdentificationForm, queries::ReadIdentity,
    store::facts_left_in_clear,
};
use relais_kernel::PublicRef;
use relais_trust::{Actor, Command, Door, Failure, Scene};
use sea_orm::{ConnectionTrait, Statement};

use super::office::{Office, person};

/// What was told of her; none of it may be read on the disk.
const TOLD: [&str; 7] = [
    "serious_illness",
    "pregnant",
    "gbv_survivor",
    "threatened",
    "asylum_seekers",
    "stateless",
    "land_border",
];

fn told() -> IdentificationForm {
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
    IdentificationForm {
        vulnerability_flags: texts(&TOLD[..4]),
        target_groups: texts(&["asylum_seekers", "women"]),
        status: "stateless".into(),
        entry_point: "land_border".into(),
        ..person("Personne-Test 1")
    }
}

/// All rows of cases, as text.
async fn kept(office: &Office) -> String {
    let rows = office.test.trust.database().reader();
    let engine = rows.get_database_backend();
    let mut all = String::new();
    for select in [
        "SELECT body AS it FROM case_file",
        "SELECT body AS it FROM journal_entry",
    ] {
        for row in rows
            .query_all_raw(Statement::from_string(engine, select))
            .await
            .unwrap()
        {
            all.push_str(&row.try_get::<String>("", "it").unwrap());
        }
    }
    all
}

fn assert_neutral(all: &str) {
    let found = TOLD.iter().find(|code| all.contains(&format!("\"{code}\"")));
    assert_eq!(found, None, "{all}");
    assert!(
        all.contains("health_priority") && all.contains("\"protection\""),
        "{all}"
    );
}

async fn told_again(office: &Office, case: PublicRef) {
    let query = ReadIdentity {
        definitions: office.desk.definitions.clone(),
        case,
    };
    let identity = office.look(&office.manager, query).await.unwrap();
    let confided = identity.confided;
    assert_eq!(confided.vulnerability_flags.len(), 4);
    assert_eq!(confided.entry_point.unwrap().as_str(), "land_border");
    assert_eq!(confided.status.unwrap().as_str(), "stateless");
}

#[tokio::test]
async fn sec_39_what_was_told_of_health_and_danger_stands_in_clear_as_neutral_codes_alone() {
    for office in Office::on_each_engine().await {
        let case = office.identify(told()).await;
        assert_neutral(&kept(&office).await);
        told_again(&office, case).await;
        let groups = office.case(case).await.facts.target_groups;
        let groups: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
        assert_eq!(groups, ["protection_cases", "women"], "what matching asks for");
    }
}

/// Puts a case down as versions before did.
struct LeaveInClear(PublicRef);

impl Command for LeaveInClear {
    type Outcome = ();
    const NAME: &'static str = "LeaveInClear";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let case = relais_casework::store::case_by_ref(scene.rows(), self.0)
            .await?
            .case;
        let mut body = serde_json::to_value(&case).unwrap();
        let facts = &mut body["facts"];
        facts["flags"] = serde_json::json!(TOLD[..4]);
        facts["target_groups"] = serde_json::json!(["asylum_seekers", "women"]);
        facts["status"] = "stateless".into();
        facts["entry_point"] = "land_border".into();
        let engine = scene.rows().get_database_backend();
        let (first, second) = match engine {
            sea_orm::DbBackend::Sqlite => ("?", "?"),
            _ => ("$1", "$2"),
        };
        let texts = [
            (
                format!("UPDATE case_file SET neutral = FALSE, body = {first} WHERE id = {second}"),
                body.to_string(),
            ),
            (
                format!("DELETE FROM sealed_field WHERE field = {first} AND record_id = {second}"),
                "F1.entry_point".to_owned(),
            ),
        ];
        for (text, value) in texts {
            let values = [value.into(), case.id.uuid().into()];
            scene
                .rows()
                .execute_raw(Statement::from_sql_and_values(engine, text, values))
                .await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn sec_39_cases_of_an_earlier_version_are_carried_over_once_and_nothing_of_them_is_lost() {
    for office in Office::on_each_engine().await {
        let case = office.identify(told()).await;
        let before = office.case(case).await;
        let console = Actor::installation(Door::Console);
        office.perform(&console, LeaveInClear(case)).await.unwrap();
        let rows = office.test.trust.database().reader();
        assert!(facts_left_in_clear(rows).await.unwrap());
        assert!(
            kept(&office).await.contains("serious_illness"),
            "as an earlier version left it"
        );
        let carry = CarryFactsOver {
            definitions: office.desk.definitions.clone(),
        };
        let refused = office.perform(&office.administrator, carry.clone()).await;
        assert!(matches!(refused, Err(Failure::Missing)), "nobody's to ask for");
        assert_eq!(office.perform(&console, carry.clone()).await.unwrap(), 1);
        assert_eq!(office.perform(&console, carry).await.unwrap(), 0);
        assert!(!facts_left_in_clear(rows).await.unwrap());
        assert_neutral(&kept(&office).await);
        told_again(&office, case).await;
        assert_eq!(
            office.case(case).await,
            before,
            "the same case at the same version"
        );
    }
}
