use std::fmt::Write as _;

use askama::Template;
use axum::extract::{RawQuery, State};
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Tone, Trouble, Typed, page};

use super::words;
use crate::{
    List, Vocabulary,
    queries::{BrowseServices, ServiceFace, ServiceList, Wanted},
    room::Directory,
};

#[derive(Template)]
#[template(path = "directory/list.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    view: ServiceList,
    words: Vocabulary,
    wanted: Wanted,
    needs: Vec<Choice>,
    regions: Vec<Choice>,
    organisations: Vec<Choice>,
}

impl ListPage {
    fn standing(&self, face: &ServiceFace) -> (Tone, String) {
        words::standing(&self.frame, face)
    }

    fn place(&self, face: &ServiceFace) -> String {
        words::place(&face.place, self.frame.lang)
    }

    fn needs(&self, face: &ServiceFace) -> String {
        words::labels(&self.words, List::Need, &face.needs, self.frame.lang)
    }

    fn freshness(&self, face: &ServiceFace) -> String {
        words::freshness(&self.frame, face).1
    }

    /// The same question, another page.
    fn turn(&self, page: u64) -> String {
        self.asked_at("/annuaire", page)
    }

    /// The same question, all of it as a file.
    fn export(&self, form: &str) -> String {
        self.asked_at(&format!("/annuaire/export.{form}"), 0)
    }

    fn asked_at(&self, path: &str, page: u64) -> String {
        let mut address = format!("{path}?page={page}");
        let filters = [
            ("need", self.wanted.need.as_ref().map(ToString::to_string)),
            ("region", self.wanted.region.as_ref().map(ToString::to_string)),
            ("organisation", self.wanted.organisation.map(|o| o.to_string())),
        ];
        for (name, value) in filters {
            if let Some(value) = value {
                // Codes and references need no escaping but the plus of a code.
                let _ = write!(address, "&{name}={}", value.replace('+', "%2B"));
            }
        }
        address
    }
}

/// Reads the question of an address.
pub(crate) fn wanted(asked: &Typed) -> Result<Wanted, Trouble> {
    let mut read = asked.read();
    let wanted = Wanted {
        need: read.may("need"),
        region: read.may("region"),
        organisation: read.may("organisation"),
        page: read.may("page").unwrap_or(0),
    };
    read.done().map_err(|_| Trouble::Unreadable)?;
    Ok(wanted)
}

/// The directory, narrowed by need, region and organisation.
pub async fn show(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let wanted = wanted(&asked)?;
    let query = BrowseServices {
        definitions: room.definitions.clone(),
        wanted: wanted.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    let lang = frame.lang;
    let mut organisations: Vec<_> = view
        .organisations
        .iter()
        .map(|o| Choice::new(o.public_ref.to_string(), o.name.get(lang)))
        .collect();
    organisations.sort_by_key(|a| relais_geography::folded(&a.label));
    page(&ListPage {
        form: frame.form(asked),
        words: Vocabulary::from(&*view.definition),
        needs: words::choices(&view.definition, List::Need, lang),
        regions: words::regions(&view.definition, lang),
        organisations,
        wanted,
        view,
        frame,
    })
}
