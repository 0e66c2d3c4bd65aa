use std::collections::HashMap;

use relais_hsds::Kind;
use relais_platform::{Corrupt, Failure};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    records::AT_ONCE,
    tables::{hsds_document as row, hsds_edition as counter},
};
use crate::hsds::{Document, Facets, Piece, Pieces};

/// The counter's only row.
const ROW: i64 = 1;

/// Which edition of the public directory this is; 0 while nothing was ever published.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn edition<C: ConnectionTrait>(rows: &C) -> Result<i64, Failure> {
    let held = counter::Entity::find_by_id(ROW).one(rows).await?;
    Ok(held.map_or(0, |row| row.edition))
}

/// Raises the edition. Whoever else changes the directory waits for this row, so that no edition is ever read before an
/// earlier one is there.
async fn next_edition<C: ConnectionTrait>(rows: &C) -> Result<i64, Failure> {
    let first = counter::ActiveModel {
        id: Set(ROW),
        edition: Set(1),
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
    edition(rows).await
}

/// Writes documents over those of the same id, in all languages.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn put_documents<C: ConnectionTrait>(rows: &C, all: &[Document]) -> Result<(), Failure> {
    if all.is_empty() {
        return Ok(());
    }
    let edition = next_edition(rows).await?;
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
    let facets = document.facets.as_ref().map(serde_json::to_string).transpose();
    Ok(row::ActiveModel {
        kind: Set(document.kind.name().to_owned()),
        id: Set(document.id),
        lang: Set(document.lang.clone()),
        flat: Set(document.flat.clone()),
        lists: Set(document.lists.clone()),
        facets: Set(facets
            .map_err(|e| Failure::Fault(e.to_string()))?
            .unwrap_or_default()),
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
    let edition = next_edition(rows).await?;
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
