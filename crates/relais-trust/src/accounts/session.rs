use std::collections::BTreeSet;

use relais_kernel::{Id, Lang, Localised, Mechanism, Organisation, PublicRef, Timestamp, User};
use relais_platform::{Corrupt, Failure, UnitOfWork, stamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Installation,
    entity::{account, membership, organisation, session},
    passkey::has_passkey,
};
use crate::{Actor, Command, Door, Note, RoleCode, Scene, SessionMark, Trust};

/// Without a sign of life for so long a session is over (30 minutes), in milliseconds.
const IDLE: i64 = 30 * 60_000;
/// Whatever happens, a session is over after so long (12 hours).
const LIFE: i64 = 12 * 3_600_000;
/// `seen` is written at most this often, so that reading a page costs no write.
const SEEN_EVERY: i64 = 60_000;

/// One of a person's sessions, as they see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFace {
    pub id: Uuid,
    /// For addresses.
    pub public_ref: PublicRef,
    pub agent: String,
    pub since: Timestamp,
    pub seen: Timestamp,
    pub current: bool,
}

/// Somebody at the door: the actor, and what is shown of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    pub actor: Actor,
    pub name: String,
    pub organisation: Localised,
    /// Roles are withheld until the second factor is given (security requirement 51).
    pub awaits_second_factor: bool,
    /// Their rights rest until somebody gives them back.
    pub travelling: bool,
    /// A program's token that may change nothing (security requirement 59).
    pub reads_only: bool,
}

pub(super) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

impl Trust {
    /// The actor behind a session's cookie, with the roles held now: a right taken away is gone with the next
    /// request (security requirement 11). A session that is over answers `None`.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn session(&self, token: &str) -> Result<Option<Presence>, Failure> {
        let rows = self.database().reader();
        let found = session::Entity::find()
            .filter(session::Column::Token.eq(hash(token)))
            .one(rows)
            .await?;
        let now = stamp::to_column(self.now());
        let Some(held) = found.filter(|s| s.ended.is_none() && now - s.seen < IDLE && now - s.since < LIFE)
        else {
            return Ok(None);
        };
        if now - held.seen > SEEN_EVERY {
            self.database().write(Seen { id: held.id, now }).await?;
        }
        let mark = SessionMark {
            id: held.id,
            proved_at: stamp::from_column(held.proved, "session", "proved", held.id)?,
            strong: held.strong,
        };
        self.presence(rows, Id::from_uuid(held.account_id), Door::Session, Some(mark))
            .await
    }

    /// Puts an actor together from the account, its organisation and its membership; inactive ones give `None`.
    pub(crate) async fn presence<C: ConnectionTrait>(
        &self,
        rows: &C,
        user: Id<User>,
        door: Door,
        mark: Option<SessionMark>,
    ) -> Result<Option<Presence>, Failure> {
        let Some(known) = Known::read(rows, user).await? else {
            return Ok(None);
        };
        // Without a second factor nobody opens cases (requirement 51), except in a demonstration, where it is asked
        // of those alone who have enrolled one.
        let awaits_second_factor = mark.is_some_and(|m| !m.strong)
            && (known.totp_confirmed || !is_demo(rows).await? || has_passkey(rows, user).await?);
        let travelling = known.travel.is_some();
        let roles = match &known.roles {
            Some(roles) if !awaits_second_factor && !travelling => {
                serde_json::from_str::<BTreeSet<RoleCode>>(roles)
                    .map_err(|_| Corrupt::at("membership", "roles", user.uuid()))?
            }
            _ => BTreeSet::new(),
        };
        let lang: Lang = known
            .lang
            .parse()
            .map_err(|()| Corrupt::at("account", "lang", user.uuid()))?;
        let actor = Actor {
            door,
            user: Some(user),
            organisation: Some(Id::<Organisation>::from_uuid(known.organisation_id)),
            mechanism: known.mechanism_id.map(Id::<Mechanism>::from_uuid),
            roles,
            firewall: known.firewall,
            lang,
            session: mark,
        };
        Ok(Some(Presence {
            actor,
            name: known.name,
            organisation: Localised::new(known.name_fr, known.name_en),
            awaits_second_factor,
            travelling,
            reads_only: false,
        }))
    }

    /// The open sessions of a person, newest first.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionFace>, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        let now = stamp::to_column(self.now());
        let held = session::Entity::find()
            .filter(session::Column::AccountId.eq(user.uuid()))
            .filter(session::Column::Ended.is_null())
            .filter(session::Column::Seen.gt(now - IDLE))
            .filter(session::Column::Since.gt(now - LIFE))
            .order_by_desc(session::Column::Seen)
            .all(self.database().reader())
            .await?;
        held.into_iter()
            .map(|row| self.session_face(row, actor))
            .collect()
    }

    fn session_face(&self, row: session::Model, actor: &Actor) -> Result<SessionFace, Failure> {
        Ok(SessionFace {
            since: stamp::from_column(row.since, "session", "since", row.id)?,
            seen: stamp::from_column(row.seen, "session", "seen", row.id)?,
            current: actor.session.is_some_and(|s| s.id == row.id),
            public_ref: self.handle("session", row.id),
            id: row.id,
            agent: row.agent,
        })
    }
}

