use askama::Template;
use axum::extract::{Query, State};
use relais_kernel::{Id, Lang, PublicRef, Refusal, ShortCode, Timestamp};
use relais_trust::{Door, Failure, accounts::AccountFace};
use serde::Deserialize;

use super::{
    super::{
        Accounts, CaseFace,
        queries::{AccessesView, FindCase, FindStaff, JournalView, ReadAccesses, SearchJournal, Told},
    },
    reference::Ref,
};
use crate::{Answer, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, page_with, refused_page};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    personne: String,
    #[serde(default)]
    du: String,
    #[serde(default)]
    au: String,
    #[serde(default)]
    suite: String,
}

#[derive(Template)]
#[template(path = "journal/case.html")]
struct CasePage {
    frame: Frame,
    view: AccessesView,
}

impl CasePage {
    fn said(&self, line: &Told) -> String {
        said(&self.frame, line)
    }

    fn who(&self, line: &Told) -> String {
        who(&self.frame, line)
    }

    fn details(&self, line: &Told) -> Vec<String> {
        details(&self.frame, line)
    }

    fn tone(&self, line: &Told) -> Tone {
        tone(line)
    }
}

/// Who saw and did what on one case.
pub(super) async fn case(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(case): Ref,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Answer {
    let read = ReadAccesses {
        door: &*room.cases,
        case,
        after: Some(asked.suite).filter(|after| !after.is_empty()),
    };
    let view = room.house.look(&actor, &read).await?;
    page(&CasePage { frame, view })
}

#[derive(Template)]
#[template(path = "journal/search.html")]
struct SearchPage {
    frame: Frame,
    view: JournalView,
    find: Form,
    period: Form,
    /// Several people fit what was typed.
    found: Vec<AccountFace>,
    /// The query of the next page, but for where it begins.
    kept: String,
}

impl SearchPage {
    fn said(&self, line: &Told) -> String {
        said(&self.frame, line)
    }

    fn who(&self, line: &Told) -> String {
        who(&self.frame, line)
    }

    fn details(&self, line: &Told) -> Vec<String> {
        details(&self.frame, line)
    }

    fn tone(&self, line: &Told) -> Tone {
        tone(line)
    }

    fn case(&self, line: &Told) -> Option<&CaseFace> {
        self.view.cases.get(&Id::from_uuid(line.line.body.case?))
    }

    fn entries(&self) -> String {
        figure(&self.frame, self.view.state.entries)
    }

    fn checkpoints(&self) -> String {
        figure(&self.frame, self.view.state.checkpoints)
    }

    /// Entries that no signed checkpoint covers yet.
    fn unsigned(&self) -> String {
        let covered = self.view.state.last.map_or(0, |(size, _)| size);
        figure(&self.frame, self.view.state.entries.saturating_sub(covered))
    }

    fn last(&self) -> String {
        match self.view.state.last {
            Some((size, at)) => {
                let when = self.frame.moment(at);
                self.frame
                    .t2("journal-last", "when", when, "n", figure(&self.frame, size))
            }
            None => self.frame.t("journal-never"),
        }
    }
}

fn figure(frame: &Frame, count: u64) -> String {
    frame.number(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The whole journal of the mechanism, for its protection officer.
pub(super) async fn search(
    State(room): State<Accounts>,
    signed_in: SignedIn,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Answer {
    let find = frame.form(Typed::nothing());
    page(&searched(&room, &signed_in, &asked, frame, find).await?)
}

async fn searched(
    room: &Accounts,
    SignedIn(actor): &SignedIn,
    asked: &Asked,
    frame: Frame,
    find: Form,
) -> Result<SearchPage, Trouble> {
    let typed = Typed::nothing().with("du", &asked.du).with("au", &asked.au);
    let (period, from, until) = period(&frame, typed);
    let person: Option<PublicRef> = match asked.personne.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Trouble::Missing)?),
    };
    let search = SearchJournal {
        door: &*room.cases,
        person,
        from,
        until,
        after: Some(asked.suite.clone()).filter(|after| !after.is_empty()),
    };
    let kept = [
        ("personne", &asked.personne),
        ("du", &asked.du),
        ("au", &asked.au),
    ];
    let kept = kept.map(|(name, value)| format!("{name}={}&", crate::answer::percent(value)));
    Ok(SearchPage {
        view: room.house.look(actor, &search).await?,
        found: Vec::new(),
        kept: kept.concat(),
        find,
        period,
        frame,
    })
}

/// The days asked for, each whole, on the clocks of the mechanism.
fn period(frame: &Frame, typed: Typed) -> (Form, Option<Timestamp>, Option<Timestamp>) {
    let zone = &frame.shell().setting().zone;
    let mut read = typed.read();
    let (from, last) = (read.date("du"), read.date("au"));
    let refusals = read.done().err().unwrap_or_default();
    let midnight = |day: jiff::civil::Date| day.to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    let from = from.and_then(midnight);
    let until = last.and_then(|day| day.tomorrow().ok()).and_then(midnight);
    (frame.refused(typed, refusals), from, until)
}

/// Finds a case by its code or staff by name. What was typed goes into no address.
pub(super) async fn find(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let words = sent.typed.some("q").unwrap_or_default().to_owned();
    if let Ok(code) = words.parse::<ShortCode>() {
        let find = FindCase {
            door: &*room.cases,
            code,
        };
        match room.house.look(&actor, &find).await {
            Ok(case) => return Ok(crate::go(&format!("/journal/dossiers/{case}"))),
            Err(Failure::Missing) => {}
            Err(other) => return Err(other.into()),
        }
    }
    let found = match words.is_empty() {
        true => Vec::new(),
        false => room.house.look(&actor, &FindStaff(words)).await?,
    };
    let signed_in = SignedIn(actor);
    match found.as_slice() {
        [] => {
            let form = frame.refused(sent.typed, nothing_found().into());
            refused_page(&searched(&room, &signed_in, &Asked::default(), frame, form).await?)
        }
        [one] => Ok(crate::go(&format!("/journal?personne={}", one.public_ref))),
        _ => {
            let form = frame.form(sent.typed);
            let mut shown = searched(&room, &signed_in, &Asked::default(), frame, form).await?;
            shown.found = found;
            page_with(http::StatusCode::OK, &shown)
        }
    }
}

fn nothing_found() -> Refusal {
    Refusal::new(
        "NothingFound",
        "Aucun dossier ne porte ce code et aucune personne ce nom.",
        "No case has this code and nobody this name.",
    )
    .at("q")
}

/// The sentence of an act; an act without one is shown by its code.
pub(in super::super) fn sentence(texts: &crate::Texts, lang: Lang, act: &str) -> String {
    let key = format!("journal-act-{act}");
    match texts.knows(&key) {
        true => texts.say(lang, &key, &[]),
        false => act.to_owned(),
    }
}

fn said(frame: &Frame, line: &Told) -> String {
    sentence(frame.shell().texts(), frame.lang, &line.act)
}

fn who(frame: &Frame, line: &Told) -> String {
    let name = line.who.name.clone().unwrap_or_else(|| match line.door {
        Door::Session | Door::Token if line.line.body.user.is_some() => frame.t("journal-who-gone"),
        Door::Session | Door::Token => frame.t("journal-who-nobody"),
        Door::Link => frame.t("journal-who-partner"),
        Door::Clock => frame.t("journal-who-clock"),
        Door::Console => frame.t("journal-who-console"),
    });
    match &line.who.organisation {
        Some(organisation) => format!("{name}, {}", organisation.get(frame.lang)),
        None => name,
    }
}

/// By which door, towards whom, for what: as far as the line says.
fn details(frame: &Frame, line: &Told) -> Vec<String> {
    let mut details = vec![frame.t(door_key(line.door))];
    if let Some(towards) = &line.towards {
        details.push(frame.t1("journal-towards", "who", towards.get(frame.lang)));
    }
    if let Some(purpose) = &line.purpose {
        details.push(frame.t1("journal-purpose", "code", purpose.as_str()));
    }
    if let Some((command, code)) = &line.refused {
        details.push(frame.t2(
            "journal-refused",
            "command",
            command.as_str(),
            "code",
            code.as_str(),
        ));
    }
    details
}

fn door_key(door: Door) -> &'static str {
    match door {
        Door::Session => "journal-door-session",
        Door::Token => "journal-door-token",
        Door::Link => "journal-door-link",
        Door::Clock => "journal-door-clock",
        Door::Console => "journal-door-console",
    }
}

/// Readings of what identifies a person stand out, and so do refusals.
fn tone(line: &Told) -> Tone {
    match line.act.as_str() {
        "AnnexRead" => Tone::Stop,
        "IdentityRead" | "PackageRead" => Tone::Late,
        "Refused" | "SignInFailed" | "SecondFactorFailed" => Tone::Wait,
        _ => Tone::Quiet,
    }
}
