//! Offers, proposals and partnerships in the database: each whole as JSON, with what lists ask for in clear columns.

use std::collections::BTreeMap;

use relais_kernel::PublicRef;
use relais_platform::{Corrupt, Failure, stamp, table};
use relais_trust::{Note, Scene};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::offers::{Candidacy, CandidacyState, Offer, Partnership};

pub(super) const OFFERS: &str = "
CREATE TABLE IF NOT EXISTS offer (
  id {id} PRIMARY KEY, organisation_id {id} NOT NULL, state TEXT NOT NULL, version {int} NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS candidacy (
  id {id} PRIMARY KEY, offer_id {id} NOT NULL, organisation_id {id} NOT NULL, state TEXT NOT NULL, made_at {int} NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS candidacy_by_offer ON candidacy (offer_id, state);
CREATE TABLE IF NOT EXISTS partnership (
  id {id} PRIMARY KEY, mechanism_id {id} NOT NULL, stage TEXT NOT NULL, version {int} NOT NULL, body TEXT NOT NULL);
";

table!(offer, "offer", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub state: String,
    pub version: i64,
    pub body: String,
});

table!(candidacy, "candidacy", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub offer_id: Uuid,
    pub organisation_id: Uuid,
    pub state: String,
    pub made_at: i64,
    pub body: String,
});

table!(partnership, "partnership", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub mechanism_id: Uuid,
    pub stage: String,
    pub version: i64,
    pub body: String,
});

/// A record with the version under which it may be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    pub record: T,
    pub version: i64,
}

fn parse<T: DeserializeOwned>(table: &'static str, id: Uuid, body: &str) -> Result<T, Failure> {
    serde_json::from_str(body).map_err(|_| Corrupt::at(table, "body", id).into())
}

fn write<T: Serialize>(record: &T) -> Result<String, Failure> {
    serde_json::to_string(record).map_err(|e| Failure::Fault(e.to_string()))
}

/// The next version, unless somebody else changed the record meanwhile.
fn next(held: Option<i64>, expected: Option<i64>) -> Result<i64, Failure> {
    match (held, expected) {
        (Some(held), Some(expected)) if held != expected => Err(Failure::Stale { current: held }),
        (held, _) => Ok(held.unwrap_or(0) + 1),
    }
}

/// Every offer, the newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn all_offers<C: ConnectionTrait>(rows: &C) -> Result<Vec<Versioned<Offer>>, Failure> {
    let found = offer::Entity::find()
        .order_by_desc(offer::Column::Id)
        .all(rows)
        .await?;
    let read = |row: offer::Model| {
        Ok(Versioned {
            record: parse("offer", row.id, &row.body)?,
            version: row.version,
        })
    };
    found.into_iter().map(read).collect()
}

/// # Errors
/// [`Failure::Missing`] when there is no such offer.
pub(crate) async fn offer_of<C: ConnectionTrait>(
    rows: &C,
    id: PublicRef,
) -> Result<Versioned<Offer>, Failure> {
    let row = offer::Entity::find_by_id(id.uuid())
        .one(rows)
        .await?
        .ok_or(Failure::Missing)?;
    Ok(Versioned {
        record: parse("offer", row.id, &row.body)?,
        version: row.version,
    })
}

/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile.
pub(crate) async fn put_offer(
    scene: &Scene<'_>,
    record: &Offer,
    expected: Option<i64>,
) -> Result<(), Failure> {
    let id = record.public_ref.uuid();
    let held = offer::Entity::find_by_id(id).one(scene.rows()).await?;
    let model = offer::ActiveModel {
        id: Set(id),
        organisation_id: Set(record.organisation.uuid()),
        state: Set(record.state.code().to_owned()),
        version: Set(next(held.map(|row| row.version), expected)?),
        body: Set(write(record)?),
    };
    let over = OnConflict::column(offer::Column::Id)
        .update_columns([offer::Column::State, offer::Column::Version, offer::Column::Body])
        .to_owned();
    offer::Entity::insert(model)
        .on_conflict(over)
        .exec_without_returning(scene.rows())
        .await?;
    let note = Note::new("OfferChanged").on("offer", id);
    scene.note(
        note.fact("state", record.state.code())
            .fact("places", record.quota),
    );
    Ok(())
}

