//! Addresses to measure with: of cases and referrals of a demonstration, drawn evenly from what there is.

use relais_kernel::PublicRef;
use relais_platform::{
    Failure,
    sea_orm::{ConnectionTrait, DatabaseConnection, Statement},
};
use relais_trust::Trust;
use serde::Serialize;
use uuid::Uuid;

/// What a client can ask a filled demonstration for, as `gestionnaire@`, `envoi@` and `soudure@`.
#[derive(Debug, Serialize)]
pub struct Samples {
    pub cases: Vec<String>,
    /// Pages with the services for a need.
    pub matching: Vec<String>,
    /// Drafts that can be sent.
    pub to_send: Vec<String>,
    /// Referrals that can be acknowledged.
    pub to_answer: Vec<String>,
}

const CASES: &str = "SELECT c.public_ref AS one, c.public_ref AS other FROM case_file c
    JOIN organisation o ON o.id = c.owner_id WHERE o.code = 'S02' ORDER BY c.code LIMIT 200";
const MATCHING: &str = "SELECT c.public_ref AS one, n.public_ref AS other FROM case_file c
    JOIN organisation o ON o.id = c.owner_id JOIN case_need n ON n.case_id = c.id
    WHERE o.code = 'S02' AND c.is_open AND n.status <> 'refused' ORDER BY c.code LIMIT 200";
const TO_SEND: &str = "SELECT r.public_ref AS one, r.public_ref AS other FROM referral r
    JOIN organisation o ON o.id = r.from_org WHERE o.code = 'S02' AND r.state IN ('draft', 'ready')
    ORDER BY r.public_ref LIMIT 400";
const TO_ANSWER: &str = "SELECT r.public_ref AS one, r.public_ref AS other FROM referral r
    JOIN organisation o ON o.id = r.to_org WHERE o.code = 'P20' AND r.state = 'sent' ORDER BY r.public_ref LIMIT 400";

/// # Errors
/// [`Failure`] of the store.
pub async fn samples(trust: &Trust) -> Result<Samples, Failure> {
    let rows = trust.database().reader();
    let alone = |found: Vec<(String, String)>| found.into_iter().map(|(one, _)| one).collect();
    let matching = pairs(rows, MATCHING).await?;
    Ok(Samples {
        cases: alone(pairs(rows, CASES).await?),
        matching: matching
            .into_iter()
            .map(|(case, need)| format!("/dossiers/{case}/besoins/{need}/services"))
            .collect(),
        to_send: alone(pairs(rows, TO_SEND).await?),
        to_answer: alone(pairs(rows, TO_ANSWER).await?),
    })
}

async fn pairs(rows: &DatabaseConnection, sql: &str) -> Result<Vec<(String, String)>, Failure> {
    let found = rows
        .query_all_raw(Statement::from_string(rows.get_database_backend(), sql))
        .await?;
    let read = |row: &relais_platform::sea_orm::QueryResult| {
        let shown = |name| Ok::<_, Failure>(PublicRef::from_uuid(row.try_get::<Uuid>("", name)?).to_string());
        Ok::<_, Failure>((shown("one")?, shown("other")?))
    };
    found.iter().map(read).collect()
}
