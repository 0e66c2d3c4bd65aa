use std::fmt;

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Priority, Refusals};
use serde::{Deserialize, Serialize};

use super::{Need, NeedStatus, NeedWords, Severity};
use crate::{CaseId, NeedId, answer::Answer, code::Codes, form::Reader};

/// A need of form F3 as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
        let need_code = reader.code("need", "need_code", &self.need_code);
        let need_code = reader.required("need_code", need_code);
        let degree = reader.number("severity", &self.severity, 0, 4);
        let severity = degree.and_then(|degree| Severity::new(u8::try_from(degree).ok()?));
        let severity = reader.required("severity", severity);
        let urgency = reader.known("urgency", &self.urgency, |text| text.parse::<Priority>().ok());
        let urgency = reader.required("urgency", urgency);
        let wants = reader.yes_no("person_wants_help", &self.person_wants_help);
        let wants = reader.required("person_wants_help", wants);
        let rank = reader.number("rank", &self.rank, 1, 99);
        let rank = reader
            .required("rank", rank)
            .and_then(|rank| u8::try_from(rank).ok());
        let notes = reader.narrative("notes", &self.notes);
        let whole = (|| {
            let (need_code, wants) = (need_code?, wants?);
            let status = if wants == Answer::Given(false) {
                NeedStatus::Refused { at: now }
            } else {
                NeedStatus::Open
            };
            let shown = codes.shown("need", &need_code).0;
            Some(NeedRead {
                need: Need {
                    id,
                    case,
                    shown,
                    urgency: urgency?,
                    rank: rank?,
                    identified_on: today,
                    status,
                    version: 1,
                },
                words: NeedWords {
                    need_code,
                    severity: severity?,
                    person_wants_help: wants,
                    notes,
                },
            })
        })();
        reader.finish(whole)
    }
}
