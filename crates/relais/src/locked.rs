//! A server whose keys are not open: one page, on which a passphrase or the master key itself opens them.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::{FutureExt, future::BoxFuture};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use relais_kernel::{Clock, Localised, Refusal, SystemClock, SystemEntropy};
use relais_platform::{Database, Failure};
use relais_sealing::{JoinFault, LockedMaster, MasterKey, Part, SealError, Zeroizing};
use relais_shell::{
    Lock, Readiness, Setting, Shell, Source, Texts,
    listener::{self, Limits},
    locked_door, surround, texts,
};
use relais_trust::accounts::opens_with;
use tokio::sync::{Mutex as Turn, Notify, watch};

use crate::{
    composition, console,
    ground::{self, Doorstep, Standing},
    signals::{Order, Signals},
    stop::Stop,
};

/// How long requests that are on their way may still take when the doors change.
pub const FAREWELL: Duration = Duration::from_secs(5);
/// Wrong words that cost nothing but their time; each one more doubles the wait, up to the longest.
const FREE_TRIES: u32 = 5;
const LONGEST_WAIT: u32 = 300;

/// Shows the lock until somebody opens it. `None` when the order to stop came first.
///
/// # Errors
/// When the port or the database cannot be used.
pub async fn wait(
    doorstep: &Doorstep,
    locked: Option<LockedMaster>,
    signals: &mut Signals,
) -> Result<Option<MasterKey>, Stop> {
    let database = ground::database_of(&doorstep.settings).await?;
    let gate = Arc::new(Gate {
        locked,
        database,
        clock: Arc::new(SystemClock),
        tries: Mutex::default(),
        turn: Turn::default(),
        opened: Mutex::default(),
        told: Notify::new(),
        shut: watch::Sender::new(false),
    });
    let listener = doorstep.listener()?;
    let at = listener
        .local_addr()
        .map_err(|error| Stop::fault("adresse", &error))?;
    let app = surround(
        locked_door(gate.clone()),
        &shell(doorstep)?,
        Readiness::new(|| async { false }),
    );
    let base = doorstep.settings.link_base(at);
    console::tell(&Localised::new(
        format!("Relais est verrouillé : {base} (écoute sur {at})"),
        format!("Relais is locked: {base} (listening on {at})"),
    ));
    tracing::warn!(address = %at, "locked");
    doorstep.say(Standing::Locked);
    let closing = async {
        loop {
            tokio::select! {
                () = gate.told.notified() => break,
                order = signals.next() => if order == Order::Stop { break },
            }
        }
        gate.shut.send_replace(true);
    };
    let limits = Limits {
        farewell: FAREWELL,
        ..Limits::default()
    };
    listener::serve(listener, app, limits, closing).await;
    let opened = gate.opened.lock().unwrap_or_else(PoisonError::into_inner).take();
    Ok(opened)
}

/// The shell of the lock page: nothing of the mechanism is known before the keys are there.
fn shell(doorstep: &Doorstep) -> Result<Shell, Stop> {
    let sources: [Source; 1] = [texts!("program")];
    let texts = Texts::new(&sources).map_err(|fault| Stop::fault("textes", &fault))?;
    let here = composition::Here {
        at: None,
        name: Localised::new("Relais", "Relais"),
        zone: TimeZone::UTC,
        demo: false,
    };
    let setting: Setting = composition::setting_here(&doorstep.settings, here)?;
    Ok(Shell::new(
        setting,
        texts,
        Arc::new(SystemClock),
        Arc::new(SystemEntropy),
    ))
}

struct Gate {
    locked: Option<LockedMaster>,
    database: Database,
    clock: Arc<dyn Clock>,
    tries: Mutex<Tries>,
    /// One passphrase is stretched at a time: it takes memory.
    turn: Turn<()>,
    opened: Mutex<Option<MasterKey>>,
    told: Notify,
    /// No visitor comes in here any more: those who knock now wait for the open installation.
    shut: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Tries {
    failed: u32,
    not_before: Option<Timestamp>,
}

impl Tries {
    /// The seconds to wait before the next try.
    fn wait(&self, now: Timestamp) -> Option<u64> {
        let left = self.not_before?.duration_since(now).as_secs();
        u64::try_from(left).ok().filter(|left| *left > 0)
    }

