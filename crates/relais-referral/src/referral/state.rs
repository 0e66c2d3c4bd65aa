use relais_kernel::{Date, Id, Referral, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    By, Channel, ContactPlan, DeclineReason, Feedback, NotReason, Outcome, OutcomeKind, PersonCheck, Work,
};
use crate::coded::coded;

coded! {
    /// The states of a referral, without their facts (domain §2.2).
    StateKind {
        Draft = "draft", "brouillon", "draft";
        Ready = "ready", "prêt", "ready";
        Sent = "sent", "envoyé", "sent";
        Acknowledged = "acknowledged", "accusé de réception", "acknowledged";
        InfoRequested = "info_requested", "complément demandé", "information requested";
        Waitlisted = "waitlisted", "liste d’attente", "waiting list";
        Accepted = "accepted", "accepté", "accepted";
        NoShow = "no_show", "absence", "no-show";
        InService = "in_service", "en cours", "in service";
        Provided = "provided", "service fourni", "provided";
        PartlyProvided = "partly_provided", "service fourni en partie", "partly provided";
        NotProvided = "not_provided", "service non fourni", "not provided";
        FeedbackGiven = "feedback_given", "retour fait", "feedback given";
        Declined = "declined", "non accepté", "declined";
        Expired = "expired", "sans réponse", "expired";
        Withdrawn = "withdrawn", "retiré", "withdrawn";
        Cancelled = "cancelled", "annulé", "cancelled";
        Closed = "closed", "clôturé", "closed";
    }
}

/// Where a referral stands, with the facts of that state (domain §2.2). Free words stand in the referral's notes,
/// apart, because they are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ReferralState {
    Draft,
    Ready {
        ready_at: Timestamp,
    },
    Sent {
        sent_at: Timestamp,
        by: By,
        channel: Channel,
    },
    Acknowledged {
        at: Timestamp,
        by: By,
    },
    /// The decision clock stands still; the sender's clock runs.
    InfoRequested {
        asked_at: Timestamp,
        cycle: u8,
    },
    Waitlisted {
        since: Timestamp,
        expected: Date,
        reviewed_at: Timestamp,
    },
    /// `no_shows`: appointments already missed.
    Accepted {
        at: Timestamp,
        plan: ContactPlan,
        no_shows: u8,
    },
    NoShow {
        at: Timestamp,
        times: u8,
    },
    /// `disputed`: the sender did not recognise the feedback.
    InService {
        since: Timestamp,
        expected_end: Option<Date>,
        disputed: bool,
    },
    Provided {
        at: Timestamp,
        work: Work,
    },
    PartlyProvided {
        at: Timestamp,
        work: Work,
    },
    NotProvided {
        at: Timestamp,
        reason: NotReason,
    },
    FeedbackGiven {
        at: Timestamp,
        outcome: OutcomeKind,
        feedback: Feedback,
        read_at: Option<Timestamp>,
    },
    Declined {
        at: Timestamp,
        reason: DeclineReason,
    },
    /// `acknowledged`: the receiver had at least said that it arrived; then it counts as "acknowledged only".
    Expired {
        at: Timestamp,
        acknowledged: bool,
    },
    Withdrawn {
        at: Timestamp,
        recall: Recall,
    },
    Cancelled {
        at: Timestamp,
        recall: Recall,
    },
    Closed {
        at: Timestamp,
        how: Closing,
    },
}

/// Whether the receiver has been told to stop and to delete, and has said so (DP-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recall {
    /// Nothing had been sent.
    NotNeeded,
    Pending,
    Confirmed,
}

/// How a referral ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Closing {
    /// The loop is closed: the sender read the feedback and asked the person.
    Answered {
        outcome: OutcomeKind,
        person: PersonCheck,
    },
    /// Declined or unanswered, and tried elsewhere.
    Redirected {
        to: Id<Referral>,
    },
    /// Declined or unanswered, and nobody else can help: the need is marked unmet.
    NeedUnmet,
    Withdrawn {
        recall: Recall,
    },
    Cancelled {
        recall: Recall,
    },
}

impl ReferralState {
    pub const fn kind(&self) -> StateKind {
        match self {
            Self::Draft => StateKind::Draft,
            Self::Ready { .. } => StateKind::Ready,
            Self::Sent { .. } => StateKind::Sent,
            Self::Acknowledged { .. } => StateKind::Acknowledged,
            Self::InfoRequested { .. } => StateKind::InfoRequested,
            Self::Waitlisted { .. } => StateKind::Waitlisted,
            Self::Accepted { .. } => StateKind::Accepted,
            Self::NoShow { .. } => StateKind::NoShow,
            Self::InService { .. } => StateKind::InService,
            Self::Provided { .. } => StateKind::Provided,
            Self::PartlyProvided { .. } => StateKind::PartlyProvided,
            Self::NotProvided { .. } => StateKind::NotProvided,
            Self::FeedbackGiven { .. } => StateKind::FeedbackGiven,
            Self::Declined { .. } => StateKind::Declined,
            Self::Expired { .. } => StateKind::Expired,
            Self::Withdrawn { .. } => StateKind::Withdrawn,
            Self::Cancelled { .. } => StateKind::Cancelled,
            Self::Closed { .. } => StateKind::Closed,
        }
    }

    /// The state that an outcome leads to.
    pub(super) const fn of_outcome(outcome: Outcome, at: Timestamp) -> Self {
        match outcome {
            Outcome::Fully { work } => Self::Provided { at, work },
            Outcome::Partly { work } => Self::PartlyProvided { at, work },
            Outcome::Not { reason } => Self::NotProvided { at, reason },
        }
    }
}

impl StateKind {
    /// Nothing can happen any more.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Closed)
    }

    /// The receiver still has to act or the service is under way: what an open case cannot be closed over, and
    /// what the withdrawal of consent recalls (domain §2.1, DP-07).
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Closed | Self::Declined | Self::Expired | Self::Withdrawn | Self::Cancelled
        )
    }

    /// The sender, or the coordination, has to choose: another service, or need unmet.
    pub const fn awaits_choice(self) -> bool {
        matches!(self, Self::Declined | Self::Expired)
    }

    /// It has left the sender.
    pub const fn is_underway(self) -> bool {
        self.is_open() && !matches!(self, Self::Draft | Self::Ready)
    }

    /// The receiver works with what it was told, perhaps by telephone.
    pub const fn is_told(self) -> bool {
        matches!(
            self,
            Self::Sent
                | Self::Acknowledged
                | Self::Waitlisted
                | Self::Accepted
                | Self::NoShow
                | Self::InService
        )
    }

    /// One place of the service is taken (decisions §6).
    pub const fn holds_place(self) -> bool {
        matches!(self, Self::Accepted | Self::InService)
    }
}
