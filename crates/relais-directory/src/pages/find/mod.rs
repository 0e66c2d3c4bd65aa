//! The public directory for people: what is public, found by words and by what one asks first. No account, no script.

pub mod booklet;
pub mod copy;
mod question;
mod shown;

use askama::Template;
use axum::{
    body::Bytes,
    extract::{Path, State},
};
use relais_geography::{Gazetteer, distance_km};
use relais_kernel::{Refusal, Refusals};
use relais_mechanism::{Definition, mechanisms};
use relais_platform::Failure;
use relais_shell::{Answer, Choice, Drawing, Form, Frame, Tone, Trouble, Typed, page, refused_page};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

use super::{
    chart::{Spot, chart},
    words,
};
use crate::{
    List, Point,
    hsds::{Condition, Form as Depth, Listed, join, needed},
    room::Directory,
    store::hsds::pieces,
};
use question::{PER_PAGE, Question};
use shown::Shown;

/// More bubbles than this tell nothing more.
const MOST_ON_MAP: usize = 2_000;
/// Further than this from the centre of any town, a service is on no town's bubble.
const TOWN_KM: f64 = 25.0;

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
    /// Where those are of which a point is known.
    map: Option<Drawing>,
}

impl FindPage {
    fn standing(&self, one: &Shown) -> (Tone, String) {
        shown::standing(&self.frame, one)
    }

    fn map_words(&self) -> String {
        let (key, borders) = (
            self.frame.t("directory-find-map-key"),
            self.frame.t("mapping-borders"),
        );
        format!("{key} {borders}")
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
    answer(&room, frame, Typed::nothing(), None).await
}

/// What was asked. It comes as a form, so that what somebody looks for stands in no address and in no history.
pub async fn find(State(room): State<Directory>, frame: Frame, body: Bytes) -> Answer {
    let typed = Typed::parse(&body)?;
    answer(&room, frame, typed, None).await
}

async fn answer(room: &Directory, frame: Frame, typed: Typed, refusal: Option<Refusal>) -> Answer {
    let lang = frame.lang;
    let definition = first_definition(room).await?;
    let question = Question::read(&typed, definition.as_deref(), &frame)?;
    let rows = room.house.trust().database().reader();
    let (part, corrected, points) = {
        let catalogue = room.catalogue.current(rows).await?;
        let from = (question.page - 1).saturating_mul(PER_PAGE);
        let part = catalogue.list(Listed::Services, &question.wanted, from, PER_PAGE);
        let corrected = catalogue.corrections(Listed::Services, &question.wanted);
        let all = catalogue.list(Listed::Services, &question.wanted, 0, MOST_ON_MAP);
        (part, corrected, catalogue.points(&all.ids))
    };
    let found = read(room, &part.ids, frame.lang.code()).await?;
    let pages = part.total.div_ceil(PER_PAGE).max(1);
    let of = |list| {
        let choices = definition
            .as_deref()
            .map(|definition| words::choices(definition, list, lang));
        choices.unwrap_or_default()
    };
    let refused = refusal.is_some();
    let shown = FindPage {
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
        form: match refusal {
            Some(refusal) => frame.refused(typed, Refusals(vec![refusal])),
            None => frame.form(typed),
        },
        found,
        total: part.total,
        page: question.page,
        pages,
        corrected,
        map: definition.as_deref().and_then(|d| map(&frame, d, &points)),
        frame,
    };
    if refused {
        refused_page(&shown)
    } else {
        page(&shown)
    }
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
        .filter_map(|id| join(&catalogue, (&pieces, lang), Listed::Services, *id, Depth::Full));
    Ok(whole.filter_map(|text| Shown::read(&text)).collect())
}

/// The towns where what was found is; nothing where no point is known.
fn map(frame: &Frame, definition: &Definition, points: &[Point]) -> Option<Drawing> {
    let spots = towns(points, definition.country.as_deref().unwrap_or("CMR"));
    let title = frame.t("directory-find-map");
    (!spots.is_empty())
        .then(|| chart(definition, &title, &frame.t("directory-find-map-key"), &spots))
        .flatten()
}

/// Services by the town nearest to them, within the distance of a town's edge.
fn towns(points: &[Point], country: &str) -> Vec<Spot> {
    let mut found: BTreeMap<u32, Spot> = BTreeMap::new();
    for point in points {
        let towns = Gazetteer::embedded().towns_in(country).iter();
        let away = towns.map(|town| (distance_km(town.point, *point), town));
        let Some((km, town)) = away.min_by(|(a, _), (b, _)| a.total_cmp(b)) else {
            continue;
        };
        if km <= TOWN_KM {
            let spot = found.entry(town.id).or_insert_with(|| Spot {
                at: town.point,
                count: 0,
                name: town.name.clone(),
                href: None,
            });
            spot.count += 1;
        }
    }
    found.into_values().collect()
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
