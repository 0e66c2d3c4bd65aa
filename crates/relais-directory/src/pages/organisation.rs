use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Frame, SignedIn, Tone, page};

use super::words;
use crate::{
    List, Vocabulary,
    queries::{OrganisationView, ReadOrganisation, ServiceFace},
    room::Directory,
};

#[derive(Template)]
#[template(path = "directory/organisation.html")]
struct OrganisationPage {
    frame: Frame,
    view: OrganisationView,
    words: Vocabulary,
}

impl OrganisationPage {
    fn kind(&self) -> String {
        let code = self.view.organisation.kind.code();
        let label = self.words.label(List::OrganisationType, code);
        label.get(self.frame.lang).to_owned()
    }

    /// What the mapping asks of it, with its answers.
    fn charted(&self) -> Vec<(String, String)> {
        let frame = &self.frame;
        words::charted(frame, &self.view.organisation)
            .into_iter()
            .map(|(key, answer)| {
                (
                    frame.t(key),
                    answer.unwrap_or_else(|| frame.t("verification-nothing")),
                )
            })
            .collect()
    }

    fn standing(&self, face: &ServiceFace) -> (Tone, String) {
        words::standing(&self.frame, face)
    }

    fn needs(&self, face: &ServiceFace) -> String {
        words::labels(&self.words, List::Need, &face.needs, self.frame.lang)
    }

    fn place(&self, face: &ServiceFace) -> String {
        words::place(&face.place, self.frame.lang)
    }
}

/// What the directory says of an organisation.
pub async fn show(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(organisation): Path<String>,
    frame: Frame,
) -> Answer {
    let query = ReadOrganisation {
        definitions: room.definitions.clone(),
        organisation: words::reference(&organisation)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let words = Vocabulary::from(&*view.definition);
    page(&OrganisationPage { frame, view, words })
}
