//! Who was told to erase what they hold of an erased case, and their word that they did.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    routing::{get, post},
};
use relais_casework::pages::{holder_facts, holder_state};
use relais_kernel::{Date, PublicRef, Refusal, Refusals};
use relais_shell::{Answer, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::choose::reference;
use crate::{
    actions::{ConfirmErasure, NoteErasureTold},
    queries::{ListNotices, NoticeLine, NoticeLists, NoticeView, ReadNotice, Received},
    room::Referrals,
};

/// The routes of notices to erase.
pub fn routes() -> Router<Referrals> {
    Router::new()
        .route("/effacements", get(list))
        .route("/effacements/{notice}", get(show).post(confirm))
        .route("/effacements/{notice}/telephone", post(note))
}

#[derive(Template)]
#[template(path = "erasure/list.html")]
struct ListPage {
    frame: Frame,
    lists: NoticeLists,
}

impl ListPage {
    fn state(&self, line: &NoticeLine) -> (Tone, String) {
        holder_state(&self.frame, &line.told)
    }

    fn facts(&self, line: &NoticeLine) -> Vec<String> {
        holder_facts(&self.frame, &line.told)
    }
}

/// What the reader's organisation has to confirm, and what others have not confirmed yet.
async fn list(State(room): State<Referrals>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = ListNotices {
        definitions: room.definitions.clone(),
    };
    let lists = room.house.look(&actor, &query).await?;
    page(&ListPage { frame, lists })
}

#[derive(Template)]
#[template(path = "erasure/show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    view: NoticeView,
}

impl ShowPage {
    fn home(&self) -> String {
        self.view.line.told.href.clone()
    }

    fn state(&self) -> (Tone, String) {
        holder_state(&self.frame, &self.view.line.told)
    }

    /// It still waits, and the reader only follows it.
    fn is_for_others(&self) -> bool {
        self.view.line.told.word.is_none() && !self.view.may_confirm && !self.view.may_note
    }

    fn facts(&self) -> Vec<String> {
        holder_facts(&self.frame, &self.view.line.told)
    }

    /// As the messages called it, so that the holder finds what it has to erase.
    fn received(&self, it: &Received) -> String {
        let what = self.frame.t2(
            "erasure-received",
            "code",
            it.code.to_string(),
            "service",
            self.frame.l(&it.service),
        );
        match it.sent_at {
            Some(at) => format!(
                "{what}, {}",
                self.frame.t1("erasure-sent", "at", self.frame.moment(at))
            ),
            None => what,
        }
    }

    fn first_day(&self) -> String {
        self.view.told_on.to_string()
    }

    fn today(&self) -> String {
        self.view.today.to_string()
    }
}

async fn look(room: &Referrals, actor: &Actor, notice: PublicRef) -> Result<NoticeView, Trouble> {
    let query = ReadNotice {
        definitions: room.definitions.clone(),
        notice,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One notice.
async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(notice): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, reference(&notice)?).await?;
    let form = frame.form(Typed::nothing().with("on", view.today));
    page(&ShowPage { frame, form, view })
}

/// Takes the word of somebody of the holder.
async fn confirm(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(notice): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let notice = reference(&notice)?;
    let command = ConfirmErasure {
        definitions: room.definitions.clone(),
        notice,
    };
    let outcome = match gone(&sent.typed) {
        Ok(()) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(refusals) => Err(refusals.into()),
    };
    told(&room, (&actor, notice), frame, sent, outcome).await
}

/// Writes down what the holder said by telephone.
async fn note(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(notice): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let notice = reference(&notice)?;
    let outcome = match day(&sent.typed) {
        Ok(on) => {
            let command = NoteErasureTold {
                definitions: room.definitions.clone(),
                notice,
                on,
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(refusals) => Err(refusals.into()),
    };
    told(&room, (&actor, notice), frame, sent, outcome).await
}

/// The word is given for paper and messages too: it is ticked, not only sent.
pub(crate) fn gone(typed: &Typed) -> Result<(), Refusals> {
    if typed.get("gone") == "yes" {
        return Ok(());
    }
    let refusal = Refusal::new(
        "NotSure",
        "Cochez la case une fois que tout est effacé chez vous, papiers et messages compris.",
        "Tick the box once everything is erased at your place, papers and messages included.",
    );
    Err(refusal.at("gone").into())
}

/// The day of the call.
pub(crate) fn day(typed: &Typed) -> Result<Date, Refusals> {
    let mut read = typed.read();
    if typed.some("on").is_none() {
        read.words("on");
    }
    let on = read.date("on");
    read.done()?;
    on.ok_or_else(|| {
        let refusal = Refusal::new("Required", "Indiquez le jour.", "Give the day.");
        refusal.at("on").into()
    })
}

async fn told(
    room: &Referrals,
    (actor, notice): (&Actor, PublicRef),
    frame: Frame,
    sent: Submission,
    outcome: Result<PublicRef, Failure>,
) -> Answer {
    let refusals = match outcome {
        Ok(_) => return Ok(frame.done("erasure-thanks", &format!("/effacements/{notice}"))),
        Err(Failure::Refused(refusals)) => refusals,
        Err(failure) => return Err(failure.into()),
    };
    let view = look(room, actor, notice).await?;
    let form = frame.refused(sent.typed, refusals);
    refused_page(&ShowPage { frame, form, view })
}
