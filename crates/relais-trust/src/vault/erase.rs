use relais_kernel::{Case, Id, Timestamp};
use relais_platform::{Failure, stamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use super::entity::{
    case_words, grant, package, package_key, person_token, sealed_copy, sealed_field, tombstone,
};
use crate::{Note, Scene};

/// That a case was erased: when, and on which basis. It says nothing of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    pub case: Id<Case>,
    pub at: Timestamp,
    /// A code: `request`, `retention`.
    pub basis: String,
}

impl Scene<'_> {
    /// Destroys the keys of a case, its packages' keys, and everything sealed about it, the words that sender and
    /// receiver keep under their own keys included. Nothing opens it again; the journal keeps that it was, and a
    /// tombstone among the keys lets a restore do it again.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn destroy_case(&self, case: Id<Case>, basis: &str) -> Result<(), Failure> {
        bury(self.rows, case).await?;
        let stone = tombstone::ActiveModel {
            case_id: Set(case.uuid()),
            at: Set(stamp::to_column(self.now())),
            basis: Set(basis.to_owned()),
        };
        let mut once = OnConflict::column(tombstone::Column::CaseId);
        tombstone::Entity::insert(stone)
            .on_conflict(once.do_nothing().to_owned())
            .exec_without_returning(self.rows)
            .await?;
        self.note(
            Note::new("CaseDestroyed")
                .on("case", case.uuid())
                .case(case)
                .fact("basis", basis),
        );
        Ok(())
    }
}

/// Every case that was erased, oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn tombstones<C: ConnectionTrait>(rows: &C) -> Result<Vec<Tombstone>, Failure> {
    let found = tombstone::Entity::find()
        .order_by_asc(tombstone::Column::At)
        .order_by_asc(tombstone::Column::CaseId)
        .all(rows)
        .await?;
    let read = |row: tombstone::Model| {
        Ok(Tombstone {
            case: Id::from_uuid(row.case_id),
            at: stamp::from_column(row.at, "keystore_tombstone", "at", row.case_id)?,
            basis: row.basis,
        })
    };
    found.into_iter().map(read).collect()
}

/// Deletes the keys of a case and everything sealed about it, without a word in the journal: for a restore, which
/// does again what stands there. [`Scene::destroy_case`] is what people do.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn bury(rows: &DatabaseTransaction, case: Id<Case>) -> Result<(), Failure> {
    let id = case.uuid();
    grant::Entity::delete_many()
        .filter(grant::Column::CaseId.eq(id))
        .exec(rows)
        .await?;
    destroy_packages(rows, id).await?;
    destroy_words(rows, id).await?;
    sealed_field::Entity::delete_many()
        .filter(sealed_field::Column::CaseId.eq(id))
        .exec(rows)
        .await?;
    person_token::Entity::delete_many()
        .filter(person_token::Column::CaseId.eq(id))
        .exec(rows)
        .await?;
    Ok(())
}

async fn destroy_packages(rows: &DatabaseTransaction, case: Uuid) -> Result<(), Failure> {
    let packages: Vec<Uuid> = package::Entity::find()
        .select_only()
        .column(package::Column::Id)
        .filter(package::Column::CaseId.eq(case))
        .into_tuple()
        .all(rows)
        .await?;
    package_key::Entity::delete_many()
        .filter(package_key::Column::PackageId.is_in(packages))
        .exec(rows)
        .await?;
    package::Entity::delete_many()
        .filter(package::Column::CaseId.eq(case))
        .exec(rows)
        .await?;
    Ok(())
}

async fn destroy_words(rows: &DatabaseTransaction, case: Uuid) -> Result<(), Failure> {
    let records: Vec<Uuid> = case_words::Entity::find()
        .select_only()
        .column(case_words::Column::RecordId)
        .filter(case_words::Column::CaseId.eq(case))
        .into_tuple()
        .all(rows)
        .await?;
    sealed_copy::Entity::delete_many()
        .filter(sealed_copy::Column::RecordId.is_in(records))
        .exec(rows)
        .await?;
    case_words::Entity::delete_many()
        .filter(case_words::Column::CaseId.eq(case))
        .exec(rows)
        .await?;
    Ok(())
}
