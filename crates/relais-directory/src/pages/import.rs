use askama::Template;
use axum::extract::State;
use relais_kernel::{Refusal, Refusals};
use relais_shell::{
    Answer, FileKind, Form, Frame, SignedIn, Submission, Trouble, Typed, Upload, file, page, press,
    refused_page,
};
use relais_trust::{Actor, Failure};

use crate::{
    actions::ImportProviders,
    import::{RowProblem, Sheet},
    queries::{AnyBrought, Trial, TrySheet},
    room::Directory,
};

#[derive(Template)]
#[template(path = "directory/import.html")]
struct AskPage {
    frame: Frame,
    form: Form,
    /// Packages brought services that have no entry.
    brought: bool,
}

async fn ask_page(room: &Directory, actor: &Actor, frame: Frame, form: Form) -> Result<AskPage, Failure> {
    let definitions = room.definitions.clone();
    let brought = room.house.look(actor, &AnyBrought { definitions }).await?;
    Ok(AskPage { frame, form, brought })
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

/// Where a sheet is sent as its spreadsheet saved it, or pasted, so that neither file nor script is needed.
pub async fn ask(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let form = frame.form(Typed::nothing());
    page(&ask_page(&room, &actor, frame, form).await?)
}

/// An empty sheet to fill in.
pub async fn template(SignedIn(_): SignedIn, frame: Frame) -> Answer {
    let bytes = Sheet::template(frame.lang).into_bytes();
    file(&frame.t("directory-template-name"), FileKind::Csv, bytes)
}

/// The dry run.
pub async fn try_it(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Upload,
) -> Answer {
    // Whoever may not import has no file read.
    try_sheet(&room, &actor, None).await?;
    let (sheet, text) = match read(&sent).await? {
        Ok(read) => read,
        Err(refusal) => {
            let form = frame.refused(sent.typed, Refusals(vec![refusal]));
            return refused_page(&ask_page(&room, &actor, frame, form).await?);
        }
    };
    page(&TrialPage {
        trial: try_sheet(&room, &actor, Some(sheet)).await?,
        form: frame.form(Typed::nothing()),
        frame,
        sheet: text,
    })
}

async fn try_sheet(room: &Directory, actor: &Actor, sheet: Option<Sheet>) -> Result<Trial, Trouble> {
    let definitions = room.definitions.clone();
    Ok(room.house.look(actor, &TrySheet { definitions, sheet }).await?)
}

/// The sheet with the text that confirms it.
async fn read(sent: &Upload) -> Result<Result<(Sheet, String), Refusal>, Trouble> {
    let pasted = sent.typed.get("sheet");
    let Some(bytes) = sent.file("file").map(<[u8]>::to_vec) else {
        return Ok(Sheet::of_text(pasted).map(|sheet| (sheet, pasted.to_owned())));
    };
    if !pasted.trim().is_empty() {
        return Ok(Err(two_sheets()));
    }
    let read = move || {
        let sheet = Sheet::of_file(&bytes)?;
        let text = sheet.to_text().map_err(|why| why.at("file"))?;
        Ok((sheet, text))
    };
    press(read).await
}

fn two_sheets() -> Refusal {
    Refusal::new(
        "TwoSheets",
        "Choisissez un fichier ou collez la feuille, pas les deux à la fois.",
        "Choose a file or paste the sheet, not both at once.",
    )
    .at("file")
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
