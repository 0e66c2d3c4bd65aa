use jiff::{Timestamp, civil::Date};
use relais_kernel::{Id, Priority, Referral, Refusal};
use serde::{Deserialize, Serialize};

use crate::{CaseId, NeedId, code::Code};

/// What stands in clear of a need. A need whose code would reveal survivor-critical facts stands here as
/// "protection"; its exact code is sealed (decisions §10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    pub id: NeedId,
    pub case: CaseId,
    pub shown: Code,
    pub urgency: Priority,
    /// 1 first: the person's own order.
    pub rank: u8,
    pub identified_on: Date,
    pub status: NeedStatus,
    /// Grows by one with every change.
    pub version: u64,
}

/// Where a need stands (domain §3, F3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum NeedStatus {
    Open,
    Referred {
        referral: Id<Referral>,
        at: Timestamp,
    },
    Met {
        at: Timestamp,
    },
    PartlyMet {
        at: Timestamp,
    },
    /// Nobody can help: counted, so that the gap shows.
    UnmetNoService {
        at: Timestamp,
    },
    /// The person does not want help with it. The need is not forgotten, and the person may come back to it.
    Refused {
        at: Timestamp,
    },
}

/// What can be asked of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command")]
pub enum NeedCommand {
    Refer {
        referral: Id<Referral>,
    },
    RecordMet,
    RecordPartlyMet,
    RecordNoService,
    RecordRefused,
    /// It presses again, the referral came to nothing, or the person changed their mind.
    Reopen,
}

/// What happened to a need: the code in clear, never the exact one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum NeedEvent {
    NeedIdentified,
    NeedReferred { referral: Id<Referral> },
    NeedMet,
    NeedPartlyMet,
    NeedFoundWithoutService,
    NeedRefused,
    NeedReopened,
}

impl NeedStatus {
    /// The code of the list `need_status`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Referred { .. } => "referred",
            Self::Met { .. } => "met",
            Self::PartlyMet { .. } => "partly_met",
            Self::UnmetNoService { .. } => "unmet_no_service",
            Self::Refused { .. } => "refused",
        }
    }
}

impl NeedCommand {
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Refer { .. } => "Refer",
            Self::RecordMet => "RecordMet",
            Self::RecordPartlyMet => "RecordPartlyMet",
            Self::RecordNoService => "RecordNoService",
            Self::RecordRefused => "RecordRefused",
            Self::Reopen => "Reopen",
        }
    }
}

impl Need {
    /// Does what is asked, or says why not. A need may be referred to several services one after the other; one
    /// that is met or refused has to be reopened first.
    ///
    /// # Errors
    /// `NotPossibleInThisState`.
    pub fn apply(&self, command: NeedCommand, at: Timestamp) -> Result<(Self, NeedEvent), Refusal> {
        let (status, event) = match command {
            NeedCommand::Refer { referral } => (
                NeedStatus::Referred { referral, at },
                NeedEvent::NeedReferred { referral },
            ),
            NeedCommand::RecordMet => (NeedStatus::Met { at }, NeedEvent::NeedMet),
            NeedCommand::RecordPartlyMet => (NeedStatus::PartlyMet { at }, NeedEvent::NeedPartlyMet),
            NeedCommand::RecordNoService => (
                NeedStatus::UnmetNoService { at },
                NeedEvent::NeedFoundWithoutService,
            ),
            NeedCommand::RecordRefused => (NeedStatus::Refused { at }, NeedEvent::NeedRefused),
            NeedCommand::Reopen => (NeedStatus::Open, NeedEvent::NeedReopened),
        };
        if !self.allows(&status) {
            return Err(not_from(&self.status).during(self.status.code(), command.verb()));
        }
        Ok((
            Self {
                status,
                version: self.version + 1,
                ..self.clone()
            },
            event,
        ))
    }

    /// Whether the need may come to this status: from met and refused back to open only, and to itself only by
    /// another referral.
    const fn allows(&self, next: &NeedStatus) -> bool {
        use NeedStatus as S;
        match self.status {
            S::Open => !matches!(next, S::Open),
            S::Referred { .. } => true,
            S::PartlyMet { .. } => !matches!(next, S::PartlyMet { .. }),
            S::UnmetNoService { .. } => !matches!(next, S::UnmetNoService { .. }),
            S::Met { .. } | S::Refused { .. } => matches!(next, S::Open),
        }
    }

    /// Something remains to be done for it.
    pub const fn is_open(&self) -> bool {
        !matches!(self.status, NeedStatus::Met { .. } | NeedStatus::Refused { .. })
    }
}

fn not_from(status: &NeedStatus) -> Refusal {
    let (fr, en) = match status {
        NeedStatus::Open => ("est ouvert", "is open"),
        NeedStatus::Referred { .. } => ("est référé", "is referred"),
        NeedStatus::Met { .. } => ("est satisfait", "is met"),
        NeedStatus::PartlyMet { .. } => ("est partiellement satisfait", "is partly met"),
        NeedStatus::UnmetNoService { .. } => ("n’a trouvé aucun service", "has found no service"),
        NeedStatus::Refused { .. } => ("a été refusé par la personne", "was refused by the person"),
    };
    Refusal::new(
        "NotPossibleInThisState",
        format!("Cette action n’est pas possible : ce besoin {fr}."),
        format!("This cannot be done: this need {en}."),
    )
}
