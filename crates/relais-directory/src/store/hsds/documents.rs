use std::collections::{BTreeMap, HashMap};

use relais_hsds::Kind;
use relais_platform::{Corrupt, Failure};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use sha1::{Digest, Sha1};
use uuid::Uuid;

use super::{
    records::AT_ONCE,
    tables::{hsds_document as row, hsds_edition as counter},
};
use crate::hsds::{Document, Facets, Piece, Pieces};

/// The counter's only row.
const ROW: i64 = 1;

/// A state of the public directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Grows with each change.
    pub edition: i64,
    /// The same wherever the same was written in the same order, and nowhere else.
    pub digest: String,
}

/// How the public directory stands; edition 0 while nothing was ever published.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn state<C: ConnectionTrait>(rows: &C) -> Result<State, Failure> {
    let held = counter::Entity::find_by_id(ROW).one(rows).await?;
    Ok(held.map_or_else(State::default, |row| State {
        edition: row.edition,
        digest: row.digest,
    }))
}

/// Raises the edition. Whoever else changes the directory waits for this row, so that no edition is ever read before an
/// earlier one is there. What is written is taken up into the digest.
async fn next_edition<C: ConnectionTrait>(rows: &C, written: impl FnOnce(&mut Sha1)) -> Result<i64, Failure> {
    let first = counter::ActiveModel {
        id: Set(ROW),
        edition: Set(1),
        digest: Set(String::new()),
    };
    let raise = OnConflict::column(counter::Column::Id)
        .value(
            counter::Column::Edition,
            Expr::col((counter::Entity, counter::Column::Edition)).add(1),
        )
        .to_owned();
    counter::Entity::insert(first)
        .on_conflict(raise)
        .exec_without_returning(rows)
        .await?;
    let State { edition, digest } = state(rows).await?;
    let mut hash = Sha1::new();
    hash.update(digest.as_bytes());
    written(&mut hash);
    let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let next = counter::ActiveModel {
        id: Set(ROW),
        digest: Set(digest),
        ..Default::default()
    };
    counter::Entity::update(next).exec(rows).await?;
    Ok(edition)
}

fn take_up(hash: &mut Sha1, words: &[&[u8]]) {
    for word in words {
        hash.update(word.len().to_be_bytes());
        hash.update(word);
    }
}

/// Writes documents over those of the same id, in all languages.
///
/// # Errors
/// [`Failure`] of the store.
async fn put_documents<C: ConnectionTrait>(rows: &C, all: &[Document]) -> Result<(), Failure> {
    if all.is_empty() {
        return Ok(());
    }
    let written = |hash: &mut Sha1| {
        for one in all {
            let (kind, id) = (one.kind.name().as_bytes(), one.id.as_bytes());
            let texts = [&one.lang, &one.flat, &one.lists].map(String::as_bytes);
            take_up(hash, &[&[kind, id], &texts[..]].concat());
        }
    };
    let edition = next_edition(rows, written).await?;
    let first: Vec<&Document> = all.iter().filter(|document| document.facets.is_some()).collect();
    for some in first.chunks(AT_ONCE) {
        delete(rows, some.iter().map(|document| (document.kind, document.id))).await?;
    }
    let models: Result<Vec<_>, _> = all.iter().map(|document| model(document, edition)).collect();
    for some in models?.chunks(AT_ONCE) {
        row::Entity::insert_many(some.to_vec())
            .exec_without_returning(rows)
            .await?;
    }
    Ok(())
}

/// Writes those documents that differ from what is written, in whatever language.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn put_changed_documents<C: ConnectionTrait>(
    rows: &C,
    all: Vec<Document>,
) -> Result<(), Failure> {
    let mut by_id: HashMap<(Kind, Uuid), Vec<Document>> = HashMap::new();
    let mut order = Vec::new();
    for document in all {
        let key = (document.kind, document.id);
        let beside = by_id.entry(key).or_default();
        if beside.is_empty() {
            order.push(key);
        }
        beside.push(document);
    }
    let mut changed = Vec::new();
    for some in order.chunks(AT_ONCE) {
        let held = written(rows, some).await?;
        for key in some {
            let said = by_id.remove(key).unwrap_or_default();
            if held.get(key) != Some(&texts(&said)?) {
                changed.extend(said);
            }
        }
    }
    put_documents(rows, &changed).await
}

/// By language: the columns, the lists and what a document is found by.
type Texts = BTreeMap<String, [String; 3]>;

fn texts(said: &[Document]) -> Result<Texts, Failure> {
    let mut texts = Texts::new();
    for one in said {
        let words = [one.flat.clone(), one.lists.clone(), found_by(one)?];
        texts.insert(one.lang.clone(), words);
    }
    Ok(texts)
}

