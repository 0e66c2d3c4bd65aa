use std::sync::Arc;

use relais_kernel::{Id, Organisation};
use relais_platform::{Corrupt, Failure};
use relais_sealing::{Signature, Suite, package as signing};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Condition, Expr, Func, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    super::{
        KeyClass, OrganisationKeys,
        copies::under_cover,
        entity::{grant, package, package_key, person_token, sealed_copy},
        grant as grants, package as packages,
    },
    area::Area,
};
use crate::{Command, Scene};

/// Puts some of what lies under the keys of before under the newest, beginning after a place.
pub(super) struct Renew {
    pub organisation: Id<Organisation>,
    pub area: Area,
    pub after: Option<Vec<u8>>,
    pub piece: u64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Renewed {
    pub renewed: u64,
    pub unreadable: u64,
    /// Where to go on; nothing when this was the last.
    pub next: Option<Vec<u8>>,
}

impl Renewed {
    fn count(&mut self, opened: bool) {
        if opened {
            self.renewed += 1;
        } else {
            self.unreadable += 1;
        }
    }
}

impl Command for Renew {
    type Outcome = Renewed;
    const NAME: &'static str = "RenewOrganisationKeys";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Renewed, Failure> {
        let keys = scene.trust.keys_of(scene.rows, self.organisation).await?;
        match self.area {
            Area::Grants => self.grants(scene, &keys).await,
            Area::Packages => self.packages(scene, &keys).await,
            Area::Signatures => self.signatures(scene, &keys).await,
            Area::Words => self.words(scene, &keys).await,
            Area::Tokens => self.tokens(scene, &keys).await,
        }
    }
}

