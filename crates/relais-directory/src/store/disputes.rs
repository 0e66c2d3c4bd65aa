//! What sources say otherwise than the directory.

use std::collections::{BTreeMap, BTreeSet};

use relais_hsds::Kind;
use relais_kernel::{Id, PublicRef};
use relais_platform::{Corrupt, Failure, stamp, table};
use relais_trust::{Note, Scene};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, sea_query::Expr,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    ServiceId,
    dispute::{About, Dispute},
};

pub(super) const DISPUTES: &str = "
CREATE TABLE IF NOT EXISTS directory_dispute (
  id {id} PRIMARY KEY, about TEXT NOT NULL, record_id {id} NOT NULL, source TEXT NOT NULL, ours TEXT NOT NULL,
  theirs TEXT NOT NULL, found_at {int} NOT NULL, settled_at {int}, taken TEXT);
CREATE INDEX IF NOT EXISTS directory_dispute_by_record ON directory_dispute (record_id, source);
CREATE INDEX IF NOT EXISTS directory_dispute_open ON directory_dispute (settled_at);
";

table!(dispute, "directory_dispute", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub about: String,
    pub record_id: Uuid,
    pub source: String,
    pub ours: String,
    pub theirs: String,
    pub found_at: i64,
    pub settled_at: Option<i64>,
    pub taken: Option<String>,
});

const ENTRY: &str = "entry";

const fn key(about: About) -> (&'static str, Uuid) {
    match about {
        About::Entry(service) => (ENTRY, service.uuid()),
        About::Record(kind, id) => (kind.name(), id),
    }
}

fn read(row: &dispute::Model) -> Result<Dispute, Failure> {
    let broken = |column| Corrupt::at("directory_dispute", column, row.id);
    let about = match row.about.as_str() {
        ENTRY => About::Entry(Id::from_uuid(row.record_id)),
        kind => About::Record(Kind::named(kind).ok_or_else(|| broken("about"))?, row.record_id),
    };
    let taken = row.taken.as_deref().map(serde_json::from_str).transpose();
    Ok(Dispute {
        reference: PublicRef::from_uuid(row.id),
        about,
        source: row.source.clone(),
        ours: serde_json::from_str(&row.ours).map_err(|_| broken("ours"))?,
        theirs: serde_json::from_str(&row.theirs).map_err(|_| broken("theirs"))?,
        found: stamp::from_column(row.found_at, "directory_dispute", "found_at", row.id)?,
        taken: taken.map_err(|_| broken("taken"))?,
    })
}

/// Keeps what a source says otherwise. What it said before and somebody decided about is not asked again; what it no longer
/// says is no longer asked.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn raise(
    scene: &Scene<'_>,
    about: About,
    source: &str,
    ours: &Map<String, Value>,
    mut theirs: Map<String, Value>,
) -> Result<(), Failure> {
    let (rows, (name, record)) = (scene.rows(), key(about));
    for before in of_record(rows, record, source).await? {
        if before.taken.is_some() {
            theirs.retain(|field, value| before.theirs.get(field) != Some(value));
        } else if before.theirs == theirs {
            return Ok(());
        } else {
            dispute::Entity::delete_by_id(before.reference.uuid())
                .exec(rows)
                .await?;
        }
    }
    if theirs.is_empty() {
        return Ok(());
    }
    let ours: Map<String, Value> = theirs
        .keys()
        .map(|field| (field.clone(), ours.get(field).cloned().unwrap_or(Value::Null)))
        .collect();
    let model = dispute::ActiveModel {
        id: Set(PublicRef::new(scene.chance()).uuid()),
        about: Set(name.to_owned()),
        record_id: Set(record),
        source: Set(source.to_owned()),
        ours: Set(Value::Object(ours).to_string()),
        theirs: Set(Value::Object(theirs).to_string()),
        found_at: Set(stamp::to_column(scene.now())),
        settled_at: Set(None),
        taken: Set(None),
    };
    dispute::Entity::insert(model)
        .exec_without_returning(rows)
        .await?;
    Ok(())
}

