//! The worker behind the pages: every few seconds it does what is due.

use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use relais_platform::Failure;
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep_until},
};

use crate::timekeeping::Timekeeper;

type Work = Box<dyn Fn() -> BoxFuture<'static, Result<(), Failure>> + Send + Sync>;

/// Work that comes back. Several servers on one database may do the same at once, so doing it twice must be as
/// good as once.
pub struct Job {
    name: &'static str,
    every: Duration,
    work: Work,
    apart: bool,
    follows_clock: bool,
}

impl Job {
    pub fn every_seconds<F, W>(seconds: u64, name: &'static str, work: W) -> Self
    where
        F: Future<Output = Result<(), Failure>> + Send + 'static,
        W: Fn() -> F + Send + Sync + 'static,
    {
        Self {
            name,
            every: Duration::from_secs(seconds),
            work: Box::new(move || work().boxed()),
            apart: false,
            follows_clock: true,
        }
    }

    /// It does the same at whatever hour: it goes on while the clock is in doubt.
    #[must_use]
    pub fn at_any_hour(mut self) -> Self {
        self.follows_clock = false;
        self
    }

    /// It waits for servers elsewhere: it delays none of the others, which watch over deadlines.
    #[must_use]
    pub fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    /// Does it once. A failure, even a fault in the work, is told and stops nothing else.
    async fn run(&self) {
        match AssertUnwindSafe(async { (self.work)().await })
            .catch_unwind()
            .await
        {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => tracing::error!(job = self.name, %failure, "periodic work failed"),
            Err(_) => tracing::error!(job = self.name, "periodic work stopped halfway"),
        }
    }
}

/// The running worker.
pub struct Clockwork {
    stop: watch::Sender<bool>,
    workers: [JoinHandle<()>; 2],
}

impl Clockwork {
    /// Starts the worker, under a watch over the clock; each job is done for the first time after its own interval.
    pub fn start(jobs: Vec<Job>, keeper: Option<&Timekeeper>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (apart, together) = jobs.into_iter().partition(|job| job.apart);
        Self {
            stop,
            workers: [apart, together].map(|jobs| tokio::spawn(work(jobs, keeper.cloned(), stopped.clone()))),
        }
    }

    /// Lets the job that runs end, and starts no other.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for worker in self.workers {
            let _ = worker.await;
        }
    }
}

async fn work(jobs: Vec<Job>, keeper: Option<Timekeeper>, mut stopped: watch::Receiver<bool>) {
    let mut timetable = Timetable::new(jobs.iter().map(|job| job.every), Instant::now());
    while let Some((next, at)) = timetable.next() {
        tokio::select! {
            () = sleep_until(at) => {}
            _ = stopped.changed() => return,
        }
        if may(&jobs[next], keeper.as_ref()).await {
            jobs[next].run().await;
        }
        timetable.done(next, Instant::now());
    }
}

/// What follows the clock rests while it is in doubt.
async fn may(job: &Job, keeper: Option<&Timekeeper>) -> bool {
    match keeper.filter(|_| job.follows_clock) {
        Some(keeper) => keeper.believes().await,
        None => true,
    }
}

/// When each job is due next.
struct Timetable(Vec<(Instant, Duration)>);

impl Timetable {
    fn new(every: impl Iterator<Item = Duration>, now: Instant) -> Self {
        Self(every.map(|every| (now + every, every)).collect())
    }

    /// The job that is due first, and when.
    fn next(&self) -> Option<(usize, Instant)> {
        let due = self.0.iter().map(|(at, _)| *at).enumerate();
        due.min_by_key(|(_, at)| *at)
    }

    /// From the end of the work: what takes longer than its interval never piles up.
    fn done(&mut self, job: usize, now: Instant) {
        self.0[job].0 = now + self.0[job].1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_job_comes_back_at_its_own_pace_and_a_slow_one_delays_none_for_good() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut timetable = Timetable::new([60, 5].map(Duration::from_secs).into_iter(), start);
        let mut done = [0, 0];
        while let Some((job, due)) = timetable.next().filter(|(_, due)| *due <= at(120)) {
            done[job] += 1;
            timetable.done(job, due);
        }
        assert_eq!(done, [2, 24]);
        timetable.done(1, at(500));
        assert_eq!(timetable.next(), Some((0, at(180))));
        timetable.done(0, at(501));
        assert_eq!(timetable.next(), Some((1, at(505))));
    }

    #[tokio::test]
    async fn work_that_fails_or_breaks_stops_nothing() {
        Job::every_seconds(1, "failing", || async { Err(Failure::Missing) })
            .run()
            .await;
        let broken = || -> futures::future::Ready<Result<(), Failure>> { panic!("Personne-Test") };
        Job::every_seconds(1, "broken", broken).run().await;
    }

    #[tokio::test]
    async fn the_worker_ends_when_it_is_told_to() {
        let clockwork = Clockwork::start(vec![Job::every_seconds(3600, "rare", || async { Ok(()) })], None);
        clockwork.stop().await;
        Clockwork::start(Vec::new(), None).stop().await;
    }
}
