use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_kernel::{Localised, PublicRef};
use serde::{Deserialize, Serialize};

use crate::choices::choices;
use crate::{
    Capacity, Code, Eligibility, Entry, Freshness, FreshnessRules, Opening, OrganisationId, PCode, Place,
    ServiceId, Visibility,
};

/// One thing that one organisation does for people, at one place (domain §3 F13). HSDS: `service` with its
/// `service_at_location`. What nobody filled in is `None` or empty, and is shown as not filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    pub id: ServiceId,
    pub public_ref: PublicRef,
    pub organisation: OrganisationId,
    pub name: Localised,
    /// The needs it answers; codes of the mechanism's list of needs.
    pub needs: BTreeSet<Code>,
    /// The dimension of reintegration or protection it belongs to; a code of the list of dimensions.
    pub dimension: Code,
    pub eligibility: Eligibility,
    pub access: Option<Access>,
    pub fee: Option<Fee>,
    /// Usual days between the request and the first appointment; what the capacity says is fresher.
    pub wait_days: Option<u16>,
    /// Spoken by its staff; empty: not filled in.
    pub languages: BTreeSet<Code>,
    /// An interpreter can be found.
    pub interpreter: Option<bool>,
    /// Can be given by telephone or on line.
    pub remote: Option<bool>,
    pub hours: Option<Opening>,
    /// Accepts emergencies.
    pub emergency: Option<bool>,
    pub place: Place,
    /// The regions and departments it serves; empty: not filled in.
    pub coverage: BTreeSet<PCode>,
    pub visibility: Visibility,
    pub contact: Contact,
    pub capacity: Option<Capacity>,
    pub entry: Entry,
}

impl Service {
    /// The day somebody last vouched for what is said here.
    pub fn assured_on(&self) -> Option<Date> {
        self.entry.assurance().map(|a| a.on)
    }

    /// How much that is still worth on a day (SV-02).
    pub fn freshness(&self, rules: FreshnessRules, today: Date) -> Freshness {
        rules.judge(self.assured_on(), self.takes_emergencies(), today)
    }

    /// Says that it accepts emergencies.
    pub fn takes_emergencies(&self) -> bool {
        self.emergency == Some(true)
    }

    /// Days until the first appointment: what the capacity says, else what the entry says.
    pub fn waiting_days(&self) -> Option<u16> {
        self.capacity
            .as_ref()
            .and_then(|c| c.waiting_days)
            .or(self.wait_days)
    }
}

/// How the provider is reached. HSDS: `contact` and `phone`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// In international form, digits after a plus.
    pub phone: Option<String>,
    pub email: Option<String>,
    /// The channel the provider prefers.
    pub channel: Option<Channel>,
}

/// What a person pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fee {
    Free,
    /// In whole units of the currency (ISO 4217).
    Amount {
        amount: u32,
        currency: String,
    },
}

choices! {
    /// How one gets in (domain §3 F13).
    Access {
        WalkIn "walk_in" "sans rendez-vous" "walk-in",
        Appointment "appointment" "sur rendez-vous" "by appointment",
        ReferralOnly "referral_only" "sur référencement uniquement" "by referral only",
    }
    /// How a provider wants to be told of a referral (domain §3 F13).
    Channel {
        App "app" "application" "application",
        Mail "mail" "courriel" "e-mail",
        Sms "sms" "SMS" "SMS",
        Phone "phone" "téléphone" "telephone",
    }
}
