use relais_kernel::{Id, Mechanism, PublicRef};
use relais_platform::{Corrupt, Failure, replace};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::tables::{case_file, request as row};
use crate::{CaseId, OrganisationId, request::Request};

/// A request with the address under which it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    pub public_ref: PublicRef,
    pub request: Request,
}

fn read(row: &row::Model) -> Result<RequestRow, Failure> {
    let request = serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_request", "body", row.id))?;
    Ok(RequestRow {
        public_ref: PublicRef::from_uuid(row.public_ref),
        request,
    })
}

/// What was asked about a case, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn requests_of<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Vec<RequestRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_desc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// The requests of a mechanism, those due first before the others; of one organisation's cases alone when it is
/// named.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn requests_in<C: ConnectionTrait>(
    rows: &C,
    (mechanism, owner): (Id<Mechanism>, Option<OrganisationId>),
    open: bool,
    limit: u64,
) -> Result<Vec<RequestRow>, Failure> {
    let mut asked = Condition::all()
        .add(row::Column::MechanismId.eq(mechanism.uuid()))
        .add(row::Column::IsOpen.eq(open));
    if let Some(owner) = owner {
        let own = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::Id)
            .filter(case_file::Column::OwnerId.eq(owner.uuid()));
        asked = asked.add(row::Column::CaseId.in_subquery(own.into_query()));
    }
    let found = row::Entity::find().filter(asked).limit(limit);
    let found = match open {
        true => found
            .order_by_asc(row::Column::DueOn)
            .order_by_asc(row::Column::Id),
        false => found.order_by_desc(row::Column::Id),
    };
    found.all(rows).await?.iter().map(read).collect()
}

/// A request by its address.
///
/// # Errors
/// [`Failure::Missing`] when there is none in this mechanism.
pub async fn request_by_ref<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    public_ref: PublicRef,
) -> Result<RequestRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// Saves a request, new or changed, over the version it was made from. The act notes what happened.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_request(scene: &Scene<'_>, it: &RequestRow) -> Result<(), Failure> {
    let request = &it.request;
    let model = row::ActiveModel {
        id: Set(request.id.uuid()),
        public_ref: Set(it.public_ref.uuid()),
        mechanism_id: Set(request.mechanism.uuid()),
        case_id: Set(request.case.uuid()),
        kind: Set(request.asked.kind.code().to_owned()),
        is_open: Set(request.state.is_open()),
        due_on: Set(request.due.to_string()),
        version: Set(column(request.version)?),
        body: Set(serde_json::to_string(request).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    if request.version == 1 {
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
    } else {
        let before = column(request.version)? - 1;
        replace(
            scene.rows(),
            (row::Column::Id, request.id.uuid()),
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
