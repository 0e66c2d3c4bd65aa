use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock},
};

use relais_kernel::{Clock, Entropy, Id, Mechanism, Organisation, Timestamp};
use relais_ledger::CheckpointKey;
use relais_platform::{Database, Failure};
use relais_sealing::{Key, MasterKey};

use sea_orm::ConnectionTrait;

use crate::{
    Guard, Listener, RoleCode,
    accounts::{Turns, opens_with},
    reading::CASES_AN_HOUR,
    vault::OrganisationKeys,
};

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
    database: Database,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Entropy>,
    journal: Arc<CheckpointKey>,
    guard: Guard,
    keys: RwLock<Held>,
    listeners: RwLock<Vec<Arc<dyn Listener>>>,
    rules: RwLock<Option<Arc<dyn HouseRules>>>,
    /// At most two password hashes per core at once (security requirement 52).
    hashing: Turns,
}

/// What the mechanism's definition says about accounts; it stands above this room, and the program gives it.
pub trait HouseRules: Send + Sync {
    /// The roles that one person gives to another alone. All others wait for a second person.
    fn given_alone(&self, mechanism: Id<Mechanism>) -> BTreeSet<RoleCode>;

    /// Different cases that one person opens within an hour before somebody asks; nothing where it does not say.
    fn cases_an_hour(&self, mechanism: Id<Mechanism>) -> Option<u32>;
}

/// Reads the master keys that may be the database's own now.
pub type Source = Arc<dyn Fn() -> Vec<MasterKey> + Send + Sync>;

/// The keys that are open in memory.
#[derive(Clone, Default)]
struct Held {
    /// Where the master key may be read again, when another took its place.
    source: Option<Source>,
    /// Under it lie the organisations' keys; nothing once the keys were forgotten.
    master: Option<MasterKey>,
    /// The installation's own, from which links, codes and the like follow: read with the master key, and the same
    /// after another master key took its place.
    root: Option<Key>,
    /// Organisations' keys, opened when first needed.
    ring: HashMap<Id<Organisation>, Arc<OrganisationKeys>>,
}

/// Whoever was on their way when the keys were forgotten brings none of them back.
impl Held {
    fn replace_master(&mut self, new: MasterKey) {
        if self.master.is_some() {
            self.master = Some(new);
        }
    }

    fn put_on_ring(&mut self, organisation: Id<Organisation>, opened: Arc<OrganisationKeys>) {
        if self.master.is_some() {
            self.ring.insert(organisation, opened);
        }
    }
}

impl Trust {
    /// # Errors
    /// [`Failure::Fault`] when the permission policies do not fit their schema.
    pub fn new(parts: TrustParts) -> Result<Self, Failure> {
        let held = Held {
            master: Some(parts.master),
            ..Held::default()
        };
        let database = parts.database;
        Self::of(
            database,
            Arc::new(parts.journal),
            held,
            (parts.clock, parts.chance),
        )
    }

