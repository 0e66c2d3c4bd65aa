use relais_kernel::{Case, Grant, Id, Organisation, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use relais_sealing::{Key, KeyId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr,
};

use super::{KeyClass, entity::grant as row, organisation::LOOKS};
use crate::{Note, Scene, Trust};

/// A case key in the hands of an organisation that holds a live grant.
pub(super) struct CaseKey {
    pub id: KeyId,
    pub key: Key,
}

impl Trust {
    /// Opens the key of a case for an organisation; no live grant answers as missing. A grant may be wrapped anew between two
    /// looks, so it is looked at more than once.
    pub(super) async fn case_key<C: ConnectionTrait>(
        &self,
        rows: &C,
        case: Id<Case>,
        class: KeyClass,
        organisation: Id<Organisation>,
        now: Timestamp,
    ) -> Result<CaseKey, Failure> {
        let mut found = live_grant(rows, case, class, organisation, now).await?;
        for _ in 1..LOOKS {
            let keys = self.keys_of(rows, organisation).await?;
            if let Ok(key) = keys.take(&label(case, class), &found.wrapped) {
                let id = KeyId::from_uuid(found.key_id);
                return Ok(CaseKey { id, key });
            }
            found = live_grant(rows, case, class, organisation, now).await?;
        }
        Err(Corrupt::at("keystore_grant", "wrapped", found.id).into())
    }
}

async fn live_grant<C: ConnectionTrait>(
    rows: &C,
    case: Id<Case>,
    class: KeyClass,
    organisation: Id<Organisation>,
    now: Timestamp,
) -> Result<row::Model, Failure> {
    let now = stamp::to_column(now);
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .filter(row::Column::Class.eq(class.code()))
        .filter(row::Column::EndedAt.is_null())
        .filter(
            Condition::any()
                .add(row::Column::Until.is_null())
                .add(row::Column::Until.gt(now)),
        )
        .one(rows)
        .await?;
    found.ok_or(Failure::Missing)
}

impl Scene<'_> {
    /// Makes the keys of a new case and grants them to its owner.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the owner has no keys.
    pub async fn make_case_keys(&self, case: Id<Case>, owner: Id<Organisation>) -> Result<(), Failure> {
        for class in KeyClass::ALL {
            let fresh = CaseKey {
                id: KeyId::new(self.chance()),
                key: Key::new(self.chance()),
            };
            self.put_grant(case, class, &fresh, owner, None).await?;
        }
        Ok(())
    }

    /// Grants a case key that `from` holds to another organisation, until a date if one is given.
    ///
    /// # Errors
    /// [`Failure::Missing`] when `from` holds no live grant.
    pub async fn grant_case(
        &self,
        case: Id<Case>,
        class: KeyClass,
        from: Id<Organisation>,
        to: Id<Organisation>,
        until: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let key = self
            .trust
            .case_key(self.rows, case, class, from, self.now())
            .await?;
        self.end_case_grant(case, class, to).await?;
        self.put_grant(case, class, &key, to, until).await?;
        self.note(
            Note::new("CaseKeyGranted")
                .on("organisation", to.uuid())
                .case(case)
                .fact("class", class.code()),
        );
        Ok(())
    }

    /// Ends an organisation's grant at once.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn end_case_grant(
        &self,
        case: Id<Case>,
        class: KeyClass,
        organisation: Id<Organisation>,
    ) -> Result<(), Failure> {
        row::Entity::update_many()
            .col_expr(row::Column::EndedAt, Expr::value(stamp::to_column(self.now())))
            .filter(row::Column::CaseId.eq(case.uuid()))
            .filter(row::Column::OrganisationId.eq(organisation.uuid()))
            .filter(row::Column::Class.eq(class.code()))
            .filter(row::Column::EndedAt.is_null())
            .exec(self.rows)
            .await?;
        Ok(())
    }

    async fn put_grant(
        &self,
        case: Id<Case>,
        class: KeyClass,
        key: &CaseKey,
        to: Id<Organisation>,
        until: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let keys = self.trust.keys_of(self.rows, to).await?;
        let wrapped = keys.wrap(&label(case, class), &key.key, self.chance());
        let model = row::ActiveModel {
            id: Set(Id::<Grant>::new(self.now(), self.chance()).uuid()),
            case_id: Set(case.uuid()),
            class: Set(class.code().to_owned()),
            organisation_id: Set(to.uuid()),
            key_id: Set(key.id.uuid()),
            wrapped: Set(wrapped),
            since: Set(stamp::to_column(self.now())),
            until: Set(until.map(stamp::to_column)),
            ended_at: Set(None),
        };
        row::Entity::insert(model)
            .exec_without_returning(self.rows)
            .await?;
        Ok(())
    }
}

pub(super) fn label(case: Id<Case>, class: KeyClass) -> String {
    format!("case {case} {}", class.code())
}
