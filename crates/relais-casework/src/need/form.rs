use std::fmt;

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Priority, Refusals};
use serde::{Deserialize, Serialize};

use super::{Need, NeedStatus, NeedWords, Severity};
use crate::{CaseId, NeedId, answer::Answer, code::Codes, form::Reader};

/// A need of form F3 as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NeedForm {
    pub need_code: String,
    pub severity: String,
    pub urgency: String,
    pub person_wants_help: String,
    pub rank: String,
    pub notes: String,
}

impl fmt::Debug for NeedForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NeedForm (not shown)")
    }
}

/// A form read: the need in clear and what of it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedRead {
    pub need: Need,
    pub words: NeedWords,
}

impl NeedForm {
    /// Reads the form. A need with which the person wants no help is recorded as refused: it is seen, and nobody
    /// acts on it.
    ///
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field.
    pub fn read(
        &self,
        id: NeedId,
        case: CaseId,
        codes: &dyn Codes,
        now: Timestamp,
        today: Date,
    ) -> Result<NeedRead, Refusals> {
        let mut reader = Reader::new(codes);
        let words = self.words(&mut reader);
        let urgency = reader.known("urgency", &self.urgency, |text| text.parse::<Priority>().ok());
        let urgency = reader.required("urgency", urgency);
        let rank = reader
            .number("rank", &self.rank, 1, 99)
            .and_then(|rank| u8::try_from(rank).ok());
        let rank = reader.required("rank", rank);
        let whole = words.zip(urgency.zip(rank)).map(|(words, (urgency, rank))| {
            let unwanted = words.person_wants_help == Answer::Given(false);
            let status = if unwanted {
                NeedStatus::Refused { at: now }
            } else {
                NeedStatus::Open
            };
            let shown = codes.shown("need", &words.need_code).0;
            let need = Need {
                id,
                case,
                shown,
                urgency,
                rank,
                identified_on: today,
                status,
                version: 1,
            };
            NeedRead { need, words }
        });
        reader.finish(whole)
    }

    fn words(&self, reader: &mut Reader<'_>) -> Option<NeedWords> {
        let need_code = reader.one("need", "need_code", &self.need_code);
        let degree = reader.number("severity", &self.severity, 0, 4);
        let severity = degree.and_then(|degree| Severity::new(u8::try_from(degree).ok()?));
        let severity = reader.required("severity", severity);
        let wants = reader.yes_no("person_wants_help", &self.person_wants_help);
        let wants = reader.required("person_wants_help", wants);
        let notes = reader.narrative("notes", &self.notes);
        Some(NeedWords {
            need_code: need_code?,
            severity: severity?,
            person_wants_help: wants?,
            notes,
        })
    }
}