impl Renew {
    async fn grants(&self, scene: &Scene<'_>, keys: &OrganisationKeys) -> Result<Renewed, Failure> {
        use grant::{ActiveModel, Column, Entity};
        let found = Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation.uuid()))
            .filter(under_others(Column::Wrapped, keys))
            .filter(self.later(Column::Id)?)
            .order_by_asc(Column::Id)
            .limit(self.piece)
            .all(scene.rows)
            .await?;
        let mut done = self.so_far(found.len(), found.last().map(|row| row.id.as_bytes().to_vec()));
        for row in found {
            let class = KeyClass::ALL.into_iter().find(|class| class.code() == row.class);
            let label = class.map(|class| grants::label(Id::from_uuid(row.case_id), class));
            let key = label.and_then(|label| Some((keys.take(&label, &row.wrapped).ok()?, label)));
            done.count(key.is_some());
            if let Some((key, label)) = key {
                let renewed = ActiveModel {
                    id: Set(row.id),
                    wrapped: Set(keys.wrap(&label, &key, scene.chance())),
                    ..Default::default()
                };
                Entity::update(renewed).exec(scene.rows).await?;
            }
        }
        Ok(done)
    }

    /// What was sent to the organisation is wrapped for it from here on: who sent it to the old pair does not matter any more.
    async fn packages(&self, scene: &Scene<'_>, keys: &OrganisationKeys) -> Result<Renewed, Failure> {
        use package_key::{ActiveModel, Column, Entity};
        let found = Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation.uuid()))
            .filter(under_others(Column::Wrapped, keys))
            .filter(self.later(Column::PackageId)?)
            .order_by_asc(Column::PackageId)
            .limit(self.piece)
            .all(scene.rows)
            .await?;
        let last = found.last().map(|row| row.package_id.as_bytes().to_vec());
        let mut done = self.so_far(found.len(), last);
        for row in found {
            let label = packages::label(Id::from_uuid(row.package_id));
            let key = keys.take(&label, &row.wrapped).ok();
            done.count(key.is_some());
            if let Some(key) = key {
                let renewed = ActiveModel {
                    package_id: Set(row.package_id),
                    organisation_id: Set(row.organisation_id),
                    wrapped: Set(keys.wrap(&label, &key, scene.chance())),
                    ..Default::default()
                };
                Entity::update(renewed).exec(scene.rows).await?;
            }
        }
        Ok(done)
    }

    /// Only what carries a good signature gets another one.
    async fn signatures(&self, scene: &Scene<'_>, keys: &Arc<OrganisationKeys>) -> Result<Renewed, Failure> {
        use package::{ActiveModel, Column, Entity};
        let others = Condition::any()
            .add(Column::SignedBy.is_null())
            .add(Column::SignedBy.ne(keys.id().uuid()));
        let found = Entity::find()
            .filter(Column::SenderId.eq(self.organisation.uuid()))
            .filter(others)
            .filter(self.later(Column::Id)?)
            .order_by_asc(Column::Id)
            .limit(self.piece)
            .all(scene.rows)
            .await?;
        let mut done = self.so_far(found.len(), found.last().map(|row| row.id.as_bytes().to_vec()));
        for row in found {
            let opened = scene
                .trust
                .package_bytes(scene.rows, &row, self.organisation)
                .await;
            let bytes = match opened {
                Ok(bytes) => bytes,
                Err(Failure::Corrupt(_) | Failure::Missing) => {
                    done.count(false);
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            done.count(true);
            let signature: Signature = signing::sign(&keys.current.pair, &bytes);
            let renewed = ActiveModel {
                id: Set(row.id),
                signature: Set(signature.to_bytes().to_vec()),
                signed_by: Set(Some(keys.id().uuid())),
                ..Default::default()
            };
            Entity::update(renewed).exec(scene.rows).await?;
        }
        Ok(done)
    }

    async fn words(&self, scene: &Scene<'_>, keys: &OrganisationKeys) -> Result<Renewed, Failure> {
        use sealed_copy::{ActiveModel, Column, Entity};
        let found = Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation.uuid()))
            .filter(under_others(Column::Value, keys))
            .filter(self.later(Column::RecordId)?)
            .order_by_asc(Column::RecordId)
            .limit(self.piece)
            .all(scene.rows)
            .await?;
        let last = found.last().map(|row| row.record_id.as_bytes().to_vec());
        let mut done = self.so_far(found.len(), last);
        for row in found {
            let place = (row.record_id, self.organisation);
            let value = under_cover(keys, place, row.value, scene.chance());
            done.count(value.is_some());
            if let Some(value) = value {
                let renewed = ActiveModel {
                    record_id: Set(row.record_id),
                    organisation_id: Set(row.organisation_id),
                    value: Set(value),
                };
                Entity::update(renewed).exec(scene.rows).await?;
            }
        }
        Ok(done)
    }

    async fn tokens(&self, scene: &Scene<'_>, keys: &OrganisationKeys) -> Result<Renewed, Failure> {
        use person_token::{ActiveModel, Column, Entity};
        let search = keys.search();
        let mut round = Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation.uuid()))
            .filter(Column::Layer.lt(search.top()))
            .order_by_asc(Column::Token)
            .limit(self.piece);
        if let Some(after) = &self.after {
            // Several cases may share the last token: what was raised of them is under all keys already.
            round = round.filter(Column::Token.gte(after.clone()));
        }
        let found = round.all(scene.rows).await?;
        let mut done = self.so_far(found.len(), found.last().map(|row| row.token.clone()));
        for row in found {
            let damaged = || Corrupt::at("person_token", "token", row.case_id);
            let below = row.token.as_slice().try_into().map_err(|_| damaged())?;
            let layer = usize::try_from(row.layer).map_err(|_| damaged())?;
            let raised = ActiveModel {
                organisation_id: Set(row.organisation_id),
                token: Set(search.raised(below, layer).to_vec()),
                case_id: Set(row.case_id),
                kind: Set(row.kind),
                layer: Set(search.top()),
            };
            Entity::delete_by_id((row.organisation_id, row.token, row.case_id))
                .exec(scene.rows)
                .await?;
            Entity::insert(raised).exec_without_returning(scene.rows).await?;
            done.count(true);
        }
        Ok(done)
    }

    /// Beyond the place where the last piece ended.
    fn later(&self, column: impl ColumnTrait) -> Result<Condition, Failure> {
        let Some(after) = &self.after else {
            return Ok(Condition::all());
        };
        let after = Uuid::from_slice(after).map_err(|_| Failure::Fault("a place of another table".into()))?;
        Ok(Condition::all().add(column.gt(after)))
    }

    fn so_far(&self, found: usize, last: Option<Vec<u8>>) -> Renewed {
        Renewed {
            next: last.filter(|_| found as u64 >= self.piece),
            ..Renewed::default()
        }
    }
}

/// Everything sealed begins with its suite and the id of its key; what was sent to a pair has another suite.
fn under_others(column: impl ColumnTrait, keys: &OrganisationKeys) -> SimpleExpr {
    let mut own = vec![Suite::Aes256GcmSiv.byte()];
    own.extend_from_slice(keys.id().as_bytes());
    let length = i32::try_from(own.len()).unwrap_or(i32::MAX);
    let start = Func::cust("substr").args([column.into_expr(), Expr::val(1), Expr::val(length)]);
    SimpleExpr::from(start).ne(own)
}
