//! Whoever opens many different cases within an hour is asked again who they are, and the protection officer is told.

use jiff::SignedDuration;
use relais_kernel::{Case, Id};
use relais_trust::{
    Actor, Deed, Failure, Note, Protected, Query, RoleCode, SessionMark, Sight,
    journal::JournalSearch,
    reading::{CASES_AN_HOUR, ReadingAlert, SeeReadingAlert},
    testing::TestTrust,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, Statement};

relais_platform::table!(journal, "journal_entry", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub act: String,
});

/// Opens a case, as the pages do.
struct Open(&'static str, Id<Case>);

impl Query for Open {
    type View = ();
    async fn look(&self, sight: &Sight<'_>) -> Result<(), Failure> {
        sight.note(Note::new(self.0).case(self.1));
        Ok(())
    }
}

struct Alerts;

impl Query for Alerts {
    type View = Vec<ReadingAlert>;
    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        sight.reading_alerts().await
    }
}

struct OpenAlerts;

impl Query for OpenAlerts {
    type View = Vec<ReadingAlert>;
    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        sight.open_reading_alerts().await
    }
}

fn proved(test: &TestTrust, actor: &Actor) -> Actor {
    let session = Some(SessionMark {
        id: uuid::Uuid::nil(),
        proved_at: test.trust.now(),
        strong: true,
    });
    Actor {
        session,
        ..actor.clone()
    }
}

fn new_case(test: &TestTrust) -> Id<Case> {
    Id::new(test.trust.now(), test.trust.chance())
}

/// One more case, ten seconds later.
async fn one_more(test: &TestTrust, reader: &Actor) -> Result<Id<Case>, Failure> {
    test.clock.advance(SignedDuration::from_secs(10));
    let case = new_case(test);
    test.trust.look(reader, &Open("IdentityRead", case)).await?;
    Ok(case)
}

async fn as_many_as_usual(test: &TestTrust, reader: &Actor) -> Vec<Id<Case>> {
    let mut all = Vec::new();
    for n in 0..CASES_AN_HOUR {
        all.push(
            one_more(test, reader)
                .await
                .unwrap_or_else(|e| panic!("{n}: {e:?}")),
        );
    }
    all
}

fn asked<T: std::fmt::Debug>(answered: &Result<T, Failure>) {
    assert!(matches!(answered, Err(Failure::ProveAgain)), "{answered:?}");
}

async fn told(test: &TestTrust, act: &str) -> u64 {
    let rows = test.trust.database().reader();
    let found = journal::Entity::find().filter(journal::Column::Act.eq(act));
    found.count(rows).await.unwrap()
}

#[tokio::test]
async fn sec_28_thirty_cases_within_an_hour_pass_and_the_next_one_asks_for_a_proof() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let reader = proved(&test, &test.person(house, &["R04"]).await);
        let other = proved(&test, &test.person(house, &["R04"]).await);
        let officer = test.person(house, &["R15"]).await;
        let known = as_many_as_usual(&test, &reader).await;
        assert!(test.trust.look(&officer, &Alerts).await.unwrap().is_empty());
        assert_eq!(told(&test, "IdentityRead").await, u64::from(CASES_AN_HOUR));
        asked(&one_more(&test, &reader).await);
        assert_eq!(
            told(&test, "IdentityRead").await,
            u64::from(CASES_AN_HOUR),
            "nothing of it was shown"
        );
        // What is open already stays open, and nobody else is asked.
        test.trust
            .look(&reader, &Open("AnnexRead", known[3]))
            .await
            .unwrap();
        one_more(&test, &other).await.unwrap();
        // A proof opens one more, and the one after asks again.
        let again = proved(&test, &reader);
        one_more(&test, &again).await.unwrap();
        asked(&one_more(&test, &again).await);
        assert!(
            test.trust.asks_for_proof(&again).await.unwrap(),
            "however fresh the proof is"
        );
        let again = proved(&test, &reader);
        assert!(!test.trust.asks_for_proof(&again).await.unwrap());
        one_more(&test, &again).await.unwrap();
        // One alert for the whole burst.
        let alerts = test.trust.look(&officer, &Alerts).await.unwrap();
        assert_eq!(alerts.len(), 1);
        assert_eq!(Some(alerts[0].user), reader.user);
        assert_eq!(alerts[0].cases, CASES_AN_HOUR + 2);
        assert_eq!(told(&test, "UnusualReading").await, 1);
        assert!(matches!(
            test.trust.look(&reader, &Alerts).await,
            Err(Failure::Missing)
        ));
    }
}

#[tokio::test]
async fn sec_28_an_hour_later_nothing_is_asked_and_another_burst_is_another_alert() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let reader = proved(&test, &test.person(house, &["R04"]).await);
        let officer = test.person(house, &["R15"]).await;
        as_many_as_usual(&test, &reader).await;
        asked(&one_more(&test, &reader).await);
        test.clock.advance(SignedDuration::from_mins(61));
        as_many_as_usual(&test, &reader).await;
        asked(&one_more(&test, &reader).await);
        assert_eq!(test.trust.look(&officer, &Alerts).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn sec_28_cases_that_one_made_oneself_within_the_hour_do_not_count() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let reader = proved(&test, &test.person(house, &["R04"]).await);
        for _ in 0..CASES_AN_HOUR + 5 {
            let case = new_case(&test);
            for act in ["CaseIdentified", "IdentityRead"] {
                test.trust.look(&reader, &Open(act, case)).await.unwrap();
            }
        }
        as_many_as_usual(&test, &reader).await;
        asked(&one_more(&test, &reader).await);
    }
}

