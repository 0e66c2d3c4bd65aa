use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::Refusals;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Typed, page, refused_page};
use relais_trust::{
    Failure,
    accounts::{self, OrganisationFace},
};

use super::{
    consent::{look, look_for},
    words::{home, reference},
};
use crate::{
    actions::{WithdrawConsent, WithdrawalScope},
    queries::CaseView,
    room::Casework,
};

#[derive(Template)]
#[template(path = "consent/withdraw.html")]
struct WithdrawPage {
    frame: Frame,
    form: Form,
    view: CaseView,
    scopes: Vec<Choice>,
}

impl WithdrawPage {
    fn home(&self) -> String {
        home(&self.view.case)
    }
}

/// Everything, one purpose, or one receiver that a consent in force still names (DP-08).
async fn scopes(room: &Casework, view: &CaseView, frame: &Frame) -> Result<Vec<Choice>, Failure> {
    let mut all = vec![Choice::new("all", frame.t("consent-withdraw-all"))];
    let standing = || view.consents.iter().filter(|line| line.in_force);
    for rule in &view.definition.consent.purposes {
        if standing().any(|line| *line.consent.purpose() == rule.code) {
            let label = frame.t1("consent-withdraw-purpose", "purpose", rule.name.get(frame.lang));
            all.push(Choice::new(format!("purpose:{}", rule.code.as_str()), label));
        }
    }
    let named =
        |o: &OrganisationFace| standing().any(|line| line.consent.still_named().any(|id| *id == o.id));
    let organisations = accounts::organisations(room.house.trust().database().reader()).await?;
    for o in organisations
        .iter()
        .filter(|o| o.id != view.case.owner && named(o))
    {
        let label = frame.t1("consent-withdraw-recipient", "receiver", o.name(frame.lang));
        all.push(Choice::new(format!("recipient:{}", o.public_ref), label));
    }
    Ok(all)
}

/// Which consent is taken back.
pub async fn ask(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look_for(&room, &actor, &case, |may| may.withdraw_consent).await?;
    let scopes = scopes(&room, &view, &frame).await?;
    page(&WithdrawPage {
        form: frame.form(Typed::nothing()),
        frame,
        view,
        scopes,
    })
}

/// Takes it back; what was sent is recalled at once.
pub async fn withdraw(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let case = reference(&case)?;
    let scope = match sent.typed.get("scope").split_once(':') {
        Some(("purpose", code)) => Some(WithdrawalScope::Purpose(code.to_owned())),
        Some(("recipient", text)) => text.parse().ok().map(WithdrawalScope::Recipient),
        None if sent.typed.get("scope") == "all" => Some(WithdrawalScope::All),
        _ => None,
    };
    let outcome = match scope {
        Some(scope) => {
            let command = WithdrawConsent {
                desk: room.desk.clone(),
                case,
                scope,
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        None => Err(Failure::Refused(choose_scope())),
    };
    match outcome {
        Ok(case) => Ok(frame.done("consent-withdrawal-recorded", &format!("/dossiers/{case}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case.to_string()).await?;
            let scopes = scopes(&room, &view, &frame).await?;
            refused_page(&WithdrawPage {
                form: frame.refused(sent.typed, refusals),
                frame,
                view,
                scopes,
            })
        }
        Err(failure) => Err(failure.into()),
    }
}

fn choose_scope() -> Refusals {
    let (fr, en) = ("Choisissez ce qui est retiré.", "Choose what is withdrawn.");
    relais_kernel::Refusal::new("ScopeMissing", fr, en)
        .at("scope")
        .into()
}
