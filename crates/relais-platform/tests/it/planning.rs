use relais_platform::{Database, own_migrations, testing::TestDatabase};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

async fn asked(database: &Database, sql: &str, column: &str) -> Vec<String> {
    let reader = database.reader();
    let ask = Statement::from_string(reader.get_database_backend(), sql);
    let rows = reader.query_all_raw(ask).await.unwrap();
    rows.iter().map(|row| row.try_get("", column).unwrap()).collect()
}

#[tokio::test]
async fn sqlite_keeps_the_plan_of_a_statement() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        let database = &test.database;
        if database.reader().get_database_backend() != DatabaseBackend::Sqlite {
            continue;
        }
        let options = asked(database, "PRAGMA compile_options", "compile_options").await;
        assert!(
            options.iter().any(|option| option == "ENABLE_QPSG"),
            "built without .cargo/config.toml"
        );
        // Where the question names its part of the table, the index over that part is used.
        let plan = asked(
            database,
            "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE ending = 'given_up' ORDER BY ended_at LIMIT 1",
            "detail",
        )
        .await;
        assert!(
            plan.iter().any(|line| line.contains("outbox_given_up")),
            "{plan:?}"
        );
    }
}
