use askama::Template;
use axum::extract::{Query, State};
use relais_kernel::{Id, PublicRef, Refusal, ShortCode, Timestamp};
use relais_trust::{Failure, accounts::AccountFace};
use serde::Deserialize;

use super::{
    super::{
        Accounts, CaseFace,
        queries::{ACTS, AccessesView, FindCase, FindStaff, JournalView, ReadAccesses, SearchJournal, Told},
    },
    reference::Ref,
    telling::{details, said, sentence, tone, who},
};
use crate::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, page_with, refused_page,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    personne: String,
    #[serde(default)]
    acte: String,
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
    /// The acts to choose among.
    acts: Vec<Choice>,
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

    /// That only one act is shown.
    fn narrowed(&self) -> Option<String> {
        let act = self.view.act.as_deref()?;
        let words = sentence(self.frame.shell().texts(), self.frame.lang, act);
        Some(self.frame.t1("journal-only", "act", words))
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

impl SearchPage {
    /// What the witness saw last.
    fn witnessed(&self) -> Option<String> {
        let known = self.view.state.witness.as_ref()?;
        let (size, at) = known.last?;
        let (when, n) = (self.frame.moment(at), figure(&self.frame, size));
        Some(self.frame.t2("journal-witnessed", "when", when, "n", n))
    }

    /// That the witness remembers another journal.
    fn contradicted(&self) -> Option<String> {
        let found = self.view.state.witness.as_ref()?.contradiction?;
        let (when, n) = (self.frame.moment(found.since), figure(&self.frame, found.seen));
        Some(self.frame.t2("journal-contradicted", "when", when, "n", n))
    }

    fn witness_silent(&self) -> Option<String> {
        let since = self.view.state.witness.as_ref()?.silent_since?;
        Some(
            self.frame
                .t1("journal-witness-silent", "when", self.frame.moment(since)),
        )
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
    let typed = Typed::nothing()
        .with("acte", &asked.acte)
        .with("du", &asked.du)
        .with("au", &asked.au);
    let (period, from, until) = period(&frame, typed);
    let person: Option<PublicRef> = match asked.personne.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Trouble::Missing)?),
    };
    let act = Some(asked.acte.clone()).filter(|act| !act.is_empty());
    if act.as_deref().is_some_and(|act| !ACTS.contains(&act)) {
        return Err(Trouble::Missing);
    }
    let search = SearchJournal {
        door: &*room.cases,
        person,
        act,
        from,
        until,
        after: Some(asked.suite.clone()).filter(|after| !after.is_empty()),
    };
    let kept = [
        ("personne", &asked.personne),
        ("acte", &asked.acte),
        ("du", &asked.du),
        ("au", &asked.au),
    ];
    let kept = kept.map(|(name, value)| format!("{name}={}&", crate::answer::percent(value)));
    Ok(SearchPage {
        view: room.house.look(actor, &search).await?,
        found: Vec::new(),
        kept: kept.concat(),
        acts: acts(&frame),
        find,
        period,
        frame,
    })
}

/// Every act in the reader's words, by those words.
fn acts(frame: &Frame) -> Vec<Choice> {
    let texts = frame.shell().texts();
    let mut acts: Vec<_> = ACTS
        .iter()
        .map(|act| (sentence(texts, frame.lang, act), *act))
        .collect();
    acts.sort();
    acts.into_iter()
        .map(|(words, act)| Choice::new(act, words))
        .collect()
}

/// The days asked for, each whole, on the clocks of the mechanism.
pub(super) fn period(frame: &Frame, typed: Typed) -> (Form, Option<Timestamp>, Option<Timestamp>) {
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
