use relais_hsds::{Kind, Record};
use relais_platform::Failure;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{documents::remove_documents, publish::OWN, records::read, tables::hsds_record as row};

/// Takes out what packages say of these records, and what hangs on the services among them there: an entry speaks for
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
        let record = read(model)?.record;
        remove(rows, record.kind, record.id).await?;
        if record.kind == Kind::Service {
            take_out_below(rows, record.id).await?;
        }
    }
    Ok(())
}

/// What names a service, and what names its places.
async fn take_out_below<C: ConnectionTrait>(rows: &C, service: Uuid) -> Result<(), Failure> {
    let mut gone = Vec::new();
    let mut above = vec![service];
    while let Some(id) = above.pop() {
        let naming = row::Entity::find()
            .filter(row::Column::Source.ne(OWN))
            .filter(row::Column::Body.like(format!("%{id}%")))
            .all(rows)
            .await?;
        for model in naming {
            let record = read(model)?.record;
            if !hangs_on(&record).contains(&Some(id)) {
                continue;
            }
            remove(rows, record.kind, record.id).await?;
            if record.kind == Kind::ServiceAtLocation {
                above.push(record.id);
                gone.push((record.kind, record.id));
            }
        }
    }
    remove_documents(rows, &gone).await
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

/// Takes out what packages say under an id.
pub(super) async fn remove<C: ConnectionTrait>(rows: &C, kind: Kind, id: Uuid) -> Result<(), Failure> {
    row::Entity::delete_many()
        .filter(row::Column::Source.ne(OWN))
        .filter(row::Column::Kind.eq(kind.name()))
        .filter(row::Column::Id.eq(id))
        .exec(rows)
        .await?;
    Ok(())
}
