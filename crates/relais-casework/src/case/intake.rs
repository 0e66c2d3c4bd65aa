//! From identification to registration, and the ways out before it.

use relais_kernel::Refusal;
use relais_mechanism::CaseStep;

use super::{Case, CaseEvent, CaseState, Change, ClearFacts, Risk, Setting, Work, refusal};
use crate::{CaseId, UserId, code::Code};

pub(super) fn screen(case: &Case, risk: Risk, s: &Setting<'_>) -> Result<Change, Refusal> {
    if case.state != CaseState::Identified {
        return case.not_here(s);
    }
    let mut next = case.clone();
    next.facts.risk = Some(risk);
    Ok(next.moved(
        CaseState::Screened { act: s.act()? },
        CaseEvent::CaseScreened { risk },
    ))
}

pub(super) fn mark_not_in_scope(case: &Case, reason: &Code, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !matches!(case.state, CaseState::Identified | CaseState::Screened { .. }) {
        return case.not_here(s);
    }
    not_in_transfer(case)?;
    let state = CaseState::NotInScope {
        reason: reason.clone(),
        act: s.act()?,
    };
    Ok(case.moved(
        state,
        CaseEvent::CaseFoundNotInScope {
            reason: reason.clone(),
        },
    ))
}

pub(super) fn mark_duplicate(case: &Case, of: CaseId, s: &Setting<'_>) -> Result<Change, Refusal> {
    if case.state != CaseState::Identified {
        return case.not_here(s);
    }
    if of == case.id {
        return Err(refusal::itself());
    }
    Ok(case.moved(
        CaseState::Duplicate { of, act: s.act()? },
        CaseEvent::CaseFoundDuplicate { of },
    ))
}

pub(super) fn redirect(case: &Case, to: &Code, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !matches!(case.state, CaseState::Screened { .. }) {
        return case.not_here(s);
    }
    not_in_transfer(case)?;
    let state = CaseState::Redirected {
        to: to.clone(),
        act: s.act()?,
    };
    Ok(case.moved(state, CaseEvent::CaseRedirected { to: to.clone() }))
}

/// Another organisation has been asked to take the case: its answer comes first.
fn not_in_transfer(case: &Case) -> Result<(), Refusal> {
    if case.transfer.is_some() {
        Err(refusal::transfer_pending())
    } else {
        Ok(())
    }
}

/// Consent to case management, or another recorded basis. Without it the case stays screened, and urgent
/// referrals stay possible: refusing costs the person nothing (DP-09).
pub(super) fn register(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !matches!(case.state, CaseState::Screened { .. }) {
        return case.not_here(s);
    }
    let basis = s.around.basis.clone()?;
    Ok(case.moved(
        Work::Registered { act: s.act()?, basis },
        CaseEvent::CaseRegistered,
    ))
}

pub(super) fn assign(case: &Case, to: UserId, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !case.state.is_open() {
        return case.not_here(s);
    }
    let mut next = case.clone();
    next.manager = Some(to);
    Ok(next.changed([CaseEvent::CaseAssigned { to }]))
}

/// The risk is kept where the form leaves it out; the first judgement of it screens the person.
pub(super) fn correct(case: &Case, facts: &ClearFacts, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !case.state.is_open() {
        return case.not_here(s);
    }
    let mut next = case.clone();
    next.facts = ClearFacts {
        risk: facts.risk.or(case.facts.risk),
        ..facts.clone()
    };
    let mut events = vec![CaseEvent::FactsCorrected];
    if let (CaseState::Identified, Some(risk)) = (&case.state, next.facts.risk) {
        s.by.may(CaseStep::Screen, s.steps)?;
        next.state = CaseState::Screened { act: s.act()? };
        events.push(CaseEvent::CaseScreened { risk });
    }
    Ok(next.changed(events))
}

/// In whatever state: a closed case tells as much about the person as an open one.
pub(super) fn bar(case: &Case, barred: bool) -> Result<Change, Refusal> {
    if case.barred == barred {
        return Err(refusal::already_so());
    }
    let event = if barred {
        CaseEvent::EmergencyBarred
    } else {
        CaseEvent::EmergencyAllowed
    };
    let next = Case {
        barred,
        ..case.clone()
    };
    Ok(next.changed([event]))
}
