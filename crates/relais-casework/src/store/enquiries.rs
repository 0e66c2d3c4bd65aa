use relais_kernel::{Id, Mechanism, PublicRef};
use relais_platform::{Corrupt, Failure, replace};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::tables::enquiry as row;
use crate::{CaseId, OrganisationId, enquiry::Enquiry};

/// An enquiry with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnquiryRow {
    pub public_ref: PublicRef,
    pub enquiry: Enquiry,
}

/// Whose enquiries a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnquiriesOf {
    /// Those that a body asked.
    Asking(OrganisationId),
    /// Those that an organisation was asked.
    Asked(OrganisationId),
    All,
}

fn read(row: &row::Model) -> Result<EnquiryRow, Failure> {
    let enquiry = serde_json::from_str(&row.body).map_err(|_| Corrupt::at("data_enquiry", "body", row.id))?;
    Ok(EnquiryRow {
        public_ref: PublicRef::from_uuid(row.public_ref),
        enquiry,
    })
}

/// The enquiries of a mechanism: those that wait, the first due before the others, or those that ended, newest first.
/// Without `open` all of them, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn enquiries_in<C: ConnectionTrait>(
    rows: &C,
    (mechanism, of): (Id<Mechanism>, EnquiriesOf),
    open: Option<bool>,
    limit: u64,
) -> Result<Vec<EnquiryRow>, Failure> {
    let mut asked = Condition::all().add(row::Column::MechanismId.eq(mechanism.uuid()));
    asked = match of {
        EnquiriesOf::Asking(from) => asked.add(row::Column::FromOrg.eq(from.uuid())),
        EnquiriesOf::Asked(to) => asked.add(row::Column::ToOrg.eq(to.uuid())),
        EnquiriesOf::All => asked,
    };
    if let Some(open) = open {
        asked = asked.add(row::Column::IsOpen.eq(open));
    }
    let found = row::Entity::find().filter(asked).limit(limit);
    let found = match open {
        Some(true) => found
            .order_by_asc(row::Column::DueOn)
            .order_by_asc(row::Column::Id),
        _ => found.order_by_desc(row::Column::Id),
    };
    found.all(rows).await?.iter().map(read).collect()
}

/// What an organisation has not been done with, in every mechanism.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn enquiries_owed_by<C: ConnectionTrait>(
    rows: &C,
    to: OrganisationId,
) -> Result<Vec<EnquiryRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::ToOrg.eq(to.uuid()))
        .filter(row::Column::IsOpen.eq(true))
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// What bodies behind the firewall were told of a case, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn enquiries_told_of<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
) -> Result<Vec<EnquiryRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_desc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// # Errors
/// [`Failure::Missing`] when there is none in this mechanism.
pub async fn enquiry_by_ref<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    public_ref: PublicRef,
) -> Result<EnquiryRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// Saves an enquiry, new or changed, over the version it was made from. The act notes what happened.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_enquiry(scene: &Scene<'_>, it: &EnquiryRow) -> Result<(), Failure> {
    let enquiry = &it.enquiry;
    let model = row::ActiveModel {
        id: Set(enquiry.id.uuid()),
        public_ref: Set(it.public_ref.uuid()),
        mechanism_id: Set(enquiry.mechanism.uuid()),
        from_org: Set(enquiry.from.uuid()),
        to_org: Set(enquiry.to.uuid()),
        case_id: Set(enquiry.told_of().map(|case| case.uuid())),
        is_open: Set(enquiry.state.is_open()),
        due_on: Set(enquiry.due.to_string()),
        version: Set(column(enquiry.version)?),
        body: Set(serde_json::to_string(enquiry).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    if enquiry.version == 1 {
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
    } else {
        let before = column(enquiry.version)? - 1;
        replace(
            scene.rows(),
            (row::Column::Id, enquiry.id.uuid()),
            (row::Column::Version, before),
            model,
        )
        .await?;
    }
    Ok(())
}

fn column(version: u64) -> Result<i64, Failure> {
    i64::try_from(version).map_err(|_| Failure::Fault("version".into()))
}
