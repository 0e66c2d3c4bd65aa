use relais_casework::store::{case_by_ref, case_of, need_by_ref};
use relais_directory::store::service_by_ref;
use relais_kernel::{Id, Priority, PublicRef};
use relais_mechanism::{Definitions, Purpose, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};

use super::{Carried, carry, notes::note};
use crate::{
    referral::{Command as ReferralCommand, Disclosure, Drafting, NewAddress, Referral, Rules, Side},
    room::{by, roles_for, ruling, standing},
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

/// After a decline or an expiry: a linked new draft to another service, and the old one is closed (RF-14).
#[derive(Clone)]
pub struct RedirectReferral {
    pub definitions: Definitions,
    pub referral: PublicRef,
    pub service: PublicRef,
}

impl Command for RedirectReferral {
    type Outcome = PublicRef;
    const NAME: &'static str = "RedirectReferral";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = standing(scene, &self.definitions).await?;
        let old = referral_by_ref(scene.rows(), self.referral).await?;
        let ruling = ruling(scene.rows(), &self.definitions, &old.referral).await?;
        let roles = roles_for(&ruling, ReferralStep::Redirect);
        let protected = old.protected(&Rules::from(&*ruling), scene.now());
        scene.permit(Deed::ChangeSentReferral, &roles, &protected)?;
        let case = case_of(scene.rows(), old.referral.case).await?;
        let draft = roles_for(&standing.definition, ReferralStep::Draft);
        scene.permit(Deed::PrepareReferral, &draft, &case.protected())?;
        let service = service_by_ref(scene.rows(), self.service).await?.service;
        let to = NewAddress {
            id: Id::new(scene.now(), scene.chance()),
            public_ref: PublicRef::new(scene.chance()),
            service: service.id,
            to_org: service.organisation,
            priority: old.referral.priority,
        };
        let version = standing.definition.version.clone();
        let (referral, events) = old.referral.redirected(to, version, scene.now());
        let new = ReferralRow {
            referral,
            version: 1,
            ..old.clone()
        };
        add_referral(scene, &new, &Rules::from(&*standing.definition)).await?;
        for event in &events {
            scene.note(note(&new, event));
        }
        let it = Carried {
            row: old,
            by: by(scene.actor()),
            side: Side::Sender,
            definition: &ruling,
        };
        carry(scene, it, ReferralCommand::Redirect { to: new.referral.id }).await?;
        Ok(new.referral.public_ref)
    }
}
