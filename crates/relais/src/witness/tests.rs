//! A journal and its witness, each on its own side (security requirement 34).

use std::{
    future::pending,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use futures::future::BoxFuture;
use relais_kernel::{Clock, SeededEntropy, SystemClock};
use relais_ledger::{CosignerPublic, Submission};
use relais_platform::{Failure, UnitOfWork};
use relais_shell::listener::{self, Limits};
use relais_trust::{
    Trust,
    journal::{Witnessed, witnessed},
    testing::TestTrust,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{Refused, State, ask, asking::Outcome, by_http, door};

struct House {
    test: TestTrust,
    witness: CosignerPublic,
    state: Arc<Mutex<State>>,
}

/// A change of rows behind the program's back.
struct Rows(&'static [&'static str]);

impl UnitOfWork for Rows {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        for sql in self.0 {
            rows.execute_unprepared(sql).await?;
        }
        Ok(())
    }
}

const KEEP: Rows = Rows(&[
    "CREATE TABLE kept_entry AS SELECT * FROM journal_entry",
    "CREATE TABLE kept_head AS SELECT * FROM journal_head",
    "CREATE TABLE kept_checkpoint AS SELECT * FROM journal_checkpoint",
    "CREATE TABLE kept_witness AS SELECT * FROM journal_witness",
]);

const PUT_BACK: Rows = Rows(&[
    "DELETE FROM journal_entry",
    "DELETE FROM journal_head",
    "DELETE FROM journal_checkpoint",
    "DELETE FROM journal_witness",
    "INSERT INTO journal_entry SELECT * FROM kept_entry",
    "INSERT INTO journal_head SELECT * FROM kept_head",
    "INSERT INTO journal_checkpoint SELECT * FROM kept_checkpoint",
    "INSERT INTO journal_witness SELECT * FROM kept_witness",
]);

impl House {
    async fn on_each_engine() -> Vec<Self> {
        let houses = TestTrust::on_each_engine(&[]).await;
        houses.into_iter().map(Self::with_a_witness).collect()
    }

    fn with_a_witness(test: TestTrust) -> Self {
        let folder: PathBuf = test.folder.join("witness");
        let chance = SeededEntropy::new(9);
        let state = State::found(&folder, "temoin.example", test.trust.journal_public(), &chance).unwrap();
        Self {
            witness: state.key().public(),
            state: Arc::new(Mutex::new(state)),
            test,
        }
    }

    fn trust(&self) -> &Trust {
        &self.test.trust
    }

    /// Something is done, and the head is signed.
    async fn grow(&self, code: &str) -> u64 {
        self.test.organisation(code).await;
        self.trust()
            .sign_checkpoint()
            .await
            .unwrap()
            .unwrap()
            .checkpoint
            .size
    }

    fn answers(&self, heard: bool) -> impl Fn(Submission) -> BoxFuture<'static, Outcome> + use<> {
        let state = self.state.clone();
        move |asked| {
            let taken = state.lock().unwrap().take(&asked, SystemClock.now()).unwrap();
            let outcome = match taken {
                _ if !heard => Outcome::Nothing,
                Ok(signature) => Outcome::Signed(vec![signature]),
                Err(Refused::Behind { seen } | Refused::Contradicts { seen }) => Outcome::Seen(seen),
                Err(Refused::Unproven { .. }) => Outcome::Unproven,
                Err(_) => Outcome::Nothing,
            };
            Box::pin(async move { outcome })
        }
    }

    async fn ask(&self) {
        ask(self.trust(), &self.witness, self.answers(true))
            .await
            .unwrap();
    }

    async fn known(&self) -> Witnessed {
        witnessed(self.trust().database().reader())
            .await
            .unwrap()
            .unwrap()
    }
}

#[tokio::test]
async fn sec_34_a_witness_takes_what_grew_and_the_server_shows_what_it_saw() {
    for house in House::on_each_engine().await {
        assert!(
            witnessed(house.trust().database().reader())
                .await
                .unwrap()
                .is_none()
        );
        for code in ["P01", "P02", "P03"] {
            let size = house.grow(code).await;
            house.ask().await;
            let known = house.known().await;
            assert_eq!(known.last.map(|(seen, _)| seen), Some(size));
            assert_eq!((known.contradiction, known.silent_since), (None, None));
        }
    }
}

