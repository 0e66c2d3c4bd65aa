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
    /// Pages on which an answer can be given: it was received, or what came of it.
    pub to_answer: Vec<String>,
}

// An organisation of a large country has a third of all cases: its rows are met in the order of their addresses, which
// are drawn by chance, until there are enough. `IS TRUE` keeps SQLite from gathering and sorting them all.
const CASES: &str = "SELECT c.public_ref AS one, c.public_ref AS other, '' AS state FROM case_file c
    WHERE (c.owner_id = (SELECT id FROM organisation WHERE code = 'S02')) IS TRUE ORDER BY c.public_ref LIMIT 200";
const MATCHING: &str = "SELECT c.public_ref AS one, n.public_ref AS other, '' AS state FROM case_need n
    JOIN case_file c ON c.id = n.case_id WHERE (n.status <> 'refused') IS TRUE AND (c.is_open) IS TRUE
    AND (c.owner_id = (SELECT id FROM organisation WHERE code = 'S02')) IS TRUE ORDER BY n.public_ref LIMIT 200";
const TO_SEND: &str = "SELECT r.public_ref AS one, r.public_ref AS other, '' AS state FROM referral r
    WHERE (r.from_org = (SELECT id FROM organisation WHERE code = 'S02')) IS TRUE
    AND (r.state IN ('draft', 'ready')) IS TRUE ORDER BY r.public_ref LIMIT 400";
const TO_ANSWER: &str = "SELECT r.public_ref AS one, r.public_ref AS other, r.state AS state FROM referral r
    WHERE (r.to_org = (SELECT id FROM organisation WHERE code = 'P20')) IS TRUE
    AND (r.state IN ('sent', 'in_service')) IS TRUE ORDER BY r.public_ref LIMIT 400";

/// Two addresses, and the state that says what can be done.
type Found = (String, String, String);

/// # Errors
/// [`Failure`] of the store.
pub async fn samples(trust: &Trust) -> Result<Samples, Failure> {
    let rows = trust.database().reader();
    let alone = |found: Vec<Found>| found.into_iter().map(|(one, ..)| one).collect();
    let matching = pairs(rows, MATCHING).await?;
    let answers = pairs(rows, TO_ANSWER).await?;
    Ok(Samples {
        cases: alone(pairs(rows, CASES).await?),
        matching: matching
            .into_iter()
            .map(|(case, need, _)| format!("/dossiers/{case}/besoins/{need}/services"))
            .collect(),
        to_send: alone(pairs(rows, TO_SEND).await?),
        to_answer: answers.into_iter().map(step).collect(),
    })
}

fn step((referral, _, state): Found) -> String {
    let verb = match state.as_str() {
        "sent" => "acknowledge",
        _ => "record_outcome",
    };
    format!("/referencements/{referral}/etapes/{verb}")
}

async fn pairs(rows: &DatabaseConnection, sql: &str) -> Result<Vec<Found>, Failure> {
    let found = rows
        .query_all_raw(Statement::from_string(rows.get_database_backend(), sql))
        .await?;
    let read = |row: &relais_platform::sea_orm::QueryResult| {
        let shown = |name| Ok::<_, Failure>(PublicRef::from_uuid(row.try_get::<Uuid>("", name)?).to_string());
        Ok::<_, Failure>((shown("one")?, shown("other")?, row.try_get("", "state")?))
    };
    found.iter().map(read).collect()
}
