use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{
    identify::{Lists, definition},
    words::reference,
};
use crate::{
    actions::HandOverPerson,
    identification::IdentificationForm,
    queries::{HandOverForm, HandOverPage, HandOverView},
    room::{Casework, Desk},
};

#[derive(Template)]
#[template(path = "handover/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    takers: Vec<Choice>,
    lists: Lists,
}

impl NewPage {
    async fn of(room: &Casework, actor: &Actor, frame: Frame, form: Form) -> Result<Self, Trouble> {
        let query = HandOverForm {
            definitions: room.desk.definitions.clone(),
        };
        let takers = room.house.look(actor, &query).await?;
        let lists = Lists::of(&*definition(room, actor, &frame).await?, &frame);
        let choice =
            |(r, name): &(PublicRef, relais_kernel::Localised)| Choice::new(r.to_string(), frame.l(name));
        Ok(Self {
            takers: takers.iter().map(choice).collect(),
            lists,
            frame,
            form,
        })
    }
}

/// What has to be known of a person who is handed over: no more than that.
pub async fn new(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let known = Typed::nothing().with_some("entry_point", actor.firewall.then_some("police"));
    let form = frame.form(known);
    page(&NewPage::of(&room, &actor, frame, form).await?)
}

/// Hands the person over.
pub async fn hand_over(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let outcome = match read_hand_over(&sent.typed, sent.typed.to()?, &room.desk) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(done) => Ok(frame.done("handover-done", &format!("/remises/{done}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&NewPage::of(&room, &actor, frame, form).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads a hand-over, typed into a form or sent by a program.
///
/// # Errors
/// A refusal at `to` when nobody is named who takes over.
pub(crate) fn read_hand_over(
    typed: &Typed,
    form: IdentificationForm,
    desk: &Desk,
) -> Result<HandOverPerson, Failure> {
    let mut read = typed.read();
    let to = read.needed::<PublicRef>("to");
    read.done()?;
    Ok(HandOverPerson {
        desk: desk.clone(),
        to: to.ok_or(Failure::Missing)?,
        form: whole(form),
    })
}

/// The short form as a whole one: what it does not ask was not asked.
fn whole(mut form: IdentificationForm) -> IdentificationForm {
    let not_asked = || "not_asked".to_owned();
    form.risk_level = not_asked();
    form.nationality_why = not_asked();
    if form.age.trim().is_empty() {
        form.age_why = not_asked();
    }
    if form.name.trim().is_empty() {
        "yes".clone_into(&mut form.anonymous);
    }
    form
}

#[derive(Template)]
#[template(path = "handover/show.html")]
struct ShowPage {
    frame: Frame,
    view: HandOverView,
}

impl ShowPage {
    fn state(&self) -> (Tone, String) {
        match self.view.taken_up {
            true => (Tone::Good, self.frame.t("handover-taken-up")),
            false => (Tone::Wait, self.frame.t("handover-handed")),
        }
    }
}

/// That it was done, and whether it was taken up.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(hand_over): Path<String>,
    frame: Frame,
) -> Answer {
    let query = HandOverPage {
        definitions: room.desk.definitions.clone(),
        hand_over: reference(&hand_over)?,
    };
    let view = room.house.look(&actor, &query).await?;
    page(&ShowPage { frame, view })
}
