use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::choices::choices;

/// What the mapping asks of an organisation as a whole; `None` when nobody asked (domain §3 F13).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Who pays for what it does here.
    pub funder: Option<String>,
    /// The last day for which there is money.
    pub funded_until: Option<Date>,
    pub agreement: Option<Agreement>,
    pub validation: Option<Validation>,
    /// The workshop that looked at its lines: place and day, in the organisers' words.
    pub workshop: Option<String>,
}

choices! {
    /// How far the memorandum of understanding with the mechanism has come (SV-07).
    Agreement {
        None "none" "aucune" "none",
        Talks "talks" "en discussion" "in talks",
        Signed "signed" "signée" "signed",
        Ended "ended" "échue" "ended",
    }
    /// How far the stakeholders have looked at what the mapping says of the organisation.
    Validation {
        Collected "collected" "recueillie" "collected",
        Presented "presented" "présentée en atelier" "presented in a workshop",
        Validated "validated" "validée" "validated",
    }
}
