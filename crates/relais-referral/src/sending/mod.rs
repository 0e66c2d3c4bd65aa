//! The sending guard (decisions §13–15, DP-05, DP-06, DP-10, DP-14, DP-15, security requirements 17, 19, 22, 24).
//! It is the only way to a [`Clearance`], and without a clearance nothing is sent.

mod guard;
mod refusals;
mod situation;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use relais_casework::consent::LegalBasis;
use relais_kernel::{self as kernel, Consent, Id, Organisation, Priority, Service, Timestamp, User};
use relais_mechanism::{DataCategory, Purpose};
use serde::{Deserialize, Serialize};

pub use guard::clear;
pub(crate) use guard::excepted;
pub use situation::{Consents, Exception, FieldClass, Minor, Receiver, Situation};

use crate::referral::{Disclosure, Referral};

/// What makes a sending lawful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lawful", rename_all = "snake_case")]
pub enum Lawful {
    Consent {
        consents: BTreeSet<Id<Consent>>,
    },
    /// Counted and reviewed (DP-05).
    Exception {
        basis: LegalBasis,
        approved_by: Id<User>,
    },
}

/// The proof that the guard let one referral, as it stands, through to one receiver. Only [`clear`] makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clearance {
    referral: Id<kernel::Referral>,
    service: Id<Service>,
    receiver: Id<Organisation>,
    purpose: Purpose,
    priority: Priority,
    disclosure: Disclosure,
    lawful: Lawful,
    /// What may be released: nothing outside these ever is.
    categories: BTreeSet<DataCategory>,
    at: Timestamp,
}

impl Clearance {
    pub const fn lawful(&self) -> &Lawful {
        &self.lawful
    }

    /// The categories of data that may be released to the receiver.
    pub const fn categories(&self) -> &BTreeSet<DataCategory> {
        &self.categories
    }

    pub const fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    /// Whether it was given for this referral and nothing in it has changed since.
    pub(crate) fn is_for(&self, referral: &Referral) -> bool {
        self.referral == referral.id
            && self.service == referral.service
            && self.receiver == referral.to_org
            && self.purpose == referral.purpose
            && self.priority == referral.priority
            && self.disclosure == referral.disclosure
    }

    /// It rests on consent, not on an exception to it.
    pub const fn rests_on_consent(&self) -> bool {
        matches!(self.lawful, Lawful::Consent { .. })
    }

    /// It rests on this consent: its withdrawal recalls the referral (DP-07, DP-08).
    pub fn rests_on(&self, consent: Id<Consent>) -> bool {
        matches!(&self.lawful, Lawful::Consent { consents } if consents.contains(&consent))
    }
}
