use askama::Template;
use axum::extract::State;
use relais_kernel::Refusals;
use relais_shell::{Answer, Form, Frame, SignedIn, Submission, Typed, page, refused_page};
use relais_trust::Failure;

use crate::{
    actions::ImportProviders,
    import::{RowProblem, Sheet},
    queries::{Trial, TrySheet},
    room::Directory,
};

#[derive(Template)]
#[template(path = "directory/import.html")]
struct AskPage {
    frame: Frame,
    form: Form,
}

#[derive(Template)]
#[template(path = "directory/trial.html")]
struct TrialPage {
    frame: Frame,
    form: Form,
    trial: Trial,
    sheet: String,
}

impl TrialPage {
    fn line(&self, told: &RowProblem) -> String {
        told.line(self.frame.lang)
    }

    fn writes(&self) -> usize {
        let counts = self.trial.counts;
        counts.organisations_added
            + counts.organisations_changed
            + counts.services_added
            + counts.services_changed
    }
}

/// Where a sheet is pasted: CSV, or cells copied from a spreadsheet, so that no file and no script is needed.
pub async fn ask(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = TrySheet {
        definitions: room.definitions.clone(),
        sheet: None,
    };
    room.house.look(&actor, &query).await?;
    page(&AskPage {
        form: frame.form(Typed::nothing()),
        frame,
    })
}

/// The dry run.
pub async fn try_it(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let sheet = match Sheet::of_text(sent.typed.get("sheet")) {
        Ok(sheet) => sheet,
        Err(refusal) => {
            let form = frame.refused(sent.typed, Refusals(vec![refusal]));
            return refused_page(&AskPage { frame, form });
        }
    };
    let query = TrySheet {
        definitions: room.definitions.clone(),
        sheet: Some(sheet),
    };
    let trial = room.house.look(&actor, &query).await?;
    page(&TrialPage {
        form: frame.form(Typed::nothing()),
        frame,
        trial,
        sheet: sent.typed.get("sheet").to_owned(),
    })
}

/// Writes what the dry run showed.
pub async fn confirm(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = ImportProviders {
        definitions: room.definitions.clone(),
        mechanism: actor.mechanism.ok_or(Failure::Missing)?,
        sheet: Sheet::of_text(sent.typed.get("sheet")).map_err(|refusal| Refusals(vec![refusal]))?,
    };
    room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("directory-imported", "/annuaire"))
}
