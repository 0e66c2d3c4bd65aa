use askama::Template;
use axum::extract::State;
use relais_kernel::Priority;
use relais_shell::{Answer, Frame, SignedIn, Tone, Trouble, go, page};

use crate::{
    queries::{Line, PendingTransfers, TransferLists, Worklist, Worklists},
    room::Referrals,
};

#[derive(Template)]
#[template(path = "referral/worklist.html")]
struct WorklistPage {
    frame: Frame,
    lists: Worklists,
    transfers: TransferLists,
    needs: Vec<(String, String)>,
}

impl WorklistPage {
    fn tone(&self, line: &Line) -> Tone {
        match line.due {
            Some(due) if self.frame.is_late(due) => Tone::Late,
            _ if line.priority == Priority::Emergency => Tone::Stop,
            _ => Tone::Wait,
        }
    }

    fn need<'a>(&'a self, line: &'a Line) -> &'a str {
        self.needs
            .iter()
            .find(|(code, _)| *code == line.need)
            .map_or(&line.need, |(_, name)| name)
    }

    fn awaited(&self, line: &Line) -> String {
        line.awaited.map_or_else(String::new, |awaited| {
            awaited.label().get(self.frame.lang).to_owned()
        })
    }

    fn state(&self, line: &Line) -> String {
        line.state.label().get(self.frame.lang).to_owned()
    }
}

/// Where people arrive: what they must do now, and what is late.
pub async fn show(State(room): State<Referrals>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    // Who may only hand over arrives where that is done (decisions §15).
    if actor.firewall {
        return Ok(go("/remises/nouvelle"));
    }
    let lists = room
        .house
        .look(
            &actor,
            &Worklist {
                definitions: room.definitions.clone(),
            },
        )
        .await?;
    let rows = room.house.trust().database().reader();
    let mechanism = actor.mechanism.ok_or(Trouble::Missing)?;
    let definition = room.definitions.current(rows, mechanism).await?;
    let needs = definition
        .list("need")
        .map(|list| list.items.as_slice())
        .unwrap_or_default();
    let needs = needs
        .iter()
        .map(|i| (i.code.clone(), i.label.get(frame.lang).to_owned()))
        .collect();
    let pending = PendingTransfers {
        definitions: room.definitions.clone(),
    };
    let transfers = room.house.look(&actor, &pending).await?;
    page(&WorklistPage {
        frame,
        lists,
        transfers,
        needs,
    })
}
