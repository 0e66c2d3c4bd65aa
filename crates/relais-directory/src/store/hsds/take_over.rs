use std::collections::HashSet;

use relais_hsds::{Kind, Record};
use relais_platform::Failure;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    documents::remove_documents,
    publish::OWN,
    records::{read, records_from},
    tables::hsds_record as row,
};
use crate::hsds::betraying;

/// Takes out what packages say of these records, and what would tell of the services among them there: an entry speaks for
/// itself. The next import of the package tells what it says otherwise.
///
/// # Errors
/// [`Failure`] of the store.
pub(super) async fn take_over<C: ConnectionTrait>(rows: &C, records: &[Record]) -> Result<(), Failure> {
    let ids = records.iter().map(|record| record.id);
    let found = row::Entity::find()
        .filter(row::Column::Source.ne(OWN))
        .filter(row::Column::Id.is_in(ids))
        .all(rows)
        .await?;
    let ours = |model: &row::Model| {
        records
            .iter()
            .any(|record| record.id == model.id && record.kind.name() == model.kind)
    };
    for model in found.into_iter().filter(ours) {
        let held = read(model)?;
        match held.record.kind {
            Kind::Service => take_out(rows, &held.source, held.record.id).await?,
            kind => remove(rows, kind, held.record.id).await?,
        }
    }
    Ok(())
}

/// Takes a service of a source out, with all that would tell of it there.
///
/// # Errors
/// [`Failure`] of the store.
pub(super) async fn take_out<C: ConnectionTrait>(
    rows: &C,
    source: &str,
    service: Uuid,
) -> Result<(), Failure> {
    let all = records_from(rows, source).await?;
    let records: Vec<Record> = all.into_iter().map(|held| held.record).collect();
    let gone: Vec<(Kind, Uuid)> = betraying(&records, &HashSet::from([service]))
        .into_iter()
        .collect();
    for (kind, id) in &gone {
        remove(rows, *kind, *id).await?;
    }
    let documents: Vec<_> = gone.into_iter().filter(|(kind, _)| kind.is_root()).collect();
    remove_documents(rows, &documents).await
}

/// The service, the service at one of its places, or the subject that a record says something of.
pub(crate) fn hangs_on(record: &Record) -> [Option<Uuid>; 3] {
    let subject = record.subject().map(|(_, subject)| subject);
    [
        record.link("service_id"),
        record.link("service_at_location_id"),
        subject,
    ]
}

async fn remove<C: ConnectionTrait>(rows: &C, kind: Kind, id: Uuid) -> Result<(), Failure> {
    row::Entity::delete_many()
        .filter(row::Column::Source.ne(OWN))
        .filter(row::Column::Kind.eq(kind.name()))
        .filter(row::Column::Id.eq(id))
        .exec(rows)
        .await?;
    Ok(())
}
