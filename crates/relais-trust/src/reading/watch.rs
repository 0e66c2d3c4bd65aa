use relais_kernel::Timestamp;
use relais_platform::{Failure, UnitOfWork};
use sea_orm::DatabaseTransaction;

use super::{
    alert::raise,
    measure::{Measure, asks_for_proof, measure},
};
use crate::{Actor, Note, Trust, journal::append};

impl Trust {
    /// Appends what a look opened, unless it is one case too many: then the alert stands, and nothing is to be shown.
    pub(crate) async fn tell_reading(&self, actor: &Actor, notes: Vec<Note>) -> Result<(), Failure> {
        let work = Reading {
            trust: self.clone(),
            actor: actor.clone(),
            now: self.now(),
            notes,
        };
        let Measure::ToProve { cases } = self.database().write(work).await? else {
            return Ok(());
        };
        let work = Alarm {
            trust: self.clone(),
            actor: actor.clone(),
            now: self.now(),
            cases,
        };
        self.database().write(work).await?;
        Err(Failure::ProveAgain)
    }

    /// The next new case asks this person for a proof, however fresh the last one is.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn asks_for_proof(&self, actor: &Actor) -> Result<bool, Failure> {
        let most = self.cases_an_hour(actor.mechanism);
        asks_for_proof(self.database().reader(), actor, most, self.now()).await
    }
}

/// Measured in the transaction that writes it: two looks at once are one after the other here.
struct Reading {
    trust: Trust,
    actor: Actor,
    now: Timestamp,
    notes: Vec<Note>,
}

impl UnitOfWork for Reading {
    type Output = Measure;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<Measure, Failure> {
        let most = self.trust.cases_an_hour(self.actor.mechanism);
        let measured = measure(rows, &self.actor, &self.notes, most, self.now).await?;
        match measured {
            Measure::Usual => {}
            Measure::ToProve { .. } => return Ok(measured),
            Measure::Proved { cases } => raise(rows, (&self.trust, &self.actor), self.now, cases).await?,
        }
        append(rows, (&self.trust, &self.actor), self.now, self.notes.clone()).await?;
        Ok(measured)
    }
}

struct Alarm {
    trust: Trust,
    actor: Actor,
    now: Timestamp,
    cases: usize,
}

impl UnitOfWork for Alarm {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        raise(rows, (&self.trust, &self.actor), self.now, self.cases).await
    }
}
