use relais_ledger::{Broken, CheckpointKey, Frontier, Ratchet, StartKey, leaf_hash};
use relais_platform::{Failure, UnitOfWork};
use relais_trust::{
    Actor, Command, Deed, KeyFolder, Note, Protected, Query, RoleCode, Scene, Sight,
    journal::{JournalCheck, JournalPage, JournalSearch, JournalState, verify},
    testing::TestTrust,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

struct Say(&'static str, bool);

impl Command for Say {
    type Outcome = ();
    const NAME: &'static str = "Say";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.note(Note::new(self.0));
        if self.1 { Ok(()) } else { Err(Failure::Missing) }
    }
}

/// A change of rows behind the program's back.
struct Tamper(String);

impl UnitOfWork for Tamper {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        rows.execute_unprepared(&self.0).await?;
        Ok(())
    }
}

async fn check(test: &TestTrust) -> JournalCheck {
    // The test's keys come from seed 42: the master key first, then the journal's.
    let chance = relais_kernel::SeededEntropy::new(42);
    let _master = relais_sealing::MasterKey::new(&chance);
    let key = CheckpointKey::new("test.relais.invalid", &chance)
        .unwrap()
        .public();
    verify(test.trust.database().reader(), key, &[], None)
        .await
        .unwrap()
}

async fn written(test: &TestTrust) -> u64 {
    let organisation = test.organisation("P01").await;
    let person = test.person(organisation, &["R04"]).await;
    for act in ["One", "Two", "Three"] {
        test.trust.perform(&person, None, Say(act, true)).await.unwrap();
    }
    match check(test).await {
        JournalCheck::Sound(verified) => verified.size,
        broken => panic!("{broken:?}"),
    }
}

#[tokio::test]
async fn sec_29_an_act_and_its_entry_are_one_transaction() {
    for test in TestTrust::on_each_engine(&[]).await {
        let before = written(&test).await;
        let organisation = test.organisation("P02").await;
        let person = test.person(organisation, &["R04"]).await;
        assert!(
            test.trust
                .perform(&person, None, Say("Never", false))
                .await
                .is_err()
        );
        let JournalCheck::Sound(after) = check(&test).await else {
            panic!("broken")
        };
        // Organisation, account, and the refusal; not the act that failed.
        assert_eq!(after.size, before + 3);
    }
}

#[tokio::test]
async fn sec_33_change_deletion_and_truncation_of_entries_are_found() {
    for attack in [
        "UPDATE journal_entry SET body = REPLACE(body, 'Two', 'Ten') WHERE act = 'Two'",
        "DELETE FROM journal_entry WHERE act = 'Two'",
        "DELETE FROM journal_entry WHERE act = 'Three'",
        "UPDATE journal_entry SET position = position + 100 WHERE act = 'One'",
        "UPDATE journal_entry SET act = 'Nothing' WHERE act = 'Two'",
        "UPDATE journal_entry SET user_id = NULL WHERE act = 'Two'",
    ] {
        for test in TestTrust::on_each_engine(&[]).await {
            written(&test).await;
            test.trust.sign_checkpoint().await.unwrap();
            test.trust.database().write(Tamper(attack.into())).await.unwrap();
            assert!(!matches!(check(&test).await, JournalCheck::Sound(_)), "{attack}");
        }
    }
}

#[tokio::test]
async fn sec_33_a_rolled_back_journal_is_found_by_its_checkpoint() {
    for test in TestTrust::on_each_engine(&[]).await {
        let size = written(&test).await;
        let signed = test.trust.sign_checkpoint().await.unwrap().unwrap();
        assert_eq!(signed.checkpoint.size, size);
        assert!(test.trust.sign_checkpoint().await.unwrap().is_none());
        for sql in [
            "DELETE FROM journal_checkpoint",
            "DELETE FROM journal_entry",
            "DELETE FROM journal_head",
        ] {
            test.trust.database().write(Tamper(sql.into())).await.unwrap();
        }
        assert!(matches!(check(&test).await, JournalCheck::Sound(_)));
        // Everything was wiped consistently: only a checkpoint kept elsewhere tells.
        let chance = relais_kernel::SeededEntropy::new(42);
        let _master = relais_sealing::MasterKey::new(&chance);
        let key = CheckpointKey::new("test.relais.invalid", &chance)
            .unwrap()
            .public();
        let kept = verify(test.trust.database().reader(), key, &[signed], None)
            .await
            .unwrap();
        assert!(matches!(kept, JournalCheck::Broken(_)));
    }
}

