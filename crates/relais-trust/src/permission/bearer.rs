use relais_kernel::{AnswerLink, Id, Mechanism, Organisation};
use serde_json::{Value, json};

use super::protected::entity;

/// Somebody without an account, with an answer link that was given to an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    pub link: Id<AnswerLink>,
    pub organisation: Id<Organisation>,
    /// That of the link's referral.
    pub mechanism: Id<Mechanism>,
    /// The link's PIN was given and is right.
    pub pin: bool,
    /// The organisation stands behind the firewall (decisions §15).
    pub firewall: bool,
}

impl Bearer {
    pub(super) fn facts(&self) -> Value {
        json!({
            "organisation": entity("Organisation", self.organisation.uuid()),
            "pin": self.pin,
            "firewall": self.firewall,
            "mechanism": entity("Mechanism", self.mechanism.uuid()),
        })
    }
}
