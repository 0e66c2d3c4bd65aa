use jiff::Timestamp;
use relais_kernel::Refusal;
use relais_mechanism::Role;
use serde::{Deserialize, Serialize};

use super::{ExceptionState, LawfulException, LegalBasis};
use crate::{
    UserId,
    actor::{Act, By, someone_else},
};

/// A legal order of a body behind the firewall: it opens nothing before the data-protection officer reviewed it
/// (DP-15, decisions §15). The order and the officer's reason are narratives: they are sealed and stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LegalOrder {
    Waiting,
    Reviewed { act: Act },
    Refused { act: Act },
}

impl LegalOrder {
    /// The code of its state, as stored and as programs read it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reviewed { .. } => "reviewed",
            Self::Refused { .. } => "refused",
        }
    }
}

impl LawfulException {
    /// The receiver is a body behind the firewall: a legal obligation towards it waits for the officer.
    #[must_use]
    pub fn towards_firewall(self) -> Self {
        let order = (self.basis == LegalBasis::LegalObligation).then_some(LegalOrder::Waiting);
        Self { order, ..self }
    }

    /// Nothing for what is no order of a firewall body.
    pub fn order(&self) -> Option<LegalOrder> {
        self.order
    }

    /// The officer who reviewed the order and found it in order.
    pub fn order_reviewed_by(&self) -> Option<UserId> {
        match self.order {
            Some(LegalOrder::Reviewed { act }) => Some(act.by),
            _ => None,
        }
    }

    /// The officer's word on the order, with the reason for it.
    ///
    /// # Errors
    /// `ReasonMissing`; `OfficerNeeded`; `SecondPersonNeeded` for who asked or authorised; `NoOrderWaiting`.
    pub fn review_order(&self, by: &By, upheld: bool, reason: &str, now: Timestamp) -> Result<Self, Refusal> {
        if !self.awaits_officer() {
            return Err(no_order_waiting());
        }
        if reason.trim().is_empty() {
            return Err(reason_missing());
        }
        let user = by.user()?;
        if !by.has(Role::DATA_PROTECTION_OFFICER) {
            return Err(officer_needed());
        }
        someone_else(self.requested.by, user)?;
        if let ExceptionState::Authorised { act, .. } | ExceptionState::Reviewed { authorised: act, .. } =
            self.state
        {
            someone_else(act.by, user)?;
        }
        let act = Act { by: user, at: now };
        let order = match upheld {
            true => LegalOrder::Reviewed { act },
            false => LegalOrder::Refused { act },
        };
        Ok(Self {
            order: Some(order),
            ..self.clone()
        })
    }

    /// It waits for the officer: nobody has said no to it meanwhile.
    pub fn awaits_officer(&self) -> bool {
        let refused = matches!(
            self.state,
            ExceptionState::Declined { .. } | ExceptionState::Reviewed { upheld: false, .. }
        );
        self.order == Some(LegalOrder::Waiting) && !refused
    }
}

fn no_order_waiting() -> Refusal {
    Refusal::new(
        "NoOrderWaiting",
        "Cet ordre n’attend plus de revue.",
        "This order no longer waits for a review.",
    )
}

fn reason_missing() -> Refusal {
    Refusal::new(
        "ReasonMissing",
        "Dites pourquoi : ce que l’ordre exige, et ce qui le fonde.",
        "Say why: what the order demands, and what it rests on.",
    )
    .at("reason")
}

fn officer_needed() -> Refusal {
    Refusal::new(
        "OfficerNeeded",
        "Seul le délégué à la protection des données revoit un ordre légal.",
        "Only the data-protection officer reviews a legal order.",
    )
}
