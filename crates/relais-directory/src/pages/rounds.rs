//! Rounds of verification, for whoever keeps the directory.

use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{again::again, told::Difference, words};
use crate::{
    actions::{OpenRound, SettleReply, Whom},
    queries::{ReadRounds, RoundFace, RoundsView, Waiting},
    room::Directory,
    verification::{Fact, Facts, Outcome, Reply},
};

#[derive(Template)]
#[template(path = "directory/rounds.html")]
struct RoundsPage {
    frame: Frame,
    form: Form,
    view: RoundsView,
}

impl RoundsPage {
    /// What would change.
    fn changes(&self, waiting: &Waiting) -> Vec<Difference> {
        let Reply::Corrected { seen, said, .. } = &waiting.reply else {
            return Vec::new();
        };
        let change = |fact: Fact| Difference {
            label: fact.label().get(self.frame.lang).to_owned(),
            before: words::fact(&self.frame, &waiting.now, fact),
            after: words::fact(&self.frame, said, fact),
        };
        said.differing(seen).into_iter().map(change).collect()
    }

    fn gone(&self, waiting: &Waiting) -> bool {
        matches!(waiting.reply, Reply::Gone { .. })
    }

    fn remark(&self, waiting: &Waiting) -> String {
        waiting.reply.remark().unwrap_or_default().to_owned()
    }

    fn progress(&self, round: &RoundFace) -> String {
        self.frame.t2(
            "verification-progress",
            "answered",
            round.answered,
            "asked",
            round.asked,
        )
    }

    fn whom(&self) -> Vec<Choice> {
        vec![
            Choice::new("due", self.frame.t("verification-due")),
            Choice::new("everybody", self.frame.t("verification-everybody")),
        ]
    }
}

async fn look(room: &Directory, actor: &Actor) -> Result<RoundsView, Failure> {
    let query = ReadRounds {
        definitions: room.definitions.clone(),
    };
    room.house.look(actor, &query).await
}

/// What waits, and how far the rounds have come.
pub async fn show(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = look(&room, &actor).await?;
    page(&RoundsPage {
        form: frame.form(Typed::nothing().with("whom", "due")),
        view,
        frame,
    })
}

/// Reads whom a round asks.
pub(crate) fn whom(text: &str) -> Result<Whom, Trouble> {
    match text {
        "due" => Ok(Whom::Due),
        "everybody" => Ok(Whom::Everybody),
        _ => Err(Trouble::Unreadable),
    }
}

/// Reads what becomes of a reply.
pub(crate) fn outcome(text: &str) -> Result<Outcome, Trouble> {
    text.parse().map_err(|()| Trouble::Unreadable)
}

/// Opens a round.
pub async fn open(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = OpenRound {
        definitions: room.definitions.clone(),
        whom: whom(sent.typed.get("whom"))?,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => Ok(frame.done("verification-opened", "/annuaire/verifications")),
        Err(failure) => {
            let (frame, form) = again(frame, sent.typed, failure, "verification-overtaken")?;
            let view = look(&room, &actor).await?;
            refused_page(&RoundsPage { frame, form, view })
        }
    }
}

/// Takes a correction over, or sets it aside.
pub async fn settle(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(reply): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = SettleReply {
        definitions: room.definitions.clone(),
        reply: words::reference(&reply)?,
        outcome: outcome(sent.typed.get("outcome"))?,
        expected: sent
            .typed
            .some("version")
            .and_then(|version| version.parse().ok()),
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(()) => Ok(frame.done("verification-settled", "/annuaire/verifications")),
        Err(failure) => {
            let typed = Typed::nothing().with("whom", "due");
            let (frame, form) = again(frame, typed, failure, "verification-overtaken")?;
            let view = look(&room, &actor).await?;
            refused_page(&RoundsPage { frame, form, view })
        }
    }
}

/// The facts of an entry, as words beside their names.
pub(super) fn all_facts(frame: &Frame, facts: &Facts, hidden: bool) -> Vec<(String, String)> {
    let shown = |fact: &Fact| !(hidden && matches!(fact, Fact::Phone | Fact::Email));
    let told = |fact: Fact| {
        (
            fact.label().get(frame.lang).to_owned(),
            words::fact(frame, facts, fact),
        )
    };
    Fact::ALL.iter().copied().filter(shown).map(told).collect()
}
