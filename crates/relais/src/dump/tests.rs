use std::collections::BTreeMap;

use proptest::prelude::*;
use relais_platform::sea_orm::{ConnectionTrait, DatabaseTransaction};
use relais_platform::{Database, Failure, Migration, UnitOfWork, testing::TestDatabase};

use super::*;
use crate::examination::snapshot;

const TABLES: Migration = Migration {
    room: "test",
    number: 1,
    sql: "
CREATE TABLE IF NOT EXISTS thing (
  id {id} PRIMARY KEY, sealed {blob}, flag {bool} NOT NULL, small INTEGER, big {int}, words TEXT);
CREATE TABLE IF NOT EXISTS pair (a {id} NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE IF NOT EXISTS keystore_thing (id {id} PRIMARY KEY, wrapped {blob} NOT NULL);",
};

struct Rows(usize);

impl UnitOfWork for Rows {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        let sqlite = rows.get_database_backend() == relais_platform::sea_orm::DbBackend::Sqlite;
        let bytes = |text: String| {
            if sqlite {
                format!("x'{text}'")
            } else {
                format!("decode('{text}', 'hex')")
            }
        };
        let id = |n: usize| {
            let hex = format!("{n:032x}");
            if sqlite {
                format!("x'{hex}'")
            } else {
                format!("'{hex}'::uuid")
            }
        };
        for n in 0..self.0 {
            let sealed = if n % 3 == 0 {
                "NULL".into()
            } else {
                bytes(format!("00ff{n:04x}"))
            };
            let (flag, small) = (
                n % 2 == 0,
                if n % 5 == 0 {
                    "NULL".into()
                } else {
                    format!("-{n}")
                },
            );
            let (key, big) = (id(n), i64::MAX - n as i64);
            rows.execute_unprepared(&format!(
                "INSERT INTO thing VALUES ({key}, {sealed}, {flag}, {small}, {big}, 'Personne-Test {n} « é » \n')"
            ))
            .await?;
            rows.execute_unprepared(&format!("INSERT INTO pair VALUES ({}, 'b{n:05}')", id(n / 2)))
                .await?;
            let wrapped = bytes(format!("{n:04x}"));
            rows.execute_unprepared(&format!("INSERT INTO keystore_thing VALUES ({key}, {wrapped})"))
                .await?;
        }
        Ok(())
    }
}

async fn dump_of(database: &Database, part: Part) -> (Vec<u8>, Vec<TableSum>) {
    let head = Head {
        layout: LAYOUT,
        part,
        backup: "test".into(),
        made_at: 0,
        program: "0".into(),
        steps: BTreeMap::from([("test".into(), 1)]),
    };
    let instant = snapshot(database).await.unwrap();
    let mut out = Vec::new();
    let sums = write(&instant, &head, &mut out).await.unwrap();
    instant.rollback().await.unwrap();
    (out, sums)
}

#[tokio::test]
async fn what_one_engine_saved_the_other_gives_back_bit_by_bit() {
    let from = TestDatabase::on_each_engine(&[TABLES]).await;
    for source in &from {
        source.database.write(Rows(2_345)).await.unwrap();
        for target in TestDatabase::on_each_engine(&[TABLES]).await {
            for part in [Part::Data, Part::Keystore] {
                let (dump, sums) = dump_of(&source.database, part).await;
                let (head, reader) = Reader::new(&*dump).unwrap();
                assert_eq!(head.part, part);
                assert_eq!(load(&target.database, part, reader).await.unwrap(), sums);
                assert_eq!(dump_of(&target.database, part).await.1, sums);
                let keys = sums
                    .iter()
                    .filter(|sum| sum.name.starts_with("keystore_"))
                    .count();
                assert_eq!(
                    (part, keys),
                    (part, if part == Part::Keystore { sums.len() } else { 0 })
                );
            }
        }
    }
}

#[tokio::test]
async fn a_table_that_nobody_knows_is_not_restored() {
    for database in TestDatabase::on_each_engine(&[TABLES]).await {
        let lines = [
            r#"{"head":{"layout":1,"part":"data","backup":"b","made_at":0,"program":"0","steps":{}}}"#,
            r#"{"table":{"name":"sqlite_master","columns":[["sql","text"]]}}"#,
        ];
        let text = format!("{}\n", lines.join("\n"));
        let (_, reader) = Reader::new(text.as_bytes()).unwrap();
        let stopped = load(&database.database, Part::Data, reader).await;
        assert!(matches!(stopped, Err(LoadFault::Unknown(name)) if name == "sqlite_master"));
    }
}

async fn small_dump() -> Vec<u8> {
    let all = TestDatabase::on_each_engine(&[TABLES]).await;
    all[0].database.write(Rows(5)).await.unwrap();
    dump_of(&all[0].database, Part::Data).await.0
}

fn read(dump: &[u8]) -> Result<(), Damage> {
    let (_, mut reader) = Reader::new(dump)?;
    while !matches!(reader.next()?, Event::Done(_)) {}
    Ok(())
}

#[tokio::test]
async fn a_row_changed_left_out_or_moved_is_found() {
    let dump = small_dump().await;
    read(&dump).unwrap();
    let lines: Vec<&str> = std::str::from_utf8(&dump).unwrap().lines().collect();
    let whole = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    for number in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(number);
        assert!(read(whole(&without).as_bytes()).is_err(), "without line {number}");
        let mut twice = lines.clone();
        twice.insert(number, lines[number]);
        assert!(read(whole(&twice).as_bytes()).is_err(), "line {number} twice");
    }
    let changed = whole(&lines).replace("Personne-Test 3", "Personne-Test 4");
    assert!(matches!(read(changed.as_bytes()), Err(Damage::Changed(table)) if table == "thing"));
}

#[tokio::test]
async fn a_dump_cut_off_anywhere_is_found() {
    let dump = small_dump().await;
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&(0..dump.len()), |end| {
            prop_assert!(read(&dump[..end]).is_err());
            Ok(())
        })
        .unwrap();
}
