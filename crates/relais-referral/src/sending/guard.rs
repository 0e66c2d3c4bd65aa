use std::collections::BTreeSet;

use relais_kernel::{Date, Refusals, Sensitivity, Timestamp};
use relais_mechanism::DataCategory;

use super::refusals as refuse;
use super::{Clearance, ExceptionBasis, Lawful, Minor, Situation};
use crate::referral::{Disclosure, Referral, ReferralState};

/// Lets a referral through, or says everything that holds it.
///
/// # Errors
/// All [`Refusals`] at once. Codes: `NotReady`, `WithheldFromReceiver`, `FirewallSender`, `FirewallReceiver`,
/// `ServiceNotActive`, `CapacityClosed`, `PersonNotEligible`, `NothingToDecideOn`, `IdentityInPseudonymous`,
/// `NeverReleased`, `FlowRuleMissing`, `FlowRuleExpired`, `ConsentMissing`, `ConsentExpired`,
/// `ExceptionWithoutJustification`, `ExceptionNotApproved`, `ExceptionApprovedBySender`, `NotASupervisor`,
/// `ExceptionForChildrenOnly`, `GuardianMissing`, `AssentRefused`.
pub fn clear(referral: &Referral, situation: &Situation, now: Timestamp) -> Result<Clearance, Refusals> {
    let mut held = Refusals::default();
    if !matches!(referral.state, ReferralState::Ready { .. }) {
        held.push(refuse::not_ready(referral));
    }
    check_service(situation, &mut held);
    check_fields(referral, situation, &mut held);
    if situation.withheld_from.contains(&referral.to_org) {
        held.push(refuse::withheld_from_receiver());
    }
    check_flow(referral, situation, &mut held);
    check_minor(situation, &mut held);
    let lawful = lawful(situation, &mut held);
    check_firewall(situation, lawful.as_ref(), &mut held);
    match lawful {
        Some(lawful) if held.is_empty() => Ok(Clearance {
            referral: referral.id,
            service: referral.service,
            receiver: referral.to_org,
            purpose: referral.purpose.clone(),
            priority: referral.priority,
            disclosure: referral.disclosure,
            lawful,
            categories: categories(situation),
            at: now,
        }),
        _ => Err(held),
    }
}

/// The categories that are to be sent and that no consent still in force covers.
pub fn uncovered(situation: &Situation) -> BTreeSet<DataCategory> {
    let covered = consented(situation, |expires| expires >= situation.today);
    categories(situation).difference(&covered).cloned().collect()
}

fn categories(situation: &Situation) -> BTreeSet<DataCategory> {
    situation.fields.iter().filter_map(|f| f.category.clone()).collect()
}

fn consented(situation: &Situation, in_force: impl Fn(Date) -> bool) -> BTreeSet<DataCategory> {
    let covers = situation.consents.iter().filter(|c| in_force(c.expires));
    covers.flat_map(|c| c.categories.iter().cloned()).collect()
}

fn check_service(situation: &Situation, held: &mut Refusals) {
    let receiver = &situation.receiver;
    if !receiver.active {
        held.push(refuse::service_not_active());
    }
    if receiver.capacity_closed {
        held.push(refuse::capacity_closed());
    }
    for reason in &receiver.ineligible {
        held.push(refuse::person_not_eligible(reason));
    }
}

fn check_fields(referral: &Referral, situation: &Situation, held: &mut Refusals) {
    if situation.fields.is_empty() {
        held.push(refuse::nothing_to_decide_on());
    }
    if situation.fields.iter().any(|f| f.category.is_none()) {
        held.push(refuse::never_released());
    }
    let identifying = situation.fields.iter().any(|f| f.sensitivity >= Sensitivity::S2);
    if referral.disclosure == Disclosure::Pseudonymous && identifying {
        held.push(refuse::identity_in_pseudonymous());
    }
}

/// Personal data leave an organisation only under a flow rule; without one a referral can go without identity.
fn check_flow(referral: &Referral, situation: &Situation, held: &mut Refusals) {
    if referral.disclosure == Disclosure::Pseudonymous || referral.from_org == referral.to_org {
        return;
    }
    let wanted = categories(situation);
    let open = |rules: &mut dyn Iterator<Item = &super::Flow>| -> BTreeSet<DataCategory> {
        rules.flat_map(|f| f.categories.iter().cloned()).collect()
    };
    if wanted.is_subset(&open(&mut situation.flows.iter().filter(|f| situation.today <= f.until))) {
        return;
    }
    let expired = wanted.is_subset(&open(&mut situation.flows.iter()));
    held.push(if expired { refuse::flow_rule_expired() } else { refuse::flow_rule_missing() });
}

fn check_minor(situation: &Situation, held: &mut Refusals) {
    let Some(minor) = &situation.minor else { return };
    if minor.best_interests.as_ref().is_some_and(super::BestInterests::stands) {
        return;
    }
    let Minor { guardian_consents, assent, .. } = minor;
    if !guardian_consents {
        held.push(refuse::guardian_missing());
    }
    if *assent == super::Assent::Refused {
        held.push(refuse::assent_refused());
    }
}

/// Consent first; an exception only where consent does not cover what is to be sent.
fn lawful(situation: &Situation, held: &mut Refusals) -> Option<Lawful> {
    let wanted = categories(situation);
    if uncovered(situation).is_empty() && !situation.consents.is_empty() {
        let used = |c: &&super::ConsentCover| {
            c.expires >= situation.today && !c.categories.is_disjoint(&wanted)
        };
        let consents: BTreeSet<_> = situation.consents.iter().filter(used).map(|c| c.consent).collect();
        if !consents.is_empty() {
            return Some(Lawful::Consent { consents });
        }
    }
    if let Some(exception) = &situation.exception {
        return excepted(exception, situation, held);
    }
    let would_have = wanted.is_subset(&consented(situation, |_| true)) && !situation.consents.is_empty();
    held.push(if would_have { refuse::consent_expired() } else { refuse::consent_missing() });
    None
}

/// A second person with the supervisor's role approves, and says why (DP-05, security requirement 19).
fn excepted(exception: &super::Exception, situation: &Situation, held: &mut Refusals) -> Option<Lawful> {
    let before = held.0.len();
    if exception.justification.is_none() {
        held.push(refuse::exception_without_justification());
    }
    if exception.basis == ExceptionBasis::BestInterests && situation.minor.is_none() {
        held.push(refuse::exception_for_children_only());
    }
    match exception.approved_by {
        None => held.push(refuse::exception_not_approved()),
        Some(approver) if approver == situation.sender => held.push(refuse::exception_approved_by_sender()),
        Some(_) if !exception.by_supervisor => held.push(refuse::not_a_supervisor()),
        Some(approved_by) if held.0.len() == before => {
            return Some(Lawful::Exception { basis: exception.basis, approved_by });
        }
        Some(_) => {}
    }
    None
}

/// Firewall organisations hand over and never send; they receive with consent, or with a legal order that the
/// data-protection officer reviewed (decisions §15, DP-15).
fn check_firewall(situation: &Situation, lawful: Option<&Lawful>, held: &mut Refusals) {
    if situation.sender_firewall {
        held.push(refuse::firewall_sender());
    }
    if !situation.receiver.firewall {
        return;
    }
    let order = situation.exception.as_ref().is_some_and(|e| {
        e.basis == ExceptionBasis::LegalObligation && e.reviewed_by_protection_officer.is_some()
    });
    if matches!(lawful, Some(Lawful::Exception { .. })) && !order {
        held.push(refuse::firewall_receiver());
    }
}