struct Officer {
    search: JournalSearch,
    before: Option<u64>,
    limit: u64,
}

impl Query for Officer {
    type View = (JournalPage, JournalState);

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let roles = [RoleCode::from("R15")];
        let permit = sight.permit(Deed::ReadJournal, &roles, &Protected::mechanism(mechanism))?;
        let page = self.search.read(sight, &permit, self.before, self.limit).await?;
        Ok((page, JournalState::read(sight, &permit).await?))
    }
}

#[tokio::test]
async fn the_protection_officer_searches_by_person_and_period_and_nobody_else_does() {
    for test in TestTrust::on_each_engine(&[]).await {
        let organisation = test.organisation("P04").await;
        let officer = test.person(organisation, &["R15"]).await;
        let worker = test.person(organisation, &["R04"]).await;
        let elsewhere = Actor {
            mechanism: Some(relais_kernel::Id::new(test.trust.now(), test.trust.chance())),
            ..worker.clone()
        };
        for n in 0..5 {
            test.clock.advance(jiff::SignedDuration::from_hours(1));
            let who = if n == 3 { &elsewhere } else { &worker };
            test.trust.perform(who, None, Say("Worked", true)).await.unwrap();
        }
        test.trust.sign_checkpoint().await.unwrap();
        let from = test.trust.now() - jiff::SignedDuration::from_mins(210);
        let look = |search, before, limit| Officer {
            search,
            before,
            limit,
        };
        let search = JournalSearch {
            user: worker.user,
            from: Some(from),
            until: Some(test.trust.now()),
            ..JournalSearch::default()
        };
        let all = look(search.clone(), None, 50);
        let (page, state) = test.trust.look(&officer, &all).await.unwrap();
        // Of the acts 2 to 5 the last is not before `until`, and the fourth belongs to another mechanism.
        assert_eq!((page.lines.len(), page.next), (2, None));
        assert_eq!(state.last.map(|(size, _)| size), Some(state.entries));
        let (page, _) = test
            .trust
            .look(&officer, &look(search.clone(), None, 1))
            .await
            .unwrap();
        let (rest, _) = test
            .trust
            .look(&officer, &look(search, page.next, 50))
            .await
            .unwrap();
        assert!(rest.lines.iter().all(|line| Some(line.position) < page.next));
        assert!(matches!(
            test.trust.look(&worker, &all).await,
            Err(Failure::Missing)
        ));
    }
}

/// The journal with the start key at hand.
async fn check_marks(test: &TestTrust, start: &StartKey) -> JournalCheck {
    let key = test.trust.journal_public();
    verify(test.trust.database().reader(), key, &[], Some(start))
        .await
        .unwrap()
}

fn keys(test: &TestTrust) -> KeyFolder {
    let folder = test.folder.join("keys");
    std::fs::create_dir_all(&folder).unwrap();
    KeyFolder::at(folder)
}

#[tokio::test]
async fn sec_35_marks_begin_in_a_journal_that_is_there_and_hold_from_then_on() {
    for test in TestTrust::on_each_engine(&[]).await {
        let before = written(&test).await;
        let folder = keys(&test);
        test.trust.begin_marks(&folder).await.unwrap();
        assert_eq!(test.trust.marked_from().await.unwrap(), Some(before));
        // A second server, or the next start, begins nothing anew.
        test.trust.begin_marks(&folder).await.unwrap();
        let organisation = test.organisation("P07").await;
        let person = test.person(organisation, &["R04"]).await;
        test.trust
            .perform(&person, None, Say("Four", true))
            .await
            .unwrap();
        assert!(
            test.trust
                .perform(&person, None, Say("Five", false))
                .await
                .is_err()
        );
        let start = test.trust.start_key(&folder).await.unwrap();
        let JournalCheck::Sound(sound) = check_marks(&test, &start).await else {
            panic!("broken")
        };
        assert_eq!(sound.marked, sound.size - before);
        folder.drop_start().unwrap();
        assert!(test.trust.start_key(&folder).await.is_err());
        test.trust.begin_marks(&folder).await.unwrap();
        assert!(folder.start().unwrap().is_none());
    }
}

