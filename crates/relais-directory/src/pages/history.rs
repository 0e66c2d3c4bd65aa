use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Frame, SignedIn, page};

use super::{
    told::{Difference, differences},
    words,
};
use crate::{
    Edition, Vocabulary,
    queries::{HistoryView, ReadHistory},
    room::Directory,
};

/// One state of an entry, beside the one before.
struct Step {
    when: String,
    hand: String,
    changes: Vec<Difference>,
    /// The first that is kept: nothing to hold it against.
    first: bool,
}

#[derive(Template)]
#[template(path = "directory/history.html")]
struct HistoryPage {
    frame: Frame,
    view: HistoryView,
    steps: Vec<Step>,
}

/// How an entry came to say what it says.
pub async fn show(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    frame: Frame,
) -> Answer {
    let query = ReadHistory {
        definitions: room.definitions.clone(),
        service: words::reference(&service)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let steps = steps(&frame, &view);
    page(&HistoryPage { frame, view, steps })
}

fn steps(frame: &Frame, view: &HistoryView) -> Vec<Step> {
    let vocabulary = Vocabulary::from(&*view.definition);
    let befores = view.editions.iter().skip(1).map(Some).chain([None]);
    let step = |(edition, before): (&Edition, Option<&Edition>)| Step {
        when: match edition.made {
            Some(made) => frame.moment(made),
            None => frame.t("history-before"),
        },
        hand: edition
            .hand
            .map(|hand| hand.label().get(frame.lang).to_owned())
            .unwrap_or_default(),
        changes: before
            .map(|before| differences(frame, &vocabulary, &before.service, &edition.service))
            .unwrap_or_default(),
        first: before.is_none(),
    };
    view.editions.iter().zip(befores).map(step).collect()
}
