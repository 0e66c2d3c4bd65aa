//! Travel mode: before a border, or when a telephone is gone, an account keeps its doors and loses its rights. Whoever
//! forces somebody to sign in finds nothing; a supervisor gives the rights back after speaking to the person.

mod asking;
mod deciding;
mod looking;
#[cfg(test)]
mod tests;

use relais_kernel::{Id, Refusal, Timestamp, User};
use relais_platform::{Corrupt, Failure};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) use asking::doors_stay;
pub use asking::{SayBack, SetOut};
pub use deciding::{GiveBackRights, WithholdRights};

use super::entity::account;
use crate::Scene;

/// The rights of an account rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Travel {
    pub since: Timestamp,
    /// The person themselves, or who withheld their rights.
    pub by: Id<User>,
    /// When the person first said that they are back.
    pub back: Option<Timestamp>,
}

impl Travel {
    pub fn begun(by: Id<User>, now: Timestamp) -> Self {
        Self {
            since: now,
            by,
            back: None,
        }
    }

    /// The person says that they are back; saying it again changes nothing.
    ///
    /// # Errors
    /// `TravelNotUnderWay`.
    pub fn said_back(of: Option<Self>, now: Timestamp) -> Result<Self, Refusal> {
        let held = of.ok_or_else(not_under_way)?;
        Ok(Self {
            back: held.back.or(Some(now)),
            ..held
        })
    }

    /// Somebody else gives the rights back, whether or not the person has said so here: they may have telephoned.
    ///
    /// # Errors
    /// `TravelNotUnderWay`, `TravelOwn`.
    pub fn ended(of: Option<Self>, traveller: Id<User>, by: Id<User>) -> Result<(), Refusal> {
        of.ok_or_else(not_under_way)?;
        if traveller == by { Err(own()) } else { Ok(()) }
    }
}

/// What an account's row says of it.
pub(super) fn read(row: Option<&str>, account: Uuid) -> Result<Option<Travel>, Failure> {
    row.map(|text| serde_json::from_str(text).map_err(|_| Corrupt::at("account", "travel", account).into()))
        .transpose()
}

async fn held(scene: &Scene<'_>, user: Id<User>) -> Result<(account::Model, Option<Travel>), Failure> {
    let row = account::Entity::find_by_id(user.uuid())
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)?;
    let travel = read(row.travel.as_deref(), row.id)?;
    Ok((row, travel))
}

async fn keep(scene: &Scene<'_>, row: account::Model, travel: Option<Travel>) -> Result<(), Failure> {
    let text = travel.map(|travel| serde_json::to_string(&travel)).transpose();
    let version = row.version;
    let mut model: account::ActiveModel = row.into();
    model.travel = Set(text.map_err(|e| Failure::Fault(e.to_string()))?);
    model.version = Set(version + 1);
    account::Entity::update(model).exec(scene.rows()).await?;
    Ok(())
}

fn not_under_way() -> Refusal {
    Refusal::new(
        "TravelNotUnderWay",
        "Le mode voyage n’est pas en cours : les droits de cette personne comptent.",
        "Travel mode is not on: this person’s rights count.",
    )
}

fn own() -> Refusal {
    Refusal::new(
        "TravelOwn",
        "Une autre personne doit vous rendre vos droits.",
        "Somebody else has to give you your rights back.",
    )
}