/// What is known of somebody at the door: one question, because every request asks it.
#[derive(FromQueryResult)]
struct Known {
    name: String,
    lang: String,
    totp_confirmed: bool,
    travel: Option<String>,
    organisation_id: Uuid,
    name_fr: String,
    name_en: String,
    firewall: bool,
    mechanism_id: Option<Uuid>,
    roles: Option<String>,
}

impl Known {
    /// Nothing of accounts and organisations whose access has ended.
    async fn read<C: ConnectionTrait>(rows: &C, user: Id<User>) -> Result<Option<Self>, Failure> {
        Ok(account::Entity::find_by_id(user.uuid())
            .select_only()
            .columns([
                account::Column::Name,
                account::Column::Lang,
                account::Column::TotpConfirmed,
                account::Column::Travel,
                account::Column::OrganisationId,
            ])
            .columns([
                organisation::Column::NameFr,
                organisation::Column::NameEn,
                organisation::Column::Firewall,
            ])
            .columns([membership::Column::MechanismId, membership::Column::Roles])
            .join(
                JoinType::InnerJoin,
                account::Entity::belongs_to(organisation::Entity)
                    .from(account::Column::OrganisationId)
                    .to(organisation::Column::Id)
                    .into(),
            )
            .join(
                JoinType::LeftJoin,
                account::Entity::belongs_to(membership::Entity)
                    .from(account::Column::Id)
                    .to(membership::Column::AccountId)
                    .into(),
            )
            .filter(account::Column::Active.eq(true))
            .filter(organisation::Column::Active.eq(true))
            .order_by_asc(membership::Column::MechanismId)
            .into_model::<Self>()
            .one(rows)
            .await?)
    }
}

async fn is_demo<C: ConnectionTrait>(rows: &C) -> Result<bool, Failure> {
    Ok(Installation::read(rows)
        .await?
        .is_some_and(|installation| installation.demo))
}

struct Seen {
    id: Uuid,
    now: i64,
}

impl UnitOfWork for Seen {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        session::Entity::update_many()
            .col_expr(session::Column::Seen, Expr::value(self.now))
            .filter(session::Column::Id.eq(self.id))
            .exec(rows)
            .await?;
        Ok(())
    }
}

/// Ends one of the person's own sessions, or all but the one they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndSession {
    One(Uuid),
    AllOthers,
    Current,
}

impl Command for EndSession {
    type Outcome = u64;
    const NAME: &'static str = "EndSession";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<u64, Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        let current = scene.actor().session.map(|s| s.id);
        let update = session::Entity::update_many()
            .col_expr(session::Column::Ended, Expr::value(stamp::to_column(scene.now())))
            .filter(session::Column::AccountId.eq(user.uuid()))
            .filter(session::Column::Ended.is_null());
        let update = match (self, current) {
            (Self::One(id), _) => update.filter(session::Column::Id.eq(*id)),
            (Self::Current, Some(current)) => update.filter(session::Column::Id.eq(current)),
            (Self::AllOthers, Some(current)) => update.filter(session::Column::Id.ne(current)),
            (_, None) => return Err(Failure::Missing),
        };
        let ended = update.exec(scene.rows()).await?.rows_affected;
        scene.note(
            Note::new("SessionsEnded")
                .on("user", user.uuid())
                .fact("count", ended),
        );
        Ok(ended)
    }
}
