use askama::Template;
use axum::extract::{Path, State};
use relais_mechanism::CaseStep;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::{
    fields::{Asked, Way, asked},
    overtaken,
    words::{home, label, reference},
};
use crate::{
    actions::RequestClosure,
    closure::ClosureForm,
    queries::{NeedList, ReadNeeds},
    room::Casework,
};

#[derive(Template)]
#[template(path = "case/closure.html")]
struct ClosurePage {
    frame: Frame,
    form: Form,
    view: NeedList,
}

impl ClosurePage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn title(&self) -> String {
        let workflow = &self.view.definition.case.workflow;
        let name = workflow.step_name(CaseStep::RequestClosure, self.frame.lang);
        name.unwrap_or_default().to_owned()
    }

    fn reason(&self) -> Vec<Asked> {
        asked(&self.view.definition, &self.frame, "F11", &["reason"])
    }

    fn note(&self) -> Vec<Asked> {
        asked(&self.view.definition, &self.frame, "F11", &["note"])
    }

    fn yes_no(&self) -> Vec<Choice> {
        vec![
            Choice::new("yes", self.frame.t("case-yes")),
            Choice::new("no", self.frame.t("case-no")),
        ]
    }

    /// What is still to be done for the person.
    fn open_needs(&self) -> Vec<String> {
        let open = self.view.lines.iter().filter(|line| line.need.is_open());
        open.map(|line| {
            let code = line
                .words
                .as_ref()
                .map_or(&line.need.shown, |words| &words.need_code);
            label(&self.view.definition, "need", code.as_str(), self.frame.lang)
        })
        .collect()
    }
}

async fn read(room: &Casework, actor: &Actor, case: &str) -> Result<NeedList, Trouble> {
    let query = ReadNeeds {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

async fn look(room: &Casework, actor: &Actor, case: &str) -> Result<NeedList, Trouble> {
    let view = read(room, actor, case).await?;
    let rule = view.definition.case.workflow.steps.get(&CaseStep::RequestClosure);
    let possible = rule.is_some_and(|rule| rule.from.iter().any(|from| from == view.case.state.code()));
    if possible { Ok(view) } else { Err(Trouble::Missing) }
}

/// What has to be said before closure is asked for (F11).
pub async fn ask(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let form = frame.form(Typed::nothing().with("version", view.case.version));
    page(&ClosurePage { frame, form, view })
}

/// Asks a supervisor to close the case.
pub async fn request(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: ClosureForm = sent.typed.to()?;
    let command = RequestClosure {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: sent
            .typed
            .get("version")
            .parse()
            .map_err(|_| Trouble::Unreadable)?,
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(case) => Ok(frame.done("case-closure-requested", &format!("/dossiers/{case}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&ClosurePage { frame, form, view })
        }
        Err(Failure::Stale { .. }) => {
            // Whatever step the case is at now: what was typed stays.
            let view = read(&room, &actor, &case).await?;
            let said = overtaken::said(&view.definition, &view.case, &frame);
            let now = Typed::nothing().with("version", view.case.version);
            let form = frame.overtaken(sent.typed, &now, said, [], |_, _| String::new());
            refused_page(&ClosurePage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}
