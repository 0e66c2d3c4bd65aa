use askama::Template;
use axum::extract::State;
use jiff::SignedDuration;
use relais_kernel::{Lang, PublicRef, Timestamp};
use relais_trust::{
    Actor,
    accounts::{ChangeLanguage, EndSession, Recovery, RecoveryState, SessionFace, speaks_for_colleagues},
};

use super::{super::Accounts, entry::keep_language, reference::Ref};
use crate::{Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page};

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    frame: Frame,
    language: Form,
    languages: Vec<Choice>,
    sessions: Vec<SessionFace>,
    has_second_factor: bool,
    /// There are colleagues whom the reader can protect.
    has_colleagues: bool,
    tokens: usize,
    /// What the ministry's own sign-on is called, and whether it is linked.
    external: Option<(String, bool)>,
    /// What became lately of a recovery of this account.
    recovery: Option<(Tone, String)>,
}

impl AccountPage {
    fn device(&self, session: &SessionFace) -> String {
        match session.agent.as_str() {
            "" => self.frame.t("account-device-unknown"),
            known => known.to_owned(),
        }
    }

    fn others(&self) -> bool {
        self.sessions.iter().any(|session| !session.current)
    }
}

/// One's own account: who one is here, where one is signed in, and what opens the door.
pub(super) async fn show(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let trust = room.house.trust();
    let external = match &room.sign_on {
        Some(sign_on) => {
            let name = sign_on.name().get(frame.lang).to_owned();
            Some((name, trust.is_linked(&actor).await?))
        }
        None => None,
    };
    page(&AccountPage {
        language: frame.form(Typed::nothing().with("lang", actor.lang)),
        languages: vec![Choice::new("fr", "Français"), Choice::new("en", "English")],
        sessions: trust.sessions(&actor).await?,
        has_second_factor: trust.has_second_factor(&actor).await?,
        has_colleagues: !actor.firewall && actor.roles.iter().any(speaks_for_colleagues),
        tokens: trust.program_tokens(&actor).await?.len(),
        external,
        recovery: told(&frame, trust.own_recovery(&actor).await?, trust.now()),
        frame,
    })
}

/// What the person must know of it: that it happened, or was tried.
fn told(frame: &Frame, last: Option<Recovery>, now: Timestamp) -> Option<(Tone, String)> {
    const TOLD: SignedDuration = SignedDuration::from_hours(24 * 30);
    let last = last.filter(|last| now.duration_since(last.asked) < TOLD)?;
    let when = |at| frame.moment(at);
    match last.state {
        RecoveryState::Used { at, .. } => {
            Some((Tone::Info, frame.t1("account-recovery-used", "when", when(at))))
        }
        _ => Some((
            Tone::Late,
            frame.t1("account-recovery-tried", "when", when(last.asked)),
        )),
    }
}

pub(super) async fn choose_language(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let lang: Lang = sent.typed.get("lang").parse().map_err(|()| Trouble::Unreadable)?;
    room.house
        .perform(&actor, Some(&sent.once), ChangeLanguage { lang })
        .await?;
    let mut response = frame.done("account-language-changed", "/compte");
    keep_language(&room.house, &mut response, lang);
    Ok(response)
}

pub(super) async fn end_one(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(session): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let id = own_session(&room, &actor, session).await?;
    end(&room, &actor, &frame, &sent, EndSession::One(id)).await
}

pub(super) async fn end_others(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    end(&room, &actor, &frame, &sent, EndSession::AllOthers).await
}

async fn end(room: &Accounts, actor: &Actor, frame: &Frame, sent: &Submission, which: EndSession) -> Answer {
    room.house.perform(actor, Some(&sent.once), which).await?;
    Ok(frame.done("account-session-ended", "/compte"))
}

/// A session of this person's own, by what stands in addresses.
pub(in super::super) async fn own_session(
    room: &Accounts,
    actor: &Actor,
    session: PublicRef,
) -> Result<uuid::Uuid, Trouble> {
    let sessions = room.house.trust().sessions(actor).await?;
    let found = sessions.iter().find(|face| face.public_ref == session);
    found.map(|face| face.id).ok_or(Trouble::Missing)
}
