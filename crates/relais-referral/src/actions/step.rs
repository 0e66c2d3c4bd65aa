use relais_kernel::PublicRef;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};

use super::{Carried, carry};
use crate::{
    referral::{Command as ReferralCommand, Side},
    room::{by, roles_following, roles_for, ruling},
    store::referral_by_ref,
};

/// One step of a referral's life, by its sender, its receiver or the coordinator (domain §2.2). Sending has a
/// command of its own.
#[derive(Clone)]
pub struct StepReferral {
    pub definitions: Definitions,
    pub referral: PublicRef,
    pub side: Side,
    pub command: ReferralCommand,
}

impl Command for StepReferral {
    type Outcome = PublicRef;
    const NAME: &'static str = "StepReferral";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let row = referral_by_ref(scene.rows(), self.referral).await?;
        let definition = ruling(scene.rows(), &self.definitions, &row.referral).await?;
        let step = self.command.verb().step();
        let roles = match self.side {
            Side::Coordinator => roles_following(&definition, step),
            _ => roles_for(&definition, step),
        };
        let deed = match self.side {
            Side::Sender => Deed::ChangeSentReferral,
            Side::Receiver => Deed::AnswerReferral,
            Side::Coordinator => Deed::FollowReferral,
            // Nobody at a page is the clock.
            Side::Clockwork => return Err(Failure::Missing),
        };
        if matches!(self.command, ReferralCommand::Send { .. }) {
            return Err(Failure::Missing);
        }
        scene.permit(deed, &roles, &row.protected(&definition, scene.now()))?;
        let it = Carried {
            row,
            by: by(scene.actor()),
            side: self.side,
            definition: &definition,
        };
        carry(scene, it, self.command.clone()).await?;
        Ok(self.referral)
    }
}
