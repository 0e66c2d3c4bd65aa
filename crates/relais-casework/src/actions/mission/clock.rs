use relais_mechanism::mechanisms;
use relais_platform::Failure;
use relais_trust::{Actor, Command, Door, Scene, Trust};

use super::words;
use crate::{
    mission::MissionId,
    room::Desk,
    store::{mission_of, missions_past, save_mission},
};

/// Erases place and language of missions that ended long enough ago, at most `limit` of each mechanism, and says how many.
///
/// # Errors
/// [`Failure`] of the store; what was erased before stays erased.
pub async fn forget_missions(trust: &Trust, desk: &Desk, limit: u64) -> Result<usize, Failure> {
    let rows = trust.database().reader();
    let mut forgotten = 0;
    for mechanism in mechanisms(rows).await? {
        let definition = desk.definitions.current(rows, mechanism.id).await?;
        let kept = definition.case.deadlines.mission_kept;
        for it in missions_past(rows, mechanism.id, trust.now(), limit).await? {
            if trust.now() < it.mission.kept_until(kept, &definition.calendar) {
                // Those that follow ended later.
                break;
            }
            let forget = ForgetMission {
                mission: it.mission.id,
            };
            trust
                .perform(&Actor::installation(Door::Clock), None, forget)
                .await?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}

#[derive(Clone)]
struct ForgetMission {
    mission: MissionId,
}

impl Command for ForgetMission {
    type Outcome = ();
    const NAME: &'static str = "ForgetMission";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let it = mission_of(scene.rows(), self.mission).await?;
        if it.mission.forgotten {
            return Ok(());
        }
        words::forget(scene, &it.mission).await?;
        save_mission(scene, &it.with(it.mission.forget())).await
    }
}
