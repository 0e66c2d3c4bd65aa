//! Rounds of verification: whom they ask, and what was answered.

use std::collections::BTreeMap;

use jiff::Timestamp;
use relais_kernel::{Id, Mechanism, PublicRef, Refusal};
use relais_platform::{Corrupt, Failure, stamp, table};
use relais_trust::{Note, Scene};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    OrganisationId, ServiceId,
    verification::{Outcome, ROUND, Reply},
};

pub(super) const VERIFICATION: &str = "
CREATE TABLE IF NOT EXISTS verification_round (
  id {id} PRIMARY KEY, mechanism_id {id} NOT NULL, opened_by {id} NOT NULL, opened_at {int} NOT NULL,
  expires_at {int} NOT NULL);
CREATE INDEX IF NOT EXISTS verification_round_by_mechanism ON verification_round (mechanism_id, opened_at);
CREATE TABLE IF NOT EXISTS verification_ask (
  id {id} PRIMARY KEY, round_id {id} NOT NULL, mechanism_id {id} NOT NULL, organisation_id {id} NOT NULL,
  expires_at {int} NOT NULL, replied_at {int}, reminded_at {int}, UNIQUE (round_id, organisation_id));
CREATE INDEX IF NOT EXISTS verification_ask_by_organisation ON verification_ask (organisation_id, expires_at);
CREATE TABLE IF NOT EXISTS verification_reply (
  id {id} PRIMARY KEY, ask_id {id} NOT NULL, mechanism_id {id} NOT NULL, service_id {id} NOT NULL,
  kind TEXT NOT NULL, body TEXT NOT NULL, made_at {int} NOT NULL, settled_at {int}, outcome TEXT);
CREATE INDEX IF NOT EXISTS verification_reply_by_ask ON verification_reply (ask_id, service_id);
CREATE INDEX IF NOT EXISTS verification_reply_waiting ON verification_reply (mechanism_id, settled_at);
";

table!(round, "verification_round", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub mechanism_id: Uuid,
    /// The organisation that the messages are sent for.
    pub opened_by: Uuid,
    pub opened_at: i64,
    pub expires_at: i64,
});

table!(ask, "verification_ask", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub round_id: Uuid,
    pub mechanism_id: Uuid,
    pub organisation_id: Uuid,
    pub expires_at: i64,
    pub replied_at: Option<i64>,
    pub reminded_at: Option<i64>,
});

table!(reply, "verification_reply", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ask_id: Uuid,
    pub mechanism_id: Uuid,
    pub service_id: Uuid,
    pub kind: String,
    pub body: String,
    pub made_at: i64,
    pub settled_at: Option<i64>,
    pub outcome: Option<String>,
});

const PURPOSE: &str = "verification";

/// One organisation that is asked in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    pub id: Uuid,
    pub round: Uuid,
    pub mechanism: Id<Mechanism>,
    pub organisation: OrganisationId,
    pub expires: Timestamp,
    pub replied: Option<Timestamp>,
}

impl Ask {
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.expires
    }

    /// # Errors
    /// A refusal once it has run out.
    pub fn check(self, now: Timestamp) -> Result<Self, Refusal> {
        if self.is_open(now) {
            Ok(self)
        } else {
            Err(closed())
        }
    }
}

/// The link has run out.
fn closed() -> Refusal {
    Refusal::new(
        "VerificationClosed",
        "Ce lien de vérification n’est plus ouvert. Le gestionnaire de l’annuaire vous en enverra un autre.",
        "This verification link is no longer open. The directory manager will send you another one.",
    )
}

/// One answer for one service.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplyRow {
    /// For addresses: random, and nothing follows from it.
    pub reference: PublicRef,
    pub ask: Uuid,
    pub mechanism: Id<Mechanism>,
    pub service: ServiceId,
    pub reply: Reply,
    pub made: Timestamp,
    pub settled: Option<Timestamp>,
}

/// A round and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub opened: Timestamp,
    pub expires: Timestamp,
    pub asks: Vec<Ask>,
}

/// The end of a link's address, `/v/{token}`.
pub fn token(trust: &relais_trust::Trust, ask: Uuid) -> String {
    trust.sign_token(PURPOSE, ask)
}

/// The ask of an address, if the address was made here.
pub fn read_token(trust: &relais_trust::Trust, text: &str) -> Option<Uuid> {
    trust.read_token(PURPOSE, text)
}

fn read_ask(row: &ask::Model) -> Result<Ask, Failure> {
    let moment = |at| stamp::from_column(at, "verification_ask", "moment", row.id);
    Ok(Ask {
        id: row.id,
        round: row.round_id,
        mechanism: Id::from_uuid(row.mechanism_id),
        organisation: Id::from_uuid(row.organisation_id),
        expires: moment(row.expires_at)?,
        replied: row.replied_at.map(moment).transpose()?,
    })
}

