//! The referral: the full life cycle of domain §2.2 as decisions §1–3 settle it. Pure: time, rules and people
//! come in as arguments, and every transition returns the new referral with what happened, or a refusal.

mod apply;
mod command;
mod event;
mod facts;
mod milestones;
mod refusals;
mod state;
mod transitions;

#[cfg(test)]
pub(crate) mod tests;

use relais_kernel::{self as kernel, Id, Organisation, Priority, PublicRef, Service, Span, Timestamp};
use relais_mechanism::{Deadlines, Definition, DefinitionVersion, Purpose, ReferralLimits};
use serde::{Deserialize, Serialize};

pub use apply::Applied;
pub use command::{Command, Settlement, Verb};
pub use event::ReferralEvent;
pub use facts::{
    About, AnswerVia, By, Channel, ContactPlan, DeclineReason, Disclosure, Feedback, Next, NotReason, Note,
    Outcome, OutcomeKind, PersonCheck, Side, Terms, Told, WithdrawalCause, Words, Work,
};
pub use milestones::{Decision, Milestones, Pause};
pub use state::{Closing, Recall, ReferralState, StateKind};

use crate::clocks::{Escalation, Fired};
use crate::sending::Clearance;

/// A referral of one need of one case to one service. It is addressed to the queue of a service, never to a
/// person: staff leave and teams stay. Everything but [`Self::notes`] may stand in clear (decisions §10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    pub id: Id<kernel::Referral>,
    /// What stands in addresses.
    pub public_ref: PublicRef,
    pub mechanism: Id<kernel::Mechanism>,
    pub case: Id<kernel::Case>,
    pub need: Id<kernel::Need>,
    pub service: Id<Service>,
    pub from_org: Id<Organisation>,
    pub to_org: Id<Organisation>,
    pub priority: Priority,
    /// What the person's data are used for; consent and flow rule have to cover it.
    pub purpose: Purpose,
    pub disclosure: Disclosure,
    /// The definition it was drafted under; from sending on the one it was sent under, whose clocks never change.
    pub definition: DefinitionVersion,
    /// The declined or unanswered referral that this one replaces.
    pub redirected_from: Option<Id<kernel::Referral>>,
    pub state: ReferralState,
    pub milestones: Milestones,
    /// Why it could be sent; `None` before.
    pub clearance: Option<Clearance>,
    /// What the receiver said on acceptance.
    pub terms: Terms,
    /// Answers written down from a telephone call.
    #[serde(default)]
    pub told: Vec<Told>,
    /// Free words, to be sealed as one value.
    pub notes: Vec<Note>,
    /// A flag, not a state (domain §2.2).
    pub escalation: Option<Escalation>,
    /// Clocks that have already done what they are for.
    pub fired: Vec<Fired>,
    /// Moment of the last change.
    pub changed_at: Timestamp,
}

/// What a new referral is made of: domain §2.2 asks for need, service, receiver, priority and purpose, so a draft
/// without them cannot exist.
#[derive(Debug, Clone)]
pub struct Drafting {
    pub id: Id<kernel::Referral>,
    pub public_ref: PublicRef,
    pub mechanism: Id<kernel::Mechanism>,
    pub case: Id<kernel::Case>,
    pub need: Id<kernel::Need>,
    pub service: Id<Service>,
    pub from_org: Id<Organisation>,
    pub to_org: Id<Organisation>,
    pub priority: Priority,
    pub purpose: Purpose,
    pub disclosure: Disclosure,
}

/// Where a redirected referral goes (domain §2.2: "redirect (new linked referral)").
#[derive(Debug, Clone, Copy)]
pub struct NewAddress {
    pub id: Id<kernel::Referral>,
    pub public_ref: PublicRef,
    pub service: Id<Service>,
    pub to_org: Id<Organisation>,
    pub priority: Priority,
}

/// The part of a mechanism's definition that a referral's life depends on. After sending it has to be the version
/// stamped on the referral.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    pub version: &'a DefinitionVersion,
    pub deadlines: &'a Deadlines,
    pub limits: ReferralLimits,
    pub calendar: &'a kernel::WorkCalendar,
    /// Reminders go out when these shares of a deadline have passed, ascending.
    pub reminders_at_percent: &'a [u8],
    /// A receiver confirms within this time that it stopped and deleted (DP-07).
    pub recall: Span,
}

impl<'a> From<&'a Definition> for Rules<'a> {
    fn from(definition: &'a Definition) -> Self {
        Self {
            version: &definition.version,
            deadlines: &definition.deadlines,
            limits: definition.referral.limits,
            calendar: &definition.calendar,
            reminders_at_percent: &definition.escalation.reminders_at_percent,
            recall: definition.case.deadlines.recall_confirmation,
        }
    }
}

/// Who gives a command, when, under which rules.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub now: Timestamp,
    pub by: By,
    pub side: Side,
    pub rules: Rules<'a>,
}

impl Referral {
    /// A new draft.
    pub fn draft(
        with: Drafting,
        definition: DefinitionVersion,
        now: Timestamp,
    ) -> (Self, Vec<ReferralEvent>) {
        let draft = Self {
            id: with.id,
            public_ref: with.public_ref,
            mechanism: with.mechanism,
            case: with.case,
            need: with.need,
            service: with.service,
            from_org: with.from_org,
            to_org: with.to_org,
            priority: with.priority,
            purpose: with.purpose,
            disclosure: with.disclosure,
            definition,
            redirected_from: None,
            state: ReferralState::Draft,
            milestones: Milestones::drafted(now),
            clearance: None,
            terms: Terms::default(),
            told: Vec::new(),
            notes: Vec::new(),
            escalation: None,
            fired: Vec::new(),
            changed_at: now,
        };
        (
            draft,
            vec![ReferralEvent::ReferralDrafted {
                redirected_from: None,
            }],
        )
    }

    /// The linked draft that takes the place of this referral after a decline or an expiry; this one is then
    /// closed with [`Command::Redirect`]. Consent, guard and clocks begin anew.
    pub fn redirected(
        &self,
        to: NewAddress,
        definition: DefinitionVersion,
        now: Timestamp,
    ) -> (Self, Vec<ReferralEvent>) {
        let with = Drafting {
            id: to.id,
            public_ref: to.public_ref,
            mechanism: self.mechanism,
            case: self.case,
            need: self.need,
            service: to.service,
            from_org: self.from_org,
            to_org: to.to_org,
            priority: to.priority,
            purpose: self.purpose.clone(),
            disclosure: self.disclosure,
        };
        let (mut draft, _) = Self::draft(with, definition, now);
        draft.redirected_from = Some(self.id);
        (
            draft,
            vec![ReferralEvent::ReferralDrafted {
                redirected_from: Some(self.id),
            }],
        )
    }

    /// The same referral for a case that has another owner now.
    #[must_use]
    pub fn with_sender(&self, owner: Id<Organisation>, now: Timestamp) -> Self {
        Self {
            from_org: owner,
            changed_at: now.max(self.changed_at),
            ..self.clone()
        }
    }

    /// Since when something that was said by telephone waits to be confirmed in writing: the sending itself, or an
    /// emergency's answer (domain §2.2).
    pub fn unwritten_since(&self) -> Option<Timestamp> {
        let sending = self
            .milestones
            .sent_at
            .filter(|_| self.milestones.written_at.is_none());
        let told = self
            .told
            .iter()
            .filter(|told| told.written_at.is_none())
            .map(|told| told.at);
        sending.or_else(|| told.min().filter(|_| self.priority == Priority::Emergency))
    }

    pub const fn kind(&self) -> StateKind {
        self.state.kind()
    }
}
