use askama::Template;
use axum::extract::State;
use relais_shell::{Answer, Frame, SignedIn, Tone, page};

use super::tone;
use crate::{
    queries::{PendingTransfers, TransferLine, TransferLists},
    room::Referrals,
};

#[derive(Template)]
#[template(path = "transfer/list.html")]
struct ListPage {
    frame: Frame,
    lists: TransferLists,
}

impl ListPage {
    fn tone(&self, line: &TransferLine) -> Tone {
        match line.due {
            Some(due) if self.frame.is_late(due) => Tone::Late,
            _ => tone(line.state),
        }
    }

    fn state(&self, line: &TransferLine) -> String {
        line.state.label().get(self.frame.lang).to_owned()
    }
}

/// The transfers that concern the reader.
pub async fn show(State(room): State<Referrals>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = PendingTransfers {
        definitions: room.definitions.clone(),
    };
    let lists = room.house.look(&actor, &query).await?;
    page(&ListPage { frame, lists })
}
