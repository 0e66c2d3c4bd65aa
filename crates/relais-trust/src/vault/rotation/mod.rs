//! An organisation gets other keys while everybody works (security requirement 42): new ones first, then piece by piece what
//! lies under those of before, and at the end these are done away with. Where it stands is in the database alone, so it goes on
//! after a kill from wherever it was.

mod area;
mod begin;
mod end;
mod renew;
mod standing;

use relais_kernel::{Id, Organisation};
use relais_platform::Failure;

use crate::{Actor, Trust};

use area::Area;
use begin::ReplaceOrganisationKeys;
use end::RetireOrganisationKeys;
use renew::Renew;

pub use standing::{KeyStanding, key_standings};

/// How much is done in one transaction: little enough that nobody waits for it.
const PIECE: u64 = 200;

/// One replacement of an organisation's keys, on its way.
pub struct Rotation {
    organisation: Id<Organisation>,
    piece: u64,
    next: Next,
    done: Rotated,
}

/// What a replacement did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rotated {
    /// It went on with one that had been broken off.
    pub resumed: bool,
    /// What was put under the new keys.
    pub renewed: u64,
    /// What the keys of before do not open either: it was damaged, and stays as it is.
    pub unreadable: u64,
}

enum Next {
    Begin,
    Renew(Area, Option<Vec<u8>>),
    End,
    Nothing,
}

impl Rotation {
    pub fn of(organisation: Id<Organisation>) -> Self {
        Self::in_pieces(organisation, PIECE)
    }

    /// The same with so many records in one transaction.
    pub fn in_pieces(organisation: Id<Organisation>, piece: u64) -> Self {
        Self {
            organisation,
            piece: piece.max(1),
            next: Next::Begin,
            done: Rotated::default(),
        }
    }

    /// Does the next piece; what was done when nothing is left.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the organisation has no keys, [`Failure::Unavailable`] when the master key is not at hand.
    /// Another try goes on from there.
    pub async fn step(&mut self, trust: &Trust, actor: &Actor) -> Result<Option<Rotated>, Failure> {
        let organisation = self.organisation;
        self.next = match &self.next {
            Next::Begin => {
                let begin = ReplaceOrganisationKeys { organisation };
                self.done.resumed = !trust.perform(actor, None, begin).await?;
                Next::Renew(Area::FIRST, None)
            }
            Next::Renew(area, after) => {
                let renew = Renew {
                    organisation,
                    area: *area,
                    after: after.clone(),
                    piece: self.piece,
                };
                let found = trust.perform(actor, None, renew).await?;
                self.done.renewed += found.renewed;
                match (found.next, area.next()) {
                    (Some(after), _) => Next::Renew(*area, Some(after)),
                    (None, Some(area)) => Next::Renew(area, None),
                    (None, None) => Next::End,
                }
            }
            Next::End => {
                let end = RetireOrganisationKeys { organisation };
                let found = trust.perform(actor, None, end).await?;
                self.done.renewed += found.renewed;
                self.done.unreadable = found.unreadable;
                Next::Nothing
            }
            Next::Nothing => Next::Nothing,
        };
        Ok(matches!(self.next, Next::Nothing).then_some(self.done))
    }

    /// Does all of it.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub async fn to_the_end(mut self, trust: &Trust, actor: &Actor) -> Result<Rotated, Failure> {
        loop {
            if let Some(done) = self.step(trust, actor).await? {
                // What lay under the old keys may still stand in the log.
                trust.database().empty_log().await?;
                return Ok(done);
            }
        }
    }
}
