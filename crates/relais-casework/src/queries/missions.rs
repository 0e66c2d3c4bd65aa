use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use relais_kernel::{Localised, PublicRef, ShortCode, Timestamp};
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{
    Deed, Note, Query, Sight,
    accounts::{account_names, contact_of, organisation_names},
};

use crate::{
    OrganisationId,
    actions::{MissionReceiver, MissionWords, mission_receivers, of_the_receiver},
    case::Case,
    mission::{Mission, MissionDuty, MissionKind, MissionState},
    room::Standing,
    store::{CaseRow, MissionRow, case_by_ref, mission_by_ref, missions_of_case, missions_of_receiver},
};

/// How many a list shows.
const MOST: u64 = 200;

/// A mission as whoever was asked sees it. There is no room in it for the case, the person or the need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMission {
    pub public_ref: PublicRef,
    pub number: ShortCode,
    pub kind: MissionKind,
    pub begins: Timestamp,
    pub ends: Timestamp,
    pub state: MissionState,
    /// Who ordered it.
    pub from: Localised,
    pub duty: Option<MissionDuty>,
}

/// What the reader was asked for.
pub struct OwnMissions {
    pub definitions: Definitions,
}

/// Their list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnMissionList {
    /// The first to begin before the others.
    pub open: Vec<OwnMission>,
    /// Answered, done or cancelled, the newest first.
    pub ended: Vec<OwnMission>,
}

impl Query for OwnMissions {
    type View = OwnMissionList;

    async fn look(&self, sight: &Sight<'_>) -> Result<OwnMissionList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        if !MissionKind::ALL.iter().any(|kind| standing.may(kind.step())) || sight.actor().firewall {
            return Err(Failure::Missing);
        }
        let (open, mut ended): (Vec<_>, Vec<_>) = own_rows(sight, &standing)
            .await?
            .into_iter()
            .partition(|it| it.mission.state.is_open());
        ended.reverse();
        Ok(OwnMissionList {
            open: own_lines(sight, open).await?,
            ended: own_lines(sight, ended).await?,
        })
    }
}

/// One mission, for whoever was asked.
pub struct ReadMission {
    pub definitions: Definitions,
    pub mission: PublicRef,
}

/// Its page.
#[derive(Debug, Clone)]
pub struct OwnMissionView {
    pub line: OwnMission,
    /// Where and in which language, while the mission is open.
    pub words: Option<MissionWords>,
    /// Of the organisation that ordered it, where it has given one.
    pub phone: Option<String>,
    pub version: u64,
    pub definition: Arc<Definition>,
    /// It has begun, so that it can be told how it went.
    pub begun: bool,
    /// Its time is over: it is neither taken nor declined any more.
    pub over: bool,
}

impl Query for ReadMission {
    type View = OwnMissionView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OwnMissionView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let it = mission_by_ref(sight.rows(), mechanism, self.mission).await?;
        let roles = standing.roles_for(it.mission.kind.step());
        sight.permit(Deed::AnswerMission, &roles, &of_the_receiver(&it.mission))?;
        if !is_there(&standing, &it.mission, sight.now()) {
            return Err(Failure::Missing);
        }
        let words = match it.mission.state.is_open() {
            true => read(sight, &it.mission).await?,
            false => None,
        };
        let contact = contact_of(sight.rows(), it.mission.from).await?;
        let (version, now) = (it.mission.version, sight.now());
        let (begun, over) = (it.mission.begins <= now, it.mission.ends <= now);
        let line = own_lines(sight, vec![it]).await?.pop();
        Ok(OwnMissionView {
            line: line.ok_or(Failure::Missing)?,
            words,
            phone: contact.and_then(|contact| contact.phone),
            version,
            definition: standing.definition,
            begun,
            over,
        })
    }
}

async fn own_rows(sight: &Sight<'_>, standing: &Standing) -> Result<Vec<MissionRow>, Failure> {
    let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
    let mut found = missions_of_receiver(sight.rows(), mechanism, standing.user, MOST).await?;
    found.retain(|it| standing.may(it.mission.kind.step()) && is_there(standing, &it.mission, sight.now()));
    Ok(found)
}

/// What the reader was asked for and has not answered or told about; nothing for who does no missions.
pub(super) async fn own_open(sight: &Sight<'_>, standing: &Standing) -> Result<Vec<MissionRow>, Failure> {
    if !MissionKind::ALL.iter().any(|kind| standing.may(kind.step())) {
        return Ok(Vec::new());
    }
    let mut found = own_rows(sight, standing).await?;
    found.retain(|it| it.mission.state.is_open());
    Ok(found)
}

/// For whoever was asked it is gone some days after its end, whether the clock has come by or not.
fn is_there(standing: &Standing, mission: &Mission, now: Timestamp) -> bool {
    let kept = standing.definition.case.deadlines.mission_kept;
    !mission.forgotten && now < mission.kept_until(kept, &standing.definition.calendar)
}

