use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use relais_kernel::{Entropy, PublicRef, Refusal, ShortCode};

use super::{Case, CaseState, ClearFacts, ErasureBasis};

impl Case {
    /// Whether it may be erased now: first everything that is under way with others has to end, so that they are told
    /// and nobody is left waiting.
    ///
    /// # Errors
    /// `OpenReferrals`; `TransferPending`; `AlreadyErased`.
    pub fn may_be_erased(&self, open_referrals: usize) -> Result<(), Refusal> {
        if matches!(self.state, CaseState::Erased { .. }) {
            return Err(already_erased());
        }
        if open_referrals > 0 {
            return Err(referrals_first(open_referrals));
        }
        if self.transfer.is_some() {
            return Err(transfer_first());
        }
        Ok(())
    }

    /// What stays to be counted: no code and no address that anybody wrote down, no day but the month, no place but the
    /// region, none of what set the person apart (DP-27).
    pub fn residue(&self, basis: ErasureBasis, at: Timestamp, chance: &dyn Entropy) -> Self {
        let month = |at: Timestamp| at.to_zoned(TimeZone::UTC).date().first_of_month();
        let identified = month(self.identified_at).to_zoned(TimeZone::UTC);
        Self {
            public_ref: PublicRef::new(chance),
            code: ShortCode::new(chance),
            manager: None,
            state: CaseState::Erased {
                month: month(at),
                basis,
            },
            facts: ClearFacts {
                department: None,
                risk: None,
                urgent: false,
                flags: BTreeSet::new(),
                target_groups: BTreeSet::new(),
                special_needs: BTreeSet::new(),
                ..self.facts.clone()
            },
            identified_at: identified.map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp()),
            attempts: Vec::new(),
            transfer: None,
            plan_version: 0,
            served_since: None,
            last_follow_up: None,
            version: self.version + 1,
            ..self.clone()
        }
    }
}

fn referrals_first(count: usize) -> Refusal {
    Refusal::new(
        "OpenReferrals",
        format!(
            "Référencements encore ouverts : {count}. Terminez-les ou annulez-les avant d’effacer le dossier."
        ),
        format!("Referrals that are still open: {count}. Finish or cancel them before the case is erased."),
    )
}

fn transfer_first() -> Refusal {
    Refusal::new(
        "TransferPending",
        "Un transfert de ce dossier attend une réponse : il doit être terminé avant que le dossier soit effacé.",
        "A transfer of this case awaits an answer: it has to end before the case is erased.",
    )
}

fn already_erased() -> Refusal {
    Refusal::new(
        "AlreadyErased",
        "Ce dossier est déjà effacé.",
        "This case is erased already.",
    )
}

#[cfg(test)]
mod tests {
    use relais_kernel::SeededEntropy;

    use super::*;
    use crate::fixture::{code, identified};

    #[test]
    fn dp_27_what_stays_of_an_erased_case_leads_to_nobody() {
        let mut case = identified();
        case.facts.flags.insert(code("single_parent"));
        case.facts.special_needs.insert(code("interpreter"));
        let at = "2026-11-26T09:00:00Z".parse().unwrap();
        let left = case.residue(ErasureBasis::Request, at, &SeededEntropy::new(3));
        assert_ne!((left.code, left.public_ref), (case.code, case.public_ref));
        assert_eq!(left.identified_at.to_string(), "2026-11-01T00:00:00Z");
        assert_eq!(left.facts.region, case.facts.region);
        assert!(left.facts.flags.is_empty() && left.facts.special_needs.is_empty());
        assert!(left.facts.department.is_none() && left.manager.is_none());
        assert!(!left.state.is_open() && left.state.is_terminal());
    }

    #[test]
    fn a_case_is_erased_once_and_not_while_others_work_on_it() {
        let case = identified();
        assert!(case.may_be_erased(0).is_ok());
        assert_eq!(case.may_be_erased(1).unwrap_err().code, "OpenReferrals");
        let at = "2026-11-26T09:00:00Z".parse().unwrap();
        let left = case.residue(ErasureBasis::Request, at, &SeededEntropy::new(3));
        assert_eq!(left.may_be_erased(0).unwrap_err().code, "AlreadyErased");
    }
}
