use jiff::civil::Date;
use relais_kernel::{Id, Localised, Refusal, User};
use serde::{Deserialize, Serialize};

/// Who vouched for an entry, and when. `by` is empty for an import: the sheet says the day only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assurance {
    pub on: Date,
    pub by: Option<Id<User>>,
}

/// The life of a directory entry (domain §2.4): draft → verified → active → suspended | temporarily closed |
/// defunct. Only an active entry is proposed to anybody, and no entry is active that nobody vouched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Entry {
    Draft,
    Verified {
        assurance: Assurance,
    },
    Active {
        assurance: Assurance,
        since: Date,
    },
    /// Taken out by the directory manager.
    Suspended {
        assurance: Assurance,
        since: Date,
        reason: String,
    },
    /// Closed by the provider; `until` is the first day on which it expects to be open again.
    TemporarilyClosed {
        assurance: Assurance,
        since: Date,
        until: Option<Date>,
    },
    /// The service is no more. Nothing leads out of it: a service that comes back is a new entry.
    Defunct {
        assurance: Option<Assurance>,
        since: Date,
        reason: String,
    },
}

/// Stands for the reason where a provider said that its service is no more and gave none of its own.
pub(crate) const GONE_BY_PROVIDER: &str = "gone_by_provider";

impl Entry {
    /// Why it was taken out, in the words of whoever did it.
    pub fn why(&self) -> Option<Localised> {
        match self {
            Self::Suspended { reason, .. } | Self::Defunct { reason, .. } => Some(match reason.as_str() {
                GONE_BY_PROVIDER => Localised::new(
                    "Le prestataire dit que ce service n’existe plus.",
                    "The provider says that this service no longer exists.",
                ),
                words => Localised::new(words, words),
            }),
            _ => None,
        }
    }