async fn own_lines(sight: &Sight<'_>, found: Vec<MissionRow>) -> Result<Vec<OwnMission>, Failure> {
    let sides = found.iter().map(|it| it.mission.from).collect();
    let names = organisation_names(sight.rows(), &sides).await?;
    let line = |it: MissionRow| OwnMission {
        public_ref: it.public_ref,
        number: it.mission.number,
        kind: it.mission.kind,
        begins: it.mission.begins,
        ends: it.mission.ends,
        state: it.mission.state,
        from: named(&names, it.mission.from),
        duty: it.mission.duty_of_receiver(sight.now()),
    };
    Ok(found.into_iter().map(line).collect())
}

/// Opens where and in which language; the reading is in the journal.
async fn read(sight: &Sight<'_>, mission: &Mission) -> Result<Option<MissionWords>, Failure> {
    let Some(text) = sight.shared_words(MissionWords::kept(mission)).await? else {
        return Ok(None);
    };
    let note = Note::new("MissionRead").on("mission", mission.id.uuid());
    sight.note(note.case(mission.case));
    Ok(Some(MissionWords::read(mission, &text)?))
}

/// A mission in clear, as those see it who have the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissionLine {
    pub public_ref: PublicRef,
    pub mission: Mission,
    pub receiver: String,
    pub receiver_of: Localised,
    pub duty: Option<MissionDuty>,
}

/// The missions of a case, and who can be asked for another.
pub struct MissionsOfCase {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// The page for whoever orders.
#[derive(Debug, Clone)]
pub struct MissionsView {
    pub case: Case,
    pub definition: Arc<Definition>,
    /// Newest first.
    pub missions: Vec<MissionLine>,
    pub receivers: Vec<MissionReceiver>,
    pub may_order: bool,
}

impl Query for MissionsOfCase {
    type View = MissionsView;

    async fn look(&self, sight: &Sight<'_>) -> Result<MissionsView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::OrderMission);
        sight.permit(Deed::OrderMission, &roles, &row.protected())?;
        let missions = case_lines(sight, &row).await?;
        let scope = (row.case.mechanism, &*standing.definition);
        let receivers = mission_receivers(sight.rows(), scope, standing.organisation).await?;
        Ok(MissionsView {
            may_order: row.case.state.is_open(),
            case: row.case,
            definition: standing.definition,
            missions,
            receivers,
        })
    }
}

/// One mission, for those who have the case.
pub struct OrderedMission {
    pub definitions: Definitions,
    pub case: PublicRef,
    pub mission: PublicRef,
}

/// Its page.
#[derive(Debug, Clone)]
pub struct OrderedMissionView {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub line: MissionLine,
    /// Nothing once they were erased, or where another organisation ordered it before it handed the case over.
    pub words: Option<MissionWords>,
}

impl Query for OrderedMission {
    type View = OrderedMissionView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OrderedMissionView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::OrderMission);
        sight.permit(Deed::OrderMission, &roles, &row.protected())?;
        let lines = case_lines(sight, &row).await?;
        let line = lines.into_iter().find(|line| line.public_ref == self.mission);
        let line = line.ok_or(Failure::Missing)?;
        let own = line.mission.from == standing.organisation;
        let words = match own && !line.mission.forgotten {
            true => read(sight, &line.mission).await?,
            false => None,
        };
        Ok(OrderedMissionView {
            case: row.case,
            definition: standing.definition,
            line,
            words,
        })
    }
}

/// The missions of a case in clear, for its page; nothing for who may not order any.
pub(super) async fn lines_for_case(
    sight: &Sight<'_>,
    standing: &Standing,
    row: &CaseRow,
) -> Result<Option<Vec<MissionLine>>, Failure> {
    let roles = standing.roles_for(CaseStep::OrderMission);
    if !sight.may(Deed::OrderMission, &roles, &row.protected()) {
        return Ok(None);
    }
    Ok(Some(case_lines(sight, row).await?))
}

async fn case_lines(sight: &Sight<'_>, row: &CaseRow) -> Result<Vec<MissionLine>, Failure> {
    let found = missions_of_case(sight.rows(), row.case.id).await?;
    let sides: BTreeSet<_> = found.iter().map(|it| it.mission.receiver_of).collect();
    let names = organisation_names(sight.rows(), &sides).await?;
    let people = account_names(sight.rows(), found.iter().map(|it| it.mission.receiver)).await?;
    let line = |it: MissionRow| MissionLine {
        public_ref: it.public_ref,
        receiver: people
            .get(&it.mission.receiver)
            .cloned()
            .unwrap_or_else(|| "—".into()),
        receiver_of: named(&names, it.mission.receiver_of),
        duty: it.mission.duty_of_orderer(sight.now()),
        mission: it.mission,
    };
    Ok(found.into_iter().map(line).collect())
}

fn named(names: &HashMap<OrganisationId, Localised>, of: OrganisationId) -> Localised {
    let known = names.get(&of).cloned();
    known.unwrap_or_else(|| Localised::new("—", "—"))
}
