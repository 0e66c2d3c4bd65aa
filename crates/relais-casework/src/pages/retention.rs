use askama::Template;
use axum::extract::State;
use relais_kernel::{Refusal, Refusals, ShortCode};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use crate::{
    actions::{HoldCase, HoldForm, LiftHold},
    queries::{KeptLine, KeptList, ListKept},
    retention::HoldBasis,
    room::Casework,
};

const fn basis_key(basis: HoldBasis) -> &'static str {
    match basis {
        HoldBasis::LegalClaim => "retention-legal-claim",
        HoldBasis::Investigation => "retention-investigation",
        HoldBasis::LegalDuty => "retention-legal-duty",
        HoldBasis::Audit => "retention-audit",
    }
}

#[derive(Template)]
#[template(path = "retention/list.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    view: KeptList,
}

impl ListPage {
    fn name(&self, line: &KeptLine) -> String {
        self.frame.t1("request-case", "code", line.code.to_string())
    }

    fn until(&self, line: &KeptLine) -> String {
        match line.until {
            Some(until) => self.frame.t1("retention-until", "day", self.frame.date(until)),
            None => self.frame.t("retention-open-case"),
        }
    }

    /// Why it is held, and when that is looked at again.
    fn hold(&self, line: &KeptLine) -> String {
        let Some(hold) = line.hold else {
            return String::new();
        };
        let basis = self.frame.t(basis_key(hold.basis));
        let day = self.frame.date(hold.review);
        self.frame.t2("retention-held", "basis", basis, "day", day)
    }

    fn state(&self, line: &KeptLine) -> (Tone, String) {
        match line.review_due {
            true => (Tone::Late, self.frame.t("retention-review-due")),
            false => (Tone::Info, self.frame.t("retention-is-held")),
        }
    }

    fn bases(&self) -> Vec<Choice> {
        let choice = |basis: &HoldBasis| Choice::new(basis.code(), self.frame.t(basis_key(*basis)));
        HoldBasis::ALL.iter().map(choice).collect()
    }
}

async fn listed(room: &Casework, actor: &Actor, frame: Frame, form: Form) -> Result<ListPage, Trouble> {
    let query = ListKept {
        definitions: room.desk.definitions.clone(),
    };
    let view = room.house.look(actor, &query).await?;
    Ok(ListPage { frame, form, view })
}

/// What is erased soon, and what is held.
pub async fn list(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let form = frame.form(Typed::nothing());
    page(&listed(&room, &actor, frame, form).await?)
}

/// Holds a case back from erasure.
pub async fn hold(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: HoldForm = sent.typed.to()?;
    let outcome = match case_code(&form.code) {
        Ok(code) => {
            let desk = room.desk.clone();
            let command = HoldCase { desk, code, form };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    told(&room, &actor, frame, sent, outcome).await
}

/// Lifts a hold.
pub async fn lift(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let outcome = match case_code(sent.typed.get("code")) {
        Ok(code) => {
            let desk = room.desk.clone();
            let command = LiftHold { desk, code };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    told(&room, &actor, frame, sent, outcome).await
}

async fn told(
    room: &Casework,
    actor: &Actor,
    frame: Frame,
    sent: Submission,
    outcome: Result<(), Failure>,
) -> Answer {
    let refusals = match outcome {
        Ok(()) => return Ok(frame.done("retention-noted", "/conservation")),
        Err(Failure::Refused(refusals)) => refusals,
        // Whoever may not see the list learns nothing of codes either.
        Err(Failure::Missing) => no_case().into(),
        Err(failure) => return Err(failure.into()),
    };
    let form = frame.refused(sent.typed, refusals);
    refused_page(&listed(room, actor, frame, form).await?)
}

/// The code of a case, as people read it.
///
/// # Errors
/// `CaseUnknown` beside the field.
pub(crate) fn case_code(text: &str) -> Result<ShortCode, Refusals> {
    text.trim().parse().map_err(|_| no_case().into())
}

fn no_case() -> Refusal {
    Refusal::new(
        "CaseUnknown",
        "Aucun dossier ne porte ce code.",
        "No case has this code.",
    )
    .at("code")
}
