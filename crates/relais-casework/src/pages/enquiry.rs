use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, Refusal};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{request::version, words::reference};
use crate::{
    actions::{AnswerEnquiry, EnquiryAnswerForm, ReviewEnquiry, TakeBackEnquiry},
    enquiry::{EnquiryBasis, EnquiryState, Ground, Proposal, Reading},
    queries::{AskedView, EnquiryLine, EnquiryView, OwnEnquiry, OwnView, ReadEnquiry},
    room::Casework,
};

/// What the asking body may know, in words.
pub(super) fn reading(frame: &Frame, line: &OwnEnquiry) -> (Tone, String) {
    let (tone, key) = match line.reading {
        Reading::Waiting => (Tone::Wait, "enquiry-waiting"),
        Reading::Nothing => (Tone::Quiet, "enquiry-nothing"),
        Reading::Told => (Tone::Good, "enquiry-told"),
        Reading::Over => (Tone::Quiet, "enquiry-over"),
        Reading::TakenBack => (Tone::Quiet, "enquiry-taken-back"),
    };
    (tone, frame.t(key))
}

/// How far a request is, for those who answer.
pub(super) fn state(frame: &Frame, line: &EnquiryLine) -> (Tone, String) {
    let (tone, key) = match line.enquiry.state {
        _ if line.late => (Tone::Late, "enquiry-late"),
        EnquiryState::Open => (Tone::Wait, "enquiry-open"),
        EnquiryState::Returned { .. } => (Tone::Late, "enquiry-returned"),
        EnquiryState::Proposed { .. } => (Tone::Wait, "enquiry-proposed"),
        EnquiryState::Withheld { .. } => (Tone::Quiet, "enquiry-withheld"),
        EnquiryState::Told { .. } => (Tone::Info, "enquiry-told"),
        EnquiryState::TakenBack { .. } => (Tone::Quiet, "enquiry-taken-back"),
    };
    (tone, frame.t(key))
}

pub(super) const fn basis_key(basis: EnquiryBasis) -> &'static str {
    match basis {
        EnquiryBasis::Order => "enquiry-basis-order",
        EnquiryBasis::Consent => "enquiry-basis-consent",
    }
}

const fn ground_key(ground: Ground) -> &'static str {
    match ground {
        Ground::Consent => "enquiry-ground-consent",
        Ground::Order => "enquiry-ground-order",
    }
}

#[derive(Template)]
#[template(path = "enquiry/mine.html")]
struct OwnPage {
    frame: Frame,
    form: Form,
    view: OwnView,
}

impl OwnPage {
    fn state(&self) -> (Tone, String) {
        reading(&self.frame, &self.view.line)
    }

    fn explained(&self) -> String {
        match self.view.line.reading {
            Reading::Waiting => self.frame.t("enquiry-waiting-words"),
            Reading::Nothing => self.frame.t("enquiry-nothing-words"),
            Reading::Told => self.until(),
            Reading::Over => self.frame.t("enquiry-over-words"),
            Reading::TakenBack => self.frame.t("enquiry-taken-back-words"),
        }
    }

    fn until(&self) -> String {
        self.frame
            .t1("enquiry-told-words", "day", self.frame.date(self.view.line.until))
    }

    fn title(&self) -> String {
        let to = self.frame.l(&self.view.line.to).to_owned();
        self.frame.t1("enquiry-asked-of", "organisation", to)
    }

    fn home(&self) -> String {
        format!("/requetes/{}", self.view.line.public_ref)
    }

    fn asked_at(&self) -> String {
        self.frame.moment(self.view.line.asked_at)
    }

    fn due(&self) -> String {
        self.frame.date(self.view.line.due)
    }

    fn keep(&self) -> String {
        self.frame.date(self.view.line.until)
    }
}

#[derive(Template)]
#[template(path = "enquiry/show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    view: AskedView,
}

impl ShowPage {
    fn state(&self) -> (Tone, String) {
        state(&self.frame, &self.view.line)
    }

    fn home(&self) -> String {
        format!("/requetes/{}", self.view.line.public_ref)
    }

    fn title(&self) -> String {
        let from = self.frame.l(&self.view.line.from).to_owned();
        self.frame.t1("enquiry-of", "organisation", from)
    }

    fn asked(&self) -> String {
        let to = self.frame.l(&self.view.line.to).to_owned();
        self.frame.t1("enquiry-asked-of", "organisation", to)
    }

    fn asked_at(&self) -> String {
        self.frame.moment(self.view.line.enquiry.asked.at)
    }

    fn due(&self) -> String {
        self.frame.date(self.view.line.enquiry.due)
    }

    fn until(&self) -> String {
        self.frame.date(self.view.line.enquiry.until)
    }

    fn basis(&self) -> String {
        self.frame.t(basis_key(self.view.line.enquiry.basis))
    }

    /// What is proposed, or was agreed to.
    fn proposal(&self) -> Option<String> {
        let proposal = self.view.words.as_ref()?.proposal?;
        Some(self.frame.t(match proposal {
            Proposal::Unknown => "enquiry-unknown",
            Proposal::Refused => "enquiry-refused",
            Proposal::Tell { .. } => "enquiry-tell",
        }))
    }

