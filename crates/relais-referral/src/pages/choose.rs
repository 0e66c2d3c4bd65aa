use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{Priority, PublicRef, Refusal, Refusals};
use relais_mechanism::Definitions;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::drafted;
use crate::{
    actions::{DraftReferral, DraftReferrals, Drafted},
    queries::{FindServices, FitLine, ServiceChoice},
    referral::Disclosure,
    room::Referrals,
};

#[derive(Template)]
#[template(path = "referral/choose.html")]
struct ChoosePage {
    frame: Frame,
    form: Form,
    view: ServiceChoice,
    services: Vec<Choice>,
    priorities: Vec<Choice>,
    disclosures: Vec<Choice>,
}

impl ChoosePage {
    fn new(frame: Frame, form: Form, view: ServiceChoice, definition: &relais_mechanism::Definition) -> Self {
        let services = view.fits.iter().map(|fit| choice(&frame, fit)).collect();
        let priorities = definition
            .list("priority")
            .map(|list| list.active().collect::<Vec<_>>())
            .unwrap_or_default();
        let priorities = priorities
            .iter()
            .map(|i| Choice::new(&i.code, i.label.get(frame.lang)))
            .collect();
        let disclosures = disclosures(&frame);
        Self {
            frame,
            form,
            view,
            services,
            priorities,
            disclosures,
        }
    }

    fn here(&self) -> String {
        format!("/dossiers/{}/besoins/{}/services", self.view.case, self.view.need)
    }
}

pub(super) fn choice(frame: &Frame, fit: &FitLine) -> Choice {
    let place = fit
        .place
        .as_ref()
        .map_or(String::new(), |p| format!(" · {}", frame.l(p)));
    let reasons: Vec<&str> = fit.reasons.iter().map(|(_, words)| frame.l(words)).collect();
    Choice::new(
        fit.service.to_string(),
        format!("{} – {}{place}", frame.l(&fit.organisation), frame.l(&fit.name)),
    )
    .hint(reasons.join(" · "))
}

/// With or without identity.
pub(super) fn disclosures(frame: &Frame) -> Vec<Choice> {
    vec![
        Choice::new("identified", frame.t("referral-identified")).hint(frame.t("referral-identified-hint")),
        Choice::new("pseudonymous", frame.t("referral-pseudonymous"))
            .hint(frame.t("referral-pseudonymous-hint")),
    ]
}

async fn look(room: &Referrals, actor: &Actor, case: &str, need: &str) -> Result<ServiceChoice, Trouble> {
    let query = FindServices {
        definitions: room.definitions.clone(),
        case: reference(case)?,
        need: reference(need)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

pub(super) fn reference(text: &str) -> Result<PublicRef, Trouble> {
    text.parse().map_err(|_| Trouble::Missing)
}

pub(super) async fn definition(
    room: &Referrals,
    actor: &Actor,
) -> Result<std::sync::Arc<relais_mechanism::Definition>, Trouble> {
    let rows = room.house.trust().database().reader();
    Ok(room
        .definitions
        .current(rows, actor.mechanism.ok_or(Trouble::Missing)?)
        .await?)
}

/// Who can take the person, and why the others cannot.
pub async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((case, need)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case, &need).await?;
    let definition = definition(&room, &actor).await?;
    let known = Typed::nothing()
        .with("priority", view.priority.letter())
        .with("disclosure", "identified");
    page(&ChoosePage::new(
        frame.clone(),
        frame.form(known),
        view,
        &definition,
    ))
}

/// Prepares a referral to each service that is ticked.
pub async fn draft(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((case, need)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let asked = (reference(&case)?, reference(&need)?);
    let outcome = match read_drafts(&sent.typed, &room.definitions, asked) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match outcome {
        Ok(drafted) => match drafted.as_slice() {
            [
                Drafted {
                    outcome: Ok(referral),
                    ..
                },
            ] => Ok(frame.done("referral-drafted", &format!("/referencements/{referral}"))),
            _ => drafted::show(&room, &actor, frame, asked, drafted).await,
        },
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case, &need).await?;
            let definition = definition(&room, &actor).await?;
            refused_page(&ChoosePage::new(
                frame.clone(),
                frame.refused(sent.typed, refusals),
                view,
                &definition,
            ))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads a draft for a need of a case, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_draft(
    typed: &Typed,
    definitions: &Definitions,
    (case, need): (PublicRef, PublicRef),
) -> Result<DraftReferral, Refusals> {
    let read = read_drafts(typed, definitions, (case, need))?;
    Ok(DraftReferral {
        definitions: definitions.clone(),
        case,
        need,
        service: read.services.first().copied().ok_or_else(service_missing)?,
        priority: read.priority,
        disclosure: read.disclosure,
    })
}

/// Reads a draft for each of several services.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_drafts(
    typed: &Typed,
    definitions: &Definitions,
    (case, need): (PublicRef, PublicRef),
) -> Result<DraftReferrals, Refusals> {
    let mut read = typed.read();
    let services = read.each::<PublicRef>("service");
    if typed.some("service").is_none() {
        read.refuse(service_missing());
    }
    let disclosure = read.needed::<Disclosure>("disclosure");
    let priority = typed.get("priority").parse::<Priority>().ok();
    if priority.is_none() {
        read.refuse(priority_missing());
    }
    read.done()?;
    let (Some(disclosure), Some(priority)) = (disclosure, priority) else {
        return Err(priority_missing().into());
    };
    Ok(DraftReferrals {
        definitions: definitions.clone(),
        case,
        need,
        services,
        priority,
        disclosure,
    })
}

fn service_missing() -> Refusal {
    Refusal::new(
        "ServiceMissing",
        "Cochez au moins un service.",
        "Tick at least one service.",
    )
    .at("service")
}

fn priority_missing() -> Refusal {
    Refusal::new(
        "PriorityMissing",
        "Choisissez la priorité.",
        "Choose the priority.",
    )
    .at("priority")
}
