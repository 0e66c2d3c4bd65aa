use std::collections::BTreeSet;

use jiff::SignedDuration;
use relais_kernel::{Id, PublicRef, Refusal, Refusals, Timestamp, User};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Presence,
    entity::{program_scope, program_token},
    session::hash,
    travel::doors_stay,
};
use crate::{Actor, Command, Door, Note, Once, RoleCode, Scene, SessionMark, Trust};

/// A token for a program that acts for an account; shown once, stored hashed (security requirement 59).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramToken {
    pub secret: String,
    pub expires: Timestamp,
}

/// Makes a token for the acting account: never more than the account itself may do at the moment of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeProgramToken {
    /// What the person will recognise in their list.
    pub name: String,
    /// Days until it stops working, 1 to 365.
    pub days: u16,
    /// The roles that it carries, among those held.
    pub roles: BTreeSet<RoleCode>,
    /// It may change things, not only read.
    pub writes: bool,
}

/// A token as its owner sees it later: without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramTokenFace {
    pub id: Uuid,
    /// For addresses.
    pub public_ref: PublicRef,
    pub name: String,
    pub since: Timestamp,
    pub expires: Timestamp,
    pub roles: BTreeSet<RoleCode>,
    pub writes: bool,
}

impl Trust {
    /// The same form sent twice makes one token and shows it twice.
    ///
    /// # Errors
    /// [`Failure::ProveAgain`] when the person has not just proved who they are (requirement 57); refusals beside
    /// `name`, `days` and `roles`.
    pub async fn make_program_token(
        &self,
        actor: &Actor,
        once: Option<Once>,
        wish: MakeProgramToken,
    ) -> Result<ProgramToken, Failure> {
        let kept = self.perform(actor, once, wish).await?;
        Ok(ProgramToken {
            secret: self.program_secret(kept.id),
            expires: kept.expires,
        })
    }

    /// The actor behind a program's token: its roles, as far as the account still holds them.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn program(&self, token: &str) -> Result<Option<Presence>, Failure> {
        let rows = self.database().reader();
        let now = stamp::to_column(self.now());
        let found = program_token::Entity::find()
            .filter(program_token::Column::Token.eq(hash(token)))
            .one(rows)
            .await?;
        let Some(held) = found.filter(|t| t.ended.is_none() && t.expires > now) else {
            return Ok(None);
        };
        let scope = program_scope::Entity::find_by_id(held.id)
            .one(rows)
            .await?
            .ok_or_else(|| Corrupt::at("program_scope", "token_id", held.id))?;
        let mark = SessionMark {
            id: held.id,
            proved_at: stamp::from_column(scope.proved, "program_scope", "proved", held.id)?,
            strong: true,
        };
        let presence = self
            .presence(rows, Id::from_uuid(held.account_id), Door::Token, Some(mark))
            .await?;
        let Some(mut presence) = presence else {
            return Ok(None);
        };
        let carried = roles_of(&scope)?;
        presence.actor.roles.retain(|role| carried.contains(role));
        presence.reads_only = !scope.writes;
        Ok(Some(presence))
    }

    /// The tokens of a person that still work, newest first.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn program_tokens(&self, actor: &Actor) -> Result<Vec<ProgramTokenFace>, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        let held = program_token::Entity::find()
            .filter(program_token::Column::AccountId.eq(user.uuid()))
            .filter(program_token::Column::Ended.is_null())
            .filter(program_token::Column::Expires.gt(stamp::to_column(self.now())))
            .order_by_desc(program_token::Column::Since)
            .all(self.database().reader())
            .await?;
        let mut faces = Vec::with_capacity(held.len());
        for row in held {
            let scope = program_scope::Entity::find_by_id(row.id)
                .one(self.database().reader())
                .await?
                .ok_or_else(|| Corrupt::at("program_scope", "token_id", row.id))?;
            faces.push(ProgramTokenFace {
                public_ref: self.handle("program token", row.id),
                since: stamp::from_column(row.since, "program_token", "since", row.id)?,
                expires: stamp::from_column(row.expires, "program_token", "expires", row.id)?,
                roles: roles_of(&scope)?,
                writes: scope.writes,
                id: row.id,
                name: row.name,
            });
        }
        Ok(faces)
    }

    /// 128 bits that follow from the master key and the row: nothing secret is kept between the form and its
    /// answer, and the hash alone opens nothing.
    fn program_secret(&self, id: Uuid) -> String {
        format!("relais_{}", hex::encode(self.check("program token secret", id)))
    }
}