    fn ground(&self) -> Option<String> {
        match self.view.words.as_ref()?.proposal? {
            Proposal::Tell { ground, .. } => Some(self.frame.t(ground_key(ground))),
            Proposal::Unknown | Proposal::Refused => None,
        }
    }

    fn answers(&self) -> Vec<Choice> {
        ["unknown", "refused", "tell"]
            .map(|code| {
                let hint = self.frame.t(&format!("enquiry-{code}-hint"));
                Choice::new(code, self.frame.t(&format!("enquiry-{code}"))).hint(hint)
            })
            .into()
    }

    /// An order can be followed only where the request carries one.
    fn grounds(&self) -> Vec<Choice> {
        let carries = self.view.line.enquiry.basis == EnquiryBasis::Order;
        Ground::ALL
            .iter()
            .filter(|ground| carries || **ground == Ground::Consent)
            .map(|ground| Choice::new(ground.code(), self.frame.t(ground_key(*ground))))
            .collect()
    }

    fn words_of_the_officer(&self) -> Vec<Choice> {
        vec![
            Choice::new("yes", self.frame.t("enquiry-agree")).hint(self.frame.t("enquiry-agree-hint")),
            Choice::new("no", self.frame.t("enquiry-send-back")).hint(self.frame.t("enquiry-send-back-hint")),
        ]
    }

    /// What was typed was refused for a reason that no form on the page shows any more.
    fn overtaken(&self) -> bool {
        !self.form.refusals.is_empty() && !self.view.may_answer && !self.view.may_review
    }
}

async fn look(room: &Casework, actor: &Actor, enquiry: PublicRef) -> Result<EnquiryView, Trouble> {
    let query = ReadEnquiry {
        definitions: room.desk.definitions.clone(),
        enquiry,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One request, from the reader's side.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, reference(&enquiry)?).await?;
    let form = frame.form(Typed::nothing());
    match view {
        EnquiryView::Own(view) => page(&OwnPage {
            frame,
            form,
            view: *view,
        }),
        EnquiryView::Asked(view) => page(&ShowPage {
            frame,
            form,
            view: *view,
        }),
    }
}

/// Proposes an answer.
pub async fn propose(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let enquiry = reference(&enquiry)?;
    let form: EnquiryAnswerForm = sent.typed.to()?;
    let command = AnswerEnquiry {
        desk: room.desk.clone(),
        enquiry,
        expected: version(&sent.typed)?,
        form,
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    told(
        &room,
        (&actor, enquiry),
        frame,
        sent,
        outcome,
        "enquiry-proposed-done",
    )
    .await
}

/// Agrees, or sends back.
pub async fn review(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let enquiry = reference(&enquiry)?;
    let outcome = match sent.typed.get("agreed") {
        agreed @ ("yes" | "no") => {
            let command = ReviewEnquiry {
                desk: room.desk.clone(),
                enquiry,
                expected: version(&sent.typed)?,
                agreed: agreed == "yes",
                words: sent.typed.get("words").to_owned(),
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        _ => Err(Failure::Refused(choose().into())),
    };
    told(&room, (&actor, enquiry), frame, sent, outcome, "enquiry-reviewed").await
}

/// Takes the request back.
pub async fn take_back(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(enquiry): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let enquiry = reference(&enquiry)?;
    let command = TakeBackEnquiry {
        desk: room.desk.clone(),
        enquiry,
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    told(
        &room,
        (&actor, enquiry),
        frame,
        sent,
        outcome,
        "enquiry-taken-back-done",
    )
    .await
}

/// What came of it: the request again with a notice, or with what was refused and everything that was typed.
async fn told(
    room: &Casework,
    (actor, enquiry): (&Actor, PublicRef),
    frame: Frame,
    sent: Submission,
    outcome: Result<PublicRef, Failure>,
    notice: &str,
) -> Answer {
    let refusals = match outcome {
        Ok(_) => return Ok(frame.done(notice, &format!("/requetes/{enquiry}"))),
        Err(Failure::Refused(refusals)) => refusals,
        // Somebody else answered meanwhile: the page shows what stands now.
        Err(Failure::Stale { .. }) => overtaken().into(),
        Err(failure) => return Err(failure.into()),
    };
    let view = look(room, actor, enquiry).await?;
    let form = frame.refused(sent.typed, refusals);
    match view {
        EnquiryView::Own(view) => refused_page(&OwnPage {
            frame,
            form,
            view: *view,
        }),
        EnquiryView::Asked(view) => refused_page(&ShowPage {
            frame,
            form,
            view: *view,
        }),
    }
}

fn choose() -> Refusal {
    Refusal::new(
        "ChoiceMissing",
        "Dites si vous êtes d’accord.",
        "Say whether you agree.",
    )
    .at("agreed")
}

fn overtaken() -> Refusal {
    Refusal::new(
        "EnquiryChanged",
        "Quelqu’un d’autre a répondu à cette requête entre-temps. Voici où elle en est.",
        "Somebody else answered this request meanwhile. This is where it stands.",
    )
}
