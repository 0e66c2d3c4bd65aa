use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{Localised, Refusals};
use relais_mechanism::Definitions;
use relais_shell::{Answer, Form, Frame, SignedIn, Submission, Trouble, Typed, page};

use super::{Asked, Field, StepPage, look, overtaken, read_step, step_page};
use crate::{
    actions::NoteTelephoneAnswer,
    queries::ReferralView,
    referral::{Verb, Words},
    room::Referrals,
};

#[derive(Template)]
#[template(path = "referral/telephone.html")]
struct TelephonePage {
    frame: Frame,
    code: String,
    home: String,
    receiver: Localised,
    answers: Vec<(String, Localised)>,
}

/// What the receiver said by telephone: which answer it was.
pub async fn telephone(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    if view.rights.told.is_empty() {
        return Err(Trouble::Missing);
    }
    let home = format!("/referencements/{}", view.row.referral.public_ref);
    let named = |verb: &Verb| {
        let rule = view.definition.referral.workflow.steps.get(&verb.step());
        let name = rule.map_or_else(|| verb.label(), |rule| rule.name.clone());
        (format!("{home}/telephone/{}", verb.code()), name)
    };
    page(&TelephonePage {
        frame,
        code: view.row.case_code.clone(),
        receiver: view.to.clone(),
        answers: view.rights.told.iter().map(named).collect(),
        home,
    })
}

/// What that answer has to say.
pub async fn ask_told(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = told_verb(&view, &verb)?;
    let form = frame.form(overtaken::version(&view));
    page(&told_page(frame, form, &view, verb))
}

/// Writes the answer down for the receiver.
pub async fn write_told(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = verb.parse::<Verb>().map_err(|_| Trouble::Missing)?;
    let step = read_told(&sent.typed, verb, &view, &room.definitions);
    let asked = Asked {
        view,
        verb,
        sheet: told_page,
        done: "referral-told-written",
    };
    asked.carry_out(&room, &actor, frame, sent, step).await
}

/// Reads what the receiver said by telephone, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_told(
    typed: &Typed,
    verb: Verb,
    view: &ReferralView,
    definitions: &Definitions,
) -> Result<NoteTelephoneAnswer, Refusals> {
    Ok(NoteTelephoneAnswer {
        definitions: definitions.clone(),
        referral: view.row.referral.public_ref,
        command: read_step(typed, verb, view)?,
        who: Words::new(typed.get("who")).map_err(|refusal| refusal.at("who"))?,
    })
}

fn told_verb(view: &ReferralView, verb: &str) -> Result<Verb, Trouble> {
    let verb = verb.parse::<Verb>().ok();
    verb.filter(|v| view.rights.told.contains(v))
        .ok_or(Trouble::Missing)
}

fn told_page(frame: Frame, form: Form, view: &ReferralView, verb: Verb) -> StepPage {
    let mut page = step_page(frame, form, view, verb);
    page.to = format!("{}/telephone/{}", page.home, verb.code());
    page.fields.insert(
        0,
        Field::Line {
            name: "who",
            label: "referral-who-answered",
        },
    );
    page
}
