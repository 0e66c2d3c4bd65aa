use std::collections::BTreeSet;

use relais_casework::consent::{Asked, Assent, Cover, LegalBasis, Receiver as Recipient};
use relais_kernel::{Id, Refusals, Sensitivity, Timestamp, User};
use relais_mechanism::DataCategory;

use super::refusals as refuse;
use super::{Clearance, Exception, Lawful, Situation};
use crate::referral::{Disclosure, Referral, ReferralState};

/// Lets a referral through, or says everything that holds it.
///
/// # Errors
/// All [`Refusals`] at once. Codes: `NotReady`, `ServiceNotActive`, `CapacityClosed`, `PersonNotEligible`,
/// `NothingToDecideOn`, `IdentityInPseudonymous`, `NeverReleased`, `FlowRuleMissing`, `FlowRuleExpired`,
/// `ConsentMissing`, `ConsentExpired`, `ConsentWithdrawn`, `ConsentWithheld`, `ExceptionWithoutJustification`,
/// `ExceptionNotApproved`, `ExceptionApprovedBySender`, `NotASupervisor`, `ExceptionForChildrenOnly`,
/// `GuardianMissing`, `AssentRefused`, `FirewallSender`, `FirewallReceiver`, `AssessmentMissing`, `AssessmentRefused`.
pub fn clear(referral: &Referral, situation: &Situation<'_>, now: Timestamp) -> Result<Clearance, Refusals> {
    let mut held = Refusals::default();
    if !matches!(referral.state, ReferralState::Ready { .. }) {
        held.push(refuse::not_ready(referral));
    }
    check_service(situation, &mut held);
    check_fields(referral, situation, &mut held);
    check_flow(referral, situation, &mut held);
    check_assessment(referral, situation, &mut held);
    check_minor(situation, &mut held);
    let lawful = lawful(referral, situation, &mut held);
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

fn categories(situation: &Situation<'_>) -> BTreeSet<DataCategory> {
    situation
        .fields
        .iter()
        .filter_map(|f| f.category.clone())
        .collect()
}

fn check_service(situation: &Situation<'_>, held: &mut Refusals) {
    let receiver = situation.receiver;
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

fn check_fields(referral: &Referral, situation: &Situation<'_>, held: &mut Refusals) {
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

/// Personal data leave an organisation only under a flow rule; without one a referral can go without identity
/// (decisions §14). Between the services of one organisation nothing flows out.
fn check_flow(referral: &Referral, situation: &Situation<'_>, held: &mut Refusals) {
    if referral.disclosure == Disclosure::Pseudonymous || referral.from_org == referral.to_org {
        return;
    }
    let (key, wanted) = (&situation.receiver.key, categories(situation));
    if let Err(refusal) = situation
        .flow_rules
        .covers(key, &referral.purpose, &wanted, situation.today)
    {
        held.push(refusal);
    }
}

/// Neither a new purpose nor a new organisation receives anything before its impact assessment (DP-39), not even what
/// carries no identity: a code and a need are personal data too.
fn check_assessment(referral: &Referral, situation: &Situation<'_>, held: &mut Refusals) {
    let Some(processing) = situation.processing else {
        return;
    };
    if referral.from_org == referral.to_org {
        return;
    }
    let key = &situation.receiver.key;
    if let Err(refusal) = processing.may_receive(key, &referral.purpose, situation.today) {
        held.push(refusal);
    }
}

fn check_minor(situation: &Situation<'_>, held: &mut Refusals) {
    let Some(minor) = situation.minor else { return };
    if minor.best_interests_decided() {
        return;
    }
    if !minor.guardian_consents {
        held.push(refuse::guardian_missing());
    }
    if minor.assent == Assent::Refused {
        held.push(refuse::assent_refused());
    }
}

/// Consent first; an exception only where consent does not cover what is to be sent, and never against what the
/// person withheld (DP-05, DP-14).
fn lawful(referral: &Referral, situation: &Situation<'_>, held: &mut Refusals) -> Option<Lawful> {
    let receiver = Recipient::organisation(referral.to_org).for_need(referral.need);
    let asked = Asked {
        receiver,
        purpose: referral.purpose.clone(),
        categories: categories(situation),
    };
    let cover = situation.ledger.cover(&asked, situation.today);
    if let (Some(exception), false) = (&situation.exception, matches!(cover, Cover::Withheld { .. }))
        && !cover.is_covered()
    {
        return excepted(exception, Some(situation.sender), situation.minor.is_some(), held);
    }
    match cover.consents() {
        Ok(consents) => Some(Lawful::Consent { consents }),
        Err(refusal) => {
            held.push(refusal);
            None
        }
    }
}

/// A second person with the supervisor's role approves, and says why (DP-05, security requirement 19).
pub(crate) fn excepted(
    exception: &Exception,
    sender: Option<Id<User>>,
    minor: bool,
    held: &mut Refusals,
) -> Option<Lawful> {
    let before = held.0.len();
    if !exception.justified {
        held.push(refuse::exception_without_justification());
    }
    if exception.basis == LegalBasis::BestInterests && !minor {
        held.push(refuse::exception_for_children_only());
    }
    match exception.approved_by {
        None => held.push(refuse::exception_not_approved()),
        approver @ Some(_) if approver == sender => held.push(refuse::exception_approved_by_sender()),
        Some(_) if !exception.by_supervisor => held.push(refuse::not_a_supervisor()),
        Some(approved_by) if held.0.len() == before => {
            return Some(Lawful::Exception {
                basis: exception.basis,
                approved_by,
            });
        }
        Some(_) => {}
    }
    None
}

/// Firewall organisations hand over and never send; they receive with consent, or with a legal order that the
/// data-protection officer reviewed (decisions §15, DP-15).
fn check_firewall(situation: &Situation<'_>, lawful: Option<&Lawful>, held: &mut Refusals) {
    if situation.sender_firewall {
        held.push(refuse::firewall_sender());
    }
    let reviewed_order = situation
        .exception
        .is_some_and(|e| e.basis == LegalBasis::LegalObligation && e.order_reviewed_by.is_some());
    if situation.receiver.firewall && matches!(lawful, Some(Lawful::Exception { .. })) && !reviewed_order {
        held.push(refuse::firewall_receiver());
    }
}
