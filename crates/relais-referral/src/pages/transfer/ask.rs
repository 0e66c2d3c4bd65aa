use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
use relais_mechanism::Definitions;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::along;
use crate::{
    actions::transfer::{HandoverForm, RequestTransfer},
    pages::choose::reference,
    queries::{TransferChoice, TransferForm},
    room::Referrals,
};

#[derive(Template)]
#[template(path = "transfer/ask.html")]
struct AskPage {
    frame: Frame,
    form: Form,
    view: TransferChoice,
    takers: Vec<Choice>,
}

impl AskPage {
    fn new(frame: Frame, form: Form, view: TransferChoice) -> Self {
        let choice = |taker: &crate::queries::Taker| {
            let choice = Choice::new(taker.public_ref.to_string(), frame.l(&taker.name));
            choice.hint(frame.t(if taker.consented {
                "transfer-consented"
            } else {
                "transfer-not-consented"
            }))
        };
        Self {
            takers: view.takers.iter().map(choice).collect(),
            frame,
            form,
            view,
        }
    }

    fn case(&self) -> String {
        format!("/dossiers/{}", self.view.case)
    }

    fn along(&self) -> Vec<(String, String)> {
        let lines = self.view.along.iter();
        lines
            .map(|(r, line)| (r.to_string(), along(&self.view.definition, line, &self.frame)))
            .collect()
    }
}

async fn look(room: &Referrals, actor: &Actor, case: &str) -> Result<TransferChoice, Trouble> {
    let query = TransferForm {
        definitions: room.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// To whom, why, with what.
pub async fn ask(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let form = frame.form(Typed::nothing());
    page(&AskPage::new(frame, form, view))
}

/// Asks.
pub async fn request(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let outcome = match read_request(&sent.typed, &room.definitions, reference(&case)?) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(transfer) => Ok(frame.done("transfer-asked", &format!("/transferts/{transfer}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&AskPage::new(frame, form, view))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads what is asked of whom, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_request(
    typed: &Typed,
    definitions: &Definitions,
    case: PublicRef,
) -> Result<RequestTransfer, Failure> {
    let mut read = typed.read();
    let to = read.needed::<PublicRef>("to");
    read.done()?;
    let text = |name: &str| typed.get(name).to_owned();
    Ok(RequestTransfer {
        definitions: definitions.clone(),
        case,
        to: to.ok_or(Failure::Missing)?,
        form: HandoverForm {
            reason: text("reason"),
            summary: text("summary"),
            handover: text("handover"),
        },
        listed: typed.all("open").filter_map(|r| r.parse().ok()).collect(),
    })
}
