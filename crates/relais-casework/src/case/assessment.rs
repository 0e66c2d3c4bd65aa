//! From assessment to monitoring: what is done with the person, and who approves it.

use jiff::civil::Date;
use relais_kernel::Refusal;

use super::{Case, CaseEvent, Change, FirstService, PlanSubmission, Setting, Work, refusal};
use crate::actor::someone_else;

pub(super) fn start(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::Registered { act, basis } = case.work(s)? else {
        return case.not_here(s);
    };
    let next = Work::InAssessment {
        act: s.act()?,
        basis: basis.clone(),
        since: act.at,
        submitted: None,
    };
    Ok(case.moved(next, CaseEvent::AssessmentStarted))
}

pub(super) fn submit(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::InAssessment {
        act,
        basis,
        since,
        submitted,
    } = case.work(s)?
    else {
        return case.not_here(s);
    };
    if submitted.is_some() {
        return Err(refusal::already_submitted());
    }
    let next = Work::InAssessment {
        act: *act,
        basis: basis.clone(),
        since: *since,
        submitted: Some(s.act()?),
    };
    Ok(case.moved(next, CaseEvent::AssessmentSubmitted))
}

pub(super) fn approve(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::InAssessment { basis, submitted, .. } = case.work(s)? else {
        return case.not_here(s);
    };
    let Some(submitted) = submitted else {
        return Err(assessment_not_submitted());
    };
    let act = s.act()?;
    someone_else(submitted.by, act.by)?;
    let mut next = case.clone();
    next.plan_version += 1;
    let draft = Work::PlanDraft {
        act,
        basis: basis.clone(),
        version: next.plan_version,
        submitted: None,
    };
    Ok(next.moved(draft, CaseEvent::AssessmentApproved))
}

pub(super) fn send_back(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::InAssessment {
        act,
        basis,
        since,
        submitted,
    } = case.work(s)?
    else {
        return case.not_here(s);
    };
    if submitted.is_none() {
        return Err(assessment_not_submitted());
    }
    let next = Work::InAssessment {
        act: *act,
        basis: basis.clone(),
        since: *since,
        submitted: None,
    };
    Ok(case.moved(next, CaseEvent::AssessmentReturned))
}

pub(super) fn reopen(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::PlanDraft { basis, .. } = case.work(s)? else {
        return case.not_here(s);
    };
    let next = Work::InAssessment {
        act: s.act()?,
        basis: basis.clone(),
        since: s.now,
        submitted: None,
    };
    Ok(case.moved(next, CaseEvent::AssessmentReopened))
}

/// The person and the case manager have agreed on the plan (domain §2.1: R01 + R04 agree).
pub(super) fn submit_plan(case: &Case, agreed_on: Date, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::PlanDraft {
        act,
        basis,
        version,
        submitted,
    } = case.work(s)?
    else {
        return case.not_here(s);
    };
    if submitted.is_some() {
        return Err(refusal::already_submitted());
    }
    if agreed_on > s.today() {
        return Err(refusal::in_the_future("agreed_on"));
    }
    let submitted = Some(PlanSubmission {
        act: s.act()?,
        agreed_on,
    });
    let next = Work::PlanDraft {
        act: *act,
        basis: basis.clone(),
        version: *version,
        submitted,
    };
    Ok(case.moved(next, CaseEvent::PlanSubmitted { version: *version }))
}

pub(super) fn approve_plan(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::PlanDraft {
        basis,
        version,
        submitted,
        ..
    } = case.work(s)?
    else {
        return case.not_here(s);
    };
    let Some(submitted) = submitted else {
        return Err(plan_not_submitted());
    };
    let act = s.act()?;
    someone_else(submitted.act.by, act.by)?;
    let next = Work::PlanApproved {
        act,
        basis: basis.clone(),
        version: *version,
    };
    Ok(case.moved(next, CaseEvent::PlanApproved { version: *version }))
}

pub(super) fn send_back_plan(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::PlanDraft {
        act,
        basis,
        version,
        submitted,
    } = case.work(s)?
    else {
        return case.not_here(s);
    };
    if submitted.is_none() {
        return Err(plan_not_submitted());
    }
    let next = Work::PlanDraft {
        act: *act,
        basis: basis.clone(),
        version: *version,
        submitted: None,
    };
    Ok(case.moved(next, CaseEvent::PlanReturned { version: *version }))
}

pub(super) fn start_service(case: &Case, first: FirstService, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::PlanApproved { basis, version, .. } = case.work(s)? else {
        return case.not_here(s);
    };
    let mut next = case.clone();
    next.served_since.get_or_insert(s.now);
    let work = Work::InService {
        act: s.act()?,
        basis: basis.clone(),
        version: *version,
        first,
    };
    Ok(next.moved(work, CaseEvent::ServiceStarted))
}

pub(super) fn start_monitoring(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::InService {
        basis,
        version,
        first,
        ..
    } = case.work(s)?
    else {
        return case.not_here(s);
    };
    let next = Work::Monitoring {
        act: s.act()?,
        basis: basis.clone(),
        version: *version,
        first: *first,
    };
    Ok(case.moved(next, CaseEvent::MonitoringStarted))
}

pub(super) fn resume_service(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let Work::Monitoring {
        basis,
        version,
        first,
        ..
    } = case.work(s)?
    else {
        return case.not_here(s);
    };
    let next = Work::InService {
        act: s.act()?,
        basis: basis.clone(),
        version: *version,
        first: *first,
    };
    Ok(case.moved(next, CaseEvent::ServiceResumed))
}

/// A new version of the plan; the old ones are kept.
pub(super) fn revise_plan(case: &Case, s: &Setting<'_>) -> Result<Change, Refusal> {
    let (Work::InService { basis, .. } | Work::Monitoring { basis, .. }) = case.work(s)? else {
        return case.not_here(s);
    };
    let mut next = case.clone();
    next.plan_version += 1;
    let version = next.plan_version;
    let draft = Work::PlanDraft {
        act: s.act()?,
        basis: basis.clone(),
        version,
        submitted: None,
    };
    Ok(next.moved(draft, CaseEvent::PlanRevisionStarted { version }))
}

fn assessment_not_submitted() -> Refusal {
    refusal::not_submitted("Le dossier d’évaluation", "The assessment")
}

fn plan_not_submitted() -> Refusal {
    refusal::not_submitted("Le plan", "The plan")
}