#[tokio::test]
async fn sec_34_an_answer_that_was_lost_on_its_way_is_no_contradiction() {
    for house in House::on_each_engine().await {
        house.grow("P01").await;
        house.ask().await;
        house.grow("P02").await;
        ask(house.trust(), &house.witness, house.answers(false))
            .await
            .unwrap();
        assert!(house.known().await.silent_since.is_some());
        let size = house.grow("P03").await;
        house.ask().await;
        let known = house.known().await;
        assert_eq!(known.last.map(|(seen, _)| seen), Some(size));
        assert_eq!((known.contradiction, known.silent_since), (None, None));
    }
}

#[tokio::test]
async fn sec_34_an_old_backup_is_contradicted_and_the_server_shows_it_for_good() {
    for house in House::on_each_engine().await {
        house.grow("P01").await;
        house.ask().await;
        house.trust().database().write(KEEP).await.unwrap();
        house.grow("P02").await;
        let seen = house.grow("P03").await;
        house.ask().await;
        house.trust().database().write(PUT_BACK).await.unwrap();
        // Shorter than what the witness has seen, then as long, then longer.
        for code in ["P12", "P13", "P14"] {
            house.grow(code).await;
            house.ask().await;
            let found = house.known().await.contradiction.unwrap();
            assert_eq!(found.seen, seen, "{code}");
        }
        assert_eq!(house.state.lock().unwrap().last().unwrap().checkpoint.size, seen);
        let rows = house.trust().database().reader();
        let told = "SELECT COUNT(*) AS n FROM journal_entry WHERE act = 'WitnessContradicted'";
        let told = sea_orm::Statement::from_string(rows.get_database_backend(), told);
        let row = rows.query_one_raw(told).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1);
    }
}

#[tokio::test]
async fn sec_34_a_witness_remembers_across_a_restart_and_keeps_what_it_refused() {
    for house in House::on_each_engine().await {
        house.grow("P01").await;
        house.ask().await;
        house.grow("P02").await;
        house.ask().await;
        let House { test, state, .. } = house;
        drop(state);
        let folder = test.folder.join("witness");
        let mut state = State::open(&folder).unwrap();
        let last = state.last().unwrap().clone();
        let seen = last.checkpoint.size;
        let mut shorter = Submission {
            old: 0,
            proof: Vec::new(),
            checkpoint: last,
        };
        let now = SystemClock.now();
        assert_eq!(state.take(&shorter, now).unwrap(), Err(Refused::Behind { seen }));
        // Not what the journal signed.
        shorter.checkpoint.checkpoint.size = 1;
        assert_eq!(state.take(&shorter, now).unwrap(), Err(Refused::Unsigned));
        assert!(!folder.join("refused.first").exists());
    }
}

#[tokio::test]
async fn sec_34_the_witness_is_asked_over_the_network() {
    for house in House::on_each_engine().await {
        let House { test, witness, state } = house;
        let state = Arc::into_inner(state).unwrap().into_inner().unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let never = std::pin::pin!(pending::<()>());
            listener::serve(listener, door(state), Limits::default(), never).await;
        });
        let send = by_http(
            format!("http://{at}/add-checkpoint"),
            std::time::Duration::from_secs(5),
        );
        let mut size = 0;
        for code in ["P01", "P02"] {
            test.organisation(code).await;
            size = test
                .trust
                .sign_checkpoint()
                .await
                .unwrap()
                .unwrap()
                .checkpoint
                .size;
            ask(&test.trust, &witness, |asked| send(asked)).await.unwrap();
        }
        let known = witnessed(test.trust.database().reader()).await.unwrap().unwrap();
        assert_eq!(known.last.map(|(seen, _)| seen), Some(size));
        // From the beginning again: it says where it stands.
        let mut asked = test.trust.show_witness(&witness, Some(0)).await.unwrap().unwrap();
        assert_eq!(send(asked.clone()).await, Outcome::Seen(size));
        asked.checkpoint.signatures.clear();
        assert_eq!(send(asked).await, Outcome::Nothing);
    }
}