    /// An installation whose master key is not at hand: what is sealed stays so, everything else works.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn without_keys(
        database: Database,
        journal: CheckpointKey,
        (clock, chance): (Arc<dyn Clock>, Arc<dyn Entropy>),
    ) -> Result<Self, Failure> {
        Self::of(database, Arc::new(journal), Held::default(), (clock, chance))
    }

    /// The same installation with its keys, under another clock and other chance; nobody listens yet.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn under(&self, clock: Arc<dyn Clock>, chance: Arc<dyn Entropy>) -> Result<Self, Failure> {
        let held = self.held(Held::clone);
        Self::of(
            self.0.database.clone(),
            self.0.journal.clone(),
            held,
            (clock, chance),
        )
    }

    fn of(
        database: Database,
        journal: Arc<CheckpointKey>,
        held: Held,
        (clock, chance): (Arc<dyn Clock>, Arc<dyn Entropy>),
    ) -> Result<Self, Failure> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self(Arc::new(Inner {
            database,
            clock,
            chance,
            journal,
            guard: Guard::new()?,
            keys: RwLock::new(held),
            listeners: RwLock::default(),
            rules: RwLock::default(),
            hashing: Turns::new(cores * 2),
        })))
    }

    pub fn database(&self) -> &Database {
        &self.0.database
    }

    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub fn chance(&self) -> &dyn Entropy {
        &*self.0.chance
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
            .unwrap_or_else(PoisonError::into_inner)
            .push(listener);
    }

    pub(crate) fn listeners(&self) -> Vec<Arc<dyn Listener>> {
        self.0
            .listeners
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// From now on these rules hold for accounts.
    pub fn follow(&self, rules: Arc<dyn HouseRules>) {
        *self.0.rules.write().unwrap_or_else(PoisonError::into_inner) = Some(rules);
    }

    pub(crate) fn rules(&self) -> Option<Arc<dyn HouseRules>> {
        self.0
            .rules
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The roles that one person gives alone; none where nothing is said.
    pub(crate) fn given_alone(&self, mechanism: Id<Mechanism>) -> BTreeSet<RoleCode> {
        self.rules()
            .map(|rules| rules.given_alone(mechanism))
            .unwrap_or_default()
    }

    pub(crate) fn cases_an_hour(&self, mechanism: Option<Id<Mechanism>>) -> u32 {
        let said = self
            .rules()
            .zip(mechanism)
            .and_then(|(rules, mechanism)| rules.cases_an_hour(mechanism));
        said.unwrap_or(CASES_AN_HOUR)
    }

    /// # Errors
    /// [`Failure::Unavailable`] when the keys were forgotten.
    pub(crate) fn master(&self) -> Result<MasterKey, Failure> {
        let master = self.held(|keys| keys.master.clone());
        master.ok_or_else(|| Failure::Unavailable("the keys were forgotten".into()))
    }

    /// Says where the master key may be read again, when another takes its place while this program runs.
    pub fn read_again_from(&self, source: Source) {
        self.hold(|keys| keys.source = Some(source));
    }

    /// The master key that is the database's own now. Another program may have put a new one in its place since this one
    /// started: whatever were wrapped with the old one would be lost.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when no key at hand is it.
    pub(crate) async fn current_master<C: ConnectionTrait>(&self, rows: &C) -> Result<MasterKey, Failure> {
        let master = self.master()?;
        match opens_with(rows, &master).await {
            Ok(true) | Err(Failure::Missing) => return Ok(master),
            Ok(false) => {}
            Err(failure) => return Err(failure),
        }
        let source = self.held(|keys| keys.source.clone());
        for candidate in source.map(|read| read()).unwrap_or_default() {
            if opens_with(rows, &candidate).await? {
                self.hold(|keys| keys.replace_master(candidate));
                return self.master();
            }
        }
        Err(Failure::Unavailable(
            "another master key took the place of this one".into(),
        ))
    }

    /// Takes the master key that took the place of this one, while it can still be read: it may be locked again soon.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when no key at hand is the database's own.
    pub async fn follow_master(&self) -> Result<(), Failure> {
        if self.held(|keys| keys.master.is_none()) {
            return Ok(());
        }
        self.current_master(self.database().reader()).await.map(drop)
    }

    /// The master key, to be split among custodians at the console.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when it is not at hand.
    pub fn master_for_custodians(&self) -> Result<MasterKey, Failure> {
        self.master()
    }

    /// The installation's own key. Before it is read, and after the keys were forgotten, one that nobody ever had:
    /// nothing that was made with the real one is recognised then.
    pub(crate) fn root(&self) -> Key {
        self.held(|keys| keys.root.clone())
            .unwrap_or_else(|| Key::new(self.chance()))
    }

    /// The same where something is to be opened or kept under it.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when it is not at hand.
    pub(crate) fn root_at_hand(&self) -> Result<Key, Failure> {
        let root = self.held(|keys| keys.root.clone());
        root.ok_or_else(|| Failure::Unavailable("the keys were forgotten".into()))
    }

    pub(crate) fn take_root(&self, root: Key) {
        self.hold(|keys| keys.root = Some(root));
    }

    /// Wipes every key that is held in memory: from now on nothing that is sealed opens here, whoever still asks
    /// (security requirement 43).
    pub fn forget_keys(&self) {
        self.hold(|keys| *keys = Held::default());
    }

    pub(crate) fn ring_keys(&self, organisation: Id<Organisation>) -> Option<Arc<OrganisationKeys>> {
        self.held(|keys| keys.ring.get(&organisation).cloned())
    }

    pub(crate) fn put_on_ring(&self, organisation: Id<Organisation>, opened: Arc<OrganisationKeys>) {
        self.hold(|keys| keys.put_on_ring(organisation, opened));
    }

    fn held<T>(&self, look: impl FnOnce(&Held) -> T) -> T {
        look(&self.0.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn hold(&self, change: impl FnOnce(&mut Held)) {
        change(&mut self.0.keys.write().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn checkpoint_key(&self) -> &CheckpointKey {
        &self.0.journal
    }

    pub(crate) fn hashing(&self) -> &Turns {
        &self.0.hashing
    }
}

#[cfg(test)]
mod tests {
    use relais_kernel::SeededEntropy;
    use relais_sealing::{KeyId, OrganisationPair};

    use super::*;
    use crate::vault::Generation;

    #[test]
    fn sec_43_whoever_was_on_their_way_when_the_keys_were_forgotten_brings_none_back() {
        let chance = SeededEntropy::new(7);
        let organisation = Id::new(Timestamp::UNIX_EPOCH, &chance);
        let opened = Arc::new(OrganisationKeys {
            current: Generation {
                id: KeyId::new(&chance),
                key: Key::new(&chance),
                pair: OrganisationPair::new(&chance),
            },
            former: None,
            kept: Vec::new(),
        });
        let fill = |held: &mut Held| {
            held.replace_master(MasterKey::new(&chance));
            held.put_on_ring(organisation, opened.clone());
            (held.master.is_some(), held.ring.len())
        };
        assert_eq!(fill(&mut Held::default()), (false, 0));
        let mut open = Held {
            master: Some(MasterKey::new(&chance)),
            ..Held::default()
        };
        assert_eq!(fill(&mut open), (true, 1));
    }
}
