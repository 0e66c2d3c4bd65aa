use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use relais_directory::Code;
use relais_kernel::{PublicRef, Refusal, Refusals};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::words::{birth_in_words, label, labels, reference};
use crate::{
    actions::{AnswerOpening, OpenInEmergency, proven},
    answer::Answer as Given,
    emergency::{EmergencyOpening, OpeningReason, OpeningReview},
    need::Need,
    queries::{ListOpenings, Opened, OpeningLine, OpeningList, OpeningView, ReadOpening},
    room::{Casework, Desk},
    store::openings_by,
};

#[derive(Template)]
#[template(path = "emergency/list.html")]
struct ListPage {
    frame: Frame,
    view: OpeningList,
}

impl ListPage {
    fn state(&self, line: &OpeningLine) -> (Tone, String) {
        state(&self.frame, &line.opening)
    }

    fn reason(&self, line: &OpeningLine) -> String {
        self.frame.t(reason_key(line.opening.reason))
    }

    fn to(&self, line: &OpeningLine) -> String {
        format!("/ouvertures/{}", line.public_ref)
    }
}

/// How far an opening is, in words.
pub(super) fn state(frame: &Frame, opening: &EmergencyOpening) -> (Tone, String) {
    match opening.review {
        OpeningReview::Waiting if opening.is_live(frame.now) => (
            Tone::Stop,
            frame.t1("emergency-live", "at", frame.moment(opening.until())),
        ),
        OpeningReview::Waiting => (Tone::Late, frame.t("emergency-waiting")),
        OpeningReview::Answered { founded: true, .. } => (Tone::Good, frame.t("emergency-founded-yes")),
        OpeningReview::Answered { .. } => (Tone::Stop, frame.t("emergency-founded-no")),
    }
}

const fn reason_key(reason: OpeningReason) -> &'static str {
    match reason {
        OpeningReason::LifeInDanger => "emergency-reason-life-in-danger",
        OpeningReason::UrgentCare => "emergency-reason-urgent-care",
        OpeningReason::OwnerOutOfReach => "emergency-reason-owner-out-of-reach",
    }
}

/// The openings that the reader may review.
pub async fn list(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = lists(&room, &actor).await?;
    page(&ListPage { frame, view })
}

async fn lists(room: &Casework, actor: &Actor) -> Result<OpeningList, Trouble> {
    let query = ListOpenings {
        definitions: room.desk.definitions.clone(),
    };
    Ok(room.house.look(actor, &query).await?)
}

#[derive(Template)]
#[template(path = "emergency/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    reasons: Vec<Choice>,
}

impl NewPage {
    fn new(frame: Frame, form: Form) -> Self {
        let choice = |reason: OpeningReason| Choice::new(reason.code(), frame.t(reason_key(reason)));
        Self {
            reasons: OpeningReason::ALL.map(choice).into(),
            frame,
            form,
        }
    }
}

/// What is asked before a case opens; the proof comes first, so that nothing typed is lost to it.
pub async fn new(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = lists(&room, &actor).await?;
    let user = actor.user.filter(|_| view.may_open).ok_or(Trouble::Missing)?;
    let rows = room.house.trust().database().reader();
    let hour = openings_by(rows, user, frame.now).await?;
    if !proven(&actor, hour, frame.now) {
        return Err(Trouble::ProveAgain);
    }
    let form = frame.form(Typed::nothing());
    page(&NewPage::new(frame, form))
}

