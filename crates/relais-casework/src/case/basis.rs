use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_kernel::Refusal;
use relais_mechanism::Purpose;
use serde::{Deserialize, Serialize};

use crate::{
    ConsentId, ExceptionId, OrganisationId,
    consent::{Asked, LawfulException, Ledger, LegalBasis, Receiver},
};

/// On what an organisation handles a case (domain §2.1: consent to case management, or other recorded basis).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Consent(BTreeSet<ConsentId>),
    Exception { id: ExceptionId, basis: LegalBasis },
}

/// What has to be known around a case for its transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    /// Referrals of the case that are neither closed nor still drafts.
    pub open_referrals: usize,
    /// What [`basis_for`] says today.
    pub basis: Result<Basis, Refusal>,
}

/// The basis on which the owner may handle the case today: consent first, else an authorised exception.
///
/// # Errors
/// Those of [`crate::consent::Cover::consents`].
pub fn basis_for(
    owner: OrganisationId,
    ledger: &Ledger,
    exceptions: &[LawfulException],
    day: Date,
) -> Result<Basis, Refusal> {
    let asked = Asked {
        receiver: Receiver::organisation(owner),
        purpose: Purpose::CASE_MANAGEMENT,
        categories: BTreeSet::new(),
    };
    let cover = ledger.cover(&asked, day).consents();
    let exception = || {
        exceptions
            .iter()
            .find(|e| e.opens(owner, &Purpose::CASE_MANAGEMENT))
    };
    match cover {
        Ok(consents) => Ok(Basis::Consent(consents)),
        Err(refusal) => exception()
            .map(|e| Basis::Exception {
                id: e.id(),
                basis: e.basis(),
            })
            .ok_or_else(|| refusal.at("basis")),
    }
}
