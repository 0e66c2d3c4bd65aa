//! Jobs: in the command's transaction, once, at least once, and given up in sight.

use std::sync::{Arc, Mutex};

use futures::{FutureExt, future::BoxFuture};
use relais_kernel::{SystemEntropy, Timestamp, jiff::SignedDuration};
use relais_platform::{
    Database, Failure, Slug, UnitOfWork, Waits,
    jobs::{self, DueJob, Handler, Job, Jobs},
    own_migrations,
    testing::TestDatabase,
};
use sea_orm::DatabaseTransaction;
use tokio::sync::Notify;
use uuid::Uuid;

pub const START: Timestamp = Timestamp::UNIX_EPOCH;
const KIND: Slug = Slug::of("test.clock");

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// Rows of a test, written in one transaction.
pub struct Writing<F>(pub F);

impl<T, F> UnitOfWork for Writing<F>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a DatabaseTransaction) -> BoxFuture<'a, Result<T, Failure>> + Send + Sync + 'static,
{
    type Output = T;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<T, Failure> {
        (self.0)(rows).await
    }
}

pub async fn write<T, F>(database: &Database, work: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a DatabaseTransaction) -> BoxFuture<'a, Result<T, Failure>> + Send + Sync + 'static,
{
    database.write(Writing(work)).await
}

async fn enqueue(database: &Database, job: Job) -> bool {
    write(database, move |rows| {
        let job = job.clone();
        async move { jobs::enqueue(rows, &job, &SystemEntropy).await }.boxed()
    })
    .await
    .unwrap()
}

fn subject(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

#[derive(Default)]
struct Noted {
    seen: Mutex<Vec<(Uuid, i32)>>,
    fails: bool,
}

impl Noted {
    fn seen(&self) -> Vec<(Uuid, i32)> {
        self.seen.lock().unwrap().clone()
    }
}

impl Handler for Noted {
    fn kind(&self) -> Slug {
        KIND
    }

    fn handle<'a>(&'a self, job: &'a DueJob) -> BoxFuture<'a, Result<(), Failure>> {
        async move {
            self.seen.lock().unwrap().push((job.job.subject, job.tries()));
            if self.fails {
                Err(Failure::Unavailable("Personne-Test 1".into()))
            } else {
                Ok(())
            }
        }
        .boxed()
    }
}

#[tokio::test]
async fn a_job_is_done_once_however_often_it_is_asked_for() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        let job = Job::new(KIND, subject(1), START + hours(1)).with(Slug::of("case"), subject(9));
        assert!(enqueue(&test.database, job.clone()).await);
        assert!(!enqueue(&test.database, job.clone()).await);
        assert!(enqueue(&test.database, job.clone().stage(Slug::of("second"))).await);
        let noted = Arc::new(Noted::default());
        let worker = Jobs::new(test.database.clone()).on(noted.clone());
        assert_eq!(worker.run_due(START).await.unwrap().done, 0);
        assert_eq!(worker.run_due(START + hours(1)).await.unwrap().done, 2);
        assert!(!enqueue(&test.database, job).await);
        assert_eq!(worker.run_due(START + hours(9)).await.unwrap().done, 0);
        assert_eq!(noted.seen(), [(subject(1), 1), (subject(1), 1)]);
    }
}

#[tokio::test]
async fn a_job_goes_with_the_command_that_was_taken_back() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        let refused = write(&test.database, |rows| {
            async move {
                let job = Job::new(KIND, subject(1), START);
                jobs::enqueue(rows, &job, &SystemEntropy).await?;
                Err::<(), _>(Failure::Missing)
            }
            .boxed()
        });
        refused.await.unwrap_err();
        let noted = Arc::new(Noted::default());
        let worker = Jobs::new(test.database.clone()).on(noted.clone());
        worker.run_due(START + hours(1)).await.unwrap();
        assert!(noted.seen().is_empty());
    }
}

