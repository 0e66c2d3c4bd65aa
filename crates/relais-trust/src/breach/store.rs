use relais_kernel::{Id, Mechanism, PublicRef, Timestamp};
use relais_platform::{Corrupt, Failure, replace, stamp, table};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Duty, Incident, IncidentId, Notice, Severity, WaiverReason, Window};
use crate::{Command, Deed, Door, Note, Protected, RoleCode, Scene};

table!(row, "incident", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub is_open: bool,
    pub due_at: i64,
    pub version: i64,
    pub body: String,
});

/// An incident with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    pub public_ref: PublicRef,
    pub incident: Incident,
}

fn read(held: &row::Model) -> Result<IncidentRow, Failure> {
    let incident = serde_json::from_str(&held.body).map_err(|_| Corrupt::at("incident", "body", held.id))?;
    Ok(IncidentRow {
        public_ref: PublicRef::from_uuid(held.public_ref),
        incident,
    })
}

/// The incidents of a mechanism: open ones first, the most pressing before the others.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn incidents_of<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
) -> Result<Vec<IncidentRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .order_by_desc(row::Column::IsOpen)
        .order_by_asc(row::Column::DueAt)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// One of them.
///
/// # Errors
/// [`Failure::Missing`].
pub async fn incident_by_ref<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    public_ref: PublicRef,
) -> Result<IncidentRow, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .filter(row::Column::MechanismId.eq(mechanism.uuid()))
        .one(rows)
        .await?;
    read(&found.ok_or(Failure::Missing)?)
}

/// Opens an incident: from now on the clock runs. The protection officer, or the console of the installation.
#[derive(Debug, Clone)]
pub struct OpenIncident {
    pub mechanism: Id<Mechanism>,
    pub window: Window,
    /// When the breach was known, not after now.
    pub known: Timestamp,
}

impl Command for OpenIncident {
    type Outcome = PublicRef;
    const NAME: &'static str = "OpenIncident";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        permit(scene, self.mechanism)?;
        let by = scene.actor().user;
        let known = self.known.min(scene.now());
        let id = IncidentId::new(scene.now(), scene.chance());
        let it = IncidentRow {
            public_ref: PublicRef::new(scene.chance()),
            incident: Incident::open(id, self.mechanism, self.window, by, known),
        };
        row::Entity::insert(model(&it)?)
            .exec_without_returning(scene.rows())
            .await?;
        scene.note(note("IncidentOpened", &it.incident).fact("due", it.incident.due()));
        Ok(it.public_ref)
    }
}

/// Says that somebody was told, or the safety plans gone over, or why that need not be done.
#[derive(Debug, Clone)]
pub struct SettleNotice {
    pub incident: PublicRef,
    pub notice: Notice,
    pub waived: Option<WaiverReason>,
}

impl Command for SettleNotice {
    type Outcome = PublicRef;
    const NAME: &'static str = "SettleNotice";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let held = held(scene, self.incident).await?;
        let by = (scene.actor().user, scene.now());
        let incident = held.incident.settle(self.notice, self.waived, by)?;
        let told = match incident.duty(self.notice) {
            Duty::Waived { reason, .. } => note("NoticeWaived", &incident).fact("reason", reason.code()),
            _ => note("NoticeGiven", &incident),
        };
        scene.note(told.fact("to", self.notice.code()));
        save(scene, &held, incident).await
    }
}

/// Says how grave it is; when more is known, again.
#[derive(Debug, Clone)]
pub struct JudgeIncident {
    pub incident: PublicRef,
    pub severity: Severity,
}

impl Command for JudgeIncident {
    type Outcome = PublicRef;
    const NAME: &'static str = "JudgeIncident";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let held = held(scene, self.incident).await?;
        let incident = held.incident.judge(self.severity)?;
        scene.note(note("IncidentJudged", &incident).fact("severity", self.severity.code()));
        save(scene, &held, incident).await
    }
}

/// Closes an incident of which nothing is owed any more.
#[derive(Debug, Clone)]
pub struct CloseIncident {
    pub incident: PublicRef,
}

impl Command for CloseIncident {
    type Outcome = PublicRef;
    const NAME: &'static str = "CloseIncident";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let held = held(scene, self.incident).await?;
        let incident = held.incident.close(scene.now())?;
        scene.note(note("IncidentClosed", &incident));
        save(scene, &held, incident).await
    }
}

async fn held(scene: &Scene<'_>, incident: PublicRef) -> Result<IncidentRow, Failure> {
    let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
    permit(scene, mechanism)?;
    incident_by_ref(scene.rows(), mechanism, incident).await
}

/// Who reads the whole journal opens incidents from it; so does whoever holds the machine.
fn permit(scene: &Scene<'_>, mechanism: Id<Mechanism>) -> Result<(), Failure> {
    if scene.actor().door == Door::Console {
        return Ok(());
    }
    let officer = [RoleCode::from("R15")];
    scene.permit(Deed::ReadJournal, &officer, &Protected::mechanism(mechanism))?;
    Ok(())
}

async fn save(scene: &Scene<'_>, held: &IncidentRow, incident: Incident) -> Result<PublicRef, Failure> {
    let before = column(held.incident.version)?;
    let changed = IncidentRow {
        public_ref: held.public_ref,
        incident,
    };
    replace(
        scene.rows(),
        (row::Column::Id, held.incident.id.uuid()),
        (row::Column::Version, before),
        model(&changed)?,
    )
    .await?;
    Ok(held.public_ref)
}

fn model(it: &IncidentRow) -> Result<row::ActiveModel, Failure> {
    let incident = &it.incident;
    Ok(row::ActiveModel {
        id: Set(incident.id.uuid()),
        public_ref: Set(it.public_ref.uuid()),
        mechanism_id: Set(incident.mechanism.uuid()),
        is_open: Set(incident.closed.is_none()),
        due_at: Set(stamp::to_column(incident.due())),
        version: Set(column(incident.version)?),
        body: Set(serde_json::to_string(incident).map_err(|e| Failure::Fault(e.to_string()))?),
    })
}

fn column(version: u64) -> Result<i64, Failure> {
    i64::try_from(version).map_err(|_| Failure::Fault("version".into()))
}

fn note(act: &str, incident: &Incident) -> Note {
    Note::new(act).on("incident", incident.id.uuid())
}
