use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use relais_kernel::{Clock, Entropy, Id, Organisation, Timestamp};
use relais_ledger::CheckpointKey;
use relais_platform::{Database, Failure};
use relais_sealing::MasterKey;

use crate::{Guard, Listener, accounts::Turns, vault::OrganisationKeys};

/// What trust is made of; the program puts it together, tests give it a fixed clock and seeded chance.
pub struct TrustParts {
    pub database: Database,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Entropy>,
    pub master: MasterKey,
    pub journal: CheckpointKey,
}

/// The ground on which every command and query runs: permission, journal, vault and accounts.
#[derive(Clone)]
pub struct Trust(Arc<Inner>);

struct Inner {
    parts: TrustParts,
    guard: Guard,
    /// Organisations' keys, opened when first needed.
    ring: RwLock<HashMap<Id<Organisation>, Arc<OrganisationKeys>>>,
    listeners: RwLock<Vec<Arc<dyn Listener>>>,
    /// At most two password hashes per core at once (security requirement 52).
    hashing: Turns,
}

impl Trust {
    /// # Errors
    /// [`Failure::Fault`] when the permission policies do not fit their schema.
    pub fn new(parts: TrustParts) -> Result<Self, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self(Arc::new(Inner {
            parts,
            guard: Guard::new()?,
            ring: RwLock::default(),
            listeners: RwLock::default(),
            hashing: Turns::new(cores * 2),
        })))
    }

    pub fn database(&self) -> &Database {
        &self.0.parts.database
    }

    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    pub fn chance(&self) -> &dyn Entropy {
        &*self.0.parts.chance
    }

    pub fn guard(&self) -> &Guard {
        &self.0.guard
    }

    /// A listener hears every journal entry inside the transaction that wrote it (decisions §20): only for what
    /// protects people. The program crate registers them, so that a lower room never knows a higher one.
    pub fn listen(&self, listener: Arc<dyn Listener>) {
        self.0
            .listeners
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(listener);
    }

    pub(crate) fn listeners(&self) -> Vec<Arc<dyn Listener>> {
        self.0
            .listeners
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn master(&self) -> &MasterKey {
        &self.0.parts.master
    }

    pub(crate) fn checkpoint_key(&self) -> &CheckpointKey {
        &self.0.parts.journal
    }

    pub(crate) fn hashing(&self) -> &Turns {
        &self.0.hashing
    }

    pub(crate) fn ring(&self) -> &RwLock<HashMap<Id<Organisation>, Arc<OrganisationKeys>>> {
        &self.0.ring
    }
}
