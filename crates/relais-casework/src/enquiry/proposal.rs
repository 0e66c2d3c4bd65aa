use jiff::civil::Date;
use relais_kernel::Refusal;
use serde::{Deserialize, Serialize};

use super::{Enquiry, EnquiryBasis, refusal};
use crate::{
    CaseId, ConsentId,
    consent::{Ledger, Receiver},
    request::codes,
};

codes! {
    /// Why something may be told (DP-15): the person agreed that this body receives it, and that is recorded on the
    /// case; or an order that the law makes binding.
    Ground {
        Consent = "consent",
        Order = "order",
    }
}

/// What the organisation would answer. It stands among the sealed words until it is agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Proposal {
    /// Nobody of whom this could be asked is known.
    Unknown,
    /// Something may be known, and it is not told.
    Refused,
    Tell {
        ground: Ground,
        /// Whom it is about.
        case: CaseId,
        /// The consent that reaches the asking body.
        consent: Option<ConsentId>,
    },
}

impl Proposal {
    /// Something is told of this case on this ground. The person's word stands over both: what she keeps from the asking
    /// body is told on no ground (DP-14).
    ///
    /// # Errors
    /// `ConsentWithheld`, `ConsentMissing`.
    pub fn tell(ground: Ground, asking: &Receiver, ledger: &Ledger, today: Date) -> Result<Self, Refusal> {
        if !ledger.withheld(asking).is_empty() {
            return Err(refusal::withheld());
        }
        let reaching = ledger
            .records()
            .iter()
            .find(|consent| consent.in_force(today) && consent.reaches(asking))
            .map(|consent| consent.id());
        let consent = match ground {
            Ground::Consent => Some(reaching.ok_or_else(refusal::no_consent)?),
            Ground::Order => None,
        };
        Ok(Self::Tell {
            ground,
            case: ledger.case(),
            consent,
        })
    }

    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Tell { .. } => "tell",
        }
    }

    /// The case that it tells of.
    pub const fn case(&self) -> Option<CaseId> {
        match self {
            Self::Tell { case, .. } => Some(*case),
            Self::Unknown | Self::Refused => None,
        }
    }

    /// It fits what was asked.
    ///
    /// # Errors
    /// `NoOrder` where the asking body names none; `UntilPast` when the time to keep it is over.
    pub(super) fn check(&self, enquiry: &Enquiry, today: Date) -> Result<(), Refusal> {
        let Self::Tell { ground, .. } = self else {
            return Ok(());
        };
        if *ground == Ground::Order && enquiry.basis != EnquiryBasis::Order {
            return Err(refusal::no_order());
        }
        if enquiry.until < today {
            return Err(refusal::until_past());
        }
        Ok(())
    }
}
