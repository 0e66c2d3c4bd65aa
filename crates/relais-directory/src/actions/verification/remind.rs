use jiff::{SignedDuration, Timestamp};
use relais_platform::Failure;
use relais_trust::{Command, Scene};
use sea_orm::ConnectionTrait;

use super::open::tell;
use crate::{
    store::verification::{Ask, asks_to_remind, note_reminded, opener},
    verification::ROUND,
};

/// How long after the opening of a round whoever has not answered is asked once more.
const AFTER: SignedDuration = SignedDuration::from_hours(24 * 14);
/// Organisations that are reminded in one go.
const SOME: u64 = 50;
const STAGE: &str = "reminder";

/// Asks once more those that have not answered a round for two weeks. The clock calls it.
#[derive(Clone, Copy)]
pub struct RemindOfRounds;

impl RemindOfRounds {
    /// Whom it would remind.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn whom<C: ConnectionTrait>(rows: &C, now: Timestamp) -> Result<Vec<Ask>, Failure> {
        let left = ROUND.checked_sub(AFTER).unwrap_or_default();
        let expiring = now.checked_add(left).unwrap_or(Timestamp::MAX);
        asks_to_remind(rows, expiring, now, SOME).await
    }
}

impl Command for RemindOfRounds {
    type Outcome = usize;
    const NAME: &'static str = "RemindOfRounds";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<usize, Failure> {
        let whom = Self::whom(scene.rows(), scene.now()).await?;
        for ask in &whom {
            let owner = opener(scene.rows(), ask.round).await?;
            tell(scene, ask, owner, STAGE).await?;
            note_reminded(scene, ask.id).await?;
        }
        Ok(whom.len())
    }
}
