use relais_casework::consent::LegalBasis;
use relais_kernel::{Date, Id, Referral, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Channel, Closing, ContactPlan, DeclineReason, Disclosure, Next, NotReason, OutcomeKind, Verb,
    WithdrawalCause,
};
use crate::clocks::{ClockKind, EscalationLevel, Owner};
use crate::sending::Lawful;

/// What happened to a referral. Ids, codes and moments only: it goes into the journal as it stands (design §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum ReferralEvent {
    ReferralDrafted {
        redirected_from: Option<Id<Referral>>,
    },
    ReferralMadeReady,
    ReferralReturnedToDraft,
    ReferralSent {
        channel: Channel,
        disclosure: Disclosure,
        lawful: Lawful,
        acknowledge_due: Timestamp,
    },
    /// It went out without consent, and is counted (DP-05).
    ExceptionUsed {
        basis: LegalBasis,
    },
    ReferralConfirmedInWriting {
        channel: Channel,
    },
    /// `implied`: a decision came without it (domain §2.2).
    ReferralAcknowledged {
        implied: bool,
    },
    InformationRequested {
        cycle: u8,
    },
    InformationGiven {
        cycle: u8,
    },
    ReferralWaitlisted {
        expected: Date,
    },
    WaitlistReviewed {
        expected: Date,
    },
    ReferralAccepted {
        plan: ContactPlan,
    },
    PersonContacted,
    NoShowRecorded {
        times: u8,
    },
    /// The sender is told at the first appointment missed (decisions §2).
    SenderAlertedOfNoShow,
    ReferralRebooked {
        plan: ContactPlan,
    },
    ServiceStarted,
    ProgressReported,
    OutcomeRecorded {
        outcome: OutcomeKind,
        not_reason: Option<NotReason>,
    },
    FeedbackGiven {
        outcome: OutcomeKind,
        next: Next,
    },
    FeedbackRead,
    FeedbackDisputed,
    ReferralDeclined {
        reason: DeclineReason,
    },
    ReferralExpired {
        acknowledged: bool,
    },
    /// A task for the coordinator: find another way for the need (domain §2.2).
    ReroutingAsked,
    ReferralWithdrawn {
        cause: WithdrawalCause,
    },
    ReferralCancelled,
    /// The receiver is asked to stop and to delete, and to say so by then (DP-07).
    RecallSent {
        due: Timestamp,
    },
    RecallConfirmed,
    /// The sender wrote it down for the receiver, who said it by telephone.
    AnswerToldByTelephone {
        verb: Verb,
    },
    ReferralRedirected {
        to: Id<Referral>,
    },
    NeedMarkedUnmet,
    ReferralClosed {
        how: Closing,
    },
    ReminderSent {
        clock: ClockKind,
        to: Owner,
    },
    ReferralEscalated {
        level: EscalationLevel,
        clock: ClockKind,
        to: Owner,
    },
    EscalationSettled {
        level: EscalationLevel,
    },
    /// One place of the service less (decisions §6).
    PlaceTaken,
    PlaceGivenBack,
}
