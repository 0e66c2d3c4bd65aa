//! A whole ground floor for one test, on each engine, with a clock that stands still and seeded chance.

use std::{path::PathBuf, sync::Arc};

use relais_kernel::{
    Clock, Entropy, FixedClock, Id, Lang, Localised, Mechanism, Organisation, SeededEntropy, Timestamp, User,
};
use relais_ledger::CheckpointKey;
use relais_platform::{Migration, testing::TestDatabase};
use relais_sealing::MasterKey;

use crate::{
    Actor, Door, RoleCode, Trust, TrustParts,
    accounts::{AddOrganisation, InviteUser, Invited},
    migrations,
};

/// Trust over a database of its own.
pub struct TestTrust {
    pub trust: Trust,
    pub clock: Arc<FixedClock>,
    pub mechanism: Id<Mechanism>,
    pub folder: PathBuf,
    _database: TestDatabase,
}

impl TestTrust {
    /// One per engine at hand, with the tables of the platform, of trust and of `rooms`. The clock stands at Monday 2 March 2026,
    /// 09:00 in Douala.
    ///
    /// # Panics
    /// When the ground floor cannot be built: the test cannot run.
    pub async fn on_each_engine(rooms: &[Migration]) -> Vec<Self> {
        Self::of_kind(rooms, true).await
    }

    /// Like [`on_each_engine`](Self::on_each_engine), for a real installation that nobody has set up yet.
    ///
    /// # Panics
    /// When the ground floor cannot be built: the test cannot run.
    pub async fn empty_on_each_engine(rooms: &[Migration]) -> Vec<Self> {
        Self::of_kind(rooms, false).await
    }

    #[expect(clippy::expect_used, reason = "a test without its ground floor has failed")]
    async fn of_kind(rooms: &[Migration], demo: bool) -> Vec<Self> {
        let mut steps = relais_platform::own_migrations();
        steps.extend(migrations());
        // The whole program's list holds the ground floor's own.
        let known: Vec<_> = steps.iter().map(|step| (step.room, step.number)).collect();
        steps.extend(
            rooms
                .iter()
                .filter(|step| !known.contains(&(step.room, step.number))),
        );
        let mut all = Vec::new();
        for database in TestDatabase::on_each_engine(&steps).await {
            let start: Timestamp = "2026-03-02T08:00:00Z".parse().expect("an instant");
            let clock = Arc::new(FixedClock::at(start));
            let chance: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(42));
            let trust = Trust::new(TrustParts {
                database: database.database.clone(),
                clock: clock.clone() as Arc<dyn Clock>,
                chance: chance.clone(),
                master: MasterKey::new(&*chance),
                journal: CheckpointKey::new("test.relais.invalid", &*chance).expect("a checkpoint key"),
            })
            .expect("policies that fit their schema");
            trust.mark_installation(demo).await.expect("a mark");
            let mechanism = Id::new(clock.now(), &*chance);
            let folder = database.folder.clone();
            all.push(Self {
                trust,
                clock,
                mechanism,
                folder,
                _database: database,
            });
        }
        all
    }

    /// A second program on the same database, with the same keys: it has a writer of its own.
    ///
    /// # Panics
    /// When the database cannot be opened again.
    #[expect(clippy::expect_used, reason = "a test without its second program has failed")]
    pub async fn another_program(&self) -> Trust {
        let database = self._database.again().await;
        let chance: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(43));
        let keys = SeededEntropy::new(42);
        let another = Trust::new(TrustParts {
            database,
            clock: self.clock.clone() as Arc<dyn Clock>,
            chance,
            // In the order in which the first program drew them.
            master: MasterKey::new(&keys),
            journal: CheckpointKey::new("test.relais.invalid", &keys).expect("a checkpoint key"),
        });
        another.expect("policies that fit their schema")
    }

    /// A new organisation with its keys.
    ///
    /// # Panics
    /// When it cannot be added.
    #[expect(clippy::expect_used, reason = "a test without its organisations has failed")]
    pub async fn organisation(&self, code: &str) -> Id<Organisation> {
        let add = AddOrganisation {
            code: code.into(),
            name: Localised::new(
                format!("Structure-test {code}"),
                format!("Test organisation {code}"),
            ),
            kind: "national_ngo".into(),
            firewall: false,
        };
        self.trust
            .perform(&Actor::installation(Door::Console), None, add)
            .await
            .expect("an organisation")
    }

    /// Somebody of an organisation with these roles, signed in through the front door of the tests.
    ///
    /// # Panics
    /// When the account cannot be made.
    #[expect(clippy::expect_used, reason = "a test without its people has failed")]
    pub async fn person(&self, organisation: Id<Organisation>, roles: &[&str]) -> Actor {
        let login = format!(
            "personne-test-{}@demo.relais.invalid",
            self.trust.chance().below(u64::MAX)
        );
        let invite = InviteUser {
            organisation,
            mechanism: self.mechanism,
            name: "Personne-Test".into(),
            login,
            roles: roles.iter().map(|r| RoleCode::from(*r)).collect(),
            lang: Lang::Fr,
        };
        let invited: Invited = self
            .trust
            .perform(&Actor::installation(Door::Console), None, invite)
            .await
            .expect("an account");
        self.actor(invited.user).await
    }

    /// The actor of an account, as the next request would see it.
    ///
    /// # Panics
    /// When the account is not active.
    #[expect(clippy::expect_used, reason = "a test without its people has failed")]
    pub async fn actor(&self, user: Id<User>) -> Actor {
        let rows = self.trust.database().reader();
        let presence = self
            .trust
            .presence(rows, user, Door::Session, None)
            .await
            .expect("a store");
        presence.expect("an active account").actor
    }
}
