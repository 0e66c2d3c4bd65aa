use relais_kernel::{PublicRef, ShortCode};
use relais_platform::Failure;
use serde::{Deserialize, Serialize};

use super::{
    Appointment, AppointmentState,
    giving::{held, hold, note},
    looking::{CODE, permitted},
    store,
    witnesses::Witnesses,
};
use crate::{Command, Scene};

/// Vouches for a colleague: their roles count from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmAppointment {
    pub appointment: PublicRef,
    /// As the colleague read it out.
    pub code: String,
}

impl Command for ConfirmAppointment {
    type Outcome = ();
    const NAME: &'static str = "ConfirmAppointment";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        if !scene.actor().proved_recently(scene.now()) {
            return Err(Failure::ProveAgain);
        }
        let before = open_to(scene, self.appointment).await?;
        let by = scene.actor().user.ok_or(Failure::Missing)?;
        let expected = scene.trust().short_code(CODE, before.id.uuid());
        let fits = self
            .code
            .parse::<ShortCode>()
            .is_ok_and(|given| given == expected);
        let after = before.confirm(by, fits, scene.now())?;
        store::save(scene, &after).await?;
        if before.state == AppointmentState::Waiting {
            let (_, mut roles) = held(scene, before.user).await?;
            let fresh = before.roles.into_iter().filter(|role| !roles.contains(role));
            roles.extend(fresh.collect::<Vec<_>>());
            hold(scene, before.user, &roles).await?;
        }
        scene.note(note("AppointmentConfirmed", &after));
        Ok(())
    }
}

/// Says that nobody here knows this colleague. One who says so is enough, and it must be quick: no fresh proof is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefuseAppointment {
    pub appointment: PublicRef,
}

impl Command for RefuseAppointment {
    type Outcome = ();
    const NAME: &'static str = "RefuseAppointment";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let before = open_to(scene, self.appointment).await?;
        let by = scene.actor().user.ok_or(Failure::Missing)?;
        let after = before.refuse(by, scene.now())?;
        store::save(scene, &after).await?;
        if before.state != AppointmentState::Waiting {
            let (_, mut roles) = held(scene, before.user).await?;
            roles.retain(|role| !before.roles.contains(role));
            hold(scene, before.user, &roles).await?;
        }
        scene.note(note("AppointmentRefused", &after));
        Ok(())
    }
}

/// The roles that were given, where the actor may speak about them. Who gave and who received them is told why not.
async fn open_to(scene: &Scene<'_>, public_ref: PublicRef) -> Result<Appointment, Failure> {
    let found = store::by_ref(scene.rows(), public_ref).await?;
    let user = scene.actor().user.ok_or(Failure::Missing)?;
    if user == found.by || user == found.user {
        return Ok(found);
    }
    let alone = scene.trust().given_alone(found.mechanism);
    let witnesses = Witnesses::of(scene.rows(), &found, &alone).await?;
    permitted(scene.actor(), &witnesses, &found, |deed, roles, record| {
        scene.permit(deed, roles, record)
    })?;
    Ok(found)
}
