use std::collections::BTreeSet;

use relais_casework::consent::Cover;
use relais_kernel::{Id, Referral, Refusal, Refusals};

use super::{Transfer, TransferContext};
use crate::referral::{By, Words};
use crate::sending::{Exception, Lawful, excepted};

/// What a request for transfer has to bring (domain §2.3).
#[derive(Debug, Clone)]
pub struct Readiness {
    /// The ledger's answer for receiver × purpose "transfer" × the categories of the case.
    pub cover: Cover,
    pub exception: Option<Exception>,
    /// The person is under age: then an exception may rest on the child's best interests.
    pub minor: bool,
    /// The receiving organisation has case managers in this mechanism.
    pub receiver_may_own: bool,
    pub handover: Option<Words>,
    /// The open referrals as the handover lists them.
    pub listed: BTreeSet<Id<Referral>>,
    /// The open referrals as they are.
    pub open: BTreeSet<Id<Referral>>,
}

impl Readiness {
    /// Everything that holds the request, at once. Codes: `SameOrganisation`, `ReceiverMayNotOwn`,
    /// `HandoverMissing`, `OpenReferralsNotListed`, the ledger's and the exception's.
    pub(super) fn check(
        &self,
        transfer: &Transfer,
        context: &TransferContext<'_>,
    ) -> Result<Lawful, Refusals> {
        let mut held = Refusals::default();
        let mut hold = |holds: bool, refusal: fn() -> Refusal| {
            if holds {
                held.push(refusal());
            }
        };
        hold(transfer.from_org == transfer.to_org, same_organisation);
        hold(!self.receiver_may_own, receiver_may_not_own);
        hold(self.handover.is_none(), handover_missing);
        hold(self.listed != self.open, open_referrals_not_listed);
        let lawful = self.lawful(context, &mut held);
        match lawful {
            Some(lawful) if held.is_empty() => Ok(lawful),
            _ => Err(held),
        }
    }

    fn lawful(&self, context: &TransferContext<'_>, held: &mut Refusals) -> Option<Lawful> {
        if let Some(exception) = &self.exception
            && !self.cover.is_covered()
            && !matches!(self.cover, Cover::Withheld { .. })
        {
            let requester = match context.by {
                By::User { user, .. } => Some(user),
                _ => None,
            };
            return excepted(exception, requester, self.minor, held);
        }
        match self.cover.clone().consents() {
            Ok(consents) => Some(Lawful::Consent { consents }),
            Err(refusal) => {
                held.push(refusal);
                None
            }
        }
    }
}

fn same_organisation() -> Refusal {
    Refusal::new(
        "SameOrganisation",
        "Le dossier est déjà à cette structure.",
        "The case already belongs to this organisation.",
    )
}

fn receiver_may_not_own() -> Refusal {
    Refusal::new(
        "ReceiverMayNotOwn",
        "Cette structure n’a pas de gestionnaire de cas dans ce mécanisme.",
        "This organisation has no case manager in this mechanism.",
    )
}

fn handover_missing() -> Refusal {
    Refusal::new(
        "HandoverMissing",
        "Écrivez une note de passation : motif et résumé.",
        "Write a handover note: reason and summary.",
    )
    .at("handover")
}

fn open_referrals_not_listed() -> Refusal {
    Refusal::new(
        "OpenReferralsNotListed",
        "La liste des référencements ouverts ne correspond plus au dossier : vérifiez-la.",
        "The list of open referrals no longer matches the case: check it.",
    )
    .at("open_referrals")
}
