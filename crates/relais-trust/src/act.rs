use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use futures::future::BoxFuture;
use relais_kernel::{Entropy, Timestamp};
use relais_platform::{Failure, UnitOfWork};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Actor, Deed, Note, Permit, Protected, RoleCode, Trust,
    journal::{append, once},
};

/// Something asked for: the imperative of the trade (`SendReferral`). It may run more than once, so it has no
/// effect but rows, and takes time and chance from its [`Scene`].
pub trait Command: Send + Sync + 'static {
    /// Told to the asker, and told again when the same form comes twice: ids and codes, never personal data.
    type Outcome: Serialize + DeserializeOwned + Send + Sync + 'static;

    /// In the journal of refusals.
    const NAME: &'static str;

    fn carry_out(&self, scene: &Scene<'_>) -> impl Future<Output = Result<Self::Outcome, Failure>> + Send;
}

/// Something looked at: one per screen.
pub trait Query: Send + Sync {
    type View: Send;

    fn look(&self, sight: &Sight<'_>) -> impl Future<Output = Result<Self::View, Failure>> + Send;
}

/// Hears what happened in the transaction in which it happened, and may refuse it.
pub trait Listener: Send + Sync {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>>;
}

/// The token of one filled-in form: the same token does the thing once (security requirement 77).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once(pub String);

/// Where a command is carried out: rows, the guard, the vault, and the notes that go into the journal with it.
pub struct Scene<'a> {
    pub(crate) rows: &'a DatabaseTransaction,
    pub(crate) trust: &'a Trust,
    pub(crate) actor: &'a Actor,
    now: Timestamp,
    notes: Mutex<Vec<Note>>,
    denied: &'a Denied,
}

impl<'a> Scene<'a> {
    fn new(
        rows: &'a DatabaseTransaction,
        (trust, actor): (&'a Trust, &'a Actor),
        now: Timestamp,
        denied: &'a Denied,
    ) -> Self {
        Self {
            rows,
            trust,
            actor,
            now,
            notes: Mutex::default(),
            denied,
        }
    }

    pub fn rows(&self) -> &DatabaseTransaction {
        self.rows
    }

    pub fn actor(&self) -> &Actor {
        self.actor
    }

    /// One instant for the whole command.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn chance(&self) -> &dyn Entropy {
        self.trust.chance()
    }

    pub fn trust(&self) -> &Trust {
        self.trust
    }

    /// Asks the guard; refused answers as missing.
    ///
    /// # Errors
    /// [`Failure::Missing`].
    pub fn permit(&self, deed: Deed, roles: &[RoleCode], record: &Protected) -> Result<Permit, Failure> {
        let asked = self.trust.guard().permit(self.actor, deed, roles, record);
        self.denied.watch(asked, record)
    }

    /// Writes into the journal what was done, in this same transaction.
    pub fn note(&self, note: Note) {
        self.notes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(note);
    }

    fn taken(&self) -> Vec<Note> {
        std::mem::take(&mut *self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets the listeners hear what was noted, and what they note in turn, then appends all to the journal.
    async fn conclude(&self) -> Result<(), Failure> {
        let listeners = self.trust.listeners();
        let mut told = Vec::new();
        loop {
            let fresh = self.taken();
            if fresh.is_empty() {
                break;
            }
            for note in &fresh {
                for listener in &listeners {
                    listener.hear(self, note).await?;
                }
            }
            told.extend(fresh);
        }
        append(self.rows, (self.trust, self.actor), self.now, told).await
    }
}

/// Where a query looks: rows to read, the guard, the vault, and the notes of what was opened.
pub struct Sight<'a> {
    pub(crate) trust: &'a Trust,
    pub(crate) actor: &'a Actor,
    now: Timestamp,
    notes: Mutex<Vec<Note>>,
    denied: Denied,
}

/// The record at which the guard last said no: the try is told in the journal with it, when nothing came of it (DP-01).
#[derive(Clone, Default)]
struct Denied(Arc<Mutex<Option<Protected>>>);

impl Denied {
    fn watch(&self, asked: Result<Permit, Failure>, record: &Protected) -> Result<Permit, Failure> {
        if asked.is_err() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(record.clone());
        }
        asked
    }

    fn about(&self, note: Note) -> Note {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().fold(note, |note, record| record.about(note))
    }
}

impl Sight<'_> {
    pub fn rows(&self) -> &DatabaseConnection {
        self.trust.database().reader()
    }

    pub fn actor(&self) -> &Actor {
        self.actor
    }

    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn trust(&self) -> &Trust {
        self.trust
    }

    /// Asks the guard; refused answers as missing.
    ///
    /// # Errors
    /// [`Failure::Missing`].
    pub fn permit(&self, deed: Deed, roles: &[RoleCode], record: &Protected) -> Result<Permit, Failure> {
        let asked = self.trust.guard().permit(self.actor, deed, roles, record);
        self.denied.watch(asked, record)
    }

    /// Whether the guard would say yes: for showing a button or not.
    pub fn may(&self, deed: Deed, roles: &[RoleCode], record: &Protected) -> bool {
        self.trust.guard().permit(self.actor, deed, roles, record).is_ok()
    }

    /// What was read goes into the journal before the answer leaves (security requirement 30).
    pub fn note(&self, note: Note) {
        self.notes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(note);
    }
}

