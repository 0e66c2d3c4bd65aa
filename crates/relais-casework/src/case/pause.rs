//! Pauses, lost contact, and the contacts with the person in between.

use jiff::civil::Date;
use relais_kernel::Refusal;

use super::{Attempt, Case, CaseEvent, CaseState, Change, Hold, Loss, Setting, Work, refusal};
use crate::code::Code;

pub(super) fn put_on_hold(
    case: &Case,
    reason: &Code,
    until: Date,
    s: &Setting<'_>,
) -> Result<Change, Refusal> {
    let from = case.work(s)?;
    if !matches!(
        from,
        Work::Registered { .. } | Work::InAssessment { .. } | Work::InService { .. }
    ) {
        return case.not_here(s);
    }
    if until <= s.today() {
        return Err(refusal::in_the_past("until"));
    }
    let hold = Hold {
        act: s.act()?,
        reason: reason.clone(),
        until,
        from: from.clone(),
    };
    Ok(case.moved(CaseState::OnHold(hold), CaseEvent::CasePutOnHold { until }))
}

/// Three documented attempts over 30 days, as the mechanism sets them (domain §2.1).
pub(super) fn mark_lost(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let from @ Work::Monitoring { .. } = case.work(s)? else {
        return case.not_here(s);
    };
    let deadlines = &s.steps.deadlines;
    let Some(first) = case
        .attempts
        .first()
        .filter(|_| case.attempts.len() >= deadlines.lost_contact_attempts.into())
    else {
        return Err(refusal::too_few_attempts(
            case.attempts.len(),
            deadlines.lost_contact_attempts,
        ));
    };
    if s.now < deadlines.lost_contact_over.after(first.at, s.calendar) {
        return Err(refusal::too_soon());
    }
    let loss = Loss {
        act: s.act()?,
        attempts: case.attempts.clone(),
        from: from.clone(),
    };
    Ok(case.moved(CaseState::LostContact(loss), CaseEvent::ContactLost))
}

/// Back to what it was.
pub(super) fn resume(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let from = match &case.state {
        CaseState::OnHold(hold) => hold.from.clone(),
        CaseState::LostContact(loss) => loss.from.clone(),
        _ => return case.not_here(s),
    };
    let mut next = case.clone();
    if matches!(case.state, CaseState::LostContact(_)) {
        next.attempts.clear();
    }
    Ok(next.moved(from, CaseEvent::CaseResumed))
}

pub(super) fn record_attempt(case: &Case, channel: &Code, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !case.state.is_open() {
        return case.not_here(s);
    }
    let act = s.act()?;
    let mut next = case.clone();
    next.attempts.push(Attempt {
        at: act.at,
        by: act.by,
        channel: channel.clone(),
    });
    Ok(next.changed([CaseEvent::ContactAttempted]))
}

/// The person was reached: earlier attempts count no more.
pub(super) fn record_contact(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !case.state.is_open() {
        return case.not_here(s);
    }
    let mut next = case.clone();
    next.attempts.clear();
    Ok(next.changed([CaseEvent::PersonReached]))
}

pub(super) fn record_follow_up(case: &Case, on: Date, s: &Setting<'_>) -> Result<Change, Refusal> {
    if !case.state.is_open() {
        return case.not_here(s);
    }
    if on > s.today() {
        return Err(refusal::in_the_future("date"));
    }
    let mut next = case.clone();
    next.attempts.clear();
    next.last_follow_up = Some(case.last_follow_up.map_or(on, |last| last.max(on)));
    Ok(next.changed([CaseEvent::FollowUpRecorded { on }]))
}
