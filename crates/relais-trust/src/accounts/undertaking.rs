//! What everybody signs before they first come in (DP-38): the code of conduct and the undertaking of confidentiality.

use relais_kernel::{Id, Refusal, User};
use relais_platform::{Failure, stamp};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

use super::entity::account;
use crate::{Note, Scene};

/// Whether somebody says, on the form with which they come in, that they signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Undertaking {
    Given,
    NotGiven,
}

impl Undertaking {
    pub const fn of(given: bool) -> Self {
        if given { Self::Given } else { Self::NotGiven }
    }

    /// # Errors
    /// A refusal beside `undertaken`.
    pub(super) fn check(self) -> Result<(), Refusal> {
        match self {
            Self::Given => Ok(()),
            Self::NotGiven => Err(Refusal::new(
                "UndertakingMissing",
                "Signez d’abord le code de conduite et l’engagement de confidentialité, puis cochez cette case.",
                "Sign the code of conduct and the undertaking of confidentiality first, then tick this box.",
            )
            .at("undertaken")),
        }
    }
}

/// Keeps that the person signed, once: the first day counts.
pub(super) async fn keep_undertaking(scene: &Scene<'_>, user: Id<User>) -> Result<(), Failure> {
    let held = account::Entity::find_by_id(user.uuid())
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    if held.undertaken.is_some() {
        return Ok(());
    }
    let mut model: account::ActiveModel = held.into();
    model.undertaken = Set(Some(stamp::to_column(scene.now())));
    account::Entity::update(model).exec(scene.rows()).await?;
    scene.note(Note::new("UndertakingGiven").on("user", user.uuid()));
    Ok(())
}
