//! The person's way through the mechanism, from before the return to the closure (domain §7, B8–B9): which acts of
//! the journal are moments of it. Readings are none, and neither is what concerns the protection annexes: a way that
//! shows them would say that there is something to protect.

/// How a moment is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// One more step.
    Step,
    /// Something that was hoped for.
    Good,
    /// Somebody waits.
    Wait,
    /// Something ended or failed.
    Stop,
}

/// A kind of moment.
#[derive(Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The act as the journal names it.
    pub act: &'static str,
    /// The text of a page.
    pub text: &'static str,
    pub mark: Mark,
}

const fn moment(act: &'static str, text: &'static str, mark: Mark) -> Milestone {
    Milestone { act, text, mark }
}

/// Every act that is a moment of the way.
pub static MILESTONES: &[Milestone] = &[
    moment("PersonHandedOver", "journey-handed-over", Mark::Step),
    moment("CaseIdentified", "journey-identified", Mark::Step),
    moment("CaseScreened", "journey-screened", Mark::Step),
    moment("CaseFoundNotInScope", "journey-not-in-scope", Mark::Stop),
    moment("CaseFoundDuplicate", "journey-duplicate", Mark::Stop),
    moment("CaseRedirected", "journey-redirected", Mark::Stop),
    moment("CaseRegistered", "journey-registered", Mark::Good),
    moment("ConsentGiven", "journey-consent-given", Mark::Good),
    moment("ConsentRefused", "journey-consent-refused", Mark::Stop),
    moment("ConsentWithdrawn", "journey-consent-withdrawn", Mark::Stop),
    moment("ConsentExpired", "journey-consent-expired", Mark::Wait),
    moment("NeedRecorded", "journey-need", Mark::Step),
    moment("AssessmentApproved", "journey-assessed", Mark::Good),
    moment("PlanApproved", "journey-planned", Mark::Good),
    moment("ReferralSent", "journey-referral-sent", Mark::Step),
    moment(
        "ReferralAcknowledged",
        "journey-referral-acknowledged",
        Mark::Step,
    ),
    moment("ReferralWaitlisted", "journey-referral-waitlisted", Mark::Wait),
    moment("ReferralAccepted", "journey-referral-accepted", Mark::Good),
    moment("ReferralDeclined", "journey-referral-declined", Mark::Stop),
    moment("ReferralExpired", "journey-referral-expired", Mark::Stop),
    moment("ReferralWithdrawn", "journey-referral-withdrawn", Mark::Stop),
    moment("ReferralCancelled", "journey-referral-cancelled", Mark::Stop),
    moment("NoShowRecorded", "journey-no-show", Mark::Wait),
    moment("OutcomeRecorded", "journey-outcome", Mark::Good),
    moment("NeedMarkedUnmet", "journey-unmet", Mark::Stop),
    moment("ServiceStarted", "journey-service", Mark::Good),
    moment("FollowUpRecorded", "journey-follow-up", Mark::Step),
    moment("CasePutOnHold", "journey-on-hold", Mark::Wait),
    moment("CaseResumed", "journey-resumed", Mark::Step),
    moment("ContactLost", "journey-contact-lost", Mark::Stop),
    moment("PersonReached", "journey-reached", Mark::Good),
    moment("TransferRequested", "journey-transfer-asked", Mark::Wait),
    moment("TransferRejected", "journey-transfer-rejected", Mark::Stop),
    moment("OwnershipMoved", "journey-moved", Mark::Good),
    moment("CaseClosed", "journey-closed", Mark::Good),
    moment("CaseReopened", "journey-reopened", Mark::Step),
    moment("DeathRecorded", "journey-death", Mark::Stop),
];

/// The moment that an act is, if it is one.
pub fn milestone(act: &str) -> Option<&'static Milestone> {
    MILESTONES.iter().find(|milestone| milestone.act == act)
}
