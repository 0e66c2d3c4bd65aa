use jiff::civil::Date;
use relais_kernel::{PublicRef, Refusal, Refusals, Timestamp};
use serde::{Deserialize, Serialize};

use crate::choices::choices;

choices! {
    /// With whom.
    PartnerKind {
        Firm "firm" "entreprise" "firm",
        Employers "employers" "groupement d’entreprises" "employers’ body",
        UnAgency "un_agency" "agence des Nations Unies" "UN agency",
        Donor "donor" "partenaire technique et financier" "technical and financial partner",
        Administration "administration" "administration" "administration",
        Association "association" "association ou ONG" "association or NGO",
    }
    /// How far it has come.
    Stage {
        Contact "contact" "contact" "contact",
        Proposal "proposal" "proposition" "proposal",
        Agreement "agreement" "accord" "agreement",
        Offers "offers" "offres" "offers",
        Results "results" "résultats" "results",
        Ended "ended" "sans suite" "came to nothing",
    }
}

/// A partnership on its way from the first contact to results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partnership {
    pub public_ref: PublicRef,
    pub partner: String,
    pub kind: PartnerKind,
    /// What the partner could give, in the words of whoever follows it.
    pub aim: String,
    /// The office and how it is reached.
    pub contact: String,
    pub stage: Stage,
    /// What is to be done next, and by when.
    pub next: String,
    pub due: Option<Date>,
    /// What was done, the newest last.
    pub steps: Vec<Step>,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub at: Timestamp,
    /// Where it led.
    pub stage: Stage,
    pub words: String,
}

impl Partnership {
    /// # Errors
    /// [`Refusals`], each at its field.
    pub fn check(&self) -> Result<(), Refusals> {
        if self.partner.trim().is_empty() {
            let said = Refusal::new("PartnerMissing", "Nommez le partenaire.", "Name the partner.");
            return Err(Refusals(vec![said.at("partner")]));
        }
        Ok(())
    }

    /// Notes a step. What came to nothing can be taken up again.
    ///
    /// # Errors
    /// [`Refusals`] for a step of which nothing is said.
    pub fn step(mut self, step: Step, next: String, due: Option<Date>) -> Result<Self, Refusals> {
        if step.words.trim().is_empty() {
            let said = Refusal::new("StepMissing", "Dites ce qui a été fait.", "Say what was done.");
            return Err(Refusals(vec![said.at("words")]));
        }
        self.stage = step.stage;
        self.steps.push(step);
        (self.next, self.due) = (next, due);
        Ok(self)
    }

    /// Its next step should have been taken.
    pub fn is_late(&self, today: Date) -> bool {
        self.stage != Stage::Ended && self.due.is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_step_leads_on_and_says_what_is_next() {
        let begun = Partnership {
            public_ref: PublicRef::from_uuid(Uuid::from_u128(1)),
            partner: "Groupement-Test".into(),
            kind: PartnerKind::Employers,
            aim: String::new(),
            contact: String::new(),
            stage: Stage::Contact,
            next: String::new(),
            due: Some(date(2026, 11, 1)),
            steps: Vec::new(),
        };
        assert!(
            begun.check().is_ok() && begun.is_late(date(2026, 11, 2)) && !begun.is_late(date(2026, 11, 1))
        );
        let step = |words: &str, stage| Step {
            at: Timestamp::UNIX_EPOCH,
            stage,
            words: words.into(),
        };
        assert!(
            begun
                .clone()
                .step(step(" ", Stage::Proposal), String::new(), None)
                .is_err()
        );
        let on = begun
            .step(step("Rencontre", Stage::Proposal), "Projet d’accord".into(), None)
            .unwrap();
        assert_eq!((on.stage, on.steps.len(), on.due), (Stage::Proposal, 1, None));
        let ended = on
            .step(step("Refus", Stage::Ended), String::new(), Some(date(2026, 1, 1)))
            .unwrap();
        assert!(!ended.is_late(date(2027, 1, 1)));
    }
}
