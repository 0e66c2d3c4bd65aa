use std::fmt;

use relais_kernel::Refusals;
use serde::{Deserialize, Serialize};

use super::{Annexes, ChildAnnex, GbvAnnex, TraffickingAnnex, TraffickingStatus};
use crate::{code::Codes, form::Reader};

/// Form F4 as it was typed. The trafficking status is decided apart, never by saving a form; ticking
/// `trafficking_possible` notes a first suspicion.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct AnnexForm {
    pub child_status: String,
    pub care: String,
    pub separation_cause: String,
    pub tracing: String,
    pub child_concerns: Vec<String>,
    pub child_wishes: String,
    pub best_interests: String,
    pub gbv_type: String,
    pub incident_band: String,
    pub gbv_notes: String,
    pub trafficking_possible: String,
    pub recruitment: Vec<String>,
    pub control: Vec<String>,
    pub exploitation: Vec<String>,
    pub labour_sector: Vec<String>,
    pub trafficking_notes: String,
    pub assistance: String,
    pub police_cooperation: String,
    pub immigration_status: String,
}

impl fmt::Debug for AnnexForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnnexForm (not shown)")
    }
}

impl AnnexForm {
    /// Reads the form over what the annexes said before.
    ///
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field.
    pub fn read(&self, before: &Annexes, codes: &dyn Codes) -> Result<Annexes, Refusals> {
        let mut r = Reader::new(codes);
        let child = ChildAnnex {
            child_status: r.code("child_status", "child_status", &self.child_status),
            care: r.code("care", "care", &self.care),
            separation_cause: r.code("separation_cause", "separation_cause", &self.separation_cause),
            tracing: r.code("tracing_status", "tracing", &self.tracing),
            child_concerns: r.several("child_concern", "child_concerns", &self.child_concerns),
            child_wishes: r.narrative("child_wishes", &self.child_wishes),
            best_interests: r.narrative("best_interests", &self.best_interests),
        };
        let gbv = GbvAnnex {
            gbv_type: r.code("gbv_type", "gbv_type", &self.gbv_type),
            incident_band: r.code("incident_band", "incident_band", &self.incident_band),
            gbv_notes: r.narrative("gbv_notes", &self.gbv_notes),
        };
        let suspected = (self.trafficking_possible.trim() == "yes").then_some(TraffickingStatus::Possible);
        let trafficking = TraffickingAnnex {
            trafficking_status: before.trafficking.trafficking_status.clone().or(suspected),
            recruitment: r.several("recruitment", "recruitment", &self.recruitment),
            control: r.several("control", "control", &self.control),
            exploitation: r.several("exploitation", "exploitation", &self.exploitation),
            labour_sector: r.several("labour_sector", "labour_sector", &self.labour_sector),
            trafficking_notes: r.narrative("trafficking_notes", &self.trafficking_notes),
            assistance: r.yes_no("assistance", &self.assistance),
            police_cooperation: r.yes_no("police_cooperation", &self.police_cooperation),
            immigration_status: r.line("immigration_status", &self.immigration_status),
        };
        r.finish(Some(Annexes {
            child,
            gbv,
            trafficking,
        }))
    }
}