#[tokio::test]
async fn sec_35_marks_begin_anew_and_either_key_checks_its_own_part() {
    for test in TestTrust::on_each_engine(&[]).await {
        let folder = keys(&test);
        test.trust.begin_marks(&folder).await.unwrap();
        let old = test.trust.start_key(&folder).await.unwrap();
        written(&test).await;
        // Not while the key that holds lies on the server.
        assert!(test.trust.begin_marks_anew(&folder).await.is_err());
        folder.drop_start().unwrap();
        test.trust.begin_marks_anew(&folder).await.unwrap();
        let new = test.trust.start_key(&folder).await.unwrap();
        let after = new.from;
        let acting = test.organisation("P09").await;
        let person = test.person(acting, &["R04"]).await;
        for word in ["Two", "Three"] {
            test.trust.perform(&person, None, Say(word, true)).await.unwrap();
        }
        let marked = async |key: &StartKey| match check_marks(&test, key).await {
            JournalCheck::Sound(sound) => (sound.marked, sound.size),
            found => panic!("{found:?}"),
        };
        let (by_old, size) = marked(&old).await;
        let (by_new, _) = marked(&new).await;
        assert_eq!((by_old, by_new), (after - old.from, size - after));
        // A mark of before is the old key's to see, one of later the new one's.
        let two = size - 2;
        forge(&test, i64::try_from(two).unwrap(), Some(vec![7; 32])).await;
        let forged = |index| JournalCheck::Broken(Broken::Forged { index });
        assert!(matches!(check_marks(&test, &old).await, JournalCheck::Sound(_)));
        assert_eq!(check_marks(&test, &new).await, forged(two));
        forge(&test, i64::try_from(after - 1).unwrap(), Some(vec![7; 32])).await;
        assert_eq!(check_marks(&test, &old).await, forged(after - 1));
    }
}

#[tokio::test]
async fn sec_35_a_new_beginning_that_was_broken_off_goes_on_with_its_key() {
    for test in TestTrust::on_each_engine(&[]).await {
        let folder = keys(&test);
        assert!(test.trust.begin_marks_anew(&folder).await.is_err(), "not begun");
        folder.drop_start().unwrap();
        test.trust.begin_marks(&folder).await.unwrap();
        folder.drop_start().unwrap();
        written(&test).await;
        let put = Ratchet::new(test.trust.chance());
        folder.put_start(&put).unwrap();
        test.trust.begin_marks_anew(&folder).await.unwrap();
        let key = test.trust.start_key(&folder).await.unwrap();
        assert_eq!(key.ratchet.as_bytes(), put.as_bytes());
    }
}

#[tokio::test]
async fn sec_35_acts_at_the_same_time_are_marked_in_the_order_of_the_journal() {
    for test in TestTrust::on_each_engine(&[]).await {
        let folder = keys(&test);
        test.trust.begin_marks(&folder).await.unwrap();
        let organisation = test.organisation("P08").await;
        let person = test.person(organisation, &["R04"]).await;
        // On SQLite the second waits for the first; on PostgreSQL both write, and one of two is run again.
        let other = test.another_program().await;
        let acts = (0..40).map(|n| {
            let trust = if n % 2 == 0 {
                test.trust.clone()
            } else {
                other.clone()
            };
            let person = person.clone();
            tokio::spawn(async move { trust.perform(&person, None, Say("Busy", true)).await })
        });
        for act in acts.collect::<Vec<_>>() {
            act.await.unwrap().unwrap();
        }
        let start = test.trust.start_key(&folder).await.unwrap();
        assert!(matches!(check_marks(&test, &start).await, JournalCheck::Sound(_)));
    }
}

