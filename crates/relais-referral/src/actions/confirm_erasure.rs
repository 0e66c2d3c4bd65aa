use relais_kernel::{Date, PublicRef};
use relais_mechanism::{Definition, Definitions, ReferralStep, Role};
use relais_platform::Failure;
use relais_trust::{Actor, Command, Deed, Note, RoleCode, Scene};

use super::{Carried, carry};
use crate::{
    notice::Confirmer,
    referral::{By, Command as ReferralCommand, Recall, ReferralState, Side},
    room::{by, roles_for, ruling},
    store::{
        ReferralRow,
        notices::{NoticeRow, notice_by_ref, notice_to, save_notice},
        referrals_of_case,
    },
};

/// Somebody of a holder confirms that nothing of an erased case is left with it.
#[derive(Clone)]
pub struct ConfirmErasure {
    pub definitions: Definitions,
    pub notice: PublicRef,
}

impl Command for ConfirmErasure {
    type Outcome = PublicRef;
    const NAME: &'static str = "ConfirmErasure";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let row = notice_by_ref(scene.rows(), self.notice).await?;
        let definition = self
            .definitions
            .current(scene.rows(), row.notice.mechanism)
            .await?;
        let roles = roles_for(&definition, ReferralStep::ConfirmRecall);
        scene.permit(Deed::AnswerReferral, &roles, &row.protected())?;
        let (user, role) = acting(scene.actor(), &roles)?;
        let confirmer = Confirmer::Member { user, role };
        let by = (by(scene.actor()), confirmer);
        confirm(scene, &self.definitions, &row, by, &definition).await?;
        Ok(self.notice)
    }
}

/// Somebody of the organisation that had the case writes down what the holder said by telephone: for a holder without
/// an account and without a link.
#[derive(Clone)]
pub struct NoteErasureTold {
    pub definitions: Definitions,
    pub notice: PublicRef,
    /// The day of the call.
    pub on: Date,
}

impl Command for NoteErasureTold {
    type Outcome = PublicRef;
    const NAME: &'static str = "NoteErasureTold";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let row = notice_by_ref(scene.rows(), self.notice).await?;
        let definition = self
            .definitions
            .current(scene.rows(), row.notice.mechanism)
            .await?;
        let roles = roles_for(&definition, ReferralStep::Send);
        scene.permit(Deed::ChangeSentReferral, &roles, &row.protected())?;
        let (user, role) = acting(scene.actor(), &roles)?;
        let organisation = scene.actor().organisation.ok_or(Failure::Missing)?;
        let told = By::Told { user, organisation };
        let on = self.on;
        let by = (told, Confirmer::Telephone { user, role, on });
        confirm(scene, &self.definitions, &row, by, &definition).await?;
        Ok(self.notice)
    }
}

/// Takes the word that everything is erased; a recall that the holder has not confirmed yet is settled with it.
pub(super) async fn confirm(
    scene: &Scene<'_>,
    definitions: &Definitions,
    row: &NoticeRow,
    (by, confirmer): (By, Confirmer),
    definition: &Definition,
) -> Result<(), Failure> {
    settle(scene, row, confirmer, definition).await?;
    for held in referrals_of_case(scene.rows(), row.notice.case).await? {
        if held.referral.to_org != row.notice.holder || !is_recalled(&held) {
            continue;
        }
        let definition = ruling(scene.rows(), definitions, &held.referral).await?;
        let it = Carried {
            row: held,
            by,
            side: Side::Receiver,
            definition: &definition,
        };
        carry(scene, it, ReferralCommand::ConfirmRecall).await?;
    }
    Ok(())
}

/// A recall that is confirmed after the case was erased says the same as its notice asks for.
pub(super) async fn settle_with_recall(
    scene: &Scene<'_>,
    row: &ReferralRow,
    by: By,
    definition: &Definition,
) -> Result<(), Failure> {
    let r = &row.referral;
    let Some(told) = notice_to(scene.rows(), r.case, r.to_org).await? else {
        return Ok(());
    };
    if !told.notice.is_awaited() {
        return Ok(());
    }
    let confirmer = match by {
        By::User { .. } => {
            let (user, role) = acting(scene.actor(), &roles_for(definition, ReferralStep::ConfirmRecall))?;
            Confirmer::Member { user, role }
        }
        By::Told { .. } => {
            let (user, role) = acting(scene.actor(), &roles_for(definition, ReferralStep::Send))?;
            let on = definition.calendar.date_of(scene.now());
            Confirmer::Telephone { user, role, on }
        }
        By::Answer { link, via } => Confirmer::Partner { link, via },
        By::Clockwork => return Ok(()),
    };
    settle(scene, &told, confirmer, definition).await
}

async fn settle(
    scene: &Scene<'_>,
    row: &NoticeRow,
    confirmer: Confirmer,
    definition: &Definition,
) -> Result<(), Failure> {
    let way = confirmer.way();
    let notice = row.notice.confirm(confirmer, scene.now(), &definition.calendar)?;
    let changed = NoticeRow {
        public_ref: row.public_ref,
        notice,
    };
    save_notice(scene.rows(), &changed).await?;
    scene.note(
        Note::new("ErasureConfirmed")
            .on("erasure_notice", changed.notice.id.uuid())
            .case(changed.notice.case)
            .fact("holder", changed.notice.holder)
            .fact("via", way),
    );
    Ok(())
}

fn is_recalled(row: &ReferralRow) -> bool {
    matches!(
        row.referral.state,
        ReferralState::Withdrawn {
            recall: Recall::Pending,
            ..
        } | ReferralState::Cancelled {
            recall: Recall::Pending,
            ..
        }
    )
}

/// Who acts, and by which of the roles that may.
fn acting(
    actor: &Actor,
    roles: &[RoleCode],
) -> Result<(relais_kernel::Id<relais_kernel::User>, Role), Failure> {
    let role = roles.iter().find(|role| actor.roles.contains(role));
    let role = role.and_then(|role| role.0.parse().ok());
    actor.user.zip(role).ok_or(Failure::Missing)
}