#[tokio::test]
async fn two_processes_never_do_the_same_job() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        for number in 0..40 {
            enqueue(&test.database, Job::new(KIND, subject(number), START)).await;
        }
        let noted = Arc::new(Noted::default());
        let here = Jobs::new(test.database.clone()).on(noted.clone());
        let there = Jobs::new(test.again().await).on(noted.clone());
        let (one, other) = futures::join!(here.run_due(START), there.run_due(START));
        assert_eq!(one.unwrap().done + other.unwrap().done, 40);
        let mut seen = noted.seen();
        seen.sort_unstable();
        let expected: Vec<_> = (0..40).map(|number| (subject(number), 1)).collect();
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn a_job_that_keeps_failing_is_given_up_shown_and_can_be_started_anew() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        enqueue(&test.database, Job::new(KIND, subject(1), START)).await;
        let noted = Arc::new(Noted {
            fails: true,
            ..Noted::default()
        });
        let worker = Jobs::new(test.database.clone()).on(noted.clone());
        let mut now = START;
        assert_eq!(worker.run_due(now).await.unwrap().failed, 1);
        loop {
            let shown = jobs::troubled(test.database.reader(), 10).await.unwrap();
            assert_eq!((shown.len(), shown[0].error.as_str()), (1, "Unavailable"));
            let Some(next) = shown[0].next_try else { break };
            assert_eq!(
                worker
                    .run_due(next - SignedDuration::from_millis(1))
                    .await
                    .unwrap()
                    .failed,
                0
            );
            now = next;
            worker.run_due(now).await.unwrap();
        }
        assert_eq!(noted.seen().len(), usize::try_from(Waits::JOBS.tries).unwrap());
        assert_eq!(
            worker.run_due(now + hours(1_000)).await.unwrap(),
            jobs::Ran::default()
        );

        let id = jobs::troubled(test.database.reader(), 10).await.unwrap()[0].id;
        write(&test.database, move |rows| {
            async move { jobs::retry(rows, id, now).await }.boxed()
        })
        .await
        .unwrap();
        assert_eq!(worker.run_due(now).await.unwrap().failed, 1);
    }
}

/// Says that it has begun, and never ends: a process that is killed meanwhile.
struct Stuck(Arc<Notify>);

impl Handler for Stuck {
    fn kind(&self) -> Slug {
        KIND
    }

    fn handle<'a>(&'a self, _: &'a DueJob) -> BoxFuture<'a, Result<(), Failure>> {
        self.0.notify_one();
        futures::future::pending().boxed()
    }
}

/// Begins the due jobs and is killed while it does them.
async fn killed(database: &Database, now: Timestamp) {
    let begun = Arc::new(Notify::new());
    let worker = Jobs::new(database.clone()).on(Arc::new(Stuck(begun.clone())));
    tokio::select! {
        _ = worker.run_due(now) => unreachable!("the handler never ends"),
        () = begun.notified() => {}
    }
}

#[tokio::test]
async fn a_job_whose_process_was_killed_is_done_by_another_after_its_lease() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        enqueue(&test.database, Job::new(KIND, subject(1), START)).await;
        killed(&test.database, START).await;
        let noted = Arc::new(Noted::default());
        let worker = Jobs::new(test.again().await).on(noted.clone());
        assert_eq!(
            worker
                .run_due(START + SignedDuration::from_mins(9))
                .await
                .unwrap()
                .done,
            0
        );
        assert_eq!(
            worker
                .run_due(START + SignedDuration::from_mins(10))
                .await
                .unwrap()
                .done,
            1
        );
        assert_eq!(noted.seen(), [(subject(1), 2)]);
    }
}

#[tokio::test]
async fn a_job_that_kills_its_process_each_time_is_given_up() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        enqueue(&test.database, Job::new(KIND, subject(1), START)).await;
        let mut now = START;
        for _ in 0..Waits::JOBS.tries {
            killed(&test.database, now).await;
            now += hours(1);
        }
        let noted = Arc::new(Noted::default());
        let worker = Jobs::new(test.database.clone()).on(noted.clone());
        assert_eq!(worker.run_due(now).await.unwrap().given_up, 1);
        assert!(noted.seen().is_empty());
        let shown = jobs::troubled(test.database.reader(), 10).await.unwrap();
        assert_eq!(
            (shown[0].error.as_str(), shown[0].next_try),
            ("Interrupted", None)
        );
    }
}

/// Ends its job in its own transaction, and moves it to a later hour first when asked.
struct Own {
    database: Database,
    rearms: bool,
}

impl Handler for Own {
    fn kind(&self) -> Slug {
        KIND
    }

