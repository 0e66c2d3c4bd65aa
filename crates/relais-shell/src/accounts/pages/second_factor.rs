use askama::Template;
use axum::extract::{Query, State};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use relais_kernel::Refusals;
use relais_trust::{
    Actor,
    accounts::{Enrolment, PasskeyFace},
};

use super::{super::Accounts, at_the_door::AtTheDoor, entry::refused_or_waiting, sign_in::Back};
use crate::{
    Answer, Form, Frame, SignedIn, Submission, Trouble, Typed, answer::percent, go, own_path, page, page_with,
};

#[derive(Template)]
#[template(path = "account/second_factor.html")]
pub(super) struct SecondFactorPage {
    frame: Frame,
    form: Form,
    key_form: Form,
    back: String,
    /// A telephone is paired.
    enrolled: bool,
    passkeys: Vec<PasskeyFace>,
    /// This address takes passkeys, and this session may add one.
    by_passkey: bool,
    pending: Option<Enrolment>,
    /// The QR code of the pending enrolment, as an image within the page.
    image: String,
    /// Nothing else opens before it is done.
    must: bool,
}

impl SecondFactorPage {
    pub async fn new(room: &Accounts, actor: &Actor, frame: Frame, back: &str) -> Result<Self, Trouble> {
        let trust = room.house.trust();
        let strong = actor.session.is_some_and(|session| session.strong);
        if !trust.may_enrol(actor).await? {
            // It is asked for before anything of it is shown.
            return Err(Trouble::SecondFactor);
        }
        let pending = trust.pending_second_factor(actor).await?;
        Ok(Self {
            form: frame.form(Typed::nothing()),
            key_form: frame.form(Typed::nothing()),
            back: own_path(back).to_owned(),
            enrolled: trust.has_authenticator(actor).await?,
            passkeys: trust.passkeys(actor).await?,
            by_passkey: room.party.is_some(),
            image: pending.as_ref().map(picture).unwrap_or_default(),
            pending,
            must: !strong && !frame.is_demo(),
            frame,
        })
    }

    fn name(&self, passkey: &PasskeyFace) -> String {
        match passkey.name.as_str() {
            "" => self.frame.t("account-key-unnamed"),
            known => known.to_owned(),
        }
    }

    /// Refused in what concerns passkeys.
    pub fn refused_key(mut self, typed: Typed, refusals: Refusals) -> Self {
        self.key_form = self.frame.refused(typed, refusals);
        self
    }

    fn refused(mut self, typed: Typed, refusals: Refusals) -> Self {
        self.form = self.frame.refused(typed, refusals);
        self
    }
}

/// What an application scans, as an address that holds the image itself; nothing when it would not fit.
fn picture(enrolment: &Enrolment) -> String {
    let svg = relais_publish::qr_svg(&enrolment.url).unwrap_or_default();
    match svg.is_empty() {
        true => svg,
        false => format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)),
    }
}

pub(super) async fn show(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    Query(back): Query<Back>,
    frame: Frame,
) -> Answer {
    page(&SecondFactorPage::new(&room, &presence.actor, frame, back.path()).await?)
}

pub(super) async fn begin(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    sent: Submission,
) -> Answer {
    room.house.trust().begin_second_factor(&presence.actor).await?;
    let back = percent(own_path(sent.typed.get("back")));
    Ok(go(&format!("/compte/second-facteur?back={back}")))
}

pub(super) async fn confirm(
    State(room): State<Accounts>,
    AtTheDoor(presence): AtTheDoor,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let back = own_path(sent.typed.get("back")).to_owned();
    let code = sent.typed.get("code");
    match room.house.trust().give_second_factor(&presence.actor, code).await {
        Ok(()) => Ok(frame.done("account-factor-done", &back)),
        Err(failure) => {
            let shown = SecondFactorPage::new(&room, &presence.actor, frame, &back).await?;
            refused_or_waiting(failure, |status, refusals| {
                page_with(status, &shown.refused(sent.typed, refusals))
            })
        }
    }
}

/// Another telephone: by a code of the old one.
pub(super) async fn replace(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let trust = room.house.trust();
    match trust.drop_second_factor(&actor, sent.typed.get("code")).await {
        Ok(()) => {
            trust.begin_second_factor(&actor).await?;
            Ok(go("/compte/second-facteur"))
        }
        Err(failure) => {
            let shown = SecondFactorPage::new(&room, &actor, frame, "/compte").await?;
            refused_or_waiting(failure, |status, refusals| {
                page_with(status, &shown.refused(sent.typed, refusals))
            })
        }
    }
}