fn read_reply(row: &reply::Model) -> Result<ReplyRow, Failure> {
    let moment = |at| stamp::from_column(at, "verification_reply", "moment", row.id);
    let reply =
        serde_json::from_str(&row.body).map_err(|_| Corrupt::at("verification_reply", "body", row.id))?;
    Ok(ReplyRow {
        reference: PublicRef::from_uuid(row.id),
        ask: row.ask_id,
        mechanism: Id::from_uuid(row.mechanism_id),
        service: Id::from_uuid(row.service_id),
        reply,
        made: moment(row.made_at)?,
        settled: row.settled_at.map(moment).transpose()?,
    })
}

/// Opens a round that asks these organisations; what was opened.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn open_round(
    scene: &Scene<'_>,
    mechanism: Id<Mechanism>,
    by: OrganisationId,
    organisations: &[OrganisationId],
) -> Result<Vec<Ask>, Failure> {
    let random = || PublicRef::new(scene.chance()).uuid();
    let round = random();
    let expires = scene.now().checked_add(ROUND).unwrap_or(Timestamp::MAX);
    let model = round::ActiveModel {
        id: Set(round),
        mechanism_id: Set(mechanism.uuid()),
        opened_by: Set(by.uuid()),
        opened_at: Set(stamp::to_column(scene.now())),
        expires_at: Set(stamp::to_column(expires)),
    };
    round::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    let mut asks = Vec::with_capacity(organisations.len());
    for organisation in organisations {
        let made = Ask {
            id: random(),
            round,
            mechanism,
            organisation: *organisation,
            expires,
            replied: None,
        };
        let model = ask::ActiveModel {
            id: Set(made.id),
            round_id: Set(round),
            mechanism_id: Set(mechanism.uuid()),
            organisation_id: Set(organisation.uuid()),
            expires_at: Set(stamp::to_column(expires)),
            replied_at: Set(None),
            reminded_at: Set(None),
        };
        ask::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        asks.push(made);
    }
    scene.note(
        Note::new("VerificationOpened")
            .on("mechanism", mechanism.uuid())
            .fact("organisations", asks.len()),
    );
    Ok(asks)
}

/// # Errors
/// [`Failure::Missing`] when there is no such ask.
pub async fn ask_of<C: ConnectionTrait>(rows: &C, id: Uuid) -> Result<Ask, Failure> {
    let found = ask::Entity::find_by_id(id).one(rows).await?;
    read_ask(&found.ok_or(Failure::Missing)?)
}

/// Those that can still be answered.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn open_asks<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    now: Timestamp,
) -> Result<Vec<Ask>, Failure> {
    let found = ask::Entity::find()
        .filter(ask::Column::MechanismId.eq(mechanism.uuid()))
        .filter(ask::Column::ExpiresAt.gt(stamp::to_column(now)))
        .all(rows)
        .await?;
    found.iter().map(read_ask).collect()
}

/// Rounds in a row that ran out without an answer, up to the last one, by organisation.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn silent_rounds<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    now: Timestamp,
) -> Result<BTreeMap<OrganisationId, u32>, Failure> {
    let found = ask::Entity::find()
        .filter(ask::Column::MechanismId.eq(mechanism.uuid()))
        .filter(ask::Column::ExpiresAt.lte(stamp::to_column(now)))
        .order_by_asc(ask::Column::ExpiresAt)
        .all(rows)
        .await?;
    let mut silent = BTreeMap::new();
    for held in &found {
        let rounds: &mut u32 = silent.entry(Id::from_uuid(held.organisation_id)).or_default();
        *rounds = if held.replied_at.is_some() { 0 } else { *rounds + 1 };
    }
    Ok(silent)
}

/// Asks that nobody has answered and nobody was reminded of, opened before a moment and still open; some at a time.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn asks_to_remind<C: ConnectionTrait>(
    rows: &C,
    expiring_before: Timestamp,
    now: Timestamp,
    most: u64,
) -> Result<Vec<Ask>, Failure> {
    let found = ask::Entity::find()
        .filter(ask::Column::RepliedAt.is_null())
        .filter(ask::Column::RemindedAt.is_null())
        .filter(ask::Column::ExpiresAt.gt(stamp::to_column(now)))
        .filter(ask::Column::ExpiresAt.lt(stamp::to_column(expiring_before)))
        .order_by_asc(ask::Column::Id)
        .limit(most)
        .all(rows)
        .await?;
    found.iter().map(read_ask).collect()
}

/// The organisation that a round's messages are sent for.
///
/// # Errors
/// [`Failure::Missing`] when there is no such round.
pub(crate) async fn opener<C: ConnectionTrait>(rows: &C, round: Uuid) -> Result<OrganisationId, Failure> {
    let held = round::Entity::find_by_id(round).one(rows).await?;
    Ok(Id::from_uuid(held.ok_or(Failure::Missing)?.opened_by))
}

