use relais_kernel::{Entropy, PublicRef, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{DueJob, Job};
use crate::{Corrupt, Failure, Slug, queue::Claim, queue::Queue, stamp};

pub(super) const JOBS: Queue = Queue("job");

crate::table!(
    /// A job, waiting or ended.
    row, "job", {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub subject_id: Uuid,
        pub stage: String,
        pub body: String,
        pub due_at: i64,
        pub tries: i32,
        pub last_error: Option<String>,
        pub claimed_until: i64,
        pub ended_at: Option<i64>,
        pub ending: Option<String>,
    }
);

const KEY: [row::Column; 3] = [row::Column::Kind, row::Column::SubjectId, row::Column::Stage];

/// Adds a job in the command's own transaction. A job of the same kind, subject and stage, waiting or ended, is left
/// as it is; true when there was none.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn enqueue(rows: &DatabaseTransaction, job: &Job, chance: &dyn Entropy) -> Result<bool, Failure> {
    let once = OnConflict::columns(KEY).do_nothing().to_owned();
    Ok(insert(rows, job, chance, once).await? > 0)
}

/// Sets the job of this kind, subject and stage to this instant, whatever became of it before: for clocks that are
/// moved. A worker that holds it at this moment no longer ends it.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn rearm(rows: &DatabaseTransaction, job: &Job, chance: &dyn Entropy) -> Result<(), Failure> {
    use row::Column;
    let anew = OnConflict::columns(KEY)
        .update_columns([
            Column::Body,
            Column::DueAt,
            Column::Tries,
            Column::LastError,
            Column::ClaimedUntil,
            Column::EndedAt,
            Column::Ending,
        ])
        .to_owned();
    insert(rows, job, chance, anew).await?;
    Ok(())
}

async fn insert(
    rows: &DatabaseTransaction,
    job: &Job,
    chance: &dyn Entropy,
    conflict: OnConflict,
) -> Result<u64, Failure> {
    let model = row::ActiveModel {
        id: Set(PublicRef::new(chance).uuid()),
        kind: Set(job.kind.to_string()),
        subject_id: Set(job.subject),
        stage: Set(job.stage.to_string()),
        body: Set(serde_json::to_string(&job.ids).map_err(|e| Failure::Fault(e.to_string()))?),
        due_at: Set(stamp::to_column(job.due_at)),
        tries: Set(0),
        last_error: Set(None),
        claimed_until: Set(0),
        ended_at: Set(None),
        ending: Set(None),
    };
    Ok(row::Entity::insert(model)
        .on_conflict(conflict)
        .exec_without_returning(rows)
        .await?)
}

/// Takes back the waiting jobs of this kind about this record, all stages. A worker that holds one can no longer
/// [`finish`](DueJob::finish) it.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn cancel(
    rows: &DatabaseTransaction,
    kind: &Slug,
    subject: Uuid,
    now: Timestamp,
) -> Result<u64, Failure> {
    let ended = row::ActiveModel {
        ended_at: Set(Some(stamp::to_column(now))),
        ending: Set(Some("dropped".into())),
        claimed_until: Set(0),
        ..Default::default()
    };
    let waiting = row::Entity::update_many()
        .set(ended)
        .filter(row::Column::Kind.eq(kind.as_str()))
        .filter(row::Column::SubjectId.eq(subject))
        .filter(row::Column::EndedAt.is_null());
    Ok(waiting.exec(rows).await?.rows_affected)
}

/// Removes what ended before this instant; the worker's housekeeping. A job that was forgotten can be enqueued again.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn forget_ended(rows: &DatabaseTransaction, before: Timestamp) -> Result<u64, Failure> {
    JOBS.forget(rows, before).await
}

/// The first jobs of these kinds that are due and free.
pub(super) async fn due<C: ConnectionTrait>(
    rows: &C,
    kinds: impl IntoIterator<Item = &str>,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<row::Model>, Failure> {
    let now = stamp::to_column(now);
    Ok(row::Entity::find()
        .filter(row::Column::EndedAt.is_null())
        .filter(row::Column::DueAt.lte(now))
        .filter(row::Column::ClaimedUntil.lte(now))
        .filter(row::Column::Kind.is_in(kinds))
        .order_by_asc(row::Column::DueAt)
        .limit(limit)
        .all(rows)
        .await?)
}

impl DueJob {
    pub(super) fn read(model: &row::Model, claim: Claim, now: Timestamp) -> Result<Self, Corrupt> {
        Ok(Self {
            id: PublicRef::from_uuid(model.id),
            job: Job {
                kind: slug(&model.kind, "kind", model.id)?,
                subject: model.subject_id,
                stage: slug(&model.stage, "stage", model.id)?,
                due_at: stamp::from_column(model.due_at, "job", "due_at", model.id)?,
                ids: serde_json::from_str(&model.body).map_err(|_| Corrupt::at("job", "body", model.id))?,
            },
            now,
            claim,
        })
    }
}

pub(super) fn slug(text: &str, column: &'static str, row: Uuid) -> Result<Slug, Corrupt> {
    text.parse().map_err(|_| Corrupt::at("job", column, row))
}
