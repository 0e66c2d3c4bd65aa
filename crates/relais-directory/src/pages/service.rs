use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, Refusals};
use relais_mechanism::Definitions;
use relais_shell::{Answer, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::words;
use crate::{
    Code, List, Vocabulary,
    actions::{ChangeEntry, EntryVerb},
    queries::{ReadService, ServicePage},
    room::Directory,
};

/// What can be asked of an entry, in the words of its buttons.
const VERBS: [(&str, &str); 6] = [
    ("confirm", "directory-confirm"),
    ("activate", "directory-activate"),
    ("close", "directory-close"),
    ("reopen", "directory-reopen"),
    ("suspend", "directory-suspend"),
    ("wind_up", "directory-wind-up"),
];
/// What is typed for it.
const FIELDS: [(&str, &str); 2] = [("until", "directory-until"), ("reason", "directory-reason")];

#[derive(Template)]
#[template(path = "directory/service.html")]
struct Page {
    frame: Frame,
    form: Form,
    view: ServicePage,
    words: Vocabulary,
}

impl Page {
    fn new(frame: Frame, form: Form, view: ServicePage) -> Self {
        let words = Vocabulary::from(&*view.definition);
        Self {
            frame,
            form,
            view,
            words,
        }
    }

    fn standing(&self) -> (Tone, String) {
        words::standing(&self.frame, &self.view.service)
    }

    fn freshness(&self) -> (Tone, String) {
        words::freshness(&self.frame, &self.view.service)
    }

    fn needs(&self) -> String {
        self.labels(List::Need, &self.view.service.needs)
    }

    fn languages(&self) -> String {
        self.labels(List::Language, &self.view.service.languages)
    }

    fn groups(&self) -> String {
        let groups: Vec<_> = self
            .view
            .service
            .eligibility
            .target_groups
            .iter()
            .cloned()
            .collect();
        self.labels(List::TargetGroup, &groups)
    }

    fn documents(&self) -> String {
        let documents: Vec<_> = self
            .view
            .service
            .eligibility
            .required_documents
            .iter()
            .cloned()
            .collect();
        self.labels(List::Document, &documents)
    }

    fn labels(&self, list: List, codes: &[Code]) -> String {
        words::labels(&self.words, list, codes, self.frame.lang)
    }

    fn place(&self) -> String {
        words::place(&self.view.service.place, self.frame.lang)
    }

    fn coverage(&self) -> String {
        words::areas(&self.view.service.coverage, self.frame.lang)
    }

    fn ages(&self) -> Option<String> {
        words::ages(&self.frame, &self.view.service.eligibility)
    }

    fn reliance(&self) -> (Tone, String) {
        words::reliance(&self.frame, &self.view.reliability)
    }

    /// When somebody last vouched for it, and who.
    fn vouched(&self) -> Option<String> {
        let day = self.frame.date(self.view.service.verified_on?);
        let hand = self.view.vouched?.label();
        Some(self.frame.t2(
            "reliability-vouched",
            "day",
            day,
            "hand",
            hand.get(self.frame.lang),
        ))
    }

    /// Why; how many referrals there were is told to the provider and the directory manager alone.
    fn grounds(&self) -> Vec<String> {
        let figures = self.view.keeps || self.view.offers;
        let grounds = self.view.reliability.grounds.iter();
        grounds
            .map(|ground| words::ground(&self.frame, *ground, figures))
            .collect()
    }

    fn admits(&self) -> String {
        self.view
            .service
            .eligibility
            .admits
            .label()
            .get(self.frame.lang)
            .to_owned()
    }

    fn hours(&self) -> Option<String> {
        let hours = self.view.service.hours.as_ref();
        hours.map(|hours| words::hours(&self.frame, hours))
    }

    fn fee(&self) -> Option<String> {
        self.view
            .service
            .fee
            .as_ref()
            .map(|fee| words::fee(&self.frame, fee))
    }

    fn access(&self) -> Option<String> {
        let access = self.view.service.access?;
        Some(access.label().get(self.frame.lang).to_owned())
    }

    fn channel(&self) -> Option<String> {
        let channel = self.view.service.contact.channel?;
        Some(channel.label().get(self.frame.lang).to_owned())
    }

    fn wait(&self) -> Option<String> {
        let days = self.view.service.waiting_days?;
        Some(self.frame.t1("directory-days", "n", days))
    }

    fn yes_no(&self, answer: Option<bool>) -> Option<String> {
        let key = |yes| if yes { "directory-yes" } else { "directory-no" };
        answer.map(|yes| self.frame.t(key(yes)))
    }

    fn home(&self) -> String {
        format!("/annuaire/services/{}", self.view.service.public_ref)
    }

    /// The word of an entry verb is offered in this state.
    fn offers(&self, verb: &str) -> bool {
        let (keeps, offers) = (self.view.keeps, self.view.offers);
        match (verb, self.view.service.state) {
            ("confirm", state) => (keeps || offers) && state != "defunct",
            ("activate", "verified") => keeps,
            ("close", "active" | "temporarily_closed") | ("reopen", "temporarily_closed") => keeps || offers,
            ("reopen", "suspended") => keeps,
            ("suspend", "active" | "temporarily_closed") => keeps,
            ("wind_up", state) => keeps && state != "defunct",
            _ => false,
        }
    }
}

async fn look(room: &Directory, actor: &Actor, service: &str) -> Result<ServicePage, Trouble> {
    let query = ReadService {
        definitions: room.definitions.clone(),
        service: words::reference(service)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// An entry: what, for whom, where, when, how fresh.
pub async fn show(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &service).await?;
    page(&Page::new(frame.clone(), frame.form(Typed::nothing()), view))
}

/// Confirms, publishes, closes, reopens, suspends or winds up an entry.
pub async fn change(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(service): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let done = match read_change(&sent.typed, &room.definitions, words::reference(&service)?)? {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match done {
        Ok(changed) => Ok(frame.done("directory-changed", &format!("/annuaire/services/{changed}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &service).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&Page::new(frame, form, view))
        }
        Err(Failure::Stale { .. }) => {
            let view = look(&room, &actor, &service).await?;
            let form = overtaken(&frame, sent.typed, &view);
            refused_page(&Page::new(frame, form, view))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The form again over an entry that somebody else changed: how it stands now, and what was asked of it.
fn overtaken(frame: &Frame, typed: Typed, view: &ServicePage) -> Form {
    let (state, fresh) = (
        words::standing(frame, &view.service).1,
        words::freshness(frame, &view.service).1,
    );
    let asked = VERBS.iter().find(|(verb, _)| *verb == typed.get("verb"));
    let asked = asked.map_or_else(String::new, |(_, key)| frame.t(key));
    let now = frame.t2("directory-overtaken", "state", state, "fresh", fresh);
    let said = format!("{now} {}", frame.t1("directory-overtaken-asked", "verb", asked));
    let now = Typed::nothing()
        .with("version", view.service.version)
        .with_some("until", view.service.until)
        .with_some("reason", view.reason.as_ref().map(|words| words.get(frame.lang)));
    let fields = FIELDS.iter().filter(|(field, _)| typed.some(field).is_some());
    let fields: Vec<_> = fields
        .map(|(field, key)| ((*field).to_owned(), frame.t(key)))
        .collect();
    let in_words = |field: &str, value: &str| match (field, value.parse::<jiff::civil::Date>()) {
        ("until", Ok(day)) => frame.date(day),
        _ => value.to_owned(),
    };
    frame.overtaken(typed, &now, said, fields, in_words)
}

/// Reads what becomes of an entry, typed into a form or sent by a program.
///
/// # Errors
/// [`Trouble::Unreadable`] for a verb that is none; inside, what is wrong with its facts.
pub(crate) fn read_change(
    typed: &Typed,
    definitions: &Definitions,
    service: PublicRef,
) -> Result<Result<ChangeEntry, Refusals>, Trouble> {
    let mut read = typed.read();
    let until = read.date("until");
    let reason = || typed.get("reason").to_owned();
    let verb = match typed.get("verb") {
        "confirm" => EntryVerb::Confirm,
        "activate" => EntryVerb::Activate,
        "close" => EntryVerb::Close(until),
        "reopen" => EntryVerb::Reopen,
        "suspend" => EntryVerb::Suspend(reason()),
        "wind_up" => EntryVerb::WindUp(reason()),
        _ => return Err(Trouble::Unreadable),
    };
    let command = ChangeEntry {
        definitions: definitions.clone(),
        service,
        expected: read.may("version"),
        verb,
    };
    Ok(read.done().map(|()| command))
}
