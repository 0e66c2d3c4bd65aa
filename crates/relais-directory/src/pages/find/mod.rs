//! The public directory for people: what is public, found by words and by what one asks first. No account, no script.

mod question;
mod shown;

use askama::Template;
use axum::{
    body::Bytes,
    extract::{Path, State},
};
use relais_mechanism::{Definition, mechanisms};
use relais_platform::Failure;
use relais_shell::{Answer, Choice, Form, Frame, Tone, Trouble, Typed, page};
use std::sync::Arc;
use uuid::Uuid;

use super::words;
use crate::{
    List,
    hsds::{Condition, Form as Depth, Listed, join, needed},
    room::Directory,
    store::hsds::pieces,
};
use question::{PER_PAGE, Question};
use shown::Shown;

#[derive(Template)]
#[template(path = "directory/find.html")]
struct FindPage {
    frame: Frame,
    form: Form,
    needs: Vec<Choice>,
    regions: Vec<Choice>,
    languages: Vec<Choice>,
    conditions: Vec<Choice>,
    /// Folded fields in which something was asked.
    narrowed: bool,
    found: Vec<Shown>,
    total: usize,
    page: usize,
    pages: usize,
    corrected: Vec<(String, String)>,
}

impl FindPage {
    fn standing(&self, one: &Shown) -> (Tone, String) {
        shown::standing(&self.frame, one)
    }

    fn corrections(&self) -> String {
        let words = self.corrected.iter().map(|(_, searched)| searched.as_str());
        words.collect::<Vec<_>>().join(", ")
    }

    fn count(&self) -> String {
        self.frame.t1("directory-find-count", "n", self.total)
    }

    fn turned(&self) -> String {
        format!("{} / {}", self.page, self.pages)
    }
}

#[derive(Template)]
#[template(path = "directory/found.html")]
struct FoundPage {
    frame: Frame,
    one: Shown,
}

impl FoundPage {
    fn standing(&self) -> (Tone, String) {
        shown::standing(&self.frame, &self.one)
    }
}

/// The search, with everything there is below it.
pub async fn show(State(room): State<Directory>, frame: Frame) -> Answer {
    answer(&room, frame, Typed::nothing()).await
}

/// What was asked. It comes as a form, so that what somebody looks for stands in no address and in no history.
pub async fn find(State(room): State<Directory>, frame: Frame, body: Bytes) -> Answer {
    let typed = Typed::parse(&body)?;
    answer(&room, frame, typed).await
}

async fn answer(room: &Directory, frame: Frame, typed: Typed) -> Answer {
    let lang = frame.lang;
    let definition = first_definition(room).await?;
    let question = Question::read(&typed, definition.as_deref(), &frame)?;
    let rows = room.house.trust().database().reader();
    let (part, corrected) = {
        let catalogue = room.catalogue.current(rows).await?;
        let from = (question.page - 1).saturating_mul(PER_PAGE);
        let part = catalogue.list(Listed::Services, &question.wanted, from, PER_PAGE);
        (part, catalogue.corrections(Listed::Services, &question.wanted))
    };
    let found = read(room, &part.ids, frame.lang.code()).await?;
    let pages = part.total.div_ceil(PER_PAGE).max(1);
    let of = |list| {
        let choices = definition
            .as_deref()
            .map(|definition| words::choices(definition, list, lang));
        choices.unwrap_or_default()
    };
    page(&FindPage {
        needs: of(List::Need),
        languages: of(List::Language),
        regions: definition
            .as_deref()
            .map(|d| words::regions(d, lang))
            .unwrap_or_default(),
        conditions: Condition::ALL
            .iter()
            .map(|c| Choice::new(c.code(), c.label().get(lang)))
            .collect(),
        narrowed: question.narrowed,
        form: frame.form(typed),
        found,
        total: part.total,
        page: question.page,
        pages,
        corrected,
        frame,
    })
}

/// One service.
pub async fn one(State(room): State<Directory>, Path(id): Path<String>, frame: Frame) -> Answer {
    let id = Uuid::parse_str(&id).map_err(|_| Trouble::Missing)?;
    let found = read(&room, &[id], frame.lang.code()).await?;
    let one = found.into_iter().next().ok_or(Trouble::Missing)?;
    page(&FoundPage { frame, one })
}

async fn read(room: &Directory, ids: &[Uuid], lang: &str) -> Result<Vec<Shown>, Failure> {
    let rows = room.house.trust().database().reader();
    let mut documents = Vec::new();
    {
        let catalogue = room.catalogue.current(rows).await?;
        ids.iter()
            .for_each(|id| needed(&catalogue, Listed::Services, *id, Depth::Full, &mut documents));
    }
    let pieces = pieces(rows, &documents, lang).await?;
    let catalogue = room.catalogue.current(rows).await?;
    let whole = ids
        .iter()
        .filter_map(|id| join(&catalogue, &pieces, Listed::Services, *id, Depth::Full));
    Ok(whole.filter_map(|text| Shown::read(&text)).collect())
}

/// Whose lists the public page speaks with: those of the first mechanism of the installation.
async fn first_definition(room: &Directory) -> Result<Option<Arc<Definition>>, Failure> {
    let rows = room.house.trust().database().reader();
    let all = mechanisms(rows).await?;
    match all.iter().min_by(|a, b| a.code.cmp(&b.code)) {
        Some(first) => Ok(Some(room.definitions.current(rows, first.id).await?)),
        None => Ok(None),
    }
}
