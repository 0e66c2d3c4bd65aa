use std::collections::BTreeSet;

use relais_kernel::{Id, Organisation, PublicRef, ShortCode, Timestamp};
use relais_mechanism::DataCategory;
use relais_platform::{Corrupt, Failure, replace, stamp};
use relais_trust::{Protected, Scene, SharedWords, Trust};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::{Deserialize, Serialize};

use super::tables::transfer as row;
use crate::{
    referral::StateKind,
    transfer::{Transfer, TransferKind, TransferState},
};

/// A transfer with what its row adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferRow {
    pub transfer: Transfer,
    pub version: i64,
    pub about: AboutTransfer,
}

/// What stands in clear beside a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutTransfer {
    /// The code of the case: what both sides call the person.
    pub case_code: String,
    /// What the case held when the transfer was asked for, and consent had to open.
    pub categories: BTreeSet<DataCategory>,
    /// It rests on a recorded exception, not on consent.
    pub excepted: bool,
    /// The case as it stood on acceptance, for its former owner.
    pub summary: Option<CaseSummary>,
}

/// What the former owner keeps for some time, read-only: codes and states.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseSummary {
    pub state: String,
    /// Needs as they may stand in clear, with their status.
    pub needs: Vec<(String, String)>,
    pub referrals: Vec<(String, Id<Organisation>, StateKind)>,
}

/// What is written for the other side, and back; sealed for both (names have no place in it before acceptance).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TransferWords {
    pub reason: String,
    pub summary: String,
    pub handover: String,
    pub rejection: String,
}

#[derive(Serialize, Deserialize)]
struct Body {
    transfer: Transfer,
    about: AboutTransfer,
}

impl TransferRow {
    /// What the guard has to know. It stands under the key of the case, because whoever may answer the transfer
    /// changes the case with it.
    pub fn protected(&self) -> Protected {
        let t = &self.transfer;
        Protected::transfer(t.case.uuid(), t.from_org, t.to_org)
    }

    pub(crate) const fn place(&self) -> SharedWords {
        SharedWords {
            table: "transfer",
            record: self.transfer.id.uuid(),
            case: Some(self.transfer.case),
        }
    }
}

fn read(row: &row::Model) -> Result<TransferRow, Failure> {
    let body: Body = serde_json::from_str(&row.body).map_err(|_| Corrupt::at("transfer", "body", row.id))?;
    Ok(TransferRow {
        transfer: body.transfer,
        version: row.version,
        about: body.about,
    })
}

/// The words from a sealed copy.
///
/// # Errors
/// [`Failure`] when the copy cannot be read.
pub(crate) fn words(id: Id<relais_kernel::Transfer>, held: Option<&str>) -> Result<TransferWords, Failure> {
    held.map_or_else(
        || Ok(TransferWords::default()),
        |text| serde_json::from_str(text).map_err(|_| Corrupt::at("sealed_copy", "value", id).into()),
    )
}

/// What messages to both organisations call a transfer. It answers nothing.
pub fn transfer_code(trust: &Trust, transfer: Id<relais_kernel::Transfer>) -> ShortCode {
    trust.short_code("message", transfer.uuid())
}

/// # Errors
/// [`Failure::Missing`] when there is no such transfer.
pub async fn transfer_by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<TransferRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// # Errors
/// [`Failure::Missing`] when there is no such transfer.
pub async fn transfer_of<C: ConnectionTrait>(
    rows: &C,
    id: Id<relais_kernel::Transfer>,
) -> Result<TransferRow, Failure> {
    let found = row::Entity::find_by_id(id.uuid()).one(rows).await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// The transfers of a case, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn transfers_of_case<C: ConnectionTrait>(
    rows: &C,
    case: Id<relais_kernel::Case>,
) -> Result<Vec<TransferRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_desc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// The newest transfers of an organisation, asked of it or by it; at most `limit`.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn transfers_with<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
    limit: u64,
) -> Result<Vec<TransferRow>, Failure> {
    let found = row::Entity::find()
        .filter(
            Condition::any()
                .add(row::Column::FromOrg.eq(organisation.uuid()))
                .add(row::Column::ToOrg.eq(organisation.uuid())),
        )
        .order_by_desc(row::Column::Id)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// The transfers whose time to answer is up.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn transfers_past<C: ConnectionTrait>(
    rows: &C,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Id<relais_kernel::Transfer>>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::State.eq(TransferKind::Requested.code()))
        .filter(row::Column::ExpiresAt.lte(stamp::to_column(now)))
        .limit(limit)
        .all(rows)
        .await?;
    Ok(found.into_iter().map(|row| Id::from_uuid(row.id)).collect())
}

/// # Errors
/// [`Failure`] of the store.
pub async fn add_transfer(scene: &Scene<'_>, new: &TransferRow) -> Result<(), Failure> {
    row::Entity::insert(model(new, 1)?)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// Saves a changed transfer over the version it was made from.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_transfer(scene: &Scene<'_>, changed: &TransferRow) -> Result<(), Failure> {
    replace(
        scene.rows(),
        (row::Column::Id, changed.transfer.id.uuid()),
        (row::Column::Version, changed.version),
        model(changed, changed.version + 1)?,
    )
    .await
}

fn model(of: &TransferRow, version: i64) -> Result<row::ActiveModel, Failure> {
    let t = &of.transfer;
    let (requested, expires, ended) = match t.state {
        TransferState::Draft => (None, None, None),
        TransferState::Requested { at, expires, .. } => (Some(at), Some(expires), None),
        TransferState::Accepted { at, .. }
        | TransferState::Rejected { at, .. }
        | TransferState::Revoked { at }
        | TransferState::Expired { at } => (None, None, Some(at)),
    };
    let at = |moment: Option<Timestamp>| Set(moment.map(stamp::to_column));
    let mut bare = t.clone();
    // The words are sealed beside it.
    (bare.handover, bare.rejection) = (None, None);
    let body = Body {
        transfer: bare,
        about: of.about.clone(),
    };
    Ok(row::ActiveModel {
        id: Set(t.id.uuid()),
        public_ref: Set(t.public_ref.uuid()),
        mechanism_id: Set(t.mechanism.uuid()),
        case_id: Set(t.case.uuid()),
        from_org: Set(t.from_org.uuid()),
        to_org: Set(t.to_org.uuid()),
        state: Set(t.state.kind().code().to_owned()),
        requested_at: at(requested),
        expires_at: at(expires),
        ended_at: at(ended),
        version: Set(version),
        body: Set(serde_json::to_string(&body).map_err(|e| Failure::Fault(e.to_string()))?),
    })
}
