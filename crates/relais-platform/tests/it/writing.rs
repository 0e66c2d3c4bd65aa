use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use relais_kernel::Refusal;
use relais_platform::{Database, Failure, Migration, SERIALIZATION, UnitOfWork, testing::TestDatabase};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};

const TABLE: Migration = Migration {
    room: "test",
    number: 1,
    sql: "CREATE TABLE IF NOT EXISTS mark (number {int} PRIMARY KEY)",
};

async fn marks(database: &Database) -> i64 {
    let reader = database.reader();
    let sql = "SELECT COUNT(*) AS n FROM mark";
    let row = reader
        .query_one_raw(Statement::from_string(reader.get_database_backend(), sql))
        .await
        .unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

async fn insert(work: &DatabaseTransaction, number: i64) -> Result<(), Failure> {
    work.execute_unprepared(&format!("INSERT INTO mark (number) VALUES ({number})"))
        .await?;
    Ok(())
}

enum Ending {
    Well,
    Refused,
    Stopped,
}

struct Mark(i64, Ending);

impl UnitOfWork for Mark {
    type Output = i64;

    async fn run(&self, work: &DatabaseTransaction) -> Result<i64, Failure> {
        insert(work, self.0).await?;
        match self.1 {
            Ending::Well => Ok(self.0),
            Ending::Refused => Err(Refusal::new("Test", "non", "no").into()),
            Ending::Stopped => panic!("a fault in one action"),
        }
    }
}

#[tokio::test]
async fn a_refused_action_takes_back_its_own_rows_and_nobody_elses() {
    for test in TestDatabase::on_each_engine(&[TABLE]).await {
        let db = &test.database;
        let all = (0..40).map(|n| async move {
            let ending = if n % 4 == 0 { Ending::Refused } else { Ending::Well };
            db.write(Mark(n, ending)).await.is_ok()
        });
        let done = futures::future::join_all(all).await;
        assert_eq!(done.iter().filter(|ok| **ok).count(), 30);
        assert_eq!(marks(db).await, 30);
    }
}

#[tokio::test]
async fn a_fault_in_one_action_does_not_stop_the_writer() {
    for test in TestDatabase::on_each_engine(&[TABLE]).await {
        let fault = test.database.write(Mark(1, Ending::Stopped)).await;
        assert!(matches!(fault, Err(Failure::Fault(_))));
        assert_eq!(test.database.write(Mark(1, Ending::Well)).await.unwrap(), 1);
    }
}

struct FailsAtFirst(Arc<AtomicU32>);

impl UnitOfWork for FailsAtFirst {
    type Output = u32;

    async fn run(&self, work: &DatabaseTransaction) -> Result<u32, Failure> {
        let tries = self.0.fetch_add(1, Ordering::SeqCst);
        insert(work, i64::from(tries)).await?;
        if tries < 3 {
            Err(Failure::Store(DbErr::Custom(SERIALIZATION.into())))
        } else {
            Ok(tries)
        }
    }
}

#[tokio::test]
async fn a_serialization_failure_runs_the_whole_action_again() {
    for test in TestDatabase::on_each_engine(&[TABLE]).await {
        assert_eq!(
            test.database.write(FailsAtFirst(Arc::default())).await.unwrap(),
            3
        );
        assert_eq!(marks(&test.database).await, 1);
    }
}

#[tokio::test]
async fn readers_cannot_write_on_sqlite() {
    let test = &TestDatabase::on_each_engine(&[TABLE]).await[0];
    assert!(
        test.database
            .reader()
            .execute_unprepared("INSERT INTO mark (number) VALUES (1)")
            .await
            .is_err()
    );
}

#[tokio::test]
async fn two_servers_on_one_postgresql_lose_nothing() {
    for test in TestDatabase::on_each_engine(&[TABLE]).await.into_iter().skip(1) {
        let other = test.again().await;
        let writes = (0..60).map(|n| {
            let db = if n % 2 == 0 {
                test.database.clone()
            } else {
                other.clone()
            };
            async move { db.write(Mark(n, Ending::Well)).await }
        });
        for written in futures::future::join_all(writes).await {
            written.unwrap();
        }
        assert_eq!(marks(&test.database).await, 60);
    }
}
