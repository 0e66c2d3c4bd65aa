use relais_kernel::{PublicRef, Refusal};
use relais_mechanism::{Definitions, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};

use super::{
    Carried,
    carry::{carry, words},
};
use crate::{
    referral::{About, By, Command as ReferralCommand, Note, Side, Words},
    room::{roles_for, ruling},
    store::referral_by_ref,
};

/// Writes down what the receiver said by telephone: it counts as its answer, and says on its face that the sender
/// wrote it (domain §3, F5). Those who may send may do it.
#[derive(Clone)]
pub struct NoteTelephoneAnswer {
    pub definitions: Definitions,
    pub referral: PublicRef,
    pub command: ReferralCommand,
    /// Who spoke for the receiver: a function or a name, sealed with the other words.
    pub who: Option<Words>,
}

impl Command for NoteTelephoneAnswer {
    type Outcome = PublicRef;
    const NAME: &'static str = "NoteTelephoneAnswer";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let row = referral_by_ref(scene.rows(), self.referral).await?;
        let definition = ruling(scene.rows(), &self.definitions, &row.referral).await?;
        let roles = roles_for(&definition, ReferralStep::Send);
        let protected = row.protected(&definition, scene.now());
        scene.permit(Deed::ChangeSentReferral, &roles, &protected)?;
        if self.command.verb().sides() != [Side::Receiver] || row.referral.milestones.sent_at.is_none() {
            return Err(Failure::Missing);
        }
        let who = self.who.clone().ok_or_else(who_is_missing)?;
        let mut said = words(scene, &row).await?;
        said.push(Note {
            about: About::Telephone,
            at: scene.now(),
            words: who,
        });
        let text = serde_json::to_string(&said).map_err(|e| Failure::Fault(e.to_string()))?;
        let sides = [row.referral.from_org, row.referral.to_org];
        scene.share_words(row.words(), &sides, &text).await?;
        let actor = scene.actor();
        let (user, organisation) = actor.user.zip(actor.organisation).ok_or(Failure::Missing)?;
        let it = Carried {
            row,
            by: By::Told { user, organisation },
            side: Side::Receiver,
            definition: &definition,
        };
        carry(scene, it, self.command.clone()).await?;
        Ok(self.referral)
    }
}

fn who_is_missing() -> Refusal {
    Refusal::new(
        "WhoMissing",
        "Dites qui a répondu : un nom ou une fonction.",
        "Say who answered: a name or a function.",
    )
    .at("who")
}