impl Trust {
    /// Carries out a command in one transaction with its journal entries, once per `once` token.
    ///
    /// # Errors
    /// What the command refused; the refusal is in the journal then.
    pub async fn perform<C: Command>(
        &self,
        actor: &Actor,
        once: Option<Once>,
        command: C,
    ) -> Result<C::Outcome, Failure> {
        let work = Performance {
            trust: self.clone(),
            actor: actor.clone(),
            once,
            now: self.now(),
            command,
            denied: Denied::default(),
        };
        let denied = work.denied.clone();
        let done = self.database().write(work).await;
        if let Err(failure) = &done {
            self.tell_refusal(actor, C::NAME, failure, &denied).await?;
        }
        done
    }

    /// Looks at something; what was opened is in the journal before the view is returned, and so is a look that was
    /// refused to somebody signed in.
    ///
    /// # Errors
    /// [`Failure::Missing`] for what the reader may not see, like for what does not exist; [`Failure::ProveAgain`] for one
    /// more case after many within the hour (security requirement 28): nothing of it is shown then.
    pub async fn look<Q: Query>(&self, actor: &Actor, query: &Q) -> Result<Q::View, Failure> {
        let sight = Sight {
            trust: self,
            actor,
            now: self.now(),
            notes: Mutex::default(),
            denied: Denied::default(),
        };
        let view = query.look(&sight).await;
        let Sight { notes, denied, .. } = sight;
        let notes = notes.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !notes.is_empty() {
            let told = self.tell_reading(actor, notes).await;
            if let Err(failure @ Failure::ProveAgain) = &told {
                self.tell_refusal(actor, short_name::<Q>(), failure, &denied)
                    .await?;
            }
            told?;
        }
        if let (Err(failure @ Failure::Missing), Some(_)) = (&view, actor.user) {
            self.tell_refusal(actor, short_name::<Q>(), failure, &denied)
                .await?;
        }
        view
    }

    /// Appends notes that belong to no command.
    pub(crate) async fn witness(&self, actor: &Actor, notes: Vec<Note>) -> Result<(), Failure> {
        let work = Witnessing {
            trust: self.clone(),
            actor: actor.clone(),
            now: self.now(),
            notes,
        };
        self.database().write(work).await
    }

    /// Tells in the journal that something was refused before any command was made of it.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn note_refusal(&self, actor: &Actor, name: &str, failure: &Failure) -> Result<(), Failure> {
        self.tell_refusal(actor, name, failure, &Denied::default()).await
    }

    async fn tell_refusal(
        &self,
        actor: &Actor,
        name: &str,
        failure: &Failure,
        denied: &Denied,
    ) -> Result<(), Failure> {
        let code = match failure {
            Failure::Refused(refusals) => refusals
                .0
                .first()
                .map_or("Refused", |r| r.code.as_str())
                .to_owned(),
            Failure::Missing => "Missing".to_owned(),
            Failure::ProveAgain => "ProveAgain".to_owned(),
            _ => return Ok(()),
        };
        let note = Note::new("Refused").fact("command", name).fact("code", code);
        let note = match failure {
            Failure::Missing => denied.about(note),
            _ => note,
        };
        self.witness(actor, vec![note]).await
    }
}

/// The name of a type without the way to it.
fn short_name<T>() -> &'static str {
    let whole = std::any::type_name::<T>();
    let plain = whole.split('<').next().unwrap_or(whole);
    plain.rsplit("::").next().unwrap_or(plain)
}

struct Performance<C> {
    trust: Trust,
    actor: Actor,
    once: Option<Once>,
    now: Timestamp,
    command: C,
    denied: Denied,
}

impl<C: Command> UnitOfWork for Performance<C> {
    type Output = C::Outcome;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<C::Outcome, Failure> {
        if let Some(Once(token)) = &self.once
            && let Some(done) = once::recall(rows, &self.actor, token, C::NAME).await?
        {
            return Ok(done);
        }
        let scene = Scene::new(rows, (&self.trust, &self.actor), self.now, &self.denied);
        let outcome = self.command.carry_out(&scene).await?;
        scene.conclude().await?;
        if let Some(Once(token)) = &self.once {
            once::remember(rows, &self.actor, token, C::NAME, &outcome, self.now).await?;
        }
        Ok(outcome)
    }
}

struct Witnessing {
    trust: Trust,
    actor: Actor,
    now: Timestamp,
    notes: Vec<Note>,
}

impl UnitOfWork for Witnessing {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        append(rows, (&self.trust, &self.actor), self.now, self.notes.clone()).await
    }
}
