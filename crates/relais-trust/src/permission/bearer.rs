use relais_kernel::{AnswerLink, Id, Mechanism, Organisation};

use super::facts::{Fact, Facts, Kind};

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
    pub(super) fn facts(&self) -> Facts {
        Facts::from([
            (
                "organisation",
                Fact::One(Kind::Organisation, self.organisation.uuid()),
            ),
            ("pin", Fact::Flag(self.pin)),
            ("firewall", Fact::Flag(self.firewall)),
            ("mechanism", Fact::One(Kind::Mechanism, self.mechanism.uuid())),
        ])
    }
}
