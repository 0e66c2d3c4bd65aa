use relais_casework::{
    need::{NeedCommand, NeedStatus},
    store::{case_of, need_of, save_need},
};
use relais_directory::{
    Heard,
    store::{give_back_place, note_heard, note_waiting, take_place},
};
use relais_mechanism::Definition;
use relais_platform::Failure;
use relais_trust::{PackageKind, Scene};

use super::{announce, confirm_erasure::settle_with_recall, notes::note};
use crate::{
    referral::{
        By, Command, Context, DeclineReason, Note, OutcomeKind, Referral, ReferralEvent, ReferralState,
        Rules, Side, StateKind,
    },
    store::{ReferralRow, referrals_of_case, save_referral},
};

/// Who gives a command, for which side, under which definition.
pub(crate) struct Carried<'a> {
    pub row: ReferralRow,
    pub by: By,
    pub side: Side,
    pub definition: &'a Definition,
}

/// Applies a command to a referral and does everything that follows from it in the same transaction: packages,
/// places, the need, the journal.
pub(crate) async fn carry(
    scene: &Scene<'_>,
    it: Carried<'_>,
    command: Command,
) -> Result<ReferralRow, Failure> {
    let rules = Rules::from(it.definition);
    let mut row = it.row;
    row.referral.notes = words(scene, &row).await?;
    let context = Context {
        now: scene.now(),
        by: it.by,
        side: it.side,
        rules,
    };
    let (after, events) = row.referral.apply(command, &context)?;
    let waits = |referral: &Referral| referral.kind() == StateKind::Waitlisted;
    if waits(&after) != waits(&row.referral) {
        note_waiting(scene, after.service, waits(&after)).await?;
    }
    row.referral = after;
    save_referral(scene, &row, &rules).await?;
    for event in &events {
        follow(scene, &row, event).await?;
        announce(scene, &row, event).await?;
        scene.note(note(&row, event));
        if matches!(event, ReferralEvent::RecallConfirmed) {
            settle_with_recall(scene, &row, context.by, it.definition).await?;
        }
    }
    end_access(scene, &row, it.definition).await?;
    Ok(row)
}

/// What both sides have written so far.
pub(super) async fn words(scene: &Scene<'_>, row: &ReferralRow) -> Result<Vec<Note>, Failure> {
    let held = scene.shared_words(row.words(), row.referral.from_org).await?;
    held.map_or_else(
        || Ok(Vec::new()),
        |text| {
            serde_json::from_str(&text)
                .map_err(|_| relais_platform::Corrupt::at("sealed_copy", "value", row.referral.id).into())
        },
    )
}

async fn follow(scene: &Scene<'_>, row: &ReferralRow, event: &ReferralEvent) -> Result<(), Failure> {
    let r = &row.referral;
    match event {
        ReferralEvent::ReferralAccepted { .. } => {
            note_heard(scene, r.service, Heard::Accepted).await?;
            scene
                .release_package(r.id, PackageKind::Release, r.to_org, None)
                .await
        }
        ReferralEvent::PlaceTaken => take_place(scene, r.service).await,
        ReferralEvent::PlaceGivenBack => give_back_place(scene, r.service).await,
        ReferralEvent::ReferralSent { .. } => need(scene, row, NeedCommand::Refer { referral: r.id }).await,
        ReferralEvent::FeedbackGiven { outcome, .. } => match outcome {
            OutcomeKind::Fully => need(scene, row, NeedCommand::RecordMet).await,
            OutcomeKind::Partly => need(scene, row, NeedCommand::RecordPartlyMet).await,
            OutcomeKind::Not => reopen_need(scene, row).await,
        },
        ReferralEvent::ReferralDeclined { reason } => {
            note_heard(scene, r.service, heard(*reason)).await?;
            reopen_need(scene, row).await
        }
        ReferralEvent::ReferralExpired { .. } => {
            note_heard(scene, r.service, Heard::Silent).await?;
            reopen_need(scene, row).await
        }
        ReferralEvent::ReferralWithdrawn { .. } | ReferralEvent::ReferralCancelled => {
            reopen_need(scene, row).await
        }
        ReferralEvent::NeedMarkedUnmet => need(scene, row, NeedCommand::RecordNoService).await,
        _ => Ok(()),
    }
}

/// What a refusal says of the service's entry: whether it led there in vain.
const fn heard(reason: DeclineReason) -> Heard {
    match reason {
        DeclineReason::NotEligible
        | DeclineReason::NoCapacity
        | DeclineReason::OutOfArea
        | DeclineReason::ServiceStopped => Heard::Wrong,
        DeclineReason::Duplicate
        | DeclineReason::Incomplete
        | DeclineReason::Unsafe
        | DeclineReason::PersonRefused
        | DeclineReason::Other => Heard::Declined,
    }
}

/// A referral that came to nothing leaves its need open, unless another service is still being asked, or somebody
/// settled the need meanwhile.
async fn reopen_need(scene: &Scene<'_>, row: &ReferralRow) -> Result<(), Failure> {
    let r = &row.referral;
    let held = need_of(scene.rows(), r.need).await?;
    let NeedStatus::Referred { .. } = held.need.status else {
        return Ok(());
    };
    let all = referrals_of_case(scene.rows(), r.case).await?;
    let other = all
        .iter()
        .map(|other| &other.referral)
        .find(|other| other.need == r.need && other.id != r.id && other.kind().is_underway());
    let command = other.map_or(NeedCommand::Reopen, |other| NeedCommand::Refer {
        referral: other.id,
    });
    need(scene, row, command).await
}

/// What becomes of the need. Somebody may have changed it by hand meanwhile: then their word stands.
async fn need(scene: &Scene<'_>, row: &ReferralRow, command: NeedCommand) -> Result<(), Failure> {
    let held = need_of(scene.rows(), row.referral.need).await?;
    if let Ok((need, _)) = held.need.apply(command, scene.now()) {
        let case = case_of(scene.rows(), row.referral.case).await?.case;
        save_need(scene, &case, &need).await?;
    }
    Ok(())
}

/// Access ends at once where the state gives none, and some time after a served referral is closed (DP-04).
async fn end_access(scene: &Scene<'_>, row: &ReferralRow, definition: &Definition) -> Result<(), Failure> {
    let r = &row.referral;
    match r.state {
        ReferralState::Declined { .. }
        | ReferralState::Expired { .. }
        | ReferralState::Withdrawn { .. }
        | ReferralState::Cancelled { .. } => scene.end_package_access(r.id, None).await,
        ReferralState::Closed { at, .. } => {
            let until = definition
                .deadlines
                .access_after_closing
                .after(at, &definition.calendar);
            scene.end_package_access(r.id, Some(until)).await
        }
        _ => Ok(()),
    }
}
