use jiff::civil::Date;
use relais_kernel::PublicRef;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Note, Scene};

use super::{Changer, publish_due, to_change};
use crate::{Assurance, Entry, store::keep_service};

/// What becomes of an entry (domain §2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryVerb {
    /// What it says is right today: somebody called, or the provider says so.
    Confirm,
    /// Shows a verified entry to those who refer.
    Activate,
    /// Closes for a while, until this day if it is known.
    Close(Option<Date>),
    /// Shows it again after a closure or a suspension.
    Reopen,
    /// Takes it out of sight, for this reason.
    Suspend(String),
    /// The service is no more, for this reason.
    WindUp(String),
}

impl EntryVerb {
    const fn event(&self) -> &'static str {
        match self {
            Self::Confirm => "EntryConfirmed",
            Self::Activate => "EntryActivated",
            Self::Close(_) => "EntryClosed",
            Self::Reopen => "EntryReopened",
            Self::Suspend(_) => "EntrySuspended",
            Self::WindUp(_) => "EntryWoundUp",
        }
    }

    /// A provider confirms, closes and reopens its own service. What the directory manager took out of sight, the
    /// provider cannot bring back.
    fn is_for(&self, changer: Changer, entry: &Entry) -> bool {
        match self {
            _ if changer == Changer::Keeper => true,
            Self::Confirm | Self::Close(_) => true,
            Self::Reopen => !matches!(entry, Entry::Suspended { .. }),
            Self::Activate | Self::Suspend(_) | Self::WindUp(_) => false,
        }
    }
}

/// Changes the state of an entry.
#[derive(Clone)]
pub struct ChangeEntry {
    pub definitions: Definitions,
    pub service: PublicRef,
    pub expected: Option<i64>,
    pub verb: EntryVerb,
}

impl Command for ChangeEntry {
    type Outcome = PublicRef;
    const NAME: &'static str = "ChangeEntry";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row, changer) = to_change(scene, &self.definitions, self.service).await?;
        let mut service = row.service;
        if !self.verb.is_for(changer, &service.entry) {
            return Err(Failure::Missing);
        }
        let today = standing.today;
        let entry = service.entry;
        service.entry = match &self.verb {
            EntryVerb::Confirm => entry.verify(Assurance {
                on: today,
                by: scene.actor().user,
            }),
            EntryVerb::Activate => entry.activate(today),
            EntryVerb::Close(until) => entry.close(*until, today),
            EntryVerb::Reopen => entry.reopen(today),
            EntryVerb::Suspend(reason) => entry.suspend(reason, today),
            EntryVerb::WindUp(reason) => entry.wind_up(reason, today),
        }?;
        scene.note(
            Note::new(self.verb.event())
                .on("service", service.id.uuid())
                .under(&standing.definition.version.hash)
                .fact("state", service.entry.code()),
        );
        keep_service(scene, &service, self.expected.or(Some(row.version))).await?;
        publish_due(scene, &standing.definition).await?;
        Ok(self.service)
    }
}