/// Notes that an organisation was reminded.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn note_reminded(scene: &Scene<'_>, ask: Uuid) -> Result<(), Failure> {
    ask::Entity::update_many()
        .col_expr(
            ask::Column::RemindedAt,
            Expr::value(stamp::to_column(scene.now())),
        )
        .filter(ask::Column::Id.eq(ask))
        .exec(scene.rows())
        .await?;
    Ok(())
}

/// The last rounds of a mechanism, the newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn rounds<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    most: u64,
) -> Result<Vec<Round>, Failure> {
    let found = round::Entity::find()
        .filter(round::Column::MechanismId.eq(mechanism.uuid()))
        .order_by_desc(round::Column::OpenedAt)
        .limit(most)
        .all(rows)
        .await?;
    let mut all = Vec::with_capacity(found.len());
    for held in found {
        let moment = |at| stamp::from_column(at, "verification_round", "moment", held.id);
        let asks = ask::Entity::find()
            .filter(ask::Column::RoundId.eq(held.id))
            .order_by_asc(ask::Column::OrganisationId)
            .all(rows)
            .await?;
        all.push(Round {
            opened: moment(held.opened_at)?,
            expires: moment(held.expires_at)?,
            asks: asks.iter().map(read_ask).collect::<Result<_, _>>()?,
        });
    }
    Ok(all)
}

/// Keeps what a provider answers; an answer that nobody has settled yet gives way to its next one, a settled one stays.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn keep_reply(
    scene: &Scene<'_>,
    ask: &Ask,
    service: ServiceId,
    reply: &Reply,
) -> Result<(), Failure> {
    let (rows, now) = (scene.rows(), stamp::to_column(scene.now()));
    reply::Entity::delete_many()
        .filter(reply::Column::AskId.eq(ask.id))
        .filter(reply::Column::ServiceId.eq(service.uuid()))
        .filter(reply::Column::SettledAt.is_null())
        .exec(rows)
        .await?;
    let settled = matches!(reply, Reply::Confirmed).then_some(now);
    let model = reply::ActiveModel {
        id: Set(PublicRef::new(scene.chance()).uuid()),
        ask_id: Set(ask.id),
        mechanism_id: Set(ask.mechanism.uuid()),
        service_id: Set(service.uuid()),
        kind: Set(reply.kind().code().to_owned()),
        body: Set(serde_json::to_string(reply).map_err(|e| Failure::Fault(e.to_string()))?),
        made_at: Set(now),
        settled_at: Set(settled),
        outcome: Set(settled.map(|_| Outcome::Taken.code().to_owned())),
    };
    reply::Entity::insert(model).exec_without_returning(rows).await?;
    ask::Entity::update_many()
        .col_expr(ask::Column::RepliedAt, Expr::value(now))
        .filter(ask::Column::Id.eq(ask.id))
        .exec(rows)
        .await?;
    scene.note(
        Note::new("VerificationReplied")
            .on("service", service.uuid())
            .fact("kind", reply.kind().code()),
    );
    Ok(())
}

/// What was answered to an ask, the newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn replies_to<C: ConnectionTrait>(rows: &C, ask: Uuid) -> Result<Vec<ReplyRow>, Failure> {
    let found = reply::Entity::find()
        .filter(reply::Column::AskId.eq(ask))
        .order_by_desc(reply::Column::MadeAt)
        .all(rows)
        .await?;
    found.iter().map(read_reply).collect()
}

/// What waits for the directory manager, the oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn waiting_replies<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
) -> Result<Vec<ReplyRow>, Failure> {
    let found = reply::Entity::find()
        .filter(reply::Column::MechanismId.eq(mechanism.uuid()))
        .filter(reply::Column::SettledAt.is_null())
        .order_by_asc(reply::Column::MadeAt)
        .order_by_asc(reply::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read_reply).collect()
}

/// # Errors
/// [`Failure::Missing`] when there is no such reply.
pub(crate) async fn reply_of<C: ConnectionTrait>(
    rows: &C,
    reference: PublicRef,
) -> Result<ReplyRow, Failure> {
    let found = reply::Entity::find_by_id(reference.uuid()).one(rows).await?;
    read_reply(&found.ok_or(Failure::Missing)?)
}

/// The directory manager has looked at it.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn settle(scene: &Scene<'_>, held: &ReplyRow, outcome: Outcome) -> Result<(), Failure> {
    reply::Entity::update_many()
        .col_expr(
            reply::Column::SettledAt,
            Expr::value(stamp::to_column(scene.now())),
        )
        .col_expr(reply::Column::Outcome, Expr::value(outcome.code()))
        .filter(reply::Column::Id.eq(held.reference.uuid()))
        .exec(scene.rows())
        .await?;
    scene.note(
        Note::new("VerificationSettled")
            .on("service", held.service.uuid())
            .fact("outcome", outcome.code()),
    );
    Ok(())
}
