use jiff::SignedDuration;
use relais_kernel::{Id, User};
use relais_platform::Failure;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::{Recovery, RecoveryState, store};
use crate::{
    Actor, Command, Note, Scene, Sight, Trust,
    accounts::{AccountFace, people::account_by_id, second_factor::free_to_enrol},
};

/// How long those who administer an account see what became of a recovery.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Whoever gave the password and cannot give the second factor asks for another; what is open already stays so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskRecovery;

impl Command for AskRecovery {
    type Outcome = ();
    const NAME: &'static str = "AskRecovery";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (user, mark) = scene
            .actor()
            .user
            .zip(scene.actor().session)
            .ok_or(Failure::Missing)?;
        if mark.strong || free_to_enrol(scene.rows(), scene.actor()).await.is_ok() {
            return Err(Failure::Missing);
        }
        let last = store::last_of(scene.rows(), user).await?;
        let now = scene.now();
        if last.is_some_and(|last| last.is_open(now) || last.is_granted(now)) {
            return Ok(());
        }
        let recovery = Recovery {
            id: Id::new(now, scene.chance()),
            user,
            asked: now,
            state: RecoveryState::Asked,
        };
        store::add(scene, &recovery).await?;
        scene.note(note("RecoveryAsked", &recovery));
        Ok(())
    }
}

pub(super) fn note(act: &str, recovery: &Recovery) -> Note {
    Note::new(act)
        .on("user", recovery.user.uuid())
        .fact("recovery", recovery.id)
}

/// A recovery with the account that it is for: for who writes a message about it.
///
/// # Errors
/// [`Failure::Missing`] when there is none.
pub async fn recovery_and_account<C: ConnectionTrait>(
    rows: &C,
    id: Id<Recovery>,
) -> Result<(Recovery, AccountFace), Failure> {
    let recovery = store::by_id(rows, id).await?;
    let account = account_by_id(rows, recovery.user).await?;
    Ok((recovery, account))
}

/// A second factor was given: what its owner, or somebody in their name, asked for is not needed any more.
pub(in super::super) async fn withdraw_recovery(scene: &Scene<'_>, user: Id<User>) -> Result<(), Failure> {
    let Some(last) = store::last_of(scene.rows(), user).await? else {
        return Ok(());
    };
    if let Ok(after) = last.withdraw(scene.now()) {
        store::save(scene, &after).await?;
        scene.note(note("RecoveryWithdrawn", &after));
    }
    Ok(())
}

/// A recovery with the account that it is for, as those who administer it see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryFace {
    pub recovery: Recovery,
    pub account: AccountFace,
    /// It waits for a confirmation that the reader has not given yet.
    pub waits: bool,
}

impl Trust {
    /// What the person last asked for, if anything.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn own_recovery(&self, actor: &Actor) -> Result<Option<Recovery>, Failure> {
        let user = actor.user.ok_or(Failure::Missing)?;
        store::last_of(self.database().reader(), user).await
    }
}

impl Sight<'_> {
    /// The recoveries of the last thirty days within the reader's reach, newest first.
    ///
    /// # Errors
    /// [`Failure::Missing`] for who administers nobody.
    pub async fn recoveries(&self) -> Result<Vec<RecoveryFace>, Failure> {
        let reach = self.reach()?;
        let then = self
            .now()
            .checked_sub(SHOWN)
            .map_err(|e| Failure::Fault(e.to_string()))?;
        let mut faces = Vec::new();
        for recovery in store::since(self.rows(), then).await? {
            let account = account_by_id(self.rows(), recovery.user).await?;
            if reach.covers_account(&account) {
                faces.push(self.recovery_face(recovery, account));
            }
        }
        Ok(faces)
    }

    /// What somebody whom the reader administers last asked for.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn recovery_of(&self, account: &AccountFace) -> Result<Option<RecoveryFace>, Failure> {
        let last = store::last_of(self.rows(), account.id).await?;
        Ok(last.map(|last| self.recovery_face(last, account.clone())))
    }

    fn recovery_face(&self, recovery: Recovery, account: AccountFace) -> RecoveryFace {
        let reader = self.actor().user;
        let given = match recovery.state {
            RecoveryState::Confirmed { by, .. } => Some(by) == reader,
            _ => false,
        };
        RecoveryFace {
            waits: recovery.is_open(self.now()) && !given && Some(account.id) != reader,
            recovery,
            account,
        }
    }
}
