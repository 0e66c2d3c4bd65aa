use askama::Template;
use axum::extract::{Path, State};
use jiff::Span;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure, accounts};

use super::words::{choices, home, label, reference};
use crate::{
    actions::{AskForException, DecideException, ExceptionDecision, TakeConsent},
    consent::ConsentForm,
    queries::{CasePage, CaseRights, CaseView, NeedLine, ReadNeeds},
    room::Casework,
};

/// The lists of form F2 in the reader's language.
struct Lists {
    purposes: Vec<Choice>,
    answers: Vec<Choice>,
    organisations: Vec<Choice>,
    /// Needs for which any service that can help may receive.
    needs: Vec<Choice>,
    categories: Vec<Choice>,
    given_by: Vec<Choice>,
    assent: Vec<Choice>,
    modes: Vec<Choice>,
    languages: Vec<Choice>,
    explained: Vec<Choice>,
    reasons: Vec<Choice>,
    bases: Vec<Choice>,
    people: Vec<Choice>,
    roles: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "consent/ask.html")]
struct AskPage {
    frame: Frame,
    form: Form,
    view: CaseView,
    lists: Lists,
}

#[derive(Template)]
#[template(path = "consent/exception.html")]
struct ExceptionPage {
    frame: Frame,
    form: Form,
    view: CaseView,
    lists: Lists,
}

impl AskPage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    /// Somebody answers for the person, or has to: a child never consents alone.
    fn for_another(&self) -> bool {
        let child = self.view.case.facts.age_band.is_some_and(|band| band.is_minor());
        let refused = ["given_by", "assent"]
            .iter()
            .any(|name| !self.form.faults(name).is_empty());
        child || refused || !matches!(self.form.value("given_by"), "" | "self")
    }

    fn dates_refused(&self) -> bool {
        ["starts", "expires"]
            .iter()
            .any(|name| !self.form.faults(name).is_empty())
    }
}

impl ExceptionPage {
    fn home(&self) -> String {
        home(&self.view.case)
    }
}

