use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Case, CaseEvent, CaseState, Change, Setting, refusal};
use crate::OrganisationId;
use relais_kernel::Refusal;

/// A transfer that awaits an answer: a flag that freezes closure, not a state (domain §2.1, §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub to: OrganisationId,
    pub since: Timestamp,
}

/// How a transfer ended. Only acceptance moves the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferEnd {
    Accepted,
    Rejected,
    Revoked,
    Expired,
}

pub(super) fn hold(case: &Case, transfer: Transfer, setting: &Setting<'_>) -> Result<Change, Refusal> {
    if !case.state.is_open() || matches!(case.state, CaseState::Identified | CaseState::ClosureRequested(_)) {
        return Err(refusal::not_from(&case.state, setting.steps));
    }
    if case.transfer.is_some() {
        return Err(refusal::transfer_pending());
    }
    if transfer.to == case.owner {
        return Err(Refusal::new(
            "SameOrganisation",
            "Le dossier est déjà à cette structure.",
            "The case already belongs to this organisation.",
        ));
    }
    let mut next = case.clone();
    next.transfer = Some(transfer);
    Ok(next.changed([CaseEvent::ClosureFrozen { to: transfer.to }]))
}

/// The owner changes on acceptance only; the new team has to name its own case manager.
pub(super) fn end(case: &Case, end: TransferEnd) -> Result<Change, Refusal> {
    let Some(transfer) = case.transfer else {
        return Err(Refusal::new(
            "NoTransfer",
            "Aucun transfert de ce dossier n’attend de réponse.",
            "No transfer of this case awaits an answer.",
        ));
    };
    let mut next = case.clone();
    next.transfer = None;
    let mut events = vec![CaseEvent::TransferEnded { end }];
    if end == TransferEnd::Accepted {
        next.owner = transfer.to;
        next.manager = None;
        events.push(CaseEvent::OwnershipMoved {
            from: case.owner,
            to: transfer.to,
        });
    }
    Ok(next.changed(events))
}