    /// The name of the state, as stored and as programs read it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Verified { .. } => "verified",
            Self::Active { .. } => "active",
            Self::Suspended { .. } => "suspended",
            Self::TemporarilyClosed { .. } => "temporarily_closed",
            Self::Defunct { .. } => "defunct",
        }
    }

    /// The value of `service.status` in HSDS, which has four.
    pub const fn hsds_status(&self) -> &'static str {
        match self {
            Self::Draft | Self::Verified { .. } | Self::Suspended { .. } => "inactive",
            Self::Active { .. } => "active",
            Self::TemporarilyClosed { .. } => "temporarily closed",
            Self::Defunct { .. } => "defunct",
        }
    }

    /// Who last vouched for it.
    pub const fn assurance(&self) -> Option<Assurance> {
        match self {
            Self::Draft => None,
            Self::Verified { assurance }
            | Self::Active { assurance, .. }
            | Self::Suspended { assurance, .. }
            | Self::TemporarilyClosed { assurance, .. } => Some(*assurance),
            Self::Defunct { assurance, .. } => *assurance,
        }
    }

    /// Somebody called or visited and vouches for what the entry says. The state stays, a draft becomes verified.
    pub fn verify(self, assurance: Assurance) -> Result<Self, Refusal> {
        match self {
            Self::Draft | Self::Verified { .. } => Ok(Self::Verified { assurance }),
            Self::Active { since, .. } => Ok(Self::Active { assurance, since }),
            Self::Suspended { since, reason, .. } => Ok(Self::Suspended {
                assurance,
                since,
                reason,
            }),
            Self::TemporarilyClosed { since, until, .. } => Ok(Self::TemporarilyClosed {
                assurance,
                since,
                until,
            }),
            Self::Defunct { .. } => Err(self.ended("verify")),
        }
    }

    /// Shows a verified entry to those who refer.
    pub fn activate(self, today: Date) -> Result<Self, Refusal> {
        match self {
            Self::Verified { assurance } => Ok(Self::Active { assurance, since: today }),
            Self::Draft => Err(Refusal::new(
                "EntryNotVerified",
                "Cette fiche n’a pas encore été vérifiée : appelez le prestataire, puis notez la vérification.",
                "This entry has not been verified yet: call the provider, then record the verification.",
            )
            .during("draft", "activate")),
            Self::Defunct { .. } => Err(self.ended("activate")),
            other => Err(other.not_from_here("activate")),
        }
    }

    /// The directory manager takes the entry out of sight, with a reason that the provider may read.
    pub fn suspend(self, reason: &str, today: Date) -> Result<Self, Refusal> {
        let reason = self.reason(reason, "suspend")?;
        match self {
            Self::Active { assurance, .. } | Self::TemporarilyClosed { assurance, .. } => {
                Ok(Self::Suspended {
                    assurance,
                    since: today,
                    reason,
                })
            }
            Self::Defunct { .. } => Err(self.ended("suspend")),
            other => Err(other.not_from_here("suspend")),
        }
    }

    /// The provider closes for a while. `until` is the first day of opening, when it is known.
    pub fn close(self, until: Option<Date>, today: Date) -> Result<Self, Refusal> {
        if until.is_some_and(|day| day <= today) {
            return Err(Refusal::new(
                "ReopeningNotAhead",
                "Le jour de réouverture doit être à venir.",
                "The day of reopening must lie ahead.",
            )
            .at("until")
            .during(self.code(), "close"));
        }
        match self {
            Self::Active { assurance, .. } => Ok(Self::TemporarilyClosed {
                assurance,
                since: today,
                until,
            }),
            Self::TemporarilyClosed { assurance, since, .. } => Ok(Self::TemporarilyClosed {
                assurance,
                since,
                until,
            }),
            Self::Defunct { .. } => Err(self.ended("close")),
            other => Err(other.not_from_here("close")),
        }
    }

    /// Shows the entry again after a suspension or a closure.
    pub fn reopen(self, today: Date) -> Result<Self, Refusal> {
        match self {
            Self::Suspended { assurance, .. } | Self::TemporarilyClosed { assurance, .. } => {
                Ok(Self::Active {
                    assurance,
                    since: today,
                })
            }
            Self::Defunct { .. } => Err(self.ended("reopen")),
            other => Err(other.not_from_here("reopen")),
        }
    }

    /// The service is no more.
    pub fn wind_up(self, reason: &str, today: Date) -> Result<Self, Refusal> {
        let reason = self.reason(reason, "wind_up")?;
        match self {
            Self::Defunct { .. } => Err(self.ended("wind_up")),
            other => Ok(Self::Defunct {
                assurance: other.assurance(),
                since: today,
                reason,
            }),
        }
    }

    fn reason(&self, text: &str, verb: &str) -> Result<String, Refusal> {
        match text.trim() {
            "" => Err(
                Refusal::new("ReasonMissing", "Indiquez la raison.", "Give the reason.")
                    .at("reason")
                    .during(self.code(), verb),
            ),
            reason => Ok(reason.to_owned()),
        }
    }

    fn ended(&self, verb: &str) -> Refusal {
        Refusal::new(
            "EntryDefunct",
            "Ce service n’existe plus ; s’il reprend, créez une nouvelle fiche.",
            "This service no longer exists; if it starts again, create a new entry.",
        )
        .during(self.code(), verb)
    }

    fn not_from_here(&self, verb: &str) -> Refusal {
        let (fr, en) = match self {
            Self::Draft => ("un brouillon", "a draft"),
            Self::Verified { .. } => (
                "vérifiée mais pas encore publiée",
                "verified but not yet published",
            ),
            Self::Active { .. } => ("déjà publiée", "already published"),
            Self::Suspended { .. } => ("suspendue", "suspended"),
            Self::TemporarilyClosed { .. } => ("fermée temporairement", "temporarily closed"),
            Self::Defunct { .. } => ("close définitivement", "defunct"),
        };
        Refusal::new(
            "EntryNotInState",
            format!("Ce n’est pas possible : la fiche est {fr}."),
            format!("This cannot be done: the entry is {en}."),
        )
        .during(self.code(), verb)
    }
}

#[cfg(test)]
#[path = "entry_tests.rs"]
mod tests;
