//! Messages that leave and come in, put together: the courier, its author, the ways of the settings.

use std::{fs, path::PathBuf, sync::Arc};

use axum::Router;
use relais_kernel::jiff::SignedDuration;
use relais_mechanism::Definitions;
use relais_platform::{
    Failure, UnitOfWork,
    courier::{self, Courier, inbox},
    sea_orm::DatabaseTransaction,
};
use relais_referral::{
    actions::{Incoming, MessageAuthor, Switchboard},
    pages::{DoorSetting, gateway_door},
};
use relais_shell::Shell;
use relais_trust::Trust;

use crate::{clockwork::Job, ground::Ground};

/// What left is shown for half a year.
const MEMORY: SignedDuration = SignedDuration::from_hours(24 * 183);

/// The post of an installation.
#[derive(Clone)]
pub struct Post {
    trust: Trust,
    courier: Arc<Courier>,
    switchboard: Switchboard,
    door: Option<DoorSetting>,
    inbox: Option<PathBuf>,
}

impl Post {
    pub fn of(ground: &Ground, shell: &Shell) -> Self {
        let trust = ground.trust.clone();
        let author = MessageAuthor::new(trust.clone(), ground.settings.link_base(ground.at));
        let gateways = ground.ways.gateways.clone();
        Self {
            switchboard: Switchboard {
                trust: trust.clone(),
                definitions: Definitions::default(),
                zone: shell.setting().zone.clone(),
                gateway: gateways.sms.clone(),
            },
            courier: Arc::new(Courier::new(trust.database().clone(), Arc::new(author), gateways)),
            door: ground.ways.door.clone(),
            inbox: ground.ways.inbox.clone(),
            trust,
        }
    }

    /// The gateway's way in, where one is set.
    pub fn door(&self) -> Option<Router> {
        let setting = self.door.clone()?;
        Some(gateway_door(self.switchboard.clone(), setting))
    }

    /// What the worker does for it.
    pub fn jobs(&self) -> Vec<Job> {
        let (sender, taker, forgetter) = (self.clone(), self.clone(), self.clone());
        vec![
            Job::every_seconds(2, "send messages", move || {
                let post = sender.clone();
                async move { post.send().await }
            })
            .apart(),
            Job::every_seconds(2, "take messages", move || {
                let post = taker.clone();
                async move { post.take().await }
            })
            .apart(),
            Job::every_seconds(3600, "forget old messages", move || {
                let post = forgetter.clone();
                async move { post.forget().await }
            }),
        ]
    }

    /// # Errors
    /// [`Failure`] of the store.
    pub async fn send(&self) -> Result<(), Failure> {
        self.courier.run_due(self.trust.now()).await.map(drop)
    }

    /// Takes the short messages that lie in the folder; each goes away with its answer.
    ///
    /// # Errors
    /// [`Failure`] of the store, or a folder that cannot be read.
    pub async fn take(&self) -> Result<(), Failure> {
        let Some(folder) = &self.inbox else {
            return Ok(());
        };
        let unreadable = |error: std::io::Error| Failure::Unavailable(format!("inbox: {}", error.kind()));
        for filed in inbox::filed(folder).map_err(unreadable)? {
            let name = filed.path.file_name().unwrap_or_default().to_string_lossy();
            let message = Incoming {
                id: format!("{name} {} {}", filed.from, filed.text),
                from: filed.from,
                text: filed.text,
            };
            self.switchboard.take(&message).await?;
            fs::remove_file(&filed.path).map_err(unreadable)?;
        }
        Ok(())
    }

    async fn forget(&self) -> Result<(), Failure> {
        let before = self.trust.now().checked_sub(MEMORY).unwrap_or_default();
        self.trust.database().write(Forget { before }).await.map(drop)
    }
}

struct Forget {
    before: relais_kernel::Timestamp,
}

impl UnitOfWork for Forget {
    type Output = u64;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<u64, Failure> {
        courier::forget_sent(rows, self.before).await
    }
}
