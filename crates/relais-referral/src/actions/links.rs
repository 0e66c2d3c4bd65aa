use relais_casework::store::case_of;
use relais_directory::store::service_of;
use relais_kernel::{AnswerLink as LinkKind, Id, PublicRef, Refusal};
use relais_mechanism::{Definition, Definitions, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};

use super::{announce_link, send::minimum};
use crate::{
    answer::AnswerLink,
    queries::identity_may_leave,
    room::{roles_for, ruling},
    store::{ReferralRow, links, referral_by_ref},
};

/// Takes every link and slip of a referral back, and opens a new link: for one that went to the wrong hands.
#[derive(Clone)]
pub struct RenewLink {
    pub definitions: Definitions,
    pub referral: PublicRef,
    /// Only take back.
    pub revoke_only: bool,
}

impl Command for RenewLink {
    /// The new link; its address follows from it.
    type Outcome = Option<Id<LinkKind>>;
    const NAME: &'static str = "RenewLink";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Self::Outcome, Failure> {
        let (row, _) = senders(scene, &self.definitions, self.referral).await?;
        for held in links::links_of(scene.rows(), row.referral.id).await? {
            if held.link.revoked_at.is_none() {
                scene.note(links::note("AnswerLinkRevoked", &held.link).case(row.referral.case));
                links::save(scene, &held.link.revoke(scene.now())).await?;
            }
        }
        if self.revoke_only {
            return Ok(None);
        }
        let case = case_of(scene.rows(), row.referral.case).await?;
        let link = links::open(scene, &row, &minimum(&row, &case)).await?;
        announce_link(scene, &row, link.id).await?;
        Ok(Some(link.id))
    }
}

/// Makes a printed slip's link. Its PIN ([`links::pin`]) is for the partner's focal point: the page that answers
/// this command shows it once.
#[derive(Clone)]
pub struct OpenSlip {
    pub definitions: Definitions,
    pub referral: PublicRef,
}

impl Command for OpenSlip {
    type Outcome = Id<LinkKind>;
    const NAME: &'static str = "OpenSlip";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Id<LinkKind>, Failure> {
        let (row, _) = senders(scene, &self.definitions, self.referral).await?;
        let case = case_of(scene.rows(), row.referral.case).await?;
        Ok(links::open_slip(scene, &row, &minimum(&row, &case)).await?.id)
    }
}

/// Tells the sender's focal point the PIN of the partner's link, to be agreed by telephone: with it the partner sees
/// after acceptance who the person is (decisions §13). That it was told is in the journal.
#[derive(Clone)]
pub struct TellPin {
    pub definitions: Definitions,
    pub referral: PublicRef,
}

impl Command for TellPin {
    /// The link; its PIN follows from it.
    type Outcome = Id<LinkKind>;
    const NAME: &'static str = "TellPin";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Id<LinkKind>, Failure> {
        let (row, definition) = senders(scene, &self.definitions, self.referral).await?;
        let service = service_of(scene.rows(), row.referral.service).await?.service;
        if !identity_may_leave(scene.rows(), scene.now(), &row, &service, &definition).await? {
            return Err(identity_stays().into());
        }
        let all = links::links_of(scene.rows(), row.referral.id).await?;
        let open = |held: &&links::LinkRow| !held.link.slip && held.link.check(scene.now()).is_ok();
        let held = all.iter().find(open).ok_or_else(AnswerLink::closed)?;
        scene.note(links::note("AnswerPinTold", &held.link).case(row.referral.case));
        Ok(held.link.id)
    }
}

/// The referral, when the actor may send for its sender and it is under way.
async fn senders(
    scene: &Scene<'_>,
    definitions: &Definitions,
    referral: PublicRef,
) -> Result<(ReferralRow, std::sync::Arc<Definition>), Failure> {
    let row = referral_by_ref(scene.rows(), referral).await?;
    let definition = ruling(scene.rows(), definitions, &row.referral).await?;
    let roles = roles_for(&definition, ReferralStep::Send);
    let protected = row.protected(&definition, scene.now());
    scene.permit(Deed::ChangeSentReferral, &roles, &protected)?;
    if !row.referral.kind().is_underway() {
        return Err(not_under_way().into());
    }
    Ok((row, definition))
}

fn identity_stays() -> Refusal {
    Refusal::new(
        "IdentityStays",
        "Le prestataire ne peut pas voir qui est la personne par ce moyen : le consentement ne le couvre pas, ou le service est protégé.",
        "The provider cannot see who the person is this way: consent does not cover it, or the service is protected.",
    )
}

fn not_under_way() -> Refusal {
    Refusal::new(
        "NotUnderWay",
        "Ce référencement n’attend aucune réponse.",
        "This referral is not waiting for an answer.",
    )
}
