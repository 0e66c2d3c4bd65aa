use relais_hsds::{Kind, Record};
use relais_platform::Failure;
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    documents::{put_changed_documents, remove_documents},
    records::{owned, put_records, remove_records},
    take_over::take_over,
};
use crate::{
    Organisation, Vocabulary,
    hsds::{Said, documents, records_of},
    store::{ServiceRow, services::read, tables::service as row},
};

/// The source of records that are made of the directory's own entries.
pub const OWN: &str = "relais";

/// Entries that changed since they were last published, and may be; some at a time.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn entries_to_publish<C: ConnectionTrait>(
    rows: &C,
    limit: u64,
) -> Result<Vec<ServiceRow>, Failure> {
    let due = Condition::any()
        .add(row::Column::Published.is_null())
        .add(Expr::col(row::Column::Published).ne(Expr::col(row::Column::Version)));
    let found = row::Entity::find()
        .filter(row::Column::Visibility.eq(crate::Visibility::Public.code()))
        .filter(row::Column::State.is_not_in(["draft", "verified"]))
        .filter(due)
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// Whether an entry waits to be published.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn anything_to_publish<C: ConnectionTrait>(rows: &C) -> Result<bool, Failure> {
    Ok(!entries_to_publish(rows, 1).await?.is_empty())
}

/// Writes what the public reads of an entry, in the transaction of whoever calls.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn publish(
    scene: &Scene<'_>,
    entry: &ServiceRow,
    organisation: Option<&Organisation>,
    words: &Vocabulary,
    mechanism: &str,
) -> Result<(), Failure> {
    let rows = scene.rows();
    let Some(organisation) = organisation else {
        return mark(scene, &entry.service, Some(entry.version)).await;
    };
    let said = Said {
        words,
        mechanism,
        organisation,
        service: &entry.service,
        modified: scene.now(),
    };
    let records = records_of(&said);
    let owner = entry.service.public_ref.uuid();
    let (shared, own): (Vec<Record>, Vec<Record>) = records.iter().cloned().partition(is_shared);
    take_over(rows, &records).await?;
    remove_records(rows, OWN, owner).await?;
    put_records(rows, OWN, owner, &own).await?;
    for record in shared {
        remove_records(rows, OWN, record.id).await?;
        put_records(rows, OWN, record.id, &[record]).await?;
    }
    put_changed_documents(rows, documents(&records)).await?;
    mark(scene, &entry.service, Some(entry.version)).await
}

async fn mark(scene: &Scene<'_>, service: &crate::Service, version: Option<i64>) -> Result<(), Failure> {
    let model = row::ActiveModel {
        id: Set(service.id.uuid()),
        published: Set(version),
        ..Default::default()
    };
    row::Entity::update(model).exec(scene.rows()).await?;
    Ok(())
}

/// Several entries name these; they stay when one of them goes.
fn is_shared(record: &Record) -> bool {
    matches!(
        record.kind,
        Kind::Organization | Kind::Taxonomy | Kind::TaxonomyTerm | Kind::Unit
    )
}

/// Takes out of the public's sight whatever was published of an entry, and its organisation when nothing else of it is
/// public.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn withdraw(scene: &Scene<'_>, service: &crate::Service) -> Result<(), Failure> {
    let rows = scene.rows();
    let owner = service.public_ref.uuid();
    let held = owned(rows, OWN, owner).await?;
    if held.is_empty() {
        return Ok(());
    }
    let organisation = held.iter().find_map(|record| match record.kind {
        Kind::Service => record.link("organization_id"),
        _ => None,
    });
    let mut gone: Vec<(Kind, Uuid)> = held.iter().map(|record| (record.kind, record.id)).collect();
    gone.retain(|(kind, _)| kind.is_root());
    remove_records(rows, OWN, owner).await?;
    mark(scene, service, None).await?;
    let others = row::Entity::find()
        .filter(row::Column::OrganisationId.eq(service.organisation.uuid()))
        .filter(row::Column::Published.is_not_null())
        .one(rows)
        .await?;
    if let (None, Some(organisation)) = (others, organisation) {
        remove_records(rows, OWN, organisation).await?;
        gone.push((Kind::Organization, organisation));
    }
    remove_documents(rows, &gone).await
}

/// What an organisation says changed: its entries are due again.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn publish_again(
    scene: &Scene<'_>,
    organisation: crate::OrganisationId,
) -> Result<(), Failure> {
    row::Entity::update_many()
        .col_expr(row::Column::Published, Expr::value(0))
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .filter(row::Column::Published.is_not_null())
        .exec(scene.rows())
        .await?;
    Ok(())
}