#[tokio::test]
async fn sec_28_a_page_that_opens_nothing_is_never_held_back() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let reader = proved(&test, &test.person(house, &["R04"]).await);
        for _ in 0..CASES_AN_HOUR + 5 {
            let look = Open("ReferralRead", new_case(&test));
            test.trust.look(&reader, &look).await.unwrap();
        }
        as_many_as_usual(&test, &reader).await;
        asked(&one_more(&test, &reader).await);
        let look = Open("ReferralRead", new_case(&test));
        test.trust.look(&reader, &look).await.unwrap();
    }
}

#[tokio::test]
async fn sec_28_the_protection_officer_looks_into_an_alert_and_not_into_their_own() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let officer = proved(&test, &test.person(house, &["R15"]).await);
        let second = proved(&test, &test.person(house, &["R15"]).await);
        as_many_as_usual(&test, &officer).await;
        asked(&one_more(&test, &officer).await);
        let alert = test.trust.look(&officer, &OpenAlerts).await.unwrap()[0].public_ref;
        let see = SeeReadingAlert { alert };
        let answered = test.trust.perform(&officer, None, see).await;
        assert!(matches!(answered, Err(Failure::Refused(_))), "{answered:?}");
        let worker = test.person(house, &["R04", "R05", "R18"]).await;
        assert!(matches!(
            test.trust.perform(&worker, None, see).await,
            Err(Failure::Missing)
        ));
        assert!(test.trust.look(&worker, &OpenAlerts).await.unwrap().is_empty());
        test.trust.perform(&second, None, see).await.unwrap();
        assert!(test.trust.look(&second, &OpenAlerts).await.unwrap().is_empty());
        assert_eq!(
            test.trust.look(&second, &Alerts).await.unwrap()[0]
                .seen
                .unwrap()
                .0,
            second.user.unwrap()
        );
    }
}

/// The hour of one reader is found by its own index, whatever else the journal holds.
#[tokio::test]
async fn sec_28_counting_walks_the_readers_last_hour_and_not_the_journal() {
    for test in TestTrust::on_each_engine(&[]).await {
        let rows = test.trust.database().reader();
        if rows.get_database_backend() != DbBackend::Sqlite {
            continue;
        }
        let plan = "EXPLAIN QUERY PLAN SELECT case_id, MIN(at) FROM journal_entry \
            WHERE user_id = x'00' AND at > 0 AND case_id IS NOT NULL AND act IN ('IdentityRead', 'CaseIdentified') GROUP BY case_id";
        let plan = Statement::from_string(DbBackend::Sqlite, plan);
        let steps = rows.query_all_raw(plan).await.unwrap();
        let words: Vec<String> = steps
            .iter()
            .map(|step| step.try_get("", "detail").unwrap())
            .collect();
        assert!(
            words[0].contains("SEARCH journal_entry USING COVERING INDEX journal_by_reading"),
            "{words:?}"
        );
    }
}

/// The journal of one act, as the protection officer asks for it.
struct OnlyAct(&'static str);

impl Query for OnlyAct {
    type View = Vec<String>;
    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let whole = Protected::mechanism(mechanism);
        let permit = sight.permit(Deed::ReadJournal, &[RoleCode::from("R15")], &whole)?;
        let search = JournalSearch {
            act: Some(self.0.into()),
            ..JournalSearch::default()
        };
        let page = search.read(sight, &permit, None, 50).await?;
        Ok(page.lines.into_iter().map(|line| line.body.act).collect())
    }
}

#[tokio::test]
async fn sec_28_the_protection_officer_narrows_the_journal_to_one_act_and_stays_in_their_mechanism() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let officer = test.person(house, &["R15"]).await;
        let worker = test.person(house, &["R04"]).await;
        let elsewhere = Actor {
            mechanism: Some(Id::new(test.trust.now(), test.trust.chance())),
            ..worker.clone()
        };
        for (who, act) in [
            (&worker, "CaseRead"),
            (&worker, "PlanRead"),
            (&elsewhere, "PlanRead"),
            (&worker, "PlanRead"),
        ] {
            test.trust.look(who, &Open(act, new_case(&test))).await.unwrap();
        }
        for (act, expected) in [("CaseRead", 1), ("PlanRead", 2), ("AnnexRead", 0)] {
            let acts = test.trust.look(&officer, &OnlyAct(act)).await.unwrap();
            assert_eq!(acts, vec![act; expected]);
        }
        assert!(matches!(
            test.trust.look(&worker, &OnlyAct("PlanRead")).await,
            Err(Failure::Missing)
        ));
    }
}
