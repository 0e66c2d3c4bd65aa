use relais_kernel::{Id, Organisation, Timestamp, User};
use serde::{Deserialize, Serialize};

use super::Readiness;
use crate::coded::coded;
use crate::referral::{By, Side, Words};
use crate::sending::Lawful;

coded! {
    /// The states of a transfer, without their facts (domain §2.3).
    TransferKind {
        Draft = "draft", "brouillon", "draft";
        Requested = "requested", "demandé", "requested";
        Accepted = "accepted", "accepté", "accepted";
        Rejected = "rejected", "refusé", "rejected";
        Revoked = "revoked", "repris", "revoked";
        Expired = "expired", "sans réponse", "expired";
    }
    /// The commands without their facts.
    TransferVerb {
        Request = "request", "demander", "request";
        Accept = "accept", "accepter", "accept";
        Reject = "reject", "refuser", "reject";
        Revoke = "revoke", "reprendre", "revoke";
        Expire = "expire", "déclarer sans réponse", "let expire";
    }
    /// Why an organisation does not take a case over.
    RejectReason {
        NotOurMandate = "not_our_mandate", "hors mandat", "not our mandate";
        NoCapacity = "no_capacity", "capacité épuisée", "no capacity";
        OutOfArea = "out_of_area", "hors zone", "out of area";
        ConflictOfInterest = "conflict_of_interest", "conflit d’intérêts", "conflict of interest";
        Incomplete = "incomplete", "dossier incomplet", "incomplete file";
        PersonRefused = "person_refused", "refus de la personne", "person refused";
        Other = "other", "autre", "other";
    }
}

/// Where a transfer stands, with the facts of that state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TransferState {
    Draft,
    Requested {
        at: Timestamp,
        by: By,
        expires: Timestamp,
    },
    /// `owner`: the case manager who takes over.
    Accepted {
        at: Timestamp,
        owner: Id<User>,
    },
    Rejected {
        at: Timestamp,
        reason: RejectReason,
    },
    Revoked {
        at: Timestamp,
    },
    Expired {
        at: Timestamp,
    },
}

impl TransferState {
    pub const fn kind(&self) -> TransferKind {
        match self {
            Self::Draft => TransferKind::Draft,
            Self::Requested { .. } => TransferKind::Requested,
            Self::Accepted { .. } => TransferKind::Accepted,
            Self::Rejected { .. } => TransferKind::Rejected,
            Self::Revoked { .. } => TransferKind::Revoked,
            Self::Expired { .. } => TransferKind::Expired,
        }
    }

    /// Until when an answer is awaited.
    pub const fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Requested { expires, .. } => Some(*expires),
            _ => None,
        }
    }

    /// When it was answered, taken back or left without an answer.
    pub const fn ended(&self) -> Option<Timestamp> {
        match self {
            Self::Draft | Self::Requested { .. } => None,
            Self::Accepted { at, .. }
            | Self::Rejected { at, .. }
            | Self::Revoked { at }
            | Self::Expired { at } => Some(*at),
        }
    }
}

/// What can be asked of a transfer.
#[derive(Debug, Clone)]
pub enum TransferCommand {
    Request(Readiness),
    Accept {
        owner: Id<User>,
    },
    Reject {
        reason: RejectReason,
        note: Option<Words>,
    },
    Revoke,
    Expire,
}

impl TransferCommand {
    pub const fn verb(&self) -> TransferVerb {
        match self {
            Self::Request(_) => TransferVerb::Request,
            Self::Accept { .. } => TransferVerb::Accept,
            Self::Reject { .. } => TransferVerb::Reject,
            Self::Revoke => TransferVerb::Revoke,
            Self::Expire => TransferVerb::Expire,
        }
    }
}

impl TransferVerb {
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Request => &[Side::Sender],
            Self::Accept | Self::Reject => &[Side::Receiver],
            // Consent that is withdrawn takes the request back without anybody (DP-07).
            Self::Revoke => &[Side::Sender, Side::Clockwork],
            Self::Expire => &[Side::Clockwork],
        }
    }
}

/// What happened to a transfer; ids, codes and moments only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum TransferEvent {
    TransferRequested {
        to: Id<Organisation>,
        lawful: Lawful,
        expires: Timestamp,
    },
    TransferAccepted {
        owner: Id<User>,
    },
    OwnershipMoved {
        from: Id<Organisation>,
        to: Id<Organisation>,
        owner: Id<User>,
    },
    TransferRejected {
        reason: RejectReason,
    },
    TransferRevoked,
    TransferExpired,
}
