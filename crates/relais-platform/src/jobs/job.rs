use std::collections::BTreeMap;

use relais_kernel::{PublicRef, Timestamp};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::store::JOBS;
use crate::{
    Failure, Slug,
    queue::{Claim, Settled},
};

/// Something to be done at or after an instant. Of one kind, subject and stage there is one job: asking twice is
/// asking once. It carries ids only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub kind: Slug,
    /// The record it is about.
    pub subject: Uuid,
    /// Which of several jobs of this kind about this record, `main` where there is one.
    pub stage: Slug,
    pub due_at: Timestamp,
    /// Further records.
    pub ids: BTreeMap<Slug, Uuid>,
}

impl Job {
    pub fn new(kind: Slug, subject: Uuid, due_at: Timestamp) -> Self {
        Self {
            kind,
            subject,
            stage: Slug::of("main"),
            due_at,
            ids: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn stage(mut self, stage: Slug) -> Self {
        self.stage = stage;
        self
    }

    /// A further record that the handler needs.
    #[must_use]
    pub fn with(mut self, name: Slug, id: Uuid) -> Self {
        self.ids.insert(name, id);
        self
    }
}

/// A job that a worker holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueJob {
    pub id: PublicRef,
    pub job: Job,
    /// The instant for which the worker runs.
    pub now: Timestamp,
    pub(super) claim: Claim,
}

impl DueJob {
    /// How often it was begun, this time included.
    pub fn tries(&self) -> i32 {
        self.claim.tries
    }

    /// Ends the job in the handler's own transaction: its effect and its end stand or fall together.
    ///
    /// # Errors
    /// [`Failure::Missing`] when another worker has taken the job over or it was cancelled: the handler's work is
    /// then taken back with this error.
    pub async fn finish(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        if JOBS.settle(rows, self.claim, &Settled::Done, self.now).await? {
            Ok(())
        } else {
            Err(Failure::Missing)
        }
    }
}