    fn failed(&mut self, now: Timestamp) {
        self.failed = self.failed.saturating_add(1);
        if let Some(over) = self.failed.checked_sub(FREE_TRIES) {
            let seconds = 2_u32.saturating_pow(over.min(16)).min(LONGEST_WAIT);
            self.not_before = now.checked_add(SignedDuration::from_secs(seconds.into())).ok();
        }
    }
}

impl Lock for Gate {
    fn open(&self, words: Zeroizing<String>) -> BoxFuture<'_, Result<(), Failure>> {
        self.tried(words).boxed()
    }
}

impl Gate {
    async fn tried(&self, words: Zeroizing<String>) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        if let Some(seconds) = self.tries().wait(self.clock.now()) {
            return Err(Failure::Throttled { seconds });
        }
        let parts = Part::in_text(&words);
        if let Some(master) = self.master(words).await
            && opens_with(self.database.reader(), &master).await?
        {
            *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(master);
            self.told.notify_one();
            // Answered any earlier, the next request of the same browser would come to a door that closes on it.
            let _ = self.shut.subscribe().wait_for(|shut| *shut).await;
            return Ok(());
        }
        self.tries().failed(self.clock.now());
        tracing::warn!("wrong words at the lock");
        Err(why_not(parts).into())
    }

    /// What the words are: the master key itself, the parts of custodians, or the passphrase that opens it.
    async fn master(&self, words: Zeroizing<String>) -> Option<MasterKey> {
        if let Ok(master) = MasterKey::from_file(words.as_bytes()) {
            return Some(master);
        }
        if let Ok(parts) = Part::in_text(&words)
            && !parts.is_empty()
        {
            return Part::join(&parts).ok();
        }
        let locked = self.locked.clone()?;
        let stretched = tokio::task::spawn_blocking(move || locked.open(&words).ok());
        stretched.await.ok().flatten()
    }

    fn tries(&self) -> std::sync::MutexGuard<'_, Tries> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was given: the parts of custodians, a part that is mistyped, or other words.
fn why_not(parts: Result<Vec<Part>, SealError>) -> Refusal {
    let refusal = match parts {
        Ok(parts) if parts.is_empty() => Refusal::new(
            "WrongPassphrase",
            "Ce n’est pas la phrase secrète de cette installation.",
            "This is not the passphrase of this installation.",
        ),
        Ok(parts) => not_together(Part::join(&parts).err()),
        Err(_) => Refusal::new(
            "MistypedPart",
            "Une de ces parts est mal recopiée : elle commence par « relais-part: », et une lettre au moins est fausse.",
            "One of these parts is mistyped: it begins with “relais-part:”, and at least one letter is wrong.",
        ),
    };
    refusal.at("words")
}

fn not_together(fault: Option<JoinFault>) -> Refusal {
    match fault {
        Some(JoinFault::TooFew { have, needed }) => Refusal::new(
            "TooFewParts",
            format!("{have} part(s) de la clé ici, il en faut {needed} : l’une après l’autre dans ce champ."),
            format!(
                "{have} part(s) of the key here, {needed} are needed: one after the other in this field."
            ),
        ),
        Some(JoinFault::Mixed) => Refusal::new(
            "MixedParts",
            "Ces parts n’ont pas été faites ensemble.",
            "These parts were not made together.",
        ),
        Some(JoinFault::Wrong) | None => Refusal::new(
            "ForeignParts",
            "Ces parts n’ouvrent pas cette installation.",
            "These parts do not open this installation.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_word_beyond_the_fifth_doubles_the_wait_and_the_wait_ends_by_itself() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-26T08:00:00Z");
        let mut tries = Tries::default();
        for _ in 1..FREE_TRIES {
            tries.failed(now);
        }
        assert_eq!(tries.wait(now), None);
        let mut waits = Vec::new();
        for _ in 0..12 {
            tries.failed(now);
            waits.push(tries.wait(now).unwrap());
        }
        assert_eq!(&waits[..5], [1, 2, 4, 8, 16]);
        assert_eq!(waits.last(), Some(&u64::from(LONGEST_WAIT)));
        assert_eq!(tries.wait(at("2026-11-26T08:05:00Z")), None);
    }
}
