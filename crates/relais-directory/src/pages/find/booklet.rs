//! The public directory of a region on paper, for whoever has no telephone and no network.

use axum::{body::Bytes, extract::State};
use relais_kernel::Refusal;
use relais_publish::{Block, Document, Field, Languages, Made, Paper, pdf};
use relais_shell::{Answer, FileKind, Frame, Trouble, Typed, file, press};

use super::{answer, first_definition, question::Question, read, shown::Shown};
use crate::{hsds::Listed, room::Directory};

/// A booklet that can be carried and found one's way in.
const MOST: usize = 400;

/// Services of a region, by town.
pub async fn print(State(room): State<Directory>, frame: Frame, body: Bytes) -> Answer {
    let typed = Typed::parse(&body)?;
    if typed.get("region").is_empty() {
        return answer(&room, frame, typed, Some(region_missing())).await;
    }
    let definition = first_definition(&room).await?;
    let question = Question::read(&typed, definition.as_deref(), &frame)?;
    let rows = room.house.trust().database().reader();
    let found = {
        let catalogue = room.catalogue.current(rows).await?;
        catalogue.list(Listed::Services, &question.wanted, 0, MOST)
    };
    let services = read(&room, &found.ids, frame.lang.code()).await?;
    let region = relais_geography::Gazetteer::embedded().region(typed.get("region"));
    let region = region
        .map(|region| region.name.get(frame.lang).to_owned())
        .unwrap_or_default();
    let version = definition
        .map(|definition| definition.version.label.clone())
        .unwrap_or_default();
    let document = document(&frame, &region, version, &services, found.total);
    let made = press(move || pdf(&document)).await?;
    let made = made.map_err(|why| Trouble::Fault(format!("booklet: {why}")))?;
    file(&frame.t("booklet-file-name"), FileKind::Pdf, made.bytes)
}

fn region_missing() -> Refusal {
    Refusal::new(
        "RegionMissing",
        "Choisissez la région du livret.",
        "Choose the region of the booklet.",
    )
    .at("region")
}

fn document(frame: &Frame, region: &str, version: String, services: &[Shown], total: usize) -> Document {
    let title = frame.t1("booklet-title", "region", region);
    let mut blocks = vec![Block::Note(frame.t("booklet-call-first").into())];
    if total > services.len() {
        let said = frame.t2("booklet-not-all", "shown", services.len(), "all", total);
        blocks.push(Block::Note(said.into()));
    }
    for (town, services) in by_town(services) {
        blocks.push(Block::Heading {
            level: 1,
            text: if town.is_empty() {
                frame.t("booklet-elsewhere")
            } else {
                town
            }
            .into(),
        });
        blocks.extend(services.into_iter().flat_map(|one| entry(frame, one)));
    }
    Document {
        title: title.clone().into(),
        languages: Languages::One(frame.lang),
        paper: Paper::A5,
        one_page: false,
        blocks,
        made: Made {
            from: title.into(),
            version,
            at: frame.local(frame.now),
        },
    }
}

fn by_town(services: &[Shown]) -> Vec<(String, Vec<&Shown>)> {
    let mut all: std::collections::BTreeMap<String, Vec<&Shown>> = std::collections::BTreeMap::new();
    for one in services {
        all.entry(one.town().to_owned()).or_default().push(one);
    }
    // What is given in no town of its own comes last.
    let nowhere = all.remove("");
    all.into_iter()
        .chain(nowhere.map(|services| (String::new(), services)))
        .collect()
}

fn entry(frame: &Frame, one: &Shown) -> Vec<Block> {
    let facts = one
        .facts(frame)
        .into_iter()
        .map(|(label, words)| Field::new(label, words));
    vec![
        Block::Heading {
            level: 2,
            text: one.name.as_str().into(),
        },
        Block::Paragraph(one.organization.name.as_str().into()),
        Block::Fields(facts.collect()),
    ]
}
