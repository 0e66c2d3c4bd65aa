//! Partnerships on their way from the first contact to results.

use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, Refusals};
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Typed, page, refused_page};
use relais_trust::{Actor, Failure};
use uuid::Uuid;

use super::{again::again, words};
use crate::{
    actions::{BeginPartnership, StepPartnership},
    offers::{PartnerKind, Partnership, Stage},
    queries::{PartnershipsView, ReadPartnerships},
    room::Directory,
};

const HERE: &str = "/annuaire/partenariats";

#[derive(Template)]
#[template(path = "directory/partnerships.html")]
struct PartnershipsPage {
    frame: Frame,
    form: Form,
    view: PartnershipsView,
}

impl PartnershipsPage {
    fn kinds(&self) -> Vec<Choice> {
        let choice = |kind: &PartnerKind| Choice::new(kind.code(), kind.label().get(self.frame.lang));
        PartnerKind::ALL.iter().map(choice).collect()
    }

    /// How many stand at each stage.
    fn stages(&self) -> Vec<(usize, String)> {
        let at = |stage: &Stage| {
            let all = self.view.partnerships.iter();
            let count = all.filter(|one| one.record.stage == *stage).count();
            (count, stage.label().get(self.frame.lang).to_owned())
        };
        Stage::ALL.iter().map(at).collect()
    }

    fn standing(&self, of: &Partnership) -> (Tone, String) {
        let tone = match of.stage {
            Stage::Ended => Tone::Quiet,
            Stage::Results | Stage::Offers => Tone::Good,
            _ => Tone::Info,
        };
        (tone, of.stage.label().get(self.frame.lang).to_owned())
    }

    fn kind(&self, of: &Partnership) -> String {
        of.kind.label().get(self.frame.lang).to_owned()
    }

    fn due(&self, of: &Partnership) -> Option<String> {
        let key = if of.is_late(self.view.today) {
            "partnership-late"
        } else {
            "partnership-due"
        };
        of.due.map(|day| self.frame.t1(key, "day", self.frame.date(day)))
    }

    fn steps(&self, of: &Partnership) -> Vec<(String, String)> {
        let step = |step: &crate::offers::Step| {
            let stage = step.stage.label().get(self.frame.lang).to_owned();
            (
                format!("{} · {stage}", self.frame.moment(step.at)),
                step.words.clone(),
            )
        };
        of.steps.iter().rev().map(step).collect()
    }

    /// The form of one partnership: the choices with the stage it stands at chosen.
    fn stage_choices(&self) -> Vec<Choice> {
        let choice = |stage: &Stage| Choice::new(stage.code(), stage.label().get(self.frame.lang));
        Stage::ALL.iter().map(choice).collect()
    }
}

async fn look(room: &Directory, actor: &Actor) -> Result<PartnershipsView, Failure> {
    let definitions = room.definitions.clone();
    room.house.look(actor, &ReadPartnerships { definitions }).await
}

/// All of them.
pub async fn show(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = look(&room, &actor).await?;
    let form = frame.form(Typed::nothing());
    page(&PartnershipsPage { frame, form, view })
}

/// A new partnership, as it was typed or sent.
///
/// # Errors
/// Everything that cannot be read.
pub(crate) fn read_partnership(typed: &Typed) -> Result<Partnership, Refusals> {
    let mut read = typed.read();
    let words = |name: &str| typed.get(name).trim().to_owned();
    let made = Partnership {
        public_ref: PublicRef::from_uuid(Uuid::nil()),
        partner: words("partner"),
        kind: read.needed("kind").unwrap_or(PartnerKind::Firm),
        aim: words("aim"),
        contact: words("contact"),
        stage: Stage::Contact,
        next: words("next"),
        due: read.date("due"),
        steps: Vec::new(),
    };
    read.done().map(|()| made)
}

/// A step, as it was typed or sent.
///
/// # Errors
/// Everything that cannot be read.
pub(crate) fn read_step(
    typed: &Typed,
    definitions: &relais_mechanism::Definitions,
    partnership: PublicRef,
) -> Result<StepPartnership, Refusals> {
    let mut read = typed.read();
    let command = StepPartnership {
        definitions: definitions.clone(),
        partnership,
        expected: read.may("version"),
        stage: read.needed("stage").unwrap_or(Stage::Contact),
        words: typed.get("words").trim().to_owned(),
        next: typed.get("next").trim().to_owned(),
        due: read.date("due"),
    };
    read.done().map(|()| command)
}

/// Begins to follow one.
pub async fn begin(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let done = match read_partnership(&sent.typed) {
        Ok(partnership) => {
            let command = BeginPartnership {
                definitions: room.definitions.clone(),
                partnership,
            };
            room.house
                .perform(&actor, Some(&sent.once), command)
                .await
                .map(drop)
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    told(&room, &actor, frame, sent, done).await
}

/// Notes a step.
pub async fn step(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(partnership): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let reference = words::reference(&partnership)?;
    let done = match read_step(&sent.typed, &room.definitions, reference) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    told(&room, &actor, frame, sent, done).await
}

async fn told(
    room: &Directory,
    actor: &Actor,
    frame: Frame,
    sent: Submission,
    done: Result<(), Failure>,
) -> Answer {
    match done {
        Ok(()) => Ok(frame.done("partnership-noted", HERE)),
        Err(failure) => {
            let (frame, form) = again(frame, sent.typed, failure, "offers-overtaken")?;
            let view = look(room, actor).await?;
            refused_page(&PartnershipsPage { frame, form, view })
        }
    }
}
