use relais_kernel::{Id, PublicRef, ShortCode, User};
use relais_platform::{Corrupt, Failure, replace, stamp};
use relais_trust::{Permit, Protected, Scene};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::tables::{case_file as row, holder};
use crate::{
    CaseId, OrganisationId, UserId,
    case::{Case, CaseState, Due},
};

/// A case with those who are named on its annexes: what the guard has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    pub case: Case,
    /// Those who may open the survivor-critical annexes (DP-12).
    pub holders: Vec<UserId>,
}

impl CaseRow {
    pub fn protected(&self) -> Protected {
        let case = &self.case;
        let protected = Protected::case(case.id, case.owner, [], self.holders.iter().copied())
            .within(case.mechanism)
            .barred(case.barred);
        if case.is_with_the_first_line() {
            protected.taken_down_by(case.identified_by)
        } else {
            protected
        }
    }

    pub fn is_held_by(&self, user: Option<Id<User>>) -> bool {
        user.is_some_and(|user| self.holders.contains(&user))
    }
}

/// # Errors
/// [`Failure::Missing`] when there is no such case.
pub async fn case_by_ref<C: ConnectionTrait>(rows: &C, public_ref: PublicRef) -> Result<CaseRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    not_erased(with_holders(rows, found).await?)
}

/// An erased case has no address and no code any more.
fn not_erased(row: CaseRow) -> Result<CaseRow, Failure> {
    match row.case.state {
        CaseState::Erased { .. } => Err(Failure::Missing),
        _ => Ok(row),
    }
}

/// Whether anybody is in the care of this organisation.
pub(crate) async fn has_open_cases<C: ConnectionTrait>(
    rows: &C,
    owner: OrganisationId,
) -> Result<bool, Failure> {
    let found = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::OwnerId.eq(owner.uuid()))
        .filter(row::Column::IsOpen.eq(true))
        .into_tuple::<uuid::Uuid>()
        .one(rows)
        .await?;
    Ok(found.is_some())
}

/// One of an organisation's own cases by the code that people read.
///
/// # Errors
/// [`Failure::Missing`] when the organisation has no such case.
pub async fn case_by_code<C: ConnectionTrait>(
    rows: &C,
    owner: OrganisationId,
    code: ShortCode,
) -> Result<CaseRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::Code.eq(code.to_string()))
        .filter(row::Column::OwnerId.eq(owner.uuid()))
        .one(rows)
        .await?;
    not_erased(with_holders(rows, found).await?)
}

/// A case of any organisation by its code; the caller asks the guard before it says that it exists.
///
/// # Errors
/// [`Failure::Missing`] when no case has this code.
pub(crate) async fn case_by_any_code<C: ConnectionTrait>(
    rows: &C,
    code: ShortCode,
) -> Result<CaseRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::Code.eq(code.to_string()))
        .one(rows)
        .await?;
    not_erased(with_holders(rows, found).await?)
}

/// # Errors
/// [`Failure::Missing`] when there is no such case.
pub async fn case_of<C: ConnectionTrait>(rows: &C, id: CaseId) -> Result<CaseRow, Failure> {
    let found = row::Entity::find_by_id(id.uuid()).one(rows).await?;
    with_holders(rows, found).await
}

async fn with_holders<C: ConnectionTrait>(rows: &C, found: Option<row::Model>) -> Result<CaseRow, Failure> {
    let found = found.ok_or(Failure::Missing)?;
    let held = holder::Entity::find()
        .filter(holder::Column::CaseId.eq(found.id))
        .all(rows)
        .await?;
    Ok(CaseRow {
        case: read(&found)?,
        holders: held.into_iter().map(|h| Id::from_uuid(h.user_id)).collect(),
    })
}

/// The case of a row.
pub(crate) fn read(row: &row::Model) -> Result<Case, Corrupt> {
    serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_file", "body", row.id))
}

/// Puts a new case into the file.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn add_case(scene: &Scene<'_>, case: &Case, due: Option<Due>) -> Result<(), Failure> {
    row::Entity::insert(model(case, due)?)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// Saves a changed case over the version it was made from.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_case(
    scene: &Scene<'_>,
    permit: &Permit,
    case: &Case,
    due: Option<Due>,
) -> Result<(), Failure> {
    if !permit.covers(case.id.uuid()) {
        return Err(Failure::Missing);
    }
    keep_case(scene, case, due).await
}

/// The same where another record has already decided who may: the answer to a transfer, or its deadline.
pub(crate) async fn keep_case(scene: &Scene<'_>, case: &Case, due: Option<Due>) -> Result<(), Failure> {
    let model = model(case, due)?;
    let (id, before) = (case.id.uuid(), column(case.version)? - 1);
    replace(
        scene.rows(),
        (row::Column::Id, id),
        (row::Column::Version, before),
        model,
    )
    .await
}

pub(super) fn model(case: &Case, due: Option<Due>) -> Result<row::ActiveModel, Failure> {
    let facts = &case.facts;
    Ok(row::ActiveModel {
        id: Set(case.id.uuid()),
        public_ref: Set(case.public_ref.uuid()),
        code: Set(case.code.to_string()),
        mechanism_id: Set(case.mechanism.uuid()),
        owner_id: Set(case.owner.uuid()),
        manager_id: Set(case.manager.map(Id::uuid)),
        state: Set(case.state.code().to_owned()),
        is_open: Set(case.state.is_open()),
        urgent: Set(facts.urgent),
        risk: Set(facts.risk.map(|risk| risk.code().to_owned())),
        region: Set(facts.region.as_str().to_owned()),
        department: Set(facts.department.as_ref().map(|d| d.as_str().to_owned())),
        age_band: Set(facts.age_band.map(|band| band.code().to_owned())),
        sex: Set(facts.sex.given().map(|sex| sex.code().to_owned())),
        identified_at: Set(stamp::to_column(case.identified_at)),
        due_at: Set(due.map(|due| stamp::to_column(due.at))),
        due_for: Set(due.map(|due| due.what.code().to_owned())),
        due_role: Set(due.map(|due| due.role.to_string())),
        taken_down_by: Set(Some(case.identified_by.uuid().to_string())),
        version: Set(column(case.version)?),
        neutral: Set(true),
        body: Set(serde_json::to_string(case).map_err(|e| Failure::Fault(e.to_string()))?),
    })
}

fn column(version: u64) -> Result<i64, Failure> {
    i64::try_from(version).map_err(|_| Failure::Fault("version".into()))
}

/// Strikes everybody off the annexes of a case: the new owner names its own people (DP-12).
pub(crate) async fn remove_holders(scene: &Scene<'_>, case: CaseId) -> Result<(), Failure> {
    holder::Entity::delete_many()
        .filter(holder::Column::CaseId.eq(case.uuid()))
        .exec(scene.rows())
        .await?;
    Ok(())
}

/// Names somebody on the annexes of a case.
pub(crate) async fn add_holder(scene: &Scene<'_>, case: CaseId, user: UserId) -> Result<(), Failure> {
    let held = holder::Entity::find_by_id((case.uuid(), user.uuid()))
        .one(scene.rows())
        .await?;
    if held.is_some() {
        return Ok(());
    }
    let model = holder::ActiveModel {
        case_id: Set(case.uuid()),
        user_id: Set(user.uuid()),
        since: Set(stamp::to_column(scene.now())),
    };
    holder::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// Refused when the page was made from another version than the one that stands.
pub(crate) fn expect_version(case: &Case, expected: u64) -> Result<(), Failure> {
    if case.version == expected {
        Ok(())
    } else {
        Err(Failure::Stale {
            current: column(case.version)?,
        })
    }
}
