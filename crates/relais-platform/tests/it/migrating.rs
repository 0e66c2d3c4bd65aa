use relais_platform::{MigrateError, Migration, migrate, testing::TestDatabase};

const FIRST: Migration = Migration {
    room: "test",
    number: 1,
    sql: "CREATE TABLE IF NOT EXISTS a (id {id} PRIMARY KEY, told {bool} NOT NULL)",
};
const SECOND: Migration = Migration {
    room: "test",
    number: 2,
    sql: "ALTER TABLE a ADD COLUMN body {blob}",
};

#[tokio::test]
async fn only_missing_steps_are_run() {
    for test in TestDatabase::on_each_engine(&[FIRST]).await {
        assert_eq!(migrate(&test.database, &[FIRST, SECOND]).await.unwrap(), 1);
        assert_eq!(migrate(&test.database, &[FIRST, SECOND]).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    for test in TestDatabase::on_each_engine(&[FIRST, SECOND]).await {
        assert!(matches!(
            migrate(&test.database, &[FIRST]).await,
            Err(MigrateError::Newer { number: 2, .. })
        ));
    }
}
