//! Whether a demonstration has its history: so that a second start adds nothing, and one that was interrupted is seen.

use relais_platform::{
    Failure, Migration, UnitOfWork,
    sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value},
    stamp,
};
use relais_trust::Trust;

use super::Scale;

pub const HISTORY: Migration = Migration {
    room: "program",
    number: 2,
    sql: "CREATE TABLE IF NOT EXISTS demo_history (
        id INTEGER PRIMARY KEY, seed {int} NOT NULL, cases {int} NOT NULL, referrals {int} NOT NULL,
        began_at {int} NOT NULL, ended_at {int}, personas TEXT NOT NULL);",
};

/// The history that a demonstration has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// It came to its end.
    pub whole: bool,
    /// The case codes of the personas, in their order.
    pub personas: Vec<String>,
}

/// # Errors
/// [`Failure`] of the store.
pub async fn held(trust: &Trust) -> Result<Option<Held>, Failure> {
    let rows = trust.database().reader();
    let ask = "SELECT ended_at, personas FROM demo_history WHERE id = 1";
    let ask = Statement::from_string(rows.get_database_backend(), ask);
    let Some(row) = rows.query_one_raw(ask).await? else {
        return Ok(None);
    };
    let personas: String = row.try_get("", "personas")?;
    Ok(Some(Held {
        whole: row.try_get::<Option<i64>>("", "ended_at")?.is_some(),
        personas: personas.split_whitespace().map(str::to_owned).collect(),
    }))
}

/// # Errors
/// [`Failure`] of the store.
pub async fn totals(trust: &Trust) -> Result<Scale, Failure> {
    let rows = trust.database().reader();
    let mut counts = [0; 2];
    for (count, table) in counts.iter_mut().zip(["case_file", "referral"]) {
        let ask = format!("SELECT count(*) AS counted FROM {table}");
        let ask = Statement::from_string(rows.get_database_backend(), ask);
        if let Some(row) = rows.query_one_raw(ask).await? {
            *count = usize::try_from(row.try_get::<i64>("", "counted")?).unwrap_or(0);
        }
    }
    let [cases, referrals] = counts;
    Ok(Scale { cases, referrals })
}

/// Notes that a history is being made.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn begin(trust: &Trust, seed: u64, (cases, referrals): (usize, usize)) -> Result<(), Failure> {
    let numbers =
        [seed, cases as u64, referrals as u64].map(|n| Value::from(i64::try_from(n).unwrap_or(i64::MAX)));
    let [seed, cases, referrals] = numbers;
    let now = stamp::to_column(trust.now()).into();
    trust
        .database()
        .write(Write {
            sql: "INSERT INTO demo_history (id, seed, cases, referrals, began_at, personas) VALUES (1, $1, $2, $3, $4, '')",
            values: vec![seed, cases, referrals, now],
        })
        .await
}

/// Notes that it came to its end.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn end(trust: &Trust, personas: &[String]) -> Result<(), Failure> {
    let now = stamp::to_column(trust.now()).into();
    trust
        .database()
        .write(Write {
            sql: "UPDATE demo_history SET ended_at = $1, personas = $2 WHERE id = 1",
            values: vec![now, personas.join(" ").into()],
        })
        .await
}

struct Write {
    sql: &'static str,
    values: Vec<Value>,
}

impl UnitOfWork for Write {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        let statement =
            Statement::from_sql_and_values(rows.get_database_backend(), self.sql, self.values.clone());
        rows.execute_raw(statement).await?;
        Ok(())
    }
}
