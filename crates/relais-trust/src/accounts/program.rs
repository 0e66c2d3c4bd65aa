use jiff::SignedDuration;
use relais_kernel::{Id, Timestamp};
use relais_platform::{Failure, stamp};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{entity::program_token, session::hash};
use crate::{Actor, Command, Note, Scene, Trust};

/// A token for a program that acts with the rights of an account; shown once, stored hashed (requirement 59).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramToken {
    pub secret: String,
    pub expires: Timestamp,
}

/// Makes a token for the acting account.
#[derive(Debug, Clone)]
pub struct MakeProgramToken {
    pub name: String,
    /// Days until it stops working, 1 to 365.
    pub days: u16,
}

impl Trust {
    /// # Errors
    /// [`Failure::ProveAgain`] when the person has not just proved who they are (requirement 57).
    pub async fn make_program_token(
        &self,
        actor: &Actor,
        wish: &MakeProgramToken,
    ) -> Result<ProgramToken, Failure> {
        if !actor.proved_recently(self.now()) {
            return Err(Failure::ProveAgain);
        }
        let secret = self.fresh_secret();
        let life = SignedDuration::from_hours(24 * i64::from(wish.days.clamp(1, 365)));
        let expires = self
            .now()
            .checked_add(life)
            .map_err(|e| Failure::Fault(e.to_string()))?;
        let name = wish.name.chars().take(60).collect();
        self.perform(
            actor,
            None,
            Keep {
                token: hash(&secret),
                name,
                expires,
            },
        )
        .await?;
        Ok(ProgramToken { secret, expires })
    }
}

struct Keep {
    token: Vec<u8>,
    name: String,
    expires: Timestamp,
}

impl Command for Keep {
    type Outcome = ();
    const NAME: &'static str = "MakeProgramToken";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let user = scene.actor().user.ok_or(Failure::Missing)?;
        let id = Id::<ProgramToken>::new(scene.now(), scene.chance()).uuid();
        let model = program_token::ActiveModel {
            id: Set(id),
            token: Set(self.token.clone()),
            account_id: Set(user.uuid()),
            name: Set(self.name.clone()),
            since: Set(stamp::to_column(scene.now())),
            expires: Set(stamp::to_column(self.expires)),
            ended: Set(None),
        };
        program_token::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        scene.note(
            Note::new("ProgramTokenMade")
                .on("user", user.uuid())
                .fact("token", id),
        );
        Ok(())
    }
}
