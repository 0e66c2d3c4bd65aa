mod fields;
mod overtaken;
mod read;
mod telephone;

use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{Localised, PublicRef, Refusals};
use relais_shell::{Answer, Form, Frame, SignedIn, Submission, Trouble, page, refused_page};
use relais_trust::{Actor, Command, Failure};

use super::{choose::reference, show::held};
use crate::{
    actions::{Seen, SendReferral, StepReferral},
    queries::{ReferralPage, ReferralView},
    referral::{Channel, Verb},
    room::Referrals,
};
use fields::{Field, fields};

pub(crate) use read::read_step;
pub(crate) use telephone::read_told;
pub use telephone::{ask_told, telephone, write_told};

#[derive(Template)]
#[template(path = "referral/step.html")]
struct StepPage {
    frame: Frame,
    form: Form,
    code: String,
    home: String,
    to: String,
    name: Localised,
    guard: Option<Localised>,
    fields: Vec<Field>,
}

async fn look(room: &Referrals, actor: &Actor, referral: &str) -> Result<ReferralView, Trouble> {
    let query = ReferralPage {
        definitions: room.definitions.clone(),
        referral: reference(referral)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// Sends: what holds it is said, all at once.
pub async fn send(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let channel = sent
        .typed
        .get("channel")
        .parse::<Channel>()
        .map_err(|_| Trouble::Unreadable)?;
    let referral = reference(&referral)?;
    let command = SendReferral {
        definitions: room.definitions.clone(),
        referral,
        channel,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => Ok(frame.done("referral-sent", &format!("/referencements/{referral}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &referral.to_string()).await?;
            held(frame, sent.typed, refusals, view)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What the step asks before it is taken.
pub async fn ask(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = verb
        .parse::<Verb>()
        .ok()
        .filter(|v| view.rights.verbs.contains(v))
        .ok_or(Trouble::Missing)?;
    page(&step_page(
        frame.clone(),
        frame.form(overtaken::version(&view)),
        &view,
        verb,
    ))
}

/// Takes the step.
pub async fn take(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = verb.parse::<Verb>().map_err(|_| Trouble::Missing)?;
    let step = read_step(&sent.typed, verb, &view).map(|command| StepReferral {
        definitions: room.definitions.clone(),
        referral: view.row.referral.public_ref,
        side: view.rights.side,
        command,
    });
    let asked = Asked {
        view,
        verb,
        sheet: step_page,
        done: "referral-step-taken",
    };
    asked.carry_out(&room, &actor, frame, sent, step).await
}

/// A step on its page.
struct Asked {
    view: ReferralView,
    verb: Verb,
    sheet: fn(Frame, Form, &ReferralView, Verb) -> StepPage,
    /// What is said when it was taken.
    done: &'static str,
}

impl Asked {
    /// Takes the step on the version that its page showed. Refused, or overtaken by somebody else, the page comes again
    /// with what was typed.
    async fn carry_out<C: Command<Outcome = PublicRef> + Clone>(
        self,
        room: &Referrals,
        actor: &Actor,
        frame: Frame,
        sent: Submission,
        step: Result<C, Refusals>,
    ) -> Answer {
        let referral = self.view.row.referral.public_ref;
        let outcome = match step {
            Ok(step) => {
                let version = sent.typed.get("version").parse().ok();
                let seen = Seen {
                    referral,
                    version,
                    step,
                };
                room.house.perform(actor, Some(&sent.once), seen).await
            }
            Err(refusals) => Err(Failure::Refused(refusals)),
        };
        match outcome {
            Ok(referral) => Ok(frame.done(self.done, &format!("/referencements/{referral}"))),
            Err(Failure::Refused(refusals)) => {
                let form = frame.refused(sent.typed, refusals);
                refused_page(&(self.sheet)(frame, form, &self.view, self.verb))
            }
            Err(Failure::Stale { .. }) => {
                let now = look(room, actor, &referral.to_string()).await?;
                let form = overtaken::overtaken(&frame, sent.typed, &now);
                refused_page(&(self.sheet)(frame, form, &now, self.verb))
            }
            Err(failure) => Err(failure.into()),
        }
    }
}

fn step_page(frame: Frame, form: Form, view: &ReferralView, verb: Verb) -> StepPage {
    let rule = view.definition.referral.workflow.steps.get(&verb.step());
    let home = format!("/referencements/{}", view.row.referral.public_ref);
    StepPage {
        to: format!("{home}/etapes/{}", verb.code()),
        home,
        code: view.row.case_code.clone(),
        name: rule.map_or_else(|| verb.label(), |rule| rule.name.clone()),
        guard: rule.and_then(|rule| rule.guard.clone()),
        fields: fields(&frame, view, verb),
        frame,
        form,
    }
}
