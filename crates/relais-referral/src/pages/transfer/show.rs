use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, Refusals, Timestamp};
use relais_mechanism::Definitions;
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{along, label, tone};
use crate::{
    actions::transfer::{AcceptTransfer, RejectTransfer, RevokeTransfer},
    pages::choose::reference,
    queries::{TransferPage, TransferView},
    referral::{Side, Words},
    room::Referrals,
    transfer::{RejectReason, TransferKind, TransferState},
};

#[derive(Template)]
#[template(path = "transfer/show.html")]
struct ShowPage {
    frame: Frame,
    view: TransferView,
    accept: Form,
    reject: Form,
    managers: Vec<Choice>,
    reasons: Vec<Choice>,
}

/// Which of the two answers was sent and refused.
enum Refused {
    Accept(Typed, Refusals),
    Reject(Typed, Refusals),
}

impl ShowPage {
    fn new(frame: Frame, view: TransferView, refused: Option<Refused>) -> Self {
        let blank = || frame.form(Typed::nothing());
        let (accept, reject) = match refused {
            None => (blank(), blank()),
            Some(Refused::Accept(typed, refusals)) => (frame.refused(typed, refusals), blank()),
            Some(Refused::Reject(typed, refusals)) => (blank(), frame.refused(typed, refusals)),
        };
        let managers = view.may.managers.iter();
        let reasons = RejectReason::ALL.iter();
        Self {
            managers: managers
                .map(|(r, name)| Choice::new(r.to_string(), name))
                .collect(),
            reasons: reasons
                .map(|reason| Choice::new(reason.code(), reason.label().get(frame.lang)))
                .collect(),
            accept,
            reject,
            frame,
            view,
        }
    }

    fn home(&self) -> String {
        format!("/transferts/{}", self.view.row.transfer.public_ref)
    }

    fn code(&self) -> &str {
        &self.view.row.about.case_code
    }

    fn kind(&self) -> TransferKind {
        self.view.row.transfer.state.kind()
    }

    fn tone(&self) -> Tone {
        tone(self.kind())
    }

    fn state(&self) -> String {
        self.kind().label().get(self.frame.lang).to_owned()
    }

    fn is_sender(&self) -> bool {
        self.view.side == Side::Sender
    }

    fn due(&self) -> Option<Timestamp> {
        self.view.row.transfer.state.due()
    }

    fn ended(&self) -> Option<Timestamp> {
        self.view.row.transfer.state.ended()
    }

    fn reason_for_rejecting(&self) -> Option<String> {
        match self.view.row.transfer.state {
            TransferState::Rejected { reason, .. } => Some(reason.label().get(self.frame.lang).to_owned()),
            _ => None,
        }
    }

    fn along(&self) -> Vec<String> {
        let lines = self.view.along.iter();
        lines
            .map(|line| along(&self.view.definition, line, &self.frame))
            .collect()
    }

    fn label(&self, list: &str, code: &str) -> String {
        label(&self.view.definition, list, code, &self.frame)
    }

    fn region(&self, code: &str) -> String {
        let found = relais_geography::Gazetteer::embedded().region(code);
        found.map_or_else(|| code.to_owned(), |r| r.name.get(self.frame.lang).to_owned())
    }

    /// What stood in the case on acceptance, for its former owner.
    fn summary(&self) -> Vec<String> {
        let Some(summary) = &self.view.summary else {
            return Vec::new();
        };
        let needs = summary.needs.iter().map(|(need, status)| {
            format!(
                "{} · {}",
                self.label("need", need),
                self.label("need_status", status)
            )
        });
        let referrals = summary.referrals.iter().map(|(need, _, state)| {
            format!(
                "{} · {}",
                self.label("need", need),
                state.label().get(self.frame.lang)
            )
        });
        needs.chain(referrals).collect()
    }
}

async fn look(room: &Referrals, actor: &Actor, transfer: &str) -> Result<TransferView, Trouble> {
    let query = TransferPage {
        definitions: room.definitions.clone(),
        transfer: reference(transfer)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The page of a transfer.
pub async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &transfer).await?;
    page(&ShowPage::new(frame, view, None))
}

/// Takes the case over.
pub async fn accept(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let outcome = match read_accept(&sent.typed, &room.definitions, reference(&transfer)?) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(failure) => Err(failure),
    };
    let refused = |refusals| Refused::Accept(sent.typed, refusals);
    match outcome {
        Ok(done) => Ok(frame.done("transfer-taken-over", &format!("/transferts/{done}"))),
        Err(failure) => again(&room, &actor, &transfer, frame, failure, refused).await,
    }
}

/// Does not take it over.
pub async fn reject(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let outcome = match read_reject(&sent.typed, &room.definitions, reference(&transfer)?) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(failure) => Err(failure),
    };
    let refused = |refusals| Refused::Reject(sent.typed, refusals);
    match outcome {
        Ok(done) => Ok(frame.done("transfer-rejected", &format!("/transferts/{done}"))),
        Err(failure) => again(&room, &actor, &transfer, frame, failure, refused).await,
    }
}

/// The page again when the answer was refused, with what was typed.
async fn again(
    room: &Referrals,
    actor: &Actor,
    transfer: &str,
    frame: Frame,
    failure: Failure,
    refused: impl FnOnce(Refusals) -> Refused,
) -> Answer {
    let Failure::Refused(refusals) = failure else {
        return Err(failure.into());
    };
    let view = look(room, actor, transfer).await?;
    refused_page(&ShowPage::new(frame, view, Some(refused(refusals))))
}

/// Takes the request back.
pub async fn revoke(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(transfer): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = RevokeTransfer {
        definitions: room.definitions.clone(),
        transfer: reference(&transfer)?,
    };
    let done = room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("transfer-revoked", &format!("/transferts/{done}")))
}

/// Reads an acceptance, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_accept(
    typed: &Typed,
    definitions: &Definitions,
    transfer: PublicRef,
) -> Result<AcceptTransfer, Failure> {
    let mut read = typed.read();
    let manager = read.needed::<PublicRef>("manager");
    read.done()?;
    Ok(AcceptTransfer {
        definitions: definitions.clone(),
        transfer,
        manager: manager.ok_or(Failure::Missing)?,
    })
}

/// Reads a rejection, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_reject(
    typed: &Typed,
    definitions: &Definitions,
    transfer: PublicRef,
) -> Result<RejectTransfer, Failure> {
    let mut read = typed.read();
    let reason = read.needed::<RejectReason>("reason");
    let note = Words::new(typed.get("note")).unwrap_or_else(|refusal| {
        read.refuse(refusal.at("note"));
        None
    });
    read.done()?;
    Ok(RejectTransfer {
        definitions: definitions.clone(),
        transfer,
        reason: reason.ok_or(Failure::Missing)?,
        note,
    })
}
