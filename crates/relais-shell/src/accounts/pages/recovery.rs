//! Recovery by two people: what the person sees at the door, and what those see who confirm.

use askama::Template;
use axum::extract::{Path, State};
use http::HeaderMap;
use relais_trust::accounts::{
    Administer, AskRecovery, ConfirmRecovery, Confirmed, Recovery, RecoveryState, RefuseRecovery, UseRecovery,
};

use super::{
    super::{Accounts, queries::OnePerson},
    at_the_door::AtTheDoor,
    people::link,
    person::{PersonPage, home},
    reference::Ref,
};
use crate::{Answer, Frame, SignedIn, Submission, Tone, Trouble, go, page, refused_page};

/// Where links of recovery lead: the password opens these pages, the second factor is not asked for.
pub(super) const LINKS: &str = "/recuperation/";

/// Where a recovery stands, in a word.
pub(super) fn state(frame: &Frame, recovery: &Recovery, now: relais_kernel::Timestamp) -> (Tone, String) {
    if recovery.lapsed(now) {
        return (Tone::Quiet, frame.t("people-recovery-lapsed"));
    }
    match recovery.state {
        RecoveryState::Asked => (Tone::Wait, frame.t("people-recovery-asked")),
        RecoveryState::Confirmed { .. } => (Tone::Wait, frame.t("people-recovery-confirmed")),
        RecoveryState::Granted { .. } => (Tone::Info, frame.t("people-recovery-granted")),
        RecoveryState::Used { .. } => (Tone::Good, frame.t("people-recovery-used")),
        RecoveryState::Refused { .. } => (Tone::Late, frame.t("people-recovery-refused")),
        RecoveryState::Withdrawn { .. } => (Tone::Quiet, frame.t("people-recovery-withdrawn")),
    }
}

#[derive(Template)]
#[template(path = "account/lost.html")]
struct LostPage {
    frame: Frame,
    /// What was asked for and is still under way.
    open: Option<(Tone, String)>,
}

/// For whoever gave the password and cannot give the second factor.
pub(super) async fn lost(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
) -> Answer {
    let trust = room.house.trust();
    if trust.may_enrol(&presence.actor).await? {
        return Ok(go("/compte/second-facteur"));
    }
    let now = trust.now();
    let last = trust.own_recovery(&presence.actor).await?;
    let open = last.filter(|last| last.is_open(now) || last.is_granted(now));
    page(&LostPage {
        open: open.map(|open| state(&frame, &open, now)),
        frame,
    })
}

pub(super) async fn ask(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
    sent: Submission,
) -> Answer {
    // A second factor was given meanwhile, or there is none to lose.
    if room.house.trust().may_enrol(&presence.actor).await? {
        return Ok(go("/compte/second-facteur"));
    }
    room.house
        .perform(&presence.actor, Some(&sent.once), AskRecovery)
        .await?;
    Ok(frame.done("account-lost-asked", "/connexion/code/perdu"))
}

#[derive(Template)]
#[template(path = "account/recovery.html")]
struct UsePage {
    frame: Frame,
    /// The path of this page, which carries the link's token.
    here: String,
}

/// What the link opens, after the password.
pub(super) async fn show(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    Path(token): Path<String>,
    frame: Frame,
) -> Answer {
    room.house.trust().recovery(&presence.actor, &token).await?;
    let here = format!("{LINKS}{token}");
    page(&UsePage { frame, here })
}

pub(super) async fn use_up(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    Path(token): Path<String>,
    sent: Submission,
) -> Answer {
    let recovery = room.house.trust().recovery(&presence.actor, &token).await?;
    let command = UseRecovery { id: recovery.id };
    room.house
        .perform(&presence.actor, Some(&sent.once), command)
        .await?;
    Ok(go("/compte/second-facteur"))
}

/// A link that is shown once, to who confirmed last.
#[derive(Template)]
#[template(path = "people/recovery_link.html")]
struct RecoveryLinkPage {
    frame: Frame,
    link: String,
}

pub(super) async fn confirm(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    headers: HeaderMap,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    let command = Administer(ConfirmRecovery { user: view.face.id });
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(Confirmed::First) => Ok(frame.done("people-recovery-first", &home(&view))),
        Ok(Confirmed::Granted(recovery)) => {
            let path = room.house.trust().recovery_path(recovery);
            let link = link(&room.house, &headers, &path);
            page(&RecoveryLinkPage { frame, link })
        }
        Err(relais_trust::Failure::Refused(refusals)) => refused_page(
            &PersonPage::new(&room, &actor, view, frame)
                .await?
                .refused(&refusals),
        ),
        Err(other) => Err(Trouble::from(other)),
    }
}

pub(super) async fn refuse(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(person): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = room.house.look(&actor, &OnePerson(person)).await?;
    let command = Administer(RefuseRecovery { user: view.face.id });
    room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("people-recovery-stopped", &home(&view)))
}
