use std::collections::BTreeSet;

use relais_kernel::Id;
use relais_platform::{Corrupt, Failure};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};

use super::{
    KeyClass,
    entity::{grant, organisation_key, sealed_field},
    grant::label,
};
use crate::Trust;

/// How many wrapped keys are looked at in one go.
const ROUND: u64 = 2_000;

/// What of the vault opens with the keys at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeysThatOpen {
    pub organisations: u64,
    pub cases: u64,
    /// Sealed fields of cases for which no wrapped key is there any more: nobody opens them again.
    pub keyless: u64,
}

impl Trust {
    /// Tries every wrapped key of organisations and cases, as a rehearsal of a restore does (security requirements 48 and
    /// 81). No text of a case is opened.
    ///
    /// # Errors
    /// [`Failure::Fault`] that names the first key which does not open.
    pub async fn every_key_opens(&self, rows: &DatabaseTransaction) -> Result<KeysThatOpen, Failure> {
        let organisations: Vec<uuid::Uuid> = organisation_key::Entity::find()
            .select_only()
            .column(organisation_key::Column::OrganisationId)
            .into_tuple()
            .all(rows)
            .await?;
        for organisation in &organisations {
            self.keys_of(rows, Id::from_uuid(*organisation)).await?;
        }
        Ok(KeysThatOpen {
            organisations: organisations.len() as u64,
            cases: self.case_keys_that_open(rows).await?,
            keyless: keyless(rows).await?,
        })
    }

    async fn case_keys_that_open(&self, rows: &DatabaseTransaction) -> Result<u64, Failure> {
        let mut cases = BTreeSet::new();
        let mut last = None;
        loop {
            let mut round = grant::Entity::find().order_by_asc(grant::Column::Id).limit(ROUND);
            if let Some(last) = last {
                round = round.filter(grant::Column::Id.gt(last));
            }
            let round = round.all(rows).await?;
            let Some(end) = round.last() else {
                return Ok(cases.len() as u64);
            };
            last = Some(end.id);
            for row in round {
                self.try_grant(rows, &row).await?;
                cases.insert(row.case_id);
            }
        }
    }

    async fn try_grant(&self, rows: &DatabaseTransaction, row: &grant::Model) -> Result<(), Failure> {
        let damaged = || Corrupt::at("keystore_grant", "wrapped", row.id);
        let class = KeyClass::ALL
            .into_iter()
            .find(|class| class.code() == row.class)
            .ok_or_else(damaged)?;
        let keys = self.keys_of(rows, Id::from_uuid(row.organisation_id)).await?;
        let label = label(Id::from_uuid(row.case_id), class);
        keys.take(&label, &row.wrapped).map_err(|_| damaged())?;
        Ok(())
    }
}

async fn keyless(rows: &DatabaseTransaction) -> Result<u64, Failure> {
    let key = Query::select()
        .expr(Expr::value(1))
        .from(grant::Entity)
        .and_where(
            Expr::col((grant::Entity, grant::Column::CaseId))
                .equals((sealed_field::Entity, sealed_field::Column::CaseId)),
        )
        .and_where(
            Expr::col((grant::Entity, grant::Column::Class))
                .equals((sealed_field::Entity, sealed_field::Column::Class)),
        )
        .to_owned();
    Ok(sealed_field::Entity::find()
        .filter(Expr::exists(key).not())
        .count(rows)
        .await?)
}
