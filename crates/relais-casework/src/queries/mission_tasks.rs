use relais_kernel::{PublicRef, ShortCode, Timestamp};
use relais_mechanism::{CaseStep, Definitions, Role};
use relais_platform::Failure;
use relais_trust::{Deed, Query, Sight};

use super::missions::own_open;
use crate::{
    mission::{MissionDuty, MissionKind},
    room::Standing,
    store::{case_of, missions_waiting},
};

/// How many of an organisation's missions are looked through.
const MOST: u64 = 200;

/// One thing to do about one mission: without a place, a language or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissionTask {
    pub public_ref: PublicRef,
    /// For whoever ordered it; never for whoever was asked.
    pub case: Option<PublicRef>,
    pub number: ShortCode,
    pub kind: MissionKind,
    pub duty: MissionDuty,
    /// When it begins, or when it ended for whoever has to say how it went.
    pub at: Timestamp,
}

/// The missions that wait for the reader, the first to begin before the others.
pub struct MissionTasks {
    pub definitions: Definitions,
    pub size: u64,
}

impl Query for MissionTasks {
    type View = Vec<MissionTask>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<MissionTask>, Failure> {
        if sight.actor().firewall {
            return Ok(Vec::new());
        }
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mut tasks = to_do(sight, &standing).await?;
        tasks.extend(to_chase(sight, &standing).await?);
        tasks.sort_by_key(|task| task.at);
        tasks.truncate(usize::try_from(self.size).unwrap_or(usize::MAX));
        Ok(tasks)
    }
}

async fn to_do(sight: &Sight<'_>, standing: &Standing) -> Result<Vec<MissionTask>, Failure> {
    let task = |it: crate::store::MissionRow| {
        let duty = it.mission.duty_of_receiver(sight.now())?;
        Some(MissionTask {
            public_ref: it.public_ref,
            case: None,
            number: it.mission.number,
            kind: it.mission.kind,
            duty,
            at: match duty {
                MissionDuty::Tell => it.mission.ends,
                _ => it.mission.begins,
            },
        })
    };
    Ok(own_open(sight, standing)
        .await?
        .into_iter()
        .filter_map(task)
        .collect())
}

/// For whoever ordered them, and for the supervisor of the organisation that has the case.
async fn to_chase(sight: &Sight<'_>, standing: &Standing) -> Result<Vec<MissionTask>, Failure> {
    if !standing.may(CaseStep::OrderMission) {
        return Ok(Vec::new());
    }
    let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
    let all = standing.by().has(Role::SUPERVISOR);
    let roles = standing.roles_for(CaseStep::OrderMission);
    let of = (mechanism, standing.organisation);
    let mut tasks = Vec::new();
    for it in missions_waiting(sight.rows(), of, sight.now(), MOST).await? {
        let own = all || it.mission.ordered.by == standing.user;
        let Some(duty) = it.mission.duty_of_orderer(sight.now()).filter(|_| own) else {
            continue;
        };
        let case = case_of(sight.rows(), it.mission.case).await?;
        // It may have been handed to another organisation meanwhile.
        if !sight.may(Deed::OrderMission, &roles, &case.protected()) {
            continue;
        }
        tasks.push(MissionTask {
            public_ref: it.public_ref,
            case: Some(case.case.public_ref),
            number: it.mission.number,
            kind: it.mission.kind,
            duty,
            at: it.mission.begins,
        });
    }
    Ok(tasks)
}
