//! Notices to erase: one for each organisation that was given something of an erased case.

use relais_kernel::{Case, Entropy, Id, Mechanism, Organisation, PublicRef, Timestamp};
use relais_mechanism::Definition;
use relais_platform::{Corrupt, Failure, replace, stamp};
use relais_trust::Protected;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::{ReferralRow, tables::notice as row};
use crate::notice::{ErasureNotice, NoticeId, NoticeState};

/// A notice with the address under which it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    pub public_ref: PublicRef,
    pub notice: ErasureNotice,
}

impl NoticeRow {
    /// What the guard has to know: the holder stands to it as the receiver of what it was given, the owner as its
    /// sender.
    pub fn protected(&self) -> Protected {
        let n = &self.notice;
        Protected::referral(n.referral, n.owner, n.holder, "none").within(n.mechanism)
    }
}

fn read(row: &row::Model) -> Result<NoticeRow, Failure> {
    let notice =
        serde_json::from_str(&row.body).map_err(|_| Corrupt::at("erasure_notice", "body", row.id))?;
    Ok(NoticeRow {
        public_ref: PublicRef::from_uuid(row.public_ref),
        notice,
    })
}

/// Whose notices are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those that an organisation has to confirm.
    Holder(Id<Organisation>),
    /// Those about cases that an organisation had.
    Owner(Id<Organisation>),
    Everybody,
}

/// Notices of a mechanism: those that are awaited by their day, those that are confirmed newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn notices_in<C: ConnectionTrait>(
    rows: &C,
    (mechanism, whose): (Id<Mechanism>, Whose),
    awaited: bool,
    limit: u64,
) -> Result<Vec<NoticeRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::IsOpen.eq(awaited));
    let found = match whose {
        Whose::Holder(of) => found.filter(row::Column::HolderId.eq(of.uuid())),
        Whose::Owner(of) => found.filter(row::Column::OwnerId.eq(of.uuid())),
        Whose::Everybody => found,
    };
    let found = match awaited {
        true => found.order_by_asc(row::Column::DueAt),
        false => found.order_by_desc(row::Column::DueAt),
    };
    let found = found.limit(limit).all(rows).await?;
    found.iter().map(read).collect()
}

/// Who was told about an erased case, in the order of telling.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn notices_of_case<C: ConnectionTrait>(
    rows: &C,
    case: Id<Case>,
) -> Result<Vec<NoticeRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// What one organisation was told about one case; nothing while the case is there.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn notice_to<C: ConnectionTrait>(
    rows: &C,
    case: Id<Case>,
    holder: Id<Organisation>,
) -> Result<Option<NoticeRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .filter(row::Column::HolderId.eq(holder.uuid()))
        .one(rows)
        .await?;
    found.as_ref().map(read).transpose()
}

/// A notice by its address.
///
/// # Errors
/// [`Failure::Missing`] when there is none.
pub async fn notice_by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<NoticeRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// Writes down that the receiver of a referral was told to erase what it was given: once for each organisation, however
/// many referrals it had of the case.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn tell(
    rows: &DatabaseTransaction,
    sent: &ReferralRow,
    owner: Id<Organisation>,
    definition: &Definition,
    (now, chance): (Timestamp, &dyn Entropy),
) -> Result<(), Failure> {
    let r = &sent.referral;
    if notice_to(rows, r.case, r.to_org).await?.is_some() {
        return Ok(());
    }
    let within = definition.case.deadlines.recall_confirmation;
    let it = NoticeRow {
        public_ref: PublicRef::new(chance),
        notice: ErasureNotice {
            id: NoticeId::new(now, chance),
            case: r.case,
            mechanism: r.mechanism,
            owner,
            holder: r.to_org,
            referral: r.id,
            told_at: now,
            due: within.after(now, &definition.calendar),
            state: NoticeState::Awaited,
            version: 1,
        },
    };
    row::Entity::insert(model(&it)?)
        .exec_without_returning(rows)
        .await?;
    Ok(())
}

/// Saves a changed notice over the version that it was made from.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_notice(rows: &DatabaseTransaction, changed: &NoticeRow) -> Result<(), Failure> {
    let before = column(changed.notice.version)? - 1;
    replace(
        rows,
        (row::Column::Id, changed.notice.id.uuid()),
        (row::Column::Version, before),
        model(changed)?,
    )
    .await
}

fn model(it: &NoticeRow) -> Result<row::ActiveModel, Failure> {
    let n = &it.notice;
    Ok(row::ActiveModel {
        id: Set(n.id.uuid()),
        public_ref: Set(it.public_ref.uuid()),
        mechanism_id: Set(n.mechanism.uuid()),
        case_id: Set(n.case.uuid()),
        owner_id: Set(n.owner.uuid()),
        holder_id: Set(n.holder.uuid()),
        is_open: Set(n.is_awaited()),
        due_at: Set(stamp::to_column(n.due)),
        version: Set(column(n.version)?),
        body: Set(serde_json::to_string(n).map_err(|e| Failure::Fault(e.to_string()))?),
    })
}

fn column(version: u64) -> Result<i64, Failure> {
    i64::try_from(version).map_err(|_| Failure::Fault("version".into()))
}
