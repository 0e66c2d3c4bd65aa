//! Closure (form F11): why, what stays open, and until when the case is kept.

use std::{collections::BTreeSet, fmt};

use jiff::{ToSpan, civil::Date};
use relais_kernel::{Refusal, Refusals};
use serde::{Deserialize, Serialize};

use crate::{
    NeedId,
    case::{Command, Informed},
    code::Codes,
    form::Reader,
    sealed::SealedFields,
};

#[cfg(test)]
mod tests;

/// How long a closed case is kept before its key is destroyed, unless the mechanism says otherwise (DP-26).
pub const RETENTION_MONTHS: u16 = 24;

/// Reasons that end help before its goal: the person is offered help once more (domain §3, F11).
pub(crate) const EARLY: [&str; 4] = ["person_stopped", "moved", "funding_ended", "criteria_not_met"];

/// The last day on which a case closed on `closed` is kept.
pub fn erase_at(closed: Date, months: u16) -> Date {
    closed
        .checked_add(i32::from(months).months())
        .unwrap_or(Date::MAX)
}

/// Form F11 as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ClosureForm {
    pub reason: String,
    /// The day on which the person was told; empty when unreachable.
    pub informed_on: String,
    /// `yes` when the person could not be reached.
    pub unreachable: String,
    pub reoffer_explored: String,
    pub note: String,
}

impl fmt::Debug for ClosureForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClosureForm (not shown)")
    }
}

/// The words of a closure, sealed under the names of the field table of form F11.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClosureWords {
    pub note: Option<String>,
}

impl ClosureWords {
    /// # Errors
    /// `NotSealable`: a fault of the program.
    pub fn seal(&self, codes: &dyn Codes) -> Result<SealedFields, Refusal> {
        SealedFields::of("F11", self, codes)
    }
}

impl fmt::Debug for ClosureWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClosureWords (sealed)")
    }
}

impl ClosureForm {
    /// Reads the form; `open_needs` are those that remain open, which the case keeps in mind.
    ///
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field; `ReofferMissing` when help ends early and it
    /// was not said whether it was offered again.
    pub fn read(
        &self,
        open_needs: BTreeSet<NeedId>,
        codes: &dyn Codes,
    ) -> Result<(Command, ClosureWords), Refusals> {
        let mut reader = Reader::new(codes);
        let reason = reader.code("closure_reason", "reason", &self.reason);
        let reason = reader.required("reason", reason);
        let told = reader.date("informed_on", &self.informed_on).map(Informed::On);
        let unreachable = (self.unreachable.trim() == "yes").then_some(Informed::Unreachable);
        let informed = match (told, unreachable) {
            (Some(_), Some(_)) => {
                reader.refuse("informed_on", informed_or_unreachable());
                None
            }
            (told, unreachable) => reader.required("informed_on", told.or(unreachable)),
        };
        let reoffered = reader.decided("reoffer_explored", &self.reoffer_explored);
        if reason.as_ref().is_some_and(|r| EARLY.contains(&r.as_str())) && reoffered.is_none() {
            reader.refuse("reoffer_explored", reoffer_missing());
        }
        let words = ClosureWords {
            note: reader.narrative("note", &self.note),
        };
        let command = reason.map(|reason| Command::RequestClosure {
            reason,
            informed,
            open_needs,
        });
        reader.finish(command.map(|command| (command, words)))
    }
}

fn informed_or_unreachable() -> Refusal {
    Refusal::new(
        "InformedOrUnreachable",
        "La personne a été informée, ou elle n’a pas pu être jointe : gardez une seule réponse.",
        "The person was told, or could not be reached: keep one answer.",
    )
}

fn reoffer_missing() -> Refusal {
    Refusal::new(
        "ReofferMissing",
        "L’appui s’arrête tôt : dites si une nouvelle offre a été étudiée avec la personne.",
        "Support ends early: say whether a new offer was explored with the person.",
    )
}