async fn written<C: ConnectionTrait>(
    rows: &C,
    which: &[(Kind, Uuid)],
) -> Result<HashMap<(Kind, Uuid), Texts>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::Id.is_in(which.iter().map(|(_, id)| *id)))
        .all(rows)
        .await?;
    let mut held: HashMap<(Kind, Uuid), Texts> = HashMap::new();
    for row in found {
        let kind = Kind::named(&row.kind).ok_or_else(|| Corrupt::at("hsds_document", "kind", row.id))?;
        let words = [row.flat, row.lists, row.facets];
        held.entry((kind, row.id)).or_default().insert(row.lang, words);
    }
    Ok(held)
}

fn found_by(document: &Document) -> Result<String, Failure> {
    let facets = document.facets.as_ref().map(serde_json::to_string).transpose();
    Ok(facets
        .map_err(|e| Failure::Fault(e.to_string()))?
        .unwrap_or_default())
}

async fn delete<C: ConnectionTrait>(
    rows: &C,
    which: impl Iterator<Item = (Kind, Uuid)>,
) -> Result<(), Failure> {
    let mut by_kind: HashMap<Kind, Vec<Uuid>> = HashMap::new();
    which.for_each(|(kind, id)| by_kind.entry(kind).or_default().push(id));
    for (kind, ids) in by_kind {
        row::Entity::delete_many()
            .filter(row::Column::Kind.eq(kind.name()))
            .filter(row::Column::Id.is_in(ids))
            .exec(rows)
            .await?;
    }
    Ok(())
}

fn model(document: &Document, edition: i64) -> Result<row::ActiveModel, Failure> {
    Ok(row::ActiveModel {
        kind: Set(document.kind.name().to_owned()),
        id: Set(document.id),
        lang: Set(document.lang.clone()),
        flat: Set(document.flat.clone()),
        lists: Set(document.lists.clone()),
        facets: Set(found_by(document)?),
        edition: Set(edition),
    })
}

/// Takes documents out: nothing of them is left but that they are gone.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn remove_documents<C: ConnectionTrait>(
    rows: &C,
    which: &[(Kind, Uuid)],
) -> Result<(), Failure> {
    if which.is_empty() {
        return Ok(());
    }
    let written = |hash: &mut Sha1| {
        for (kind, id) in which {
            take_up(hash, &[kind.name().as_bytes(), id.as_bytes()]);
        }
    };
    let edition = next_edition(rows, written).await?;
    for some in which.chunks(AT_ONCE) {
        delete(rows, some.iter().copied()).await?;
        let gone = some.iter().map(|(kind, id)| row::ActiveModel {
            kind: Set(kind.name().to_owned()),
            id: Set(*id),
            lang: Set(String::new()),
            flat: Set(String::new()),
            lists: Set(String::new()),
            facets: Set(String::new()),
            edition: Set(edition),
        });
        row::Entity::insert_many(gone)
            .exec_without_returning(rows)
            .await?;
    }
    Ok(())
}

/// What documents are found by, that changed after an edition; `None` for one that is gone.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn changed_since<C: ConnectionTrait>(
    rows: &C,
    edition: i64,
) -> Result<Vec<(Kind, Uuid, Option<Facets>)>, Failure> {
    let found: Vec<(String, Uuid, String)> = row::Entity::find()
        .select_only()
        .column(row::Column::Kind)
        .column(row::Column::Id)
        .column(row::Column::Facets)
        .filter(row::Column::Edition.gt(edition))
        .filter(row::Column::Lang.eq(""))
        .order_by_asc(row::Column::Edition)
        .into_tuple()
        .all(rows)
        .await?;
    let read = |(kind, id, facets): (String, Uuid, String)| {
        let broken = |column| Corrupt::at("hsds_document", column, id);
        let kind = Kind::named(&kind).ok_or_else(|| broken("kind"))?;
        if facets.is_empty() {
            return Ok((kind, id, None));
        }
        let facets = serde_json::from_str(&facets).map_err(|_| broken("facets"))?;
        Ok((kind, id, Some(facets)))
    };
    found.into_iter().map(read).collect()
}

/// Documents by their ids, in a language where they have words in it.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn pieces<C: ConnectionTrait>(rows: &C, ids: &[Uuid], lang: &str) -> Result<Pieces, Failure> {
    let mut held = HashMap::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let found = row::Entity::find()
            .filter(row::Column::Id.is_in(some.iter().copied()))
            .filter(row::Column::Lang.is_in(["", lang]))
            // The other language comes after the first one, and takes its place.
            .order_by_asc(row::Column::Lang)
            .all(rows)
            .await?;
        for row in found.into_iter().filter(|row| !row.flat.is_empty()) {
            let kind = Kind::named(&row.kind).ok_or_else(|| Corrupt::at("hsds_document", "kind", row.id))?;
            let piece = Piece {
                flat: row.flat,
                lists: row.lists,
            };
            held.insert((kind, row.id), piece);
        }
    }
    Ok(held)
}
