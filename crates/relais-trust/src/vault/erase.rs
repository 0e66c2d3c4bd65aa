use relais_kernel::{Case, Id};
use relais_platform::Failure;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::entity::{case_words, grant, package, package_key, person_token, sealed_copy, sealed_field};
use crate::{Note, Scene};

impl Scene<'_> {
    /// Destroys the keys of a case, its packages' keys, and everything sealed about it, the words that sender and
    /// receiver keep under their own keys included. Nothing opens it again; the journal keeps that it was.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn destroy_case(&self, case: Id<Case>) -> Result<(), Failure> {
        let id = case.uuid();
        grant::Entity::delete_many()
            .filter(grant::Column::CaseId.eq(id))
            .exec(self.rows)
            .await?;
        self.destroy_packages(id).await?;
        self.destroy_words(id).await?;
        sealed_field::Entity::delete_many()
            .filter(sealed_field::Column::CaseId.eq(id))
            .exec(self.rows)
            .await?;
        person_token::Entity::delete_many()
            .filter(person_token::Column::CaseId.eq(id))
            .exec(self.rows)
            .await?;
        self.note(Note::new("CaseDestroyed").on("case", id).case(case));
        Ok(())
    }

    async fn destroy_packages(&self, case: Uuid) -> Result<(), Failure> {
        let packages: Vec<Uuid> = package::Entity::find()
            .select_only()
            .column(package::Column::Id)
            .filter(package::Column::CaseId.eq(case))
            .into_tuple()
            .all(self.rows)
            .await?;
        package_key::Entity::delete_many()
            .filter(package_key::Column::PackageId.is_in(packages))
            .exec(self.rows)
            .await?;
        package::Entity::delete_many()
            .filter(package::Column::CaseId.eq(case))
            .exec(self.rows)
            .await?;
        Ok(())
    }

    async fn destroy_words(&self, case: Uuid) -> Result<(), Failure> {
        let records: Vec<Uuid> = case_words::Entity::find()
            .select_only()
            .column(case_words::Column::RecordId)
            .filter(case_words::Column::CaseId.eq(case))
            .into_tuple()
            .all(self.rows)
            .await?;
        sealed_copy::Entity::delete_many()
            .filter(sealed_copy::Column::RecordId.is_in(records))
            .exec(self.rows)
            .await?;
        case_words::Entity::delete_many()
            .filter(case_words::Column::CaseId.eq(case))
            .exec(self.rows)
            .await?;
        Ok(())
    }
}