    fn handle<'a>(&'a self, job: &'a DueJob) -> BoxFuture<'a, Result<(), Failure>> {
        let (job, rearms) = (job.clone(), self.rearms);
        write(&self.database, move |rows| {
            let job = job.clone();
            async move {
                job.finish(rows).await?;
                if rearms {
                    let next = Job::new(KIND, job.job.subject, job.now + hours(1));
                    jobs::rearm(rows, &next, &SystemEntropy).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .boxed()
    }
}

#[tokio::test]
async fn a_clock_that_its_own_handler_moves_runs_again() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        enqueue(&test.database, Job::new(KIND, subject(1), START)).await;
        let own = Own {
            database: test.database.clone(),
            rearms: true,
        };
        let worker = Jobs::new(test.database.clone()).on(Arc::new(own));
        for hour in 0..3 {
            assert_eq!(worker.run_due(START + hours(hour)).await.unwrap().done, 1);
            assert_eq!(worker.run_due(START + hours(hour)).await.unwrap().done, 0);
        }
    }
}

/// Is cancelled while it works, then tries to end its job.
struct Cancelled(Own);

impl Handler for Cancelled {
    fn kind(&self) -> Slug {
        KIND
    }

    fn handle<'a>(&'a self, job: &'a DueJob) -> BoxFuture<'a, Result<(), Failure>> {
        async move {
            let (about, now) = (job.job.subject, job.now);
            let cancel = write(&self.0.database, move |rows| {
                async move { jobs::cancel(rows, &KIND, about, now).await }.boxed()
            });
            assert_eq!(cancel.await.unwrap(), 1);
            let ended = self.0.handle(job).await;
            assert!(matches!(ended, Err(Failure::Missing)));
            ended
        }
        .boxed()
    }
}

#[tokio::test]
async fn a_cancelled_job_is_not_done_and_its_handler_cannot_end_it() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        enqueue(&test.database, Job::new(KIND, subject(1), START)).await;
        let own = Own {
            database: test.database.clone(),
            rearms: false,
        };
        let worker = Jobs::new(test.database.clone()).on(Arc::new(Cancelled(own)));
        worker.run_due(START).await.unwrap();
        assert_eq!(
            worker.run_due(START + hours(100)).await.unwrap(),
            jobs::Ran::default()
        );
        assert!(
            jobs::troubled(test.database.reader(), 10)
                .await
                .unwrap()
                .is_empty()
        );
    }
}

struct Faulty;

impl Handler for Faulty {
    fn kind(&self) -> Slug {
        Slug::of("test.faulty")
    }

    fn handle<'a>(&'a self, _: &'a DueJob) -> BoxFuture<'a, Result<(), Failure>> {
        async { panic!("Personne-Test 1") }.boxed()
    }
}

#[tokio::test]
async fn a_fault_in_one_job_stops_no_other_and_unknown_kinds_wait() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        enqueue(
            &test.database,
            Job::new(Slug::of("test.faulty"), subject(1), START),
        )
        .await;
        enqueue(&test.database, Job::new(KIND, subject(2), START)).await;
        enqueue(
            &test.database,
            Job::new(Slug::of("test.later"), subject(3), START),
        )
        .await;
        let noted = Arc::new(Noted::default());
        let worker = Jobs::new(test.database.clone())
            .on(noted.clone())
            .on(Arc::new(Faulty));
        let ran = worker.run_due(START).await.unwrap();
        assert_eq!((ran.done, ran.failed), (1, 1));
        let shown = jobs::troubled(test.database.reader(), 10).await.unwrap();
        assert_eq!((shown.len(), shown[0].error.as_str()), (1, "Fault"));
    }
}

#[tokio::test]
async fn ended_jobs_are_forgotten_and_waiting_ones_are_not() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        enqueue(&test.database, Job::new(KIND, subject(1), START)).await;
        enqueue(&test.database, Job::new(KIND, subject(2), START + hours(9))).await;
        let worker = Jobs::new(test.database.clone()).on(Arc::new(Noted::default()));
        worker.run_due(START).await.unwrap();
        let forget = |before: Timestamp| {
            write(&test.database, move |rows| {
                async move { jobs::forget_ended(rows, before).await }.boxed()
            })
        };
        assert_eq!(forget(START).await.unwrap(), 0);
        assert_eq!(forget(START + hours(1)).await.unwrap(), 1);
        assert_eq!(worker.run_due(START + hours(9)).await.unwrap().done, 1);
    }
}
