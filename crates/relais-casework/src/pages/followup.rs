use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use relais_kernel::Refusal;
use relais_mechanism::Definition;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::{
    fields::{Asked, Way, asked, title},
    words::{choices, home, label, labels, reference},
};
use crate::{
    actions::{RecordFollowUp, StepCase},
    answer::Answer as Given,
    case::Command,
    code::unknown_code,
    followup::FollowUpForm,
    queries::{FollowUpLine, FollowUpView, ReadFollowUps},
    room::Casework,
};

const FIELDS: [&str; 8] = [
    "date",
    "mode",
    "kind",
    "progress",
    "new_risks",
    "consent_still_valid",
    "satisfaction",
    "next",
];

#[derive(Template)]
#[template(path = "followup/list.html")]
struct FollowUpPage {
    frame: Frame,
    form: Form,
    view: FollowUpView,
}

impl FollowUpPage {
    fn day(&self, day: &Date) -> String {
        self.frame.date(*day)
    }

    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn asked(&self) -> Vec<Asked> {
        asked(&self.view.definition, &self.frame, "F9", &FIELDS)
    }

    fn channels(&self) -> Vec<Choice> {
        choices(&self.view.definition, "contact_channel", self.frame.lang)
    }

    fn name(&self, field: &str) -> String {
        title(&self.view.definition, "F9", field)
            .get(self.frame.lang)
            .to_owned()
    }

    fn mode(&self, line: &FollowUpLine) -> String {
        self.one("follow_up_mode", line.record.mode.as_ref())
    }

    fn kind(&self, line: &FollowUpLine) -> String {
        self.one("follow_up_kind", line.record.kind.as_ref())
    }

    fn one(&self, list: &str, code: Option<&relais_directory::Code>) -> String {
        code.map_or_else(String::new, |code| {
            label(&self.view.definition, list, code.as_str(), self.frame.lang)
        })
    }

    fn risks(&self, line: &FollowUpLine) -> String {
        labels(
            &self.view.definition,
            "vulnerability_flag",
            &line.words.new_risks,
            self.frame.lang,
        )
    }

    fn consent(&self, line: &FollowUpLine) -> String {
        self.frame.t(match &line.record.consent_still_valid {
            Given::Given(true) => "case-yes",
            Given::Given(false) => "case-no",
            Given::NotAsked => "case-not-asked",
            Given::Unknown => "case-unknown",
            Given::Refused => "case-refused",
        })
    }
}

async fn look(room: &Casework, actor: &Actor, case: &str) -> Result<FollowUpView, Trouble> {
    let query = ReadFollowUps {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The follow-ups of a case, and the form for another.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let form = frame.form(Typed::nothing().with("date", view.today));
    page(&FollowUpPage { frame, form, view })
}

/// Records a follow-up. Where the person said that the consent no longer stands, its withdrawal comes next.
pub async fn record(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: FollowUpForm = sent.typed.to()?;
    let command = RecordFollowUp {
        desk: room.desk.clone(),
        case: reference(&case)?,
        form,
    };
    let home = format!("/dossiers/{}", command.case);
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(done) if done.asks_about_consent => {
            Ok(frame.done("followup-ask-consent", &format!("{home}/consentements/retrait")))
        }
        Ok(_) => Ok(frame.done("followup-recorded", &format!("{home}/suivis"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&FollowUpPage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Somebody tried to reach the person.
pub async fn attempt(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let reached = sent.typed.get("reached") == "yes";
    let wish = read_attempt(reached, sent.typed.get("channel"), &view.definition);
    let outcome = match wish {
        Ok(command) => {
            let step = StepCase {
                desk: room.desk.clone(),
                case: view.case.public_ref,
                expected: None,
                command,
                words: String::new(),
            };
            room.house.perform(&actor, Some(&sent.once), step).await
        }
        Err(refusal) => Err(Failure::Refused(refusal.into())),
    };
    match outcome {
        Ok(case) => Ok(frame.done("followup-attempt-recorded", &format!("/dossiers/{case}/suivis"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&FollowUpPage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads a try to reach the person: they were reached, or by which way it was tried.
///
/// # Errors
/// `UnknownCode` for a way that the list does not know.
pub(crate) fn read_attempt(
    reached: bool,
    channel: &str,
    definition: &Definition,
) -> Result<Command, Refusal> {
    if reached {
        return Ok(Command::RecordContact);
    }
    let chosen = definition.choose("contact_channel", channel);
    let item = chosen.map_err(|refusal| refusal.at("channel"))?;
    let channel = item.code.parse().map_err(|_| unknown_code().at("channel"))?;
    Ok(Command::RecordAttempt { channel })
}
