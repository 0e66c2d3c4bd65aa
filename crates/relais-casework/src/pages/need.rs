use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::words::{choices, home, label, of_age, reference, yes_no};
use crate::{
    actions::{ChangeNeed, RecordNeed},
    need::{NeedCommand, NeedForm, NeedStatus},
    queries::{NeedLine, NeedList, ReadNeeds},
    room::Casework,
};

#[derive(Template)]
#[template(path = "need/list.html")]
struct NeedsPage {
    frame: Frame,
    form: Form,
    view: NeedList,
    lists: Lists,
}

struct Lists {
    needs: Vec<Choice>,
    severity: Vec<Choice>,
    urgency: Vec<Choice>,
    yes_no: Vec<Choice>,
}

impl NeedsPage {
    fn new(frame: Frame, form: Form, view: NeedList) -> Self {
        let list = |name: &str| choices(&view.definition, name, frame.lang);
        let lists = Lists {
            needs: list("need"),
            severity: list("severity"),
            urgency: list("priority"),
            yes_no: yes_no(&frame),
        };
        Self {
            frame,
            form,
            view,
            lists,
        }
    }

    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn of_age(&self) -> String {
        of_age(&self.frame, &self.view.to_ask_again)
    }

    fn name(&self, line: &NeedLine) -> String {
        label(
            &self.view.definition,
            "need",
            line.known().as_str(),
            self.frame.lang,
        )
    }

    fn urgency(&self, line: &NeedLine) -> String {
        label(
            &self.view.definition,
            "priority",
            line.need.urgency.letter(),
            self.frame.lang,
        )
    }

    fn status(&self, line: &NeedLine) -> (Tone, String) {
        let tone = match line.need.status {
            NeedStatus::Open => Tone::Wait,
            NeedStatus::Referred { .. } => Tone::Info,
            NeedStatus::Met { .. } | NeedStatus::PartlyMet { .. } => Tone::Good,
            NeedStatus::UnmetNoService { .. } => Tone::Stop,
            NeedStatus::Refused { .. } => Tone::Quiet,
        };
        (
            tone,
            label(
                &self.view.definition,
                "need_status",
                line.need.status.code(),
                self.frame.lang,
            ),
        )
    }

    fn notes<'a>(&self, line: &'a NeedLine) -> Option<&'a str> {
        line.words.as_ref().and_then(|words| words.notes.as_deref())
    }
}

async fn look(room: &Casework, actor: &Actor, case: &str) -> Result<NeedList, Trouble> {
    let query = ReadNeeds {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The needs of a case, and the form for another.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let known = Typed::nothing()
        .with("rank", view.lines.len() + 1)
        .with("person_wants_help", "yes");
    page(&NeedsPage::new(frame.clone(), frame.form(known), view))
}

/// Records a need.
pub async fn record(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: NeedForm = sent.typed.to()?;
    let command = RecordNeed {
        desk: room.desk.clone(),
        case: reference(&case)?,
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => Ok(frame.done(
            "need-recorded",
            &format!("/dossiers/{}/besoins", reference(&case)?),
        )),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case).await?;
            refused_page(&NeedsPage::new(
                frame.clone(),
                frame.refused(sent.typed, refusals),
                view,
            ))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Says what has become of a need.
pub async fn change(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, need)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = read_change(sent.typed.get("status")).ok_or(Trouble::Unreadable)?;
    let case = reference(&case)?;
    let change = ChangeNeed {
        desk: room.desk.clone(),
        case,
        need: reference(&need)?,
        command,
    };
    room.house.perform(&actor, Some(&sent.once), change).await?;
    Ok(frame.done("need-changed", &format!("/dossiers/{case}/besoins")))
}

/// What can be said of a need by hand.
pub(crate) fn read_change(status: &str) -> Option<NeedCommand> {
    Some(match status {
        "met" => NeedCommand::RecordMet,
        "partly_met" => NeedCommand::RecordPartlyMet,
        "unmet" => NeedCommand::RecordNoService,
        "refused" => NeedCommand::RecordRefused,
        "reopen" => NeedCommand::Reopen,
        _ => return None,
    })
}