fn roles_of(scope: &program_scope::Model) -> Result<BTreeSet<RoleCode>, Corrupt> {
    serde_json::from_str(&scope.roles).map_err(|_| Corrupt::at("program_scope", "roles", scope.token_id))
}

/// What is remembered of a token that was made: enough to show it again to the same form.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct KeptToken {
    id: Uuid,
    expires: Timestamp,
}

impl MakeProgramToken {
    fn check(&self, actor: &Actor) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if self.name.trim().is_empty() {
            refusals.push(Refusal::new("NameMissing", "Indiquez un nom.", "Give a name.").at("name"));
        }
        if !(1..=365).contains(&self.days) {
            refusals.push(
                Refusal::new(
                    "DaysOutOfRange",
                    "Choisissez entre 1 et 365 jours.",
                    "Choose between 1 and 365 days.",
                )
                .at("days"),
            );
        }
        if self.roles.is_empty() || !self.roles.is_subset(&actor.roles) {
            refusals.push(
                Refusal::new(
                    "RoleNotHeld",
                    "Choisissez au moins un rôle parmi les vôtres.",
                    "Choose at least one role among your own.",
                )
                .at("roles"),
            );
        }
        refusals.or(())
    }
}

impl Command for MakeProgramToken {
    type Outcome = KeptToken;
    const NAME: &'static str = "MakeProgramToken";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<KeptToken, Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        doors_stay(scene).await?;
        if !scene.actor().proved_recently(scene.now()) {
            return Err(Failure::ProveAgain);
        }
        self.check(scene.actor())?;
        let life = SignedDuration::from_hours(24 * i64::from(self.days));
        let expires = scene
            .now()
            .checked_add(life)
            .map_err(|e| Failure::Fault(e.to_string()))?;
        let id = Id::<ProgramToken>::new(scene.now(), scene.chance()).uuid();
        self.keep(scene, id, user, expires).await?;
        scene.note(
            Note::new("ProgramTokenMade")
                .on("user", user.uuid())
                .fact("token", id)
                .fact("writes", self.writes),
        );
        Ok(KeptToken { id, expires })
    }
}

impl MakeProgramToken {
    async fn keep(
        &self,
        scene: &Scene<'_>,
        id: Uuid,
        user: Id<User>,
        expires: Timestamp,
    ) -> Result<(), Failure> {
        let now = stamp::to_column(scene.now());
        let model = program_token::ActiveModel {
            id: Set(id),
            token: Set(hash(&scene.trust().program_secret(id))),
            account_id: Set(user.uuid()),
            name: Set(self.name.trim().chars().take(60).collect()),
            since: Set(now),
            expires: Set(stamp::to_column(expires)),
            ended: Set(None),
        };
        program_token::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        let scope = program_scope::ActiveModel {
            token_id: Set(id),
            roles: Set(serde_json::to_string(&self.roles).map_err(|e| Failure::Fault(e.to_string()))?),
            writes: Set(self.writes),
            proved: Set(now),
        };
        program_scope::Entity::insert(scope)
            .exec_without_returning(scene.rows())
            .await?;
        Ok(())
    }
}

/// Ends one of the person's own tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndProgramToken {
    pub id: Uuid,
}

impl Command for EndProgramToken {
    type Outcome = ();
    const NAME: &'static str = "EndProgramToken";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        let held = program_token::Entity::find_by_id(self.id)
            .one(scene.rows())
            .await?
            .filter(|held| held.account_id == user.uuid())
            .ok_or(Failure::Missing)?;
        if held.ended.is_some() {
            return Ok(());
        }
        let mut ended: program_token::ActiveModel = held.into();
        ended.ended = Set(Some(stamp::to_column(scene.now())));
        program_token::Entity::update(ended).exec(scene.rows()).await?;
        scene.note(
            Note::new("ProgramTokenEnded")
                .on("user", user.uuid())
                .fact("token", self.id),
        );
        Ok(())
    }
}
