use relais_platform::{Corrupt, Failure};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};
use serde::Deserialize;

use super::tables::case_file as row;
use crate::{case::Case, code::Code};

/// A case as an earlier version left it.
pub(crate) struct LeftInClear {
    /// Its flags and groups are the exact ones.
    pub case: Case,
    /// Where the person was met; it stood nowhere else.
    pub entry_point: Option<Code>,
}

#[derive(Deserialize)]
struct Body {
    facts: Facts,
}

#[derive(Deserialize)]
struct Facts {
    entry_point: Option<Code>,
}

/// Whether some case still stands as an earlier version wrote it.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn facts_left_in_clear<C: ConnectionTrait>(rows: &C) -> Result<bool, Failure> {
    Ok(waiting().one(rows).await?.is_some())
}

fn waiting() -> Select<row::Entity> {
    // In words, so that the index of what is left answers.
    row::Entity::find().filter(Expr::cust("neutral = FALSE"))
}

/// The next cases that still stand as an earlier version wrote them.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn left_in_clear(scene: &Scene<'_>, limit: u64) -> Result<Vec<LeftInClear>, Failure> {
    let found = waiting()
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .all(scene.rows())
        .await?;
    let read = |row: &row::Model| {
        let damaged = |_| Corrupt::at("case_file", "body", row.id);
        let body: Body = serde_json::from_str(&row.body).map_err(damaged)?;
        Ok(LeftInClear {
            case: super::read(row)?,
            entry_point: body.facts.entry_point,
        })
    };
    found.iter().map(read).collect()
}

/// Writes a case anew, at the version it has: nothing of it changed but how it lies here.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn write_neutral(scene: &Scene<'_>, case: &Case) -> Result<(), Failure> {
    let model = row::ActiveModel {
        id: Set(case.id.uuid()),
        body: Set(serde_json::to_string(case).map_err(|e| Failure::Fault(e.to_string()))?),
        neutral: Set(true),
        ..Default::default()
    };
    row::Entity::update(model).exec(scene.rows()).await?;
    Ok(())
}
