use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
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
    let mut read = sent.typed.read();
    let to = read.needed::<PublicRef>("to");
    let text = |name: &str| sent.typed.get(name).to_owned();
    let listed: BTreeSet<PublicRef> = sent.typed.all("open").filter_map(|r| r.parse().ok()).collect();
    let outcome = match (read.done(), to) {
        (Ok(()), Some(to)) => {
            let command = RequestTransfer {
                definitions: room.definitions.clone(),
                case: reference(&case)?,
                to,
                form: HandoverForm {
                    reason: text("reason"),
                    summary: text("summary"),
                    handover: text("handover"),
                },
                listed,
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        (Err(refusals), _) => Err(Failure::Refused(refusals)),
        (Ok(()), None) => Err(Failure::Missing),
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
