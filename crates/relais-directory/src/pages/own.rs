use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Frame, SignedIn, Submission, Tone, Trouble, page};

use super::words;
use crate::{
    CapacityUpdate, FirstTap,
    actions::ChangeCapacity,
    queries::{OwnServiceList, OwnServices, ServiceFace},
    room::Directory,
};

#[derive(Template)]
#[template(path = "directory/own.html")]
struct OwnPage {
    frame: Frame,
    view: OwnServiceList,
}

impl OwnPage {
    fn standing(&self, face: &ServiceFace) -> (Tone, String) {
        words::standing(&self.frame, face)
    }

    fn freshness(&self, face: &ServiceFace) -> (Tone, String) {
        words::freshness(&self.frame, face)
    }

    fn first(&self, tap: &FirstTap) -> String {
        tap.label().get(self.frame.lang).to_owned()
    }

    fn second(&self, update: &CapacityUpdate) -> String {
        update.label(self.view.today).get(self.frame.lang).to_owned()
    }

    /// A first tap that says all.
    fn says_all(&self, tap: &FirstTap) -> bool {
        matches!(tap, FirstTap::Unchanged | FirstTap::Closed)
    }
}

/// The services of the reader's organisation.
pub async fn show(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = OwnServices {
        definitions: room.definitions.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    page(&OwnPage { frame, view })
}

/// Takes the second tap, or a number typed instead.
pub async fn change(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let update = match sent.typed.some("update") {
        Some(update) => update.parse(),
        None => sent
            .typed
            .get("places")
            .trim()
            .parse()
            .map(CapacityUpdate::Places)
            .map_err(|_| crate::NotAnUpdate),
    };
    let command = ChangeCapacity {
        definitions: room.definitions.clone(),
        service: words::reference(&service)?,
        expected: sent
            .typed
            .some("version")
            .and_then(|version| version.parse().ok()),
        update: update.map_err(|_| Trouble::Unreadable)?,
    };
    room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("directory-places-changed", "/annuaire/mes-services"))
}
