use std::sync::Arc;

use relais_platform::Failure;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Work that costs much memory and a whole core, so many at once and no more (security requirement 52), off the
/// async threads.
#[derive(Debug, Clone)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Turns {
    pub fn new(at_once: usize) -> Self {
        Self(Arc::new(Semaphore::new(at_once)))
    }

    /// Waits for a turn and does the work. The turn lasts as long as the work, even when nobody waits for it any
    /// more: a browser that hangs up must not let in one more.
    ///
    /// # Errors
    /// [`Failure::Fault`] when the work breaks off.
    pub async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let fault = |why: &dyn std::fmt::Display| Failure::Fault(format!("password: {why}"));
        let turn = self.0.clone().acquire_owned().await.map_err(|e| fault(&e))?;
        let done = spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|e| fault(&e))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    };

    use super::*;

    #[tokio::test]
    async fn sec_52_no_more_hashes_are_made_at_once_than_there_are_turns() {
        let turns = Turns::new(2);
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        // Each work ends only when another one runs beside it: both turns are used.
        let pair = Arc::new(Barrier::new(2));
        let works = (0..16).map(|_| {
            let (running, most, pair) = (running.clone(), most.clone(), pair.clone());
            turns.take(move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                pair.wait();
                running.fetch_sub(1, Ordering::SeqCst);
            })
        });
        for done in futures::future::join_all(works).await {
            done.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sec_52_who_hangs_up_lets_in_no_further_hash_before_theirs_is_made() {
        let turns = Turns::new(1);
        let (begun, begins) = mpsc::channel();
        let (end, ended) = mpsc::channel::<()>();
        let first = tokio::spawn({
            let turns = turns.clone();
            async move {
                turns
                    .take(move || {
                        begun.send(()).unwrap();
                        ended.recv()
                    })
                    .await
            }
        });
        tokio::task::block_in_place(|| begins.recv()).unwrap();
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(turns.0.available_permits(), 0, "the hash is still being made");
        drop(end);
        turns.take(|| ()).await.unwrap();
        assert_eq!(turns.0.available_permits(), 1);
    }
}
