use relais_kernel::{PublicRef, Timestamp};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::store::{JOBS, row, slug};
use crate::{Failure, Slug, literal, stamp};

/// A job that fails, or was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobTrouble {
    pub id: PublicRef,
    pub kind: Slug,
    pub subject: Uuid,
    pub stage: Slug,
    pub tries: i32,
    /// The code of the last failure.
    pub error: String,
    /// When it is tried again; `None` when it was given up.
    pub next_try: Option<Timestamp>,
}

/// The jobs in trouble, those that were given up first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn troubled<C: ConnectionTrait>(rows: &C, limit: u64) -> Result<Vec<JobTrouble>, Failure> {
    let failing = Condition::all()
        .add(row::Column::EndedAt.is_null())
        .add(row::Column::LastError.is_not_null());
    let found = row::Entity::find()
        .filter(
            Condition::any()
                .add(failing)
                .add(literal::is(row::Column::Ending, "given_up")),
        )
        .order_by_desc(row::Column::EndedAt.is_not_null())
        .order_by_asc(row::Column::DueAt)
        .limit(limit)
        .all(rows)
        .await?;
    found.into_iter().map(read).collect()
}

fn read(model: row::Model) -> Result<JobTrouble, Failure> {
    let next_try = match model.ended_at {
        None => Some(stamp::from_column(model.due_at, "job", "due_at", model.id)?),
        Some(_) => None,
    };
    Ok(JobTrouble {
        id: PublicRef::from_uuid(model.id),
        kind: slug(&model.kind, "kind", model.id)?,
        subject: model.subject_id,
        stage: slug(&model.stage, "stage", model.id)?,
        tries: model.tries,
        error: model.last_error.unwrap_or_default(),
        next_try,
    })
}

/// Starts a job in trouble anew.
///
/// # Errors
/// [`Failure::Missing`] when it is not in trouble (any more) or is being worked on.
pub async fn retry(rows: &DatabaseTransaction, id: PublicRef, now: Timestamp) -> Result<(), Failure> {
    if JOBS.retry(rows, id.uuid(), now).await? {
        Ok(())
    } else {
        Err(Failure::Missing)
    }
}
