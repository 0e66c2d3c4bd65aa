//! The door of a provider without an account: what the directory says of its services, to confirm or to correct.

use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{Refusal, Refusals};
use relais_shell::{Answer, Form, Frame, Submission, Tone, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Door, Failure};
use uuid::Uuid;

use super::{rounds::all_facts, words};
use crate::{
    List, Vocabulary,
    actions::ReplyToRound,
    import::{typed_email, typed_hours, typed_phone},
    queries::{AskView, AskedEntry, ReadAsk},
    room::Directory,
    store::verification::read_token,
    verification::{Facts, Reply},
};

/// The longest remark, in characters.
const LONGEST: usize = 1_000;

#[derive(Template)]
#[template(path = "directory/door.html")]
struct DoorPage {
    frame: Frame,
    view: AskView,
    words: Vocabulary,
    home: String,
}

impl DoorPage {
    fn needs(&self, entry: &AskedEntry) -> String {
        words::labels(&self.words, List::Need, &entry.needs, self.frame.lang)
    }

    fn facts(&self, entry: &AskedEntry) -> Vec<(String, String)> {
        all_facts(&self.frame, &entry.facts, entry.hidden)
    }

    fn replied(&self, entry: &AskedEntry) -> Option<String> {
        let kind = entry.replied?;
        Some(self.frame.t(match kind.code() {
            "confirmed" => "verification-you-confirmed",
            "corrected" => "verification-you-corrected",
            _ => "verification-you-said-gone",
        }))
    }
}

#[derive(Template)]
#[template(path = "directory/door_entry.html")]
struct EntryPage {
    frame: Frame,
    form: Form,
    name: String,
    hidden: bool,
    to: String,
    home: String,
}

/// What the link shows; that it is not open is said in a sentence.
async fn look(room: &Directory, token: &str) -> Result<(Uuid, AskView), Trouble> {
    let ask = read_token(room.house.trust(), token).ok_or(Trouble::Missing)?;
    let query = ReadAsk {
        definitions: room.definitions.clone(),
        ask,
    };
    Ok((
        ask,
        room.house.look(&Actor::installation(Door::Link), &query).await?,
    ))
}

/// Every entry, with what the directory says of it.
pub async fn show(State(room): State<Directory>, Path(token): Path<String>, frame: Frame) -> Answer {
    let (_, view) = look(&room, &token).await?;
    page(&DoorPage {
        words: Vocabulary::from(&*view.definition),
        home: format!("/v/{token}"),
        view,
        frame,
    })
}

/// What can be corrected of one entry.
pub async fn ask(
    State(room): State<Directory>,
    Path((token, service)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let (_, view) = look(&room, &token).await?;
    let entry = entry_of(&view, &service)?;
    let facts = &entry.facts;
    let typed = Typed::nothing()
        .with_some("phone", facts.phone.clone())
        .with_some("email", facts.email.clone())
        .with_some(
            "hours",
            facts
                .hours
                .as_ref()
                .map(|hours| words::typed_hours(&frame, hours)),
        )
        .with_some("wait", facts.wait_days);
    page(&entry_page(frame.clone(), frame.form(typed), entry, &token))
}

fn entry_page(frame: Frame, form: Form, entry: &AskedEntry, token: &str) -> EntryPage {
    EntryPage {
        name: frame.l(&entry.name).to_owned(),
        hidden: entry.hidden,
        to: format!("/v/{token}/{}", entry.service),
        home: format!("/v/{token}"),
        form,
        frame,
    }
}

/// Takes the answer.
pub async fn take(
    State(room): State<Directory>,
    Path((token, service)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let (ask, view) = look(&room, &token).await?;
    let entry = entry_of(&view, &service)?;
    let done = match read(&sent.typed, entry)? {
        Ok(reply) => {
            let command = ReplyToRound {
                definitions: room.definitions.clone(),
                ask,
                service: entry.service,
                reply,
            };
            let actor = Actor::installation(Door::Link);
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match done {
        Ok(()) => Ok(frame.done("verification-thanks", &format!("/v/{token}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&entry_page(frame, form, entry, &token))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn entry_of<'v>(view: &'v AskView, service: &str) -> Result<&'v AskedEntry, Trouble> {
    let wanted = words::reference(service)?;
    let mut entries = view.entries.iter();
    entries
        .find(|entry| entry.service == wanted)
        .ok_or(Trouble::Missing)
}

fn read(typed: &Typed, entry: &AskedEntry) -> Result<Result<Reply, Refusals>, Trouble> {
    let remark = typed.some("remark").map(|text| text.trim().to_owned());
    if remark.as_ref().is_some_and(|text| text.chars().count() > LONGEST) {
        return Ok(Err(too_long().into()));
    }
    match typed.get("said") {
        "confirmed" => Ok(Ok(Reply::Confirmed)),
        "gone" => Ok(Ok(Reply::Gone { remark })),
        "corrected" => {
            Ok(facts(typed, entry).map(|said| Reply::corrected(entry.facts.clone(), said, remark)))
        }
        _ => Err(Trouble::Unreadable),
    }
}

fn facts(typed: &Typed, entry: &AskedEntry) -> Result<Facts, Refusals> {
    let mut wrong = Refusals::default();
    let mut one = |name: &'static str, read: fn(&str) -> Option<String>, refusal: fn() -> Refusal| {
        let text = typed.some(name)?;
        let value = read(text.trim());
        if value.is_none() {
            wrong.push(refusal().at(name));
        }
        value
    };
    let mut said = match entry.hidden {
        true => Facts::default(),
        false => Facts {
            phone: one("phone", typed_phone, no_phone),
            email: one("email", typed_email, no_email),
            ..Facts::default()
        },
    };
    if let Some(text) = typed.some("hours") {
        said.hours = typed_hours(text);
        if said.hours.is_none() {
            wrong.push(no_hours().at("hours"));
        }
    }
    if let Some(text) = typed.some("wait") {
        said.wait_days = text.trim().parse().ok().filter(|days| *days <= 3650);
        if said.wait_days.is_none() {
            wrong.push(no_days().at("wait"));
        }
    }
    wrong.or(said)
}

fn no_phone() -> Refusal {
    Refusal::new(
        "PhoneUnreadable",
        "Écrivez un seul numéro, par exemple +237 6XX XX XX XX.",
        "Write one number, for example +237 6XX XX XX XX.",
    )
}

fn no_email() -> Refusal {
    Refusal::new(
        "EmailUnreadable",
        "Écrivez une seule adresse, par exemple accueil@exemple.org.",
        "Write one address, for example desk@example.org.",
    )
}

fn no_hours() -> Refusal {
    Refusal::new(
        "HoursUnreadable",
        "Écrivez les horaires comme « lun-ven 8h-16h; sam 8h-12h », ou « 24h/24 ».",
        "Write the hours like “mon-fri 8:00-16:00; sat 8:00-12:00”, or “24/7”.",
    )
}

fn no_days() -> Refusal {
    Refusal::new(
        "DaysUnreadable",
        "Écrivez un nombre de jours.",
        "Write a number of days.",
    )
}

fn too_long() -> Refusal {
    Refusal::new(
        "RemarkTooLong",
        "La remarque dépasse 1 000 caractères.",
        "The remark is longer than 1,000 characters.",
    )
    .at("remark")
}
