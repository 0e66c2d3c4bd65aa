//! Closure, reopening, death and the archive.

use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_kernel::Refusal;

use super::{
    Before, Case, CaseEvent, CaseState, Change, Closing, ClosureRequest, Informed, Setting, TransferEnd,
    Work, refusal,
};
use crate::{NeedId, actor::someone_else, code::Code};

/// No open referral, no transfer (domain §2.1).
fn nothing_open(case: &Case, s: &Setting<'_>) -> Result<(), Refusal> {
    if case.transfer.is_some() {
        return Err(refusal::transfer_pending());
    }
    if s.around.open_referrals > 0 {
        return Err(refusal::open_referrals(s.around.open_referrals));
    }
    Ok(())
}

pub(super) fn request(
    case: &Case,
    reason: &Code,
    informed: Option<Informed>,
    open_needs: &BTreeSet<NeedId>,
    s: &Setting<'_>,
) -> Result<Change, Refusal> {
    let from = match &case.state {
        CaseState::Work(Work::PlanDraft { .. } | Work::PlanApproved { .. }) => return case.not_here(s),
        CaseState::Work(work) => Before::Work(work.clone()),
        CaseState::OnHold(hold) => Before::OnHold(hold.clone()),
        CaseState::LostContact(loss) => Before::LostContact(loss.clone()),
        _ => return case.not_here(s),
    };
    nothing_open(case, s)?;
    let informed = informed.ok_or_else(refusal::person_not_informed)?;
    if matches!(informed, Informed::On(day) if day > s.today()) {
        return Err(refusal::in_the_future("informed"));
    }
    let request = ClosureRequest {
        act: s.act()?,
        reason: reason.clone(),
        informed,
        open_needs: open_needs.clone(),
        from,
    };
    Ok(case.moved(
        CaseState::ClosureRequested(request),
        CaseEvent::ClosureRequested {
            reason: reason.clone(),
        },
    ))
}

/// The guards hold when the supervisor approves, not only when the case manager asked.
pub(super) fn approve(case: &Case, erase_at: Date, s: &Setting<'_>) -> Result<Change, Refusal> {
    let CaseState::ClosureRequested(request) = &case.state else {
        return case.not_here(s);
    };
    nothing_open(case, s)?;
    let approved = s.act()?;
    someone_else(request.act.by, approved.by)?;
    if erase_at <= s.today() {
        return Err(refusal::in_the_past("erase_at"));
    }
    let closing = Closing {
        requested: request.act,
        approved,
        reason: request.reason.clone(),
        informed: request.informed,
        open_needs: request.open_needs.clone(),
        erase_at,
    };
    let event = CaseEvent::CaseClosed {
        reason: request.reason.clone(),
        erase_at,
    };
    Ok(case.moved(CaseState::Closed(closing), event))
}

pub(super) fn send_back(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let CaseState::ClosureRequested(request) = &case.state else {
        return case.not_here(s);
    };
    Ok(case.moved(request.from.clone(), CaseEvent::ClosureReturned))
}

/// Consent is checked again: what held when the case closed may have expired or been withdrawn since.
pub(super) fn reopen(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let CaseState::Closed(_) = &case.state else {
        return case.not_here(s);
    };
    let basis = s.around.basis.clone()?;
    let mut next = case.clone();
    next.attempts.clear();
    Ok(next.moved(Work::Registered { act: s.act()?, basis }, CaseEvent::CaseReopened))
}

/// Nothing is asked but the fact: a pending transfer ends with it, and referrals are recalled by those who listen.
pub(super) fn record_death(case: &Case, erase_at: Date, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !case.state.is_open() {
        return case.not_here(s);
    }
    let mut next = case.clone();
    let ended = next.transfer.take().map(|_| CaseEvent::TransferEnded {
        end: TransferEnd::Revoked,
    });
    next.state = CaseState::Deceased {
        act: s.act()?,
        erase_at,
    };
    Ok(next.changed([CaseEvent::DeathRecorded].into_iter().chain(ended)))
}

pub(super) fn archive(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let CaseState::Closed(closing) = &case.state else {
        return case.not_here(s);
    };
    let state = CaseState::Archived {
        closing: closing.clone(),
        at: s.now,
    };
    Ok(case.moved(state, CaseEvent::CaseArchived))
}
