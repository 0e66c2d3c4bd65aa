use askama::Template;
use axum::extract::{Path, Query, State};
use relais_kernel::PublicRef;
use relais_platform::courier::{Pile, Stand};
use relais_shell::{Answer, Frame, SignedIn, Submission, Tone, Trouble, page};
use serde::Deserialize;

use super::choose::reference;
use crate::{
    actions::{RenewLink, SendAgain},
    queries::{MessageLine, Messages, ReferralMessagesView},
    room::Referrals,
};

/// A message in words.
pub(super) struct MessageFace {
    pub id: PublicRef,
    pub when: String,
    pub to: String,
    pub kind: String,
    pub channel: Option<String>,
    pub tone: Tone,
    pub state: String,
    /// What stands in its way, and what to do.
    pub why: Option<String>,
    pub tries: i32,
    pub referral: Option<PublicRef>,
    /// It has not arrived: it can be sent anew.
    pub failed: bool,
}

impl MessageFace {
    pub(super) fn of(frame: &Frame, line: &MessageLine) -> Self {
        let held = &line.held;
        let (tone, state, why) = match held.stand {
            Stand::Waiting => (Tone::Wait, frame.t("messages-waiting"), None),
            Stand::Again { at, why } => (
                Tone::Late,
                frame.t1("messages-again-at", "when", frame.moment(at)),
                Some(why),
            ),
            Stand::Sent { at } => (
                Tone::Good,
                frame.t1("messages-sent-at", "when", frame.moment(at)),
                None,
            ),
            Stand::GivenUp { why, .. } => (Tone::Stop, frame.t("messages-given-up"), Some(why)),
            Stand::Dropped { .. } => (Tone::Quiet, frame.t("messages-dropped"), None),
        };
        Self {
            id: held.id,
            when: frame.moment(held.made_at),
            to: line.to.get(frame.lang).to_owned(),
            kind: line.kind.label().get(frame.lang).to_owned(),
            channel: held.channel.map(|way| way.words().get(frame.lang).to_owned()),
            tone,
            state,
            why: why.map(|why| why.words().get(frame.lang).to_owned()),
            tries: held.tries,
            referral: line.referral,
            failed: held.is_in_trouble(),
        }
    }
}

/// The part of a referral's page.
pub(super) struct MessagesPart {
    pub lines: Vec<MessageFace>,
    pub code: String,
    pub link_until: Option<String>,
    pub may_renew: bool,
    pub may_send_again: bool,
    /// Nobody could be written to.
    pub failed: bool,
}

impl MessagesPart {
    pub(super) fn of(frame: &Frame, view: &ReferralMessagesView) -> Self {
        let lines: Vec<_> = view
            .lines
            .iter()
            .map(|line| MessageFace::of(frame, line))
            .collect();
        Self {
            failed: lines.first().is_some_and(|line| line.failed),
            lines,
            code: view.code.clone(),
            link_until: view.link.as_ref().map(|link| frame.day(link.expires)),
            may_renew: view.may_renew,
            may_send_again: view.may_send_again,
        }
    }
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    etat: String,
    page: Option<u64>,
}

/// How many messages stand on a page: a few screens of a phone.
const SIZE: u64 = 25;
/// What the list can be narrowed to, with the words of the link and of an empty list.
const SHOWN: [(&str, Option<Pile>, &str); 4] = [
    ("", None, "messages-all"),
    ("non-remis", Some(Pile::Troubled), "messages-troubled"),
    ("en-attente", Some(Pile::Waiting), "messages-to-leave"),
    ("partis", Some(Pile::Over), "messages-left"),
];

#[derive(Template)]
#[template(path = "referral/messages.html")]
struct MessagesPage {
    frame: Frame,
    lines: Vec<MessageFace>,
    /// What the list is narrowed to, as in the address.
    shown: &'static str,
    page: u64,
    more: bool,
    own: Option<PublicRef>,
}

impl MessagesPage {
    /// The ways to narrow the list: address, words, and whether it is this one.
    fn ways(&self) -> Vec<(String, String, bool)> {
        let way = |(code, _, key): &(&str, Option<Pile>, &str)| {
            (address(code, 1), self.frame.t(key), *code == self.shown)
        };
        SHOWN.iter().map(way).collect()
    }

    /// Nothing is in trouble, and that is what was asked.
    fn is_good(&self) -> bool {
        matches!(self.shown, "non-remis" | "en-attente")
    }

    fn next(&self) -> Option<String> {
        self.more
            .then(|| address(self.shown, self.page.saturating_add(1)))
    }

    fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| address(self.shown, self.page - 1))
    }
}

fn address(shown: &str, page: u64) -> String {
    match (shown, page) {
        ("", 1) => "/envois".to_owned(),
        ("", page) => format!("/envois?page={page}"),
        (shown, 1) => format!("/envois?etat={shown}"),
        (shown, page) => format!("/envois?etat={shown}&page={page}"),
    }
}

/// What left, what did not, and why.
pub async fn list(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Answer {
    let (shown, pile, _) = SHOWN
        .into_iter()
        .find(|(code, ..)| *code == asked.etat)
        .ok_or(Trouble::Missing)?;
    let number = asked.page.unwrap_or(1).max(1);
    let query = Messages {
        definitions: room.definitions.clone(),
        pile,
        size: SIZE,
        page: number,
    };
    let view = room.house.look(&actor, &query).await?;
    page(&MessagesPage {
        lines: view
            .lines
            .iter()
            .map(|line| MessageFace::of(&frame, line))
            .collect(),
        shown,
        page: number,
        more: view.more,
        own: view.own,
        frame,
    })
}

/// Sends a message anew.
pub async fn again(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(message): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = SendAgain {
        message: reference(&message)?,
    };
    room.house.perform(&actor, Some(&sent.once), command).await?;
    let back = match sent.typed.some("referral") {
        Some(referral) => format!("/referencements/{}", reference(referral)?),
        None => "/envois".to_owned(),
    };
    Ok(frame.done("messages-ordered-again", &back))
}

/// Takes the partner's link back, and opens a new one unless only that was asked.
pub async fn link(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let revoke_only = match sent.typed.get("act") {
        "renew" => false,
        "revoke" => true,
        _ => return Err(Trouble::Unreadable),
    };
    let referral = reference(&referral)?;
    let command = RenewLink {
        definitions: room.definitions.clone(),
        referral,
        revoke_only,
    };
    room.house.perform(&actor, Some(&sent.once), command).await?;
    let said = if revoke_only {
        "messages-link-revoked"
    } else {
        "messages-link-renewed"
    };
    Ok(frame.done(said, &format!("/referencements/{referral}")))
}
