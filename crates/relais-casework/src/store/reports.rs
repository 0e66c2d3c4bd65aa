use jiff::civil::Date;
use relais_kernel::{Id, Mechanism, PublicRef};
use relais_platform::{Corrupt, Failure};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::tables::report as row;
use crate::{
    OrganisationId,
    report::{AnonymousReport, ReportState},
};

fn read(row: &row::Model) -> Result<AnonymousReport, Failure> {
    let report =
        serde_json::from_str(&row.body).map_err(|_| Corrupt::at("anonymous_report", "body", row.id))?;
    Ok(report)
}

/// The report that this lock opens; nothing for a code that was never given.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn report_by_lock<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    lock: &[u8],
) -> Result<Option<AnonymousReport>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::Lock.eq(lock))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .one(rows)
        .await?;
    found.as_ref().map(read).transpose()
}

/// # Errors
/// [`Failure::Missing`] when the organisation was told no such report.
pub async fn report_by_ref<C: ConnectionTrait>(
    rows: &C,
    (mechanism, organisation): (Id<Mechanism>, OrganisationId),
    public_ref: PublicRef,
) -> Result<AnonymousReport, Failure> {
    let found = row::Entity::find_by_id(public_ref.uuid())
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// What an organisation was told, the newest day first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn reports_to<C: ConnectionTrait>(
    rows: &C,
    (mechanism, organisation): (Id<Mechanism>, OrganisationId),
    kinds: &[&str],
    limit: u64,
) -> Result<Vec<AnonymousReport>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .filter(row::Column::Kind.is_in(kinds.iter().copied()))
        .order_by_desc(row::Column::ToldOn)
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// How many of them wait for an answer.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn reports_waiting<C: ConnectionTrait>(
    rows: &C,
    (mechanism, organisation): (Id<Mechanism>, OrganisationId),
    kinds: &[&str],
) -> Result<u64, Failure> {
    Ok(row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .filter(row::Column::Kind.is_in(kinds.iter().copied()))
        .filter(row::Column::State.eq(ReportState::Waiting.code()))
        .count(rows)
        .await?)
}

/// How many were made on a day, whoever they are for.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn reports_on<C: ConnectionTrait>(rows: &C, day: Date) -> Result<u64, Failure> {
    Ok(row::Entity::find()
        .filter(row::Column::ToldOn.eq(day.to_string()))
        .count(rows)
        .await?)
}

/// # Errors
/// [`Failure`] of the store.
pub async fn add_report(scene: &Scene<'_>, new: &AnonymousReport, lock: &[u8]) -> Result<(), Failure> {
    let model = row::ActiveModel {
        mechanism_id: Set(new.mechanism.uuid()),
        organisation_id: Set(new.organisation.uuid()),
        kind: Set(new.kind.code().to_owned()),
        told_on: Set(new.told_on().unwrap_or_default().to_string()),
        lock: Set(lock.to_vec()),
        ..changing(new)?
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// # Errors
/// [`Failure`] of the store.
pub async fn save_report(scene: &Scene<'_>, changed: &AnonymousReport) -> Result<(), Failure> {
    row::Entity::update(changing(changed)?).exec(scene.rows()).await?;
    Ok(())
}

fn changing(report: &AnonymousReport) -> Result<row::ActiveModel, Failure> {
    Ok(row::ActiveModel {
        id: Set(report.public_ref.uuid()),
        state: Set(report.state.code().to_owned()),
        body: Set(serde_json::to_string(report).map_err(|e| Failure::Fault(e.to_string()))?),
        ..Default::default()
    })
}