/// Takes back what a source no longer says otherwise: all of it but about these.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn withdraw_disputes(
    scene: &Scene<'_>,
    source: &str,
    but: &BTreeSet<Uuid>,
) -> Result<(), Failure> {
    for open in open_disputes_of(scene.rows(), source).await? {
        if !but.contains(&key(open.about).1) {
            dispute::Entity::delete_by_id(open.reference.uuid())
                .exec(scene.rows())
                .await?;
        }
    }
    Ok(())
}

async fn of_record<C: ConnectionTrait>(
    rows: &C,
    record: Uuid,
    source: &str,
) -> Result<Vec<Dispute>, Failure> {
    let found = dispute::Entity::find()
        .filter(dispute::Column::RecordId.eq(record))
        .filter(dispute::Column::Source.eq(source))
        .order_by_desc(dispute::Column::SettledAt)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

fn undecided() -> Select<dispute::Entity> {
    dispute::Entity::find()
        .filter(dispute::Column::SettledAt.is_null())
        .order_by_asc(dispute::Column::FoundAt)
        .order_by_asc(dispute::Column::Id)
}

/// Those that nobody has decided about, the oldest first, and how many there are: two packages of the same records may
/// disagree about thousands.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn open_disputes<C: ConnectionTrait>(
    rows: &C,
    most: u64,
) -> Result<(Vec<Dispute>, u64), Failure> {
    let found = undecided().limit(most).all(rows).await?;
    let all = undecided().count(rows).await?;
    Ok((found.iter().map(read).collect::<Result<_, _>>()?, all))
}

/// What one source says otherwise and nobody has decided about.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn open_disputes_of<C: ConnectionTrait>(
    rows: &C,
    source: &str,
) -> Result<Vec<Dispute>, Failure> {
    let of = undecided().filter(dispute::Column::Source.eq(source));
    of.all(rows).await?.iter().map(read).collect()
}

/// How many sources dispute an entry, by entry.
///
/// # Errors
/// [`Failure`] of the store.
pub(super) async fn disputed_entries<C: ConnectionTrait>(
    rows: &C,
) -> Result<BTreeMap<ServiceId, u32>, Failure> {
    let ids: Vec<Uuid> = dispute::Entity::find()
        .select_only()
        .column(dispute::Column::RecordId)
        .filter(dispute::Column::SettledAt.is_null())
        .filter(dispute::Column::About.eq(ENTRY))
        .into_tuple()
        .all(rows)
        .await?;
    let mut all = BTreeMap::new();
    for id in ids {
        *all.entry(Id::from_uuid(id)).or_default() += 1;
    }
    Ok(all)
}

/// Records of which somebody took over what another source says, with what was decided, the last decision last.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn decided<C: ConnectionTrait>(rows: &C) -> Result<Vec<Dispute>, Failure> {
    let found = dispute::Entity::find()
        .filter(dispute::Column::SettledAt.is_not_null())
        .filter(dispute::Column::About.ne(ENTRY))
        .order_by_asc(dispute::Column::SettledAt)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// # Errors
/// [`Failure::Missing`] when there is no such dispute.
pub(crate) async fn dispute_of<C: ConnectionTrait>(
    rows: &C,
    reference: PublicRef,
) -> Result<Dispute, Failure> {
    let found = dispute::Entity::find_by_id(reference.uuid()).one(rows).await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// Somebody has decided.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn settle_dispute(
    scene: &Scene<'_>,
    held: &Dispute,
    taken: &[String],
) -> Result<(), Failure> {
    let list = serde_json::to_string(taken).map_err(|e| Failure::Fault(e.to_string()))?;
    dispute::Entity::update_many()
        .col_expr(
            dispute::Column::SettledAt,
            Expr::value(stamp::to_column(scene.now())),
        )
        .col_expr(dispute::Column::Taken, Expr::value(list))
        .filter(dispute::Column::Id.eq(held.reference.uuid()))
        .exec(scene.rows())
        .await?;
    let (kind, record) = match held.about {
        About::Entry(service) => ("service", service.uuid()),
        About::Record(..) => ("dispute", held.reference.uuid()),
    };
    scene.note(
        Note::new("DisputeSettled")
            .on(kind, record)
            .fact("taken", taken.len())
            .fact("kept", held.theirs.len().saturating_sub(taken.len())),
    );
    Ok(())
}
