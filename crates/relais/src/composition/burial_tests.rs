//! Yesterday's data under today's keys (security requirement 44, ADR 15).

use std::collections::BTreeMap;

use relais_casework::{
    actions::{DecideRequest, DecisionForm, IdentifyPerson, RecordRequest, RequestForm},
    identification::IdentificationForm,
    room::{Desk, NoReferrals},
    store::{case_by_ref, case_of},
};
use relais_kernel::PublicRef;
use relais_mechanism::{Definitions, LoadDefinition};
use relais_platform::{
    Database, Migration,
    sea_orm::{ConnectionTrait, Statement},
    testing::TestDatabase,
};
use relais_trust::{Actor, Door, testing::TestTrust};

use super::{bury_again, rooms};
use crate::{
    dump::{Head, LAYOUT, Part, Reader, load, write},
    examination::snapshot,
};

fn own() -> Vec<Migration> {
    let ground = |step: &Migration| step.room != "trust";
    rooms::migrations().into_iter().filter(ground).collect()
}

async fn dumped(database: &Database, part: Part) -> Vec<u8> {
    let head = Head {
        layout: LAYOUT,
        part,
        backup: "test".into(),
        made_at: 0,
        program: "0".into(),
        steps: BTreeMap::new(),
    };
    let instant = snapshot(database).await.unwrap();
    let mut out = Vec::new();
    write(&instant, &head, &mut out).await.unwrap();
    instant.rollback().await.unwrap();
    out
}

async fn rows_of(database: &Database, table: &str, case: relais_casework::CaseId) -> i64 {
    let rows = database.reader();
    let backend = rows.get_database_backend();
    let select = match backend {
        relais_platform::sea_orm::DbBackend::Postgres => {
            format!("SELECT COUNT(*) AS n FROM {table} WHERE case_id = $1")
        }
        _ => format!("SELECT COUNT(*) AS n FROM {table} WHERE case_id = ?"),
    };
    let ask = Statement::from_sql_and_values(backend, select, [case.uuid().into()]);
    let row = rows.query_one_raw(ask).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

fn person(name: &str) -> IdentificationForm {
    IdentificationForm {
        name: name.into(),
        sex: "female".into(),
        age: "31".into(),
        age_estimated: "yes".into(),
        nationality: vec!["CMR".into()],
        status: "returnee_voluntary".into(),
        urgent_signs: vec!["none".into()],
        region: "CM005".into(),
        entry_point: "airport".into(),
        risk_level: "medium".into(),
        rights_explained: "yes".into(),
        ..IdentificationForm::default()
    }
}

struct Town {
    test: TestTrust,
    desk: Desk,
    manager: Actor,
    supervisor: Actor,
}

impl Town {
    async fn on_each_engine() -> Vec<Self> {
        let mut all = Vec::new();
        for mut test in TestTrust::on_each_engine(&own()).await {
            let console = Actor::installation(Door::Console);
            let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
            let load = LoadDefinition(definition);
            test.mechanism = test.trust.perform(&console, None, load).await.unwrap();
            let house = test.organisation("S99").await;
            all.push(Self {
                manager: test.person(house, &["R03", "R04"]).await,
                supervisor: test.person(house, &["R05"]).await,
                desk: Desk {
                    definitions: Definitions::default(),
                    referrals: std::sync::Arc::new(NoReferrals),
                },
                test,
            });
        }
        all
    }

    async fn case(&self, name: &str) -> PublicRef {
        let identify = IdentifyPerson {
            desk: self.desk.clone(),
            form: person(name),
        };
        self.test
            .trust
            .perform(&self.manager, None, identify)
            .await
            .unwrap()
    }

    async fn request(&self, case: PublicRef) -> PublicRef {
        let record = RecordRequest {
            desk: self.desk.clone(),
            case,
            form: RequestForm {
                kind: "erasure".into(),
                asker: "person".into(),
                way: "in_person".into(),
                check: "known".into(),
                on: "2026-03-02".into(),
                wanted: "Texte-Test".into(),
            },
        };
        self.test
            .trust
            .perform(&self.manager, None, record)
            .await
            .unwrap()
    }

    async fn grant(&self, request: PublicRef) {
        let decide = DecideRequest {
            desk: self.desk.clone(),
            request,
            expected: 1,
            form: DecisionForm {
                decision: "grant".into(),
                ..DecisionForm::default()
            },
        };
        self.test
            .trust
            .perform(&self.supervisor, None, decide)
            .await
            .unwrap();
    }
}

const SEALED: [&str; 4] = ["keystore_grant", "sealed_field", "case_words", "person_token"];

#[tokio::test]
async fn sec_44_yesterdays_data_under_todays_keys_bring_nobody_back() {
    for town in Town::on_each_engine().await {
        let trust = &town.test.trust;
        let (gone, kept) = (
            town.case("Personne-Test 51").await,
            town.case("Personne-Test 52").await,
        );
        let request = town.request(gone).await;
        town.request(kept).await;
        let rows = trust.database().reader();
        let before = case_by_ref(rows, gone).await.unwrap().case;
        let other = case_by_ref(rows, kept).await.unwrap().case;
        let yesterday = dumped(trust.database(), Part::Data).await;
        town.grant(request).await;
        let today = dumped(trust.database(), Part::Keystore).await;
        for target in TestDatabase::on_each_engine(&rooms::migrations()).await {
            for (part, dump) in [(Part::Data, &yesterday), (Part::Keystore, &today)] {
                let (_, reader) = Reader::new(&**dump).unwrap();
                load(&target.database, part, reader).await.unwrap();
            }
            // Yesterday's rows are there again, though no key opens most of them.
            assert!(rows_of(&target.database, "sealed_field", before.id).await > 0);
            assert_eq!(bury_again(&target.database).await.unwrap(), [before.id]);
            for table in SEALED {
                assert_eq!(rows_of(&target.database, table, before.id).await, 0, "{table}");
                assert!(rows_of(&target.database, table, other.id).await > 0, "{table}");
            }
            let rows = target.database.reader();
            let left = case_of(rows, before.id).await.unwrap().case;
            assert_eq!(left.state.code(), "erased");
            assert_ne!(left.code, before.code);
            assert!(case_by_ref(rows, gone).await.is_err());
            assert_eq!(case_by_ref(rows, kept).await.unwrap().case, other);
            // A second time there is nothing left to do.
            assert!(bury_again(&target.database).await.unwrap().is_empty());
            let code = before.code.to_string();
            target.database.empty_log().await.unwrap();
            if target.database.engine() == relais_platform::Engine::Sqlite {
                for entry in std::fs::read_dir(&target.folder).unwrap() {
                    let bytes = std::fs::read(entry.unwrap().path()).unwrap();
                    assert!(!bytes.windows(code.len()).any(|window| window == code.as_bytes()));
                }
            }
        }
    }
}
