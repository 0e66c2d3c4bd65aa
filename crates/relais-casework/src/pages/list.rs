use askama::Template;
use axum::extract::State;
use relais_shell::{Answer, Form, Frame, SignedIn, Submission, Tone, Typed, page, refused_page};

use super::words::{due_key, region};
use crate::{
    queries::{CaseLine, CaseList, CaseLists, Found, MayBegin, SearchPersons},
    room::{Casework, Standing},
};

#[derive(Template)]
#[template(path = "case/list.html")]
struct ListPage {
    frame: Frame,
    view: CaseLists,
    states: Vec<(String, String)>,
}

impl ListPage {
    fn state<'a>(&'a self, line: &'a CaseLine) -> &'a str {
        self.states
            .iter()
            .find(|(code, _)| *code == line.state)
            .map_or(&line.state, |(_, name)| name)
    }

    fn tone(&self, line: &CaseLine) -> Tone {
        match line.due {
            _ if line.urgent => Tone::Stop,
            Some((_, at)) if self.frame.is_late(at) => Tone::Late,
            Some(_) => Tone::Wait,
            None => Tone::Quiet,
        }
    }

    fn due(&self, line: &CaseLine) -> String {
        line.due
            .map_or_else(String::new, |(what, _)| self.frame.t(due_key(what)))
    }

    fn lead(&self) -> String {
        self.frame.t(match self.view.whole {
            true => "case-list-lead",
            false => "case-list-lead-own",
        })
    }

    /// None where the reader is told the state alone.
    fn href(&self, line: &CaseLine) -> String {
        match line.opens {
            true => format!("/dossiers/{}", line.public_ref),
            false => String::new(),
        }
    }

    fn region(&self, line: &CaseLine) -> String {
        region(&line.region, self.frame.lang)
    }
}

/// The open cases of the reader's organisation.
pub async fn show(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = CaseList {
        definitions: room.desk.definitions.clone(),
        mine: false,
    };
    let view = room.house.look(&actor, &query).await?;
    let rows = room.house.trust().database().reader();
    let standing = Standing::of(rows, &actor, &room.desk.definitions, frame.now).await?;
    let states = standing.definition.case.workflow.states.iter();
    let states = states
        .map(|s| (s.code.clone(), s.name.get(frame.lang).to_owned()))
        .collect();
    page(&ListPage { frame, view, states })
}

#[derive(Template)]
#[template(path = "case/search.html")]
struct SearchPage {
    frame: Frame,
    form: Form,
    found: Option<Vec<Found>>,
    wanted: String,
}

/// Search before create: the name is typed once.
pub async fn ask(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let may = MayBegin::search(room.desk.definitions.clone());
    room.house.look(&actor, &may).await?;
    page(&SearchPage {
        form: frame.form(Typed::nothing()),
        frame,
        found: None,
        wanted: String::new(),
    })
}

/// The candidates of the reader's own organisation. The name is in the body, never in an address.
pub async fn search(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let may = MayBegin::search(room.desk.definitions.clone());
    room.house.look(&actor, &may).await?;
    let mut read = sent.typed.read();
    let name = read.words("name");
    let birth_year = read.may::<i16>("birth_year");
    if let Err(refusals) = read.done() {
        let form = frame.refused(sent.typed, refusals);
        return refused_page(&SearchPage {
            form,
            frame,
            found: None,
            wanted: name,
        });
    }
    let query = SearchPersons {
        definitions: room.desk.definitions.clone(),
        name: name.clone(),
        birth_year,
    };
    let found = room.house.look(&actor, &query).await?;
    page(&SearchPage {
        form: frame.form(sent.typed),
        frame,
        found: Some(found),
        wanted: name,
    })
}
