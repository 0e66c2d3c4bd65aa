use relais_kernel::{Id, Mechanism, PublicRef};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Note, Scene};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::tables::exception;
use crate::{
    CaseId,
    case::Case,
    consent::{ExceptionState, LawfulException, LegalOrder},
};

/// The lawful exceptions recorded on a case.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn exceptions_of<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
) -> Result<Vec<LawfulException>, Failure> {
    let rows = exception_rows(rows, case).await?;
    Ok(rows.into_iter().map(|row| row.exception).collect())
}

/// A lawful exception with the address under which it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionRow {
    pub public_ref: PublicRef,
    pub exception: LawfulException,
}

/// The lawful exceptions recorded on a case with their addresses, oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn exception_rows<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
) -> Result<Vec<ExceptionRow>, Failure> {
    let found = exception::Entity::find()
        .filter(exception::Column::CaseId.eq(case.uuid()))
        .order_by_asc(exception::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

fn read(row: &exception::Model) -> Result<ExceptionRow, Failure> {
    let exception =
        serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_exception", "body", row.id))?;
    Ok(ExceptionRow {
        public_ref: PublicRef::from_uuid(row.public_ref),
        exception,
    })
}

/// The legal orders of a mechanism in these states, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn orders_in<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    states: &[&str],
    limit: u64,
) -> Result<Vec<ExceptionRow>, Failure> {
    let found = exception::Entity::find()
        .filter(exception::Column::MechanismId.eq(mechanism.uuid()))
        .filter(exception::Column::OrderState.is_in(states.iter().copied()))
        .order_by_desc(exception::Column::Id)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// A legal order of a mechanism by its address.
///
/// # Errors
/// [`Failure::Missing`] when there is none.
pub async fn exception_by_ref<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    public_ref: PublicRef,
) -> Result<ExceptionRow, Failure> {
    let found = exception::Entity::find()
        .filter(exception::Column::PublicRef.eq(public_ref.uuid()))
        .filter(exception::Column::MechanismId.eq(mechanism.uuid()))
        .filter(exception::Column::OrderState.is_not_null())
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// Saves a lawful exception, new or decided.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn save_exception(scene: &Scene<'_>, case: &Case, plea: &LawfulException) -> Result<(), Failure> {
    put(scene, case, plea).await?;
    let act = match plea.state() {
        ExceptionState::Requested => "ExceptionRequested",
        ExceptionState::Authorised { .. } => "ExceptionAuthorised",
        ExceptionState::Declined { .. } => "ExceptionDeclined",
        ExceptionState::Reviewed { .. } => "ExceptionReviewed",
    };
    scene.note(note(plea, case, act));
    Ok(())
}

/// Saves the officer's word on a legal order.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn save_order(scene: &Scene<'_>, case: &Case, order: &LawfulException) -> Result<(), Failure> {
    put(scene, case, order).await?;
    let act = match order.order_reviewed_by() {
        Some(_) => "OrderReviewed",
        None => "OrderRefused",
    };
    scene.note(note(order, case, act));
    Ok(())
}

fn note(plea: &LawfulException, case: &Case, act: &str) -> Note {
    Note::new(act)
        .on("exception", plea.id().uuid())
        .case(case.id)
        .purpose(plea.purpose().as_str())
}

async fn put(scene: &Scene<'_>, case: &Case, plea: &LawfulException) -> Result<(), Failure> {
    let found = exception::Entity::find_by_id(plea.id().uuid())
        .one(scene.rows())
        .await?;
    let public_ref = found
        .as_ref()
        .map_or_else(|| PublicRef::new(scene.chance()).uuid(), |row| row.public_ref);
    let model = exception::ActiveModel {
        id: Set(plea.id().uuid()),
        public_ref: Set(public_ref),
        case_id: Set(case.id.uuid()),
        mechanism_id: Set(case.mechanism.uuid()),
        state: Set(state_code(plea.state()).to_owned()),
        order_state: Set(order_code(plea)),
        body: Set(serde_json::to_string(plea).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    if found.is_some() {
        exception::Entity::update(model).exec(scene.rows()).await?;
    } else {
        exception::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
    }
    Ok(())
}

/// What the officer's lists are narrowed by.
fn order_code(plea: &LawfulException) -> Option<String> {
    let order = plea.order()?;
    let over = order == LegalOrder::Waiting && !plea.awaits_officer();
    (!over).then(|| order.code().to_owned())
}

const fn state_code(state: &ExceptionState) -> &'static str {
    match state {
        ExceptionState::Requested => "requested",
        ExceptionState::Authorised { .. } => "authorised",
        ExceptionState::Declined { .. } => "declined",
        ExceptionState::Reviewed { .. } => "reviewed",
    }
}
