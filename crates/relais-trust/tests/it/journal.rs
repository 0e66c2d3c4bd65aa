use relais_ledger::CheckpointKey;
use relais_platform::{Failure, UnitOfWork};
use relais_trust::{
    Actor, Command, Deed, Note, Protected, Query, RoleCode, Scene, Sight,
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
    verify(test.trust.database().reader(), key, &[]).await.unwrap()
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
        let kept = verify(test.trust.database().reader(), key, &[signed])
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
        let all = look(search, None, 50);
        let (page, state) = test.trust.look(&officer, &all).await.unwrap();
        // Of the acts 2 to 5 the last is not before `until`, and the fourth belongs to another mechanism.
        assert_eq!((page.lines.len(), page.next), (2, None));
        assert_eq!(state.last.map(|(size, _)| size), Some(state.entries));
        let (page, _) = test.trust.look(&officer, &look(search, None, 1)).await.unwrap();
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
