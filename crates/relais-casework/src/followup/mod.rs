//! Follow-up (form F9): how the person is, and whether the consent still stands.

use std::{collections::BTreeSet, fmt};

use jiff::civil::Date;
use relais_kernel::{Id, Refusal, Refusals};
use serde::{Deserialize, Serialize};

use crate::{
    CaseId,
    actor::Act,
    answer::Answer,
    code::{Code, Codes},
    form::Reader,
    sealed::SealedFields,
};

#[cfg(test)]
mod tests;

const FORM: &str = "F9";

/// What stands in clear of a follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    pub id: Id<FollowUp>,
    pub case: CaseId,
    pub on: Date,
    pub mode: Option<Code>,
    pub kind: Option<Code>,
    pub consent_still_valid: Answer<bool>,
    pub next: Option<Date>,
    pub recorded: Act,
}

impl FollowUp {
    /// The person said that the consent no longer stands: it is withdrawn or asked again, as far as the person says.
    pub fn asks_about_consent(&self) -> bool {
        self.consent_still_valid == Answer::Given(false)
    }
}

/// What the person told, sealed under the names of the field table of form F9.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowUpWords {
    pub progress: Option<String>,
    pub new_risks: BTreeSet<Code>,
    /// 1 to 5.
    pub satisfaction: Option<u32>,
}

impl FollowUpWords {
    /// # Errors
    /// `NotSealable`: a fault of the program.
    pub fn seal(&self, codes: &dyn Codes) -> Result<SealedFields, Refusal> {
        SealedFields::of(FORM, self, codes)
    }

    /// # Errors
    /// `SealedFieldUnreadable`.
    pub fn open(fields: &SealedFields) -> Result<Self, Refusal> {
        fields.open(FORM)
    }
}

impl fmt::Debug for FollowUpWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FollowUpWords (sealed)")
    }
}

/// Form F9 as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct FollowUpForm {
    pub date: String,
    pub mode: String,
    pub kind: String,
    pub progress: String,
    pub new_risks: Vec<String>,
    pub consent_still_valid: String,
    pub satisfaction: String,
    pub next: String,
}

impl fmt::Debug for FollowUpForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FollowUpForm (not shown)")
    }
}

impl FollowUpForm {
    /// Reads the form on a day of the mechanism's calendar.
    ///
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field; `DateInTheFuture` for a follow-up that has not
    /// taken place, `DateInThePast` for a next one that has.
    pub fn read(
        &self,
        id: Id<FollowUp>,
        case: CaseId,
        codes: &dyn Codes,
        recorded: Act,
        today: Date,
    ) -> Result<(FollowUp, FollowUpWords), Refusals> {
        let mut reader = Reader::new(codes);
        let on = reader.date("date", &self.date);
        let on = reader.required("date", on);
        if on.is_some_and(|on| on > today) {
            reader.refuse("date", not_yet());
        }
        let next = reader.date("next", &self.next);
        if next.is_some_and(|next| next <= today) {
            reader.refuse("next", already_past());
        }
        let mode = reader.code("follow_up_mode", "mode", &self.mode);
        let kind = reader.code("follow_up_kind", "kind", &self.kind);
        let valid = reader.yes_no("consent_still_valid", &self.consent_still_valid);
        let valid = reader.required("consent_still_valid", valid);
        let words = FollowUpWords {
            progress: reader.narrative("progress", &self.progress),
            new_risks: reader.several("vulnerability_flag", "new_risks", &self.new_risks),
            satisfaction: reader.number("satisfaction", &self.satisfaction, 1, 5),
        };
        let record = on.zip(valid).map(|(on, consent_still_valid)| FollowUp {
            id,
            case,
            on,
            mode,
            kind,
            consent_still_valid,
            next,
            recorded,
        });
        reader.finish(record.map(|record| (record, words)))
    }
}

fn not_yet() -> Refusal {
    Refusal::new(
        "DateInTheFuture",
        "Cette date n’est pas encore arrivée.",
        "This date has not come yet.",
    )
}

fn already_past() -> Refusal {
    Refusal::new(
        "DateInThePast",
        "Cette date est déjà passée.",
        "This date is already past.",
    )
}
