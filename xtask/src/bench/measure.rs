use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use anyhow::{Result, bail};

use super::{client::Client, server::Server};

/// People who work at the same time.
pub const USERS: usize = 8;

/// What was measured of one kind of request.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    pub what: &'static str,
    pub count: usize,
    pub p50: Duration,
    pub p95: Duration,
    /// Processor time of the server for one request, its tasks in the background included: what another load on the
    /// machine changes least.
    pub work: Duration,
}

/// Does one thing for each of `all`, shared among the users; `act` answers how long the server took.
///
/// # Errors
/// The first fault of any of them.
pub fn measure<T: Sync>(
    what: &'static str,
    server: &Server,
    cookies: &BTreeMap<String, String>,
    all: &[T],
    act: impl Fn(&mut Client, &T) -> Result<Duration> + Sync,
) -> Result<Measured> {
    let next = Mutex::new(all.iter());
    let worked = server.worked();
    let taken = std::thread::scope(|scope| -> Result<Vec<Duration>> {
        let user = || -> Result<Vec<Duration>> {
            let mut client = Client::new(server.address, cookies.clone());
            let mut times = Vec::new();
            loop {
                let one = next
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .next();
                let Some(one) = one else { return Ok(times) };
                times.push(act(&mut client, one)?);
            }
        };
        let users: Vec<_> = (0..USERS).map(|_| scope.spawn(user)).collect();
        let mut all = Vec::new();
        for user in users {
            match user.join() {
                Ok(times) => all.extend(times?),
                Err(_) => bail!("{what}: a user stopped"),
            }
        }
        Ok(all)
    })?;
    let worked = server.worked().zip(worked);
    let worked = worked.map_or(Duration::ZERO, |(after, before)| after.saturating_sub(before));
    Ok(told(what, taken, worked))
}

fn told(what: &'static str, mut times: Vec<Duration>, worked: Duration) -> Measured {
    times.sort_unstable();
    let at = |percent: usize| {
        times
            .get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    Measured {
        what,
        count: times.len(),
        p50: at(50),
        p95: at(95),
        work: worked / u32::try_from(times.len().max(1)).unwrap_or(u32::MAX),
    }
}
