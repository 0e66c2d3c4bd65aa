use relais_kernel::{Id, Mechanism, PublicRef, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use relais_trust::{Note, Scene};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::tables::mission as row;
use crate::{
    CaseId, OrganisationId, UserId,
    mission::{Mission, MissionId, MissionState},
};

/// A mission with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissionRow {
    pub public_ref: PublicRef,
    pub mission: Mission,
}

impl MissionRow {
    /// The same place, with what became of it.
    #[must_use]
    pub const fn with(&self, mission: Mission) -> Self {
        Self {
            public_ref: self.public_ref,
            mission,
        }
    }
}

fn read(row: &row::Model) -> Result<MissionRow, Failure> {
    let mission = serde_json::from_str(&row.body).map_err(|_| Corrupt::at("mission", "body", row.id))?;
    Ok(MissionRow {
        public_ref: PublicRef::from_uuid(row.public_ref),
        mission,
    })
}

/// # Errors
/// [`Failure::Missing`] when there is none in this mechanism.
pub async fn mission_by_ref<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    public_ref: PublicRef,
) -> Result<MissionRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// # Errors
/// [`Failure::Missing`] when there is none.
pub async fn mission_of<C: ConnectionTrait>(rows: &C, id: MissionId) -> Result<MissionRow, Failure> {
    let found = row::Entity::find_by_id(id.uuid()).one(rows).await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// The missions of one case, the newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn missions_of_case<C: ConnectionTrait>(
    rows: &C,
    case: CaseId,
) -> Result<Vec<MissionRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_desc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// What somebody was asked for in a mechanism and what is not forgotten yet, the first to end before the others.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn missions_of_receiver<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    receiver: UserId,
    limit: u64,
) -> Result<Vec<MissionRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::ReceiverId.eq(receiver.uuid()))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::Forgotten.eq(false))
        .order_by_asc(row::Column::EndsAt)
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// What an organisation ordered, that is not over and that nobody has taken, the first to end before the others.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn missions_waiting<C: ConnectionTrait>(
    rows: &C,
    (mechanism, from): (Id<Mechanism>, OrganisationId),
    now: Timestamp,
    limit: u64,
) -> Result<Vec<MissionRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::FromOrg.eq(from.uuid()))
        .filter(row::Column::State.is_in(["ordered", "declined"]))
        .filter(row::Column::EndsAt.gt(stamp::to_column(now)))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .order_by_asc(row::Column::EndsAt)
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// Missions of a mechanism that ended before an instant and whose words are still there, the oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn missions_past<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<MissionRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .filter(row::Column::Forgotten.eq(false))
        .filter(row::Column::EndsAt.lt(stamp::to_column(now)))
        .order_by_asc(row::Column::EndsAt)
        .limit(limit)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// Saves a mission, new or changed, over the version it was made from, and notes what happened.
///
/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub async fn save_mission(scene: &Scene<'_>, it: &MissionRow) -> Result<(), Failure> {
    let mission = &it.mission;
    let model = row::ActiveModel {
        id: Set(mission.id.uuid()),
        public_ref: Set(it.public_ref.uuid()),
        mechanism_id: Set(mission.mechanism.uuid()),
        case_id: Set(mission.case.uuid()),
        from_org: Set(mission.from.uuid()),
        receiver_id: Set(mission.receiver.uuid()),
        state: Set(mission.state.code().to_owned()),
        ends_at: Set(stamp::to_column(mission.ends)),
        forgotten: Set(mission.forgotten),
        version: Set(column(mission.version)?),
        body: Set(serde_json::to_string(mission).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    if mission.version == 1 {
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
    } else {
        replace(scene, mission, model).await?;
    }
    scene.note(note(mission));
    Ok(())
}

async fn replace(scene: &Scene<'_>, mission: &Mission, model: row::ActiveModel) -> Result<(), Failure> {
    let done = row::Entity::update_many()
        .set(model)
        .filter(row::Column::Id.eq(mission.id.uuid()))
        .filter(row::Column::Version.eq(column(mission.version)? - 1))
        .exec(scene.rows())
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let current = row::Entity::find_by_id(mission.id.uuid())
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    Err(Failure::Stale {
        current: current.version,
    })
}

fn note(mission: &Mission) -> Note {
    let act = match mission.state {
        _ if mission.forgotten => "MissionForgotten",
        MissionState::Ordered if mission.version == 1 => "MissionOrdered",
        MissionState::Ordered => "MissionChanged",
        MissionState::Taken { .. } => "MissionTaken",
        MissionState::Declined { .. } => "MissionDeclined",
        MissionState::Done { .. } => "MissionDone",
        MissionState::Failed { .. } => "MissionFailed",
        MissionState::Cancelled { .. } => "MissionCancelled",
    };
    let note = Note::new(act).on("mission", mission.id.uuid()).case(mission.case);
    match (mission.state, mission.state.reason()) {
        (_, Some(reason)) if !mission.forgotten => note.fact("reason", reason),
        (MissionState::Ordered, _) if !mission.forgotten => note
            .fact("kind", mission.kind.code())
            .fact("to", mission.receiver_of)
            .fact("begins", mission.begins),
        _ => note,
    }
}

fn column(version: u64) -> Result<i64, Failure> {
    i64::try_from(version).map_err(|_| Failure::Fault("version".into()))
}
