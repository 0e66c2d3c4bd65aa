use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Result, bail};

use super::{client::Client, server::Server};

/// How long a person reads before they ask again, when they do not ask without a pause.
const READS_FOR: Duration = Duration::from_secs(1);
/// How often each of them asks for a page.
const READ: usize = 20;

/// What was measured of one kind of request.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    pub what: &'static str,
    /// People who ask once a second each, as those do who read what they asked for.
    pub reading: Times,
    /// As many who ask again as soon as they have their answer: the server is never idle.
    pub pressed: Times,
    /// Processor time of the server for one pressed request, its tasks in the background included: what another load on
    /// the machine changes least.
    pub work: Duration,
}

/// How long answers took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Times {
    pub count: usize,
    pub p50: Duration,
    pub p95: Duration,
}

impl Times {
    fn of(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        let last = all.len().saturating_sub(1);
        let at = |percent: usize| all.get((all.len() * percent / 100).min(last)).copied();
        Self {
            count: all.len(),
            p50: at(50).unwrap_or_default(),
            p95: at(95).unwrap_or_default(),
        }
    }
}

/// People at work on one server at the same time.
pub struct Crowd<'a> {
    pub server: &'a Server,
    pub users: usize,
}

impl Crowd<'_> {
    /// Does one thing for each of `all`, shared among the people, first with pauses and then without; `act` answers how long
    /// the server took.
    ///
    /// # Errors
    /// The first fault of any of them.
    pub fn measure<T: Sync>(
        &self,
        what: &'static str,
        cookies: &BTreeMap<String, String>,
        all: &[T],
        act: impl Fn(&mut Client, &T) -> Result<Duration> + Sync,
    ) -> Result<Measured> {
        let (server, users) = (self.server, self.users);
        let (some, rest) = all.split_at((READ * users).min(all.len() / 3));
        let clients = || Client::new(server.address, cookies.clone());
        let reading = Times::of(shared(users, some, READS_FOR, clients, &act)?);
        let worked = server.worked();
        let pressed = Times::of(shared(users, rest, Duration::ZERO, clients, &act)?);
        let worked = server.worked().zip(worked);
        let worked = worked.map_or(Duration::ZERO, |(after, before)| after.saturating_sub(before));
        Ok(Measured {
            what,
            reading,
            work: worked / u32::try_from(pressed.count.max(1)).unwrap_or(u32::MAX),
            pressed,
        })
    }
}

/// Shares `all` among the users, each of whom pauses before every request; they begin one after the other.
fn shared<T: Sync>(
    users: usize,
    all: &[T],
    pause: Duration,
    client: impl Fn() -> Client + Sync,
    act: &(impl Fn(&mut Client, &T) -> Result<Duration> + Sync),
) -> Result<Vec<Duration>> {
    let next = Mutex::new(all.iter());
    std::thread::scope(|scope| {
        let user = |n: usize| {
            let (next, client) = (&next, &client);
            scope.spawn(move || -> Result<Vec<Duration>> {
                let mut client = client();
                let mut times = Vec::new();
                std::thread::sleep(pause * u32::try_from(n)? / u32::try_from(users)?);
                loop {
                    let one = next.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(one) = one else { return Ok(times) };
                    times.push(act(&mut client, one)?);
                    std::thread::sleep(pause);
                }
            })
        };
        let everybody: Vec<_> = (0..users).map(user).collect();
        let mut all = Vec::new();
        for user in everybody {
            match user.join() {
                Ok(times) => all.extend(times?),
                Err(_) => bail!("a user stopped"),
            }
        }
        Ok(all)
    })
}