pub(super) async fn look(room: &Casework, actor: &Actor, case: &str) -> Result<CaseView, Trouble> {
    let query = CasePage {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The same for a form: whoever could not send it is not shown it.
pub(super) async fn look_for(
    room: &Casework,
    actor: &Actor,
    case: &str,
    right: impl FnOnce(&CaseRights) -> bool,
) -> Result<CaseView, Trouble> {
    let view = look(room, actor, case).await?;
    right(&view.may).then_some(view).ok_or(Trouble::Missing)
}

async fn lists(room: &Casework, view: &CaseView, frame: &Frame) -> Result<Lists, Failure> {
    let (definition, lang) = (&*view.definition, frame.lang);
    let rows = room.house.trust().database().reader();
    let organisations = accounts::organisations(rows).await?;
    let people = accounts::accounts_of(rows, Some(view.case.owner)).await?;
    let rules = &definition.consent;
    let list = |name: &str| choices(definition, name, lang);
    Ok(Lists {
        purposes: rules
            .purposes
            .iter()
            .filter(|p| !p.retired)
            .map(|p| Choice::new(p.code.as_str(), p.name.get(lang)))
            .collect(),
        answers: vec![
            Choice::new("given", frame.t("consent-says-yes")),
            Choice::new("refused", frame.t("consent-says-no")).hint(frame.t("consent-says-no-hint")),
        ],
        organisations: organisations
            .iter()
            .filter(|o| o.active)
            .map(|o| Choice::new(o.public_ref.to_string(), o.name(lang)))
            .collect(),
        needs: Vec::new(),
        categories: rules
            .categories
            .iter()
            .filter(|c| !c.retired)
            .map(|c| Choice::new(c.code.as_str(), c.name.get(lang)))
            .collect(),
        given_by: list("given_by"),
        assent: list("assent"),
        modes: list("consent_mode"),
        languages: list("language"),
        explained: rules
            .explained
            .iter()
            .map(|e| Choice::new(&e.code, e.name.get(lang)))
            .collect(),
        reasons: list("withheld_reason"),
        bases: rules
            .legal_bases
            .iter()
            .map(|b| Choice::new(&b.code, b.name.get(lang)))
            .collect(),
        people: people
            .iter()
            .filter(|p| p.active)
            .map(|p| Choice::new(p.public_ref.to_string(), &p.name))
            .collect(),
        roles: definition
            .roles
            .for_accounts()
            .map(|(role, rule)| Choice::new(role.to_string(), rule.name.get(lang)))
            .collect(),
    })
}

/// The lists with the needs of the case by name, for "whoever can help with it"; none for who does not take needs down.
async fn asked(room: &Casework, actor: &Actor, view: &CaseView, frame: &Frame) -> Result<Lists, Trouble> {
    let lists = lists(room, view, frame).await?;
    if !view.may.record_needs {
        return Ok(lists);
    }
    let query = ReadNeeds {
        definitions: room.desk.definitions.clone(),
        case: view.case.public_ref,
    };
    let needs = room.house.look(actor, &query).await?;
    let name = |line: &NeedLine| label(&needs.definition, "need", line.known().as_str(), frame.lang);
    let choice = |line: &NeedLine| Choice::new(line.public_ref.to_string(), name(line));
    Ok(Lists {
        needs: needs.lines.iter().map(choice).collect(),
        ..lists
    })
}

/// The person is asked.
pub async fn ask(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look_for(&room, &actor, &case, |may| may.record_consent).await?;
    let lists = asked(&room, &actor, &view, &frame).await?;
    let known = Typed::nothing()
        .with("starts", view.today)
        .with_some("expires", view.today.checked_add(Span::new().months(6)).ok())
        .with("given_by", "self")
        .with("assent", "not_applicable");
    page(&AskPage {
        form: frame.form(known),
        frame,
        view,
        lists,
    })
}

/// What the person answered goes into the ledger.
pub async fn take(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: ConsentForm = sent.typed.to()?;
    let case = reference(&case)?;
    let command = TakeConsent {
        desk: room.desk.clone(),
        case,
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(done) => {
            let key = if done.given {
                "consent-recorded"
            } else {
                "consent-refusal-recorded"
            };
            Ok(frame.done(key, &format!("/dossiers/{case}")))
        }
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case.to_string()).await?;
            let lists = asked(&room, &actor, &view, &frame).await?;
            refused_page(&AskPage {
                form: frame.refused(sent.typed, refusals),
                frame,
                view,
                lists,
            })
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A lawful exception is asked for.
pub async fn ask_exception(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look_for(&room, &actor, &case, |may| may.record_consent).await?;
    let lists = lists(&room, &view, &frame).await?;
    page(&ExceptionPage {
        form: frame.form(Typed::nothing()),
        frame,
        view,
        lists,
    })
}

/// Hands the request to the supervisor.
pub async fn plead(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let case = reference(&case)?;
    let mut read = sent.typed.read();
    let receiver = read.needed("receiver");
    let outcome = match (read.done(), receiver) {
        (Ok(()), Some(receiver)) => {
            let command = AskForException {
                desk: room.desk.clone(),
                case,
                receiver,
                purpose: sent.typed.get("purpose").to_owned(),
                basis: sent.typed.get("basis").to_owned(),
                justification: sent.typed.get("justification").to_owned(),
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        (Err(refusals), _) => Err(Failure::Refused(refusals)),
        (Ok(()), None) => Err(Failure::Missing),
    };
    match outcome {
        Ok(case) => Ok(frame.done("consent-exception-sent", &format!("/dossiers/{case}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case.to_string()).await?;
            let lists = lists(&room, &view, &frame).await?;
            refused_page(&ExceptionPage {
                form: frame.refused(sent.typed, refusals),
                frame,
                view,
                lists,
            })
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The supervisor's word.
pub async fn decide(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, exception)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let decision = ExceptionDecision::of(sent.typed.get("decision")).ok_or(Trouble::Unreadable)?;
    let command = DecideException {
        desk: room.desk.clone(),
        case: reference(&case)?,
        exception: reference(&exception)?,
        decision,
    };
    let case = room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("consent-exception-decided", &format!("/dossiers/{case}")))
}