/// The proposals for an offer, the newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn candidacies_for<C: ConnectionTrait>(
    rows: &C,
    offer: PublicRef,
) -> Result<Vec<Candidacy>, Failure> {
    let found = candidacy::Entity::find()
        .filter(candidacy::Column::OfferId.eq(offer.uuid()))
        .order_by_desc(candidacy::Column::MadeAt)
        .order_by_desc(candidacy::Column::Id)
        .all(rows)
        .await?;
    found
        .into_iter()
        .map(|row| parse("candidacy", row.id, &row.body))
        .collect()
}

/// # Errors
/// [`Failure::Missing`] when there is no such proposal.
pub(crate) async fn candidacy_of<C: ConnectionTrait>(rows: &C, id: PublicRef) -> Result<Candidacy, Failure> {
    let row = candidacy::Entity::find_by_id(id.uuid())
        .one(rows)
        .await?
        .ok_or(Failure::Missing)?;
    parse("candidacy", row.id, &row.body)
}

/// How many proposals there are in each state, by offer.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn candidacy_counts<C: ConnectionTrait>(
    rows: &C,
) -> Result<BTreeMap<PublicRef, BTreeMap<CandidacyState, u32>>, Failure> {
    let mut counts: BTreeMap<PublicRef, BTreeMap<CandidacyState, u32>> = BTreeMap::new();
    for row in candidacy::Entity::find().all(rows).await? {
        let state: CandidacyState = row
            .state
            .parse()
            .map_err(|()| Corrupt::at("candidacy", "state", row.id))?;
        let of = counts.entry(PublicRef::from_uuid(row.offer_id)).or_default();
        *of.entry(state).or_default() += 1;
    }
    Ok(counts)
}

/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn put_candidacy(scene: &Scene<'_>, record: &Candidacy) -> Result<(), Failure> {
    let model = candidacy::ActiveModel {
        id: Set(record.public_ref.uuid()),
        offer_id: Set(record.offer.uuid()),
        organisation_id: Set(record.from.uuid()),
        state: Set(record.state.code().to_owned()),
        made_at: Set(stamp::to_column(record.made)),
        body: Set(write(record)?),
    };
    let over = OnConflict::column(candidacy::Column::Id)
        .update_columns([candidacy::Column::State, candidacy::Column::Body])
        .to_owned();
    candidacy::Entity::insert(model)
        .on_conflict(over)
        .exec_without_returning(scene.rows())
        .await?;
    let note = Note::new("CandidacyChanged").on("offer", record.offer.uuid());
    scene.note(note.fact("state", record.state.code()));
    Ok(())
}

/// The partnerships of a mechanism.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn all_partnerships<C: ConnectionTrait>(
    rows: &C,
    mechanism: Uuid,
) -> Result<Vec<Versioned<Partnership>>, Failure> {
    let found = partnership::Entity::find()
        .filter(partnership::Column::MechanismId.eq(mechanism))
        .order_by_asc(partnership::Column::Id)
        .all(rows)
        .await?;
    let read = |row: partnership::Model| {
        Ok(Versioned {
            record: parse("partnership", row.id, &row.body)?,
            version: row.version,
        })
    };
    found.into_iter().map(read).collect()
}

/// # Errors
/// [`Failure::Stale`] when somebody else changed it meanwhile, [`Failure::Missing`] for one of another mechanism.
pub(crate) async fn put_partnership(
    scene: &Scene<'_>,
    mechanism: Uuid,
    record: &Partnership,
    expected: Option<i64>,
) -> Result<(), Failure> {
    let id = record.public_ref.uuid();
    let held = partnership::Entity::find_by_id(id).one(scene.rows()).await?;
    if held.as_ref().is_some_and(|row| row.mechanism_id != mechanism) {
        return Err(Failure::Missing);
    }
    let model = partnership::ActiveModel {
        id: Set(id),
        mechanism_id: Set(mechanism),
        stage: Set(record.stage.code().to_owned()),
        version: Set(next(held.map(|row| row.version), expected)?),
        body: Set(write(record)?),
    };
    let over = OnConflict::column(partnership::Column::Id)
        .update_columns([
            partnership::Column::Stage,
            partnership::Column::Version,
            partnership::Column::Body,
        ])
        .to_owned();
    partnership::Entity::insert(model)
        .on_conflict(over)
        .exec_without_returning(scene.rows())
        .await?;
    scene.note(
        Note::new("PartnershipChanged")
            .on("partnership", id)
            .fact("stage", record.stage.code()),
    );
    Ok(())
}