/// Everything that a thief of the whole server does: the entry is written anew, and hashes, head and signed checkpoint
/// with it, so that nothing of the tree tells.
async fn forge(test: &TestTrust, index: i64, mark: Option<Vec<u8>>) {
    let rows = test.trust.database().reader();
    let read = |sql: &str| sea_orm::Statement::from_string(rows.get_database_backend(), sql.to_owned());
    let all = rows
        .query_all_raw(read("SELECT position, body FROM journal_entry ORDER BY position"))
        .await
        .unwrap();
    let mut tree = Frontier::new();
    let mut sql = vec!["DELETE FROM journal_checkpoint".to_owned()];
    let quote = |bytes: &[u8]| {
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        match rows.get_database_backend() {
            sea_orm::DatabaseBackend::Postgres => format!("'\\x{hex}'"),
            _ => format!("X'{hex}'"),
        }
    };
    for row in all {
        let position: i64 = row.try_get("", "position").unwrap();
        let mut body: String = row.try_get("", "body").unwrap();
        if position == index {
            body = body.replace("\"act\":\"Two\"", "\"act\":\"Ten\"");
            let leaf = leaf_hash(body.as_bytes());
            let mark = mark.as_deref().map_or("NULL".to_owned(), quote);
            sql.push(format!(
                "UPDATE journal_entry SET body = '{body}', act = 'Ten', leaf = {}, mark = {mark} WHERE position = {index}",
                quote(leaf.as_bytes())
            ));
        }
        tree.append(leaf_hash(body.as_bytes()));
    }
    sql.push(format!(
        "UPDATE journal_head SET frontier = {}",
        quote(&tree.to_bytes())
    ));
    for sql in sql {
        test.trust.database().write(Tamper(sql)).await.unwrap();
    }
    test.trust.sign_checkpoint().await.unwrap();
}

#[tokio::test]
async fn sec_35_a_stolen_server_forges_no_earlier_entry() {
    for test in TestTrust::on_each_engine(&[]).await {
        let folder = keys(&test);
        test.trust.begin_marks(&folder).await.unwrap();
        let start = test.trust.start_key(&folder).await.unwrap();
        folder.drop_start().unwrap();
        written(&test).await;
        assert!(matches!(check_marks(&test, &start).await, JournalCheck::Sound(_)));
        let rows = test.trust.database().reader();
        let two = "SELECT position FROM journal_entry WHERE act = 'Two'";
        let two = sea_orm::Statement::from_string(rows.get_database_backend(), two);
        let index: i64 = rows
            .query_one_raw(two)
            .await
            .unwrap()
            .unwrap()
            .try_get("", "position")
            .unwrap();
        for mark in [None, Some(vec![7; 32])] {
            forge(&test, index, mark).await;
            // The tree, its head and its signature say nothing …
            assert!(matches!(check(&test).await, JournalCheck::Sound(_)));
            // … whoever has the start key is told which entry it is.
            let forged = Broken::Forged {
                index: u64::try_from(index).unwrap(),
            };
            assert_eq!(check_marks(&test, &start).await, JournalCheck::Broken(forged));
        }
        let other = StartKey {
            from: start.from,
            ratchet: Ratchet::new(test.trust.chance()),
        };
        assert!(matches!(
            check_marks(&test, &other).await,
            JournalCheck::Broken(Broken::Forged { .. })
        ));
    }
}

#[tokio::test]
async fn a_copy_from_before_there_were_marks_is_verified_too() {
    for test in TestTrust::on_each_engine(&[]).await {
        written(&test).await;
        for sql in [
            "ALTER TABLE journal_entry DROP COLUMN mark",
            "ALTER TABLE journal_head DROP COLUMN ratchet",
        ] {
            test.trust.database().write(Tamper(sql.into())).await.unwrap();
        }
        assert!(matches!(check(&test).await, JournalCheck::Sound(_)));
    }
}

#[tokio::test]
async fn sec_37_a_clock_that_jumps_breaks_neither_the_order_nor_the_chain() {
    for test in TestTrust::on_each_engine(&[]).await {
        let folder = keys(&test);
        test.trust.begin_marks(&folder).await.unwrap();
        let organisation = test.organisation("P05").await;
        let officer = test.person(organisation, &["R15"]).await;
        for (act, hours) in [("One", 24 * 365), ("Two", -24 * 365 * 5), ("Three", 24 * 365 * 4)] {
            test.clock.advance(jiff::SignedDuration::from_hours(hours));
            test.trust.perform(&officer, None, Say(act, true)).await.unwrap();
            test.trust.sign_checkpoint().await.unwrap();
        }
        assert!(matches!(check(&test).await, JournalCheck::Sound(_)));
        let start = test.trust.start_key(&folder).await.unwrap();
        assert!(matches!(check_marks(&test, &start).await, JournalCheck::Sound(_)));
        let newest = Officer {
            search: JournalSearch::default(),
            before: None,
            limit: 3,
        };
        let (page, _) = test.trust.look(&officer, &newest).await.unwrap();
        let acts: Vec<&str> = page.lines.iter().map(|line| line.body.act.as_str()).collect();
        assert_eq!(acts, ["Three", "Two", "One"]);
    }
}
