use jiff::SignedDuration;
use relais_kernel::{self as kernel, Id, Organisation, Refusal, Timestamp};
use serde::{Deserialize, Serialize};

use crate::referral::AnswerVia;

/// Wrong PINs after which a link is closed for good.
const PIN_TRIES: u8 = 5;

/// How long a link lives after it was made or last answered through: longer than any clock of a referral but the
/// waiting list's, and that one is kept alive by its reviews (decisions §13: expiring).
const LIFE: SignedDuration = SignedDuration::from_hours(24 * 90);

/// The right to answer one referral without an account. Token, code and PIN follow from its id under the
/// installation's key, so nothing that opens it is stored. It never shows who the person is; whoever also gives the
/// PIN agreed with the organisation's focal point sees what a signed-in member would (decisions §13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLink {
    pub id: Id<kernel::AnswerLink>,
    pub referral: Id<kernel::Referral>,
    pub organisation: Id<Organisation>,
    /// It stands on a printed slip: its QR code and its code answer with the PIN alone.
    pub slip: bool,
    pub issued_at: Timestamp,
    pub expires: Timestamp,
    pub revoked_at: Option<Timestamp>,
    /// Wrong PINs so far.
    pub wrong_pins: u8,
}

/// What somebody who came without an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Age band, sex, need, area, priority, special needs, case code, appointment.
    pub sees_minimum: bool,
    pub answers: bool,
    /// What the referral's package access gives a signed-in member.
    pub sees_identity: bool,
}

/// The result of trying a PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinTry {
    Right,
    Wrong {
        left: u8,
    },
    /// The last try was wrong: the link is closed.
    Closed,
}

impl AnswerLink {
    /// Whether the link still opens anything.
    ///
    /// # Errors
    /// `LinkClosed`, the same for a link that expired, was revoked or never existed: nothing can be learned.
    pub fn check(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.revoked_at.is_none() && now < self.expires && self.wrong_pins < PIN_TRIES {
            return Ok(());
        }
        Err(Self::closed())
    }

    /// The answer to a link that does not exist, has expired or was revoked.
    pub fn closed() -> Refusal {
        Refusal::new(
            "LinkClosed",
            "Ce lien ou ce code n’est plus valable. Demandez-en un nouveau à la structure référente.",
            "This link or code is not valid any more. Ask the referring organisation for a new one.",
        )
    }

    /// The way an answer came in, as far as the link lets it: what stands on a slip is a slip, however it comes.
    pub const fn way(&self, via: AnswerVia) -> AnswerVia {
        if self.slip { AnswerVia::Slip } else { via }
    }

    /// What comes with a valid link, by the way it came and whether the right PIN was given. A slip passes through
    /// many hands: answering from its QR needs the PIN. A code in a short message answers and shows nothing.
    pub const fn opening(via: AnswerVia, pin_given: bool) -> Opening {
        match via {
            AnswerVia::Link => Opening {
                sees_minimum: true,
                answers: true,
                sees_identity: pin_given,
            },
            AnswerVia::Sms => Opening {
                sees_minimum: false,
                answers: true,
                sees_identity: false,
            },
            AnswerVia::Slip => Opening {
                sees_minimum: true,
                answers: pin_given,
                sees_identity: pin_given,
            },
        }
    }

    /// Takes a link back. A link that was taken back stays so.
    #[must_use]
    pub fn revoke(mut self, now: Timestamp) -> Self {
        self.revoked_at.get_or_insert(now);
        self
    }

    /// Used today, it lives on: a referral may wait long for its outcome.
    #[must_use]
    pub fn used(mut self, now: Timestamp) -> Self {
        self.expires = self.expires.max(Self::expiry(now));
        self
    }

    /// The last moment of a link made or used now.
    pub fn expiry(now: Timestamp) -> Timestamp {
        now.checked_add(LIFE).unwrap_or(Timestamp::MAX)
    }

    /// Counts the try of a PIN; the comparison itself is done where PINs are kept.
    #[must_use]
    pub fn try_pin(mut self, right: bool, now: Timestamp) -> (Self, PinTry) {
        if self.check(now).is_err() {
            return (self, PinTry::Closed);
        }
        if right {
            self.wrong_pins = 0;
            return (self, PinTry::Right);
        }
        self.wrong_pins = self.wrong_pins.saturating_add(1);
        match PIN_TRIES.saturating_sub(self.wrong_pins) {
            0 => (self.revoke(now), PinTry::Closed),
            left => (self, PinTry::Wrong { left }),
        }
    }
}