/// Opens the case.
pub async fn open(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = OpenInEmergency {
        desk: room.desk.clone(),
        form: sent.typed.to()?,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(opening) => Ok(frame.done("emergency-opened", &format!("/ouvertures/{opening}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&NewPage::new(frame, form))
        }
        Err(failure) => Err(failure.into()),
    }
}

#[derive(Template)]
#[template(path = "emergency/show.html")]
struct OpeningPage {
    frame: Frame,
    form: Form,
    view: OpeningView,
    verdicts: Vec<Choice>,
}

impl OpeningPage {
    fn new(frame: Frame, form: Form, view: OpeningView) -> Self {
        let verdicts = vec![
            Choice::new("yes", frame.t("emergency-yes")),
            Choice::new("no", frame.t("emergency-no")).hint(frame.t("emergency-no-hint")),
        ];
        Self {
            frame,
            form,
            view,
            verdicts,
        }
    }

    fn home(&self) -> String {
        format!("/ouvertures/{}", self.view.line.public_ref)
    }

    fn state(&self) -> (Tone, String) {
        state(&self.frame, &self.view.line.opening)
    }

    fn reason(&self) -> String {
        self.frame.t(reason_key(self.view.line.opening.reason))
    }

    fn until(&self) -> String {
        let at = self.frame.moment(self.view.line.opening.until());
        self.frame.t1("emergency-until", "at", at)
    }

    /// The form stands on the page: the opening waits, or what was typed for it was refused and is kept.
    fn shows_form(&self) -> bool {
        self.view.may_review || !self.form.refusals.is_empty()
    }

    /// What is known of the person and helps now. Where she lives and how to reach her does not.
    fn person(&self, shown: &Opened) -> Vec<(String, String)> {
        let told = &shown.confided;
        let facts = &self.view.case.facts;
        let birth = told.dob.as_ref().unwrap_or(&Given::NotAsked);
        let all = [
            ("case-name", told.name.clone().unwrap_or_default()),
            ("case-alias", told.alias.clone().unwrap_or_default()),
            ("case-birth", birth_in_words(&self.frame, birth)),
            ("case-languages", self.lists("language", &told.languages)),
            ("case-special", self.lists("special_need", &facts.special_needs)),
            ("case-urgent", self.lists("urgent_sign", &told.urgent_signs)),
            (
                "case-flags",
                self.lists("vulnerability_flag", &told.vulnerability_flags),
            ),
            (
                "case-immediate",
                told.immediate_action.clone().unwrap_or_default(),
            ),
        ];
        all.into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (self.frame.t(key), value))
            .collect()
    }

    fn lists(&self, list: &str, codes: &BTreeSet<Code>) -> String {
        labels(&self.view.definition, list, codes, self.frame.lang)
    }

    fn need(&self, need: &Need) -> String {
        label(
            &self.view.definition,
            "need",
            need.shown.as_str(),
            self.frame.lang,
        )
    }
}

async fn look(room: &Casework, actor: &Actor, opening: PublicRef) -> Result<OpeningView, Trouble> {
    let query = ReadOpening {
        definitions: room.desk.definitions.clone(),
        opening,
        person: true,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One opening: what it shows while it is open, and its review.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(opening): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, reference(&opening)?).await?;
    let form = frame.form(Typed::nothing());
    page(&OpeningPage::new(frame, form, view))
}

/// The review.
pub async fn answer(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(opening): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let opening = reference(&opening)?;
    let outcome = match read_answer(&sent.typed, opening, &room.desk) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match outcome {
        Ok(_) => Ok(frame.done("emergency-answered", "/ouvertures")),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, opening).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&OpeningPage::new(frame, form, view))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads what was found, typed into a form or sent by a program.
///
/// # Errors
/// A refusal at `founded` when neither was chosen.
pub(crate) fn read_answer(typed: &Typed, opening: PublicRef, desk: &Desk) -> Result<AnswerOpening, Refusals> {
    let founded = match typed.get("founded") {
        "yes" => true,
        "no" => false,
        _ => return Err(choose().into()),
    };
    Ok(AnswerOpening {
        desk: desk.clone(),
        opening,
        founded,
        words: typed.get("words").to_owned(),
    })
}

fn choose() -> Refusal {
    Refusal::new(
        "ChoiceMissing",
        "Dites si l’ouverture était justifiée.",
        "Say whether the opening was founded.",
    )
    .at("founded")
}
