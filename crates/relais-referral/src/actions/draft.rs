use relais_casework::store::{CaseRow, case_by_ref, case_of, need_by_ref};
use relais_directory::store::service_by_ref;
use relais_kernel::{Id, Priority, PublicRef, Refusal};
use relais_mechanism::{Definition, Definitions, Purpose, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};

use super::{Carried, carry, notes::note};
use crate::{
    referral::{Command as ReferralCommand, Disclosure, Drafting, NewAddress, Referral, Rules, Side},
    room::{by, roles_following, roles_for, ruling, standing},
    store::{ReferralRow, add_referral, referral_by_ref},
};

/// Prepares a referral of one need of a case to one service.
#[derive(Clone)]
pub struct DraftReferral {
    pub definitions: Definitions,
    pub case: PublicRef,
    pub need: PublicRef,
    pub service: PublicRef,
    pub priority: Priority,
    pub disclosure: Disclosure,
}

impl Command for DraftReferral {
    type Outcome = PublicRef;
    const NAME: &'static str = "DraftReferral";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let definition = &*standing.definition;
        let case = case_by_ref(scene.rows(), self.case).await?;
        let roles = roles_for(definition, ReferralStep::Draft);
        scene.permit(Deed::PrepareReferral, &roles, &case.protected())?;
        case.case.may_refer(self.priority, &definition.case)?;
        let need = need_by_ref(scene.rows(), case.case.id, self.need).await?.need;
        let service = service_by_ref(scene.rows(), self.service).await?.service;
        let with = Drafting {
            id: Id::new(scene.now(), scene.chance()),
            public_ref: PublicRef::new(scene.chance()),
            mechanism: case.case.mechanism,
            case: case.case.id,
            need: need.id,
            service: service.id,
            from_org: standing.organisation,
            to_org: service.organisation,
            priority: self.priority,
            purpose: Purpose::REFERRAL,
            disclosure: self.disclosure,
        };
        let (referral, events) = Referral::draft(with, definition.version.clone(), scene.now());
        let row = ReferralRow {
            referral,
            version: 1,
            case_code: case.case.code.to_string(),
            need_shown: need.shown.as_str().to_owned(),
            region: Some(case.case.facts.region.as_str().to_owned()),
        };
        add_referral(scene, &row, &Rules::from(definition)).await?;
        for event in &events {
            scene.note(note(&row, event));
        }
        Ok(row.referral.public_ref)
    }
}

/// Another service is asked instead of one that came to nothing: a linked new draft for the sender (RF-14). One that
/// was declined or unanswered is closed with it; a served one ends in its own way. The coordination may do it for
/// what nobody answered: the draft stays the sender's, who sends it.
#[derive(Clone)]
pub struct RedirectReferral {
    pub definitions: Definitions,
    pub referral: PublicRef,
    pub side: Side,
    pub service: PublicRef,
    /// What the next service receives; nothing said: the same as the one before.
    pub disclosure: Option<Disclosure>,
}

impl Command for RedirectReferral {
    type Outcome = PublicRef;
    const NAME: &'static str = "RedirectReferral";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let old = referral_by_ref(scene.rows(), self.referral).await?;
        let ruling = ruling(scene.rows(), &self.definitions, &old.referral).await?;
        let case = case_of(scene.rows(), old.referral.case).await?;
        self.permit(scene, &old, &case, &ruling)?;
        if !old.came_to_nothing() {
            return Err(still_running(&old).into());
        }
        (case.case).may_refer(old.referral.priority, &standing.definition.case)?;
        let service = service_by_ref(scene.rows(), self.service).await?.service;
        if service.id == old.referral.service {
            return Err(same_service().into());
        }
        let to = NewAddress {
            id: Id::new(scene.now(), scene.chance()),
            public_ref: PublicRef::new(scene.chance()),
            service: service.id,
            to_org: service.organisation,
            priority: old.referral.priority,
        };
        let version = standing.definition.version.clone();
        let (mut referral, events) = old.referral.redirected(to, version, scene.now());
        referral.disclosure = self.disclosure.unwrap_or(referral.disclosure);
        let new = ReferralRow {
            referral,
            version: 1,
            ..old.clone()
        };
        add_referral(scene, &new, &Rules::from(&*standing.definition)).await?;
        for event in &events {
            scene.note(note(&new, event));
        }
        if old.referral.kind().awaits_choice() {
            let it = Carried {
                row: old,
                by: by(scene.actor()),
                side: self.side,
                definition: &ruling,
            };
            carry(scene, it, ReferralCommand::Redirect { to: new.referral.id }).await?;
        }
        Ok(new.referral.public_ref)
    }
}

impl RedirectReferral {
    fn permit(
        &self,
        scene: &Scene<'_>,
        old: &ReferralRow,
        case: &CaseRow,
        ruling: &Definition,
    ) -> Result<(), Failure> {
        let roles = roles_for(ruling, ReferralStep::Redirect);
        let protected = old.protected(ruling, scene.now());
        match self.side {
            Side::Sender => {
                scene.permit(Deed::ChangeSentReferral, &roles, &protected)?;
                scene.permit(Deed::PrepareReferral, &roles, &case.protected())?;
            }
            Side::Coordinator => {
                let roles = roles_following(ruling, ReferralStep::Redirect);
                scene.permit(Deed::FollowReferral, &roles, &protected)?;
            }
            Side::Receiver | Side::Clockwork => return Err(Failure::Missing),
        }
        Ok(())
    }
}

fn still_running(row: &ReferralRow) -> Refusal {
    Refusal::new(
        "StillRunning",
        "Ce référencement peut encore aboutir : on ne le réoriente pas.",
        "This referral may still come to something: it is not redirected.",
    )
    .during(row.referral.kind().code(), "redirect")
}

fn same_service() -> Refusal {
    Refusal::new(
        "SameService",
        "C’est le service qui n’a pas pris la personne : choisissez-en un autre.",
        "This is the service that did not take the person: choose another one.",
    )
    .at("service")
}
