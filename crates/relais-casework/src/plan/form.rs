use std::fmt;

use relais_kernel::Refusals;
use serde::{Deserialize, Serialize};

use super::{Line, LineStatus, LineWords, PlanWords};
use crate::{code::Codes, consent::Named, form::Reader};

/// Form F8 as it was typed: the words and the lines of a draft.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct PlanForm {
    pub place_of_return: String,
    pub summary_economic: String,
    pub summary_social: String,
    pub summary_psychosocial: String,
    pub lines: Vec<LineForm>,
}

/// One line as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct LineForm {
    /// Empty for a new line.
    pub number: String,
    pub line_type: String,
    pub line_goal: String,
    /// `yes` when ticked.
    pub line_referral_needed: String,
    pub line_budget: String,
    pub line_funder: String,
    pub line_responsible: String,
    pub line_due: String,
    pub line_status: String,
    pub feasible_individual: String,
    pub feasible_community: String,
    pub feasible_structural: String,
}

impl LineForm {
    /// Nothing was typed: an empty row that the page offers.
    pub fn is_blank(&self) -> bool {
        *self
            == Self {
                number: self.number.clone(),
                line_status: self.line_status.clone(),
                ..Self::default()
            }
            && self.number.trim().is_empty()
    }
}

impl fmt::Debug for PlanForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlanForm (not shown)")
    }
}

impl fmt::Debug for LineForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineForm (not shown)")
    }
}

/// A form read: the lines in clear, the words of each, and the words of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRead {
    pub words: PlanWords,
    pub lines: Vec<(Line, LineWords)>,
}

impl PlanForm {
    /// Reads the form over the lines of the draft. Known lines keep their referral; new ones get the next number.
    ///
    /// # Errors
    /// Everything that is wrong with it; the faults of a line stand at `lines[2].line_type`, counted from 0.
    pub fn read(&self, before: &[Line], codes: &dyn Codes, named: &dyn Named) -> Result<PlanRead, Refusals> {
        let mut reader = Reader::new(codes);
        let words = PlanWords {
            place_of_return: reader.line("place_of_return", &self.place_of_return),
            summary_economic: reader.narrative("summary_economic", &self.summary_economic),
            summary_social: reader.narrative("summary_social", &self.summary_social),
            summary_psychosocial: reader.narrative("summary_psychosocial", &self.summary_psychosocial),
        };
        let mut last = before.iter().map(|line| line.number).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (row, typed) in self
            .lines
            .iter()
            .enumerate()
            .filter(|(_, typed)| !typed.is_blank())
        {
            let number = typed.number.trim().parse::<u16>().ok();
            let known = before.iter().find(|line| Some(line.number) == number);
            let line = known.cloned().unwrap_or_else(|| {
                last = last.saturating_add(1);
                Line::new(last)
            });
            lines.extend(typed.read(row, &line, &mut reader, named));
        }
        reader.finish(Some(PlanRead { words, lines }))
    }
}

impl LineForm {
    fn read(
        &self,
        row: usize,
        line: &Line,
        r: &mut Reader<'_>,
        named: &dyn Named,
    ) -> Option<(Line, LineWords)> {
        let at = |field: &str| format!("lines[{row}].{field}");
        let kind = r.code("plan_line_type", &at("line_type"), &self.line_type);
        let kind = r.required(&at("line_type"), kind);
        let status = r.known(&at("line_status"), &self.line_status, LineStatus::of);
        let words = |r: &mut Reader<'_>, line_type| LineWords {
            line_type,
            line_goal: r.narrative(&at("line_goal"), &self.line_goal),
            line_budget: r.number(&at("line_budget"), &self.line_budget, 0, 1_000_000_000),
            feasible_individual: r.yes_no(&at("feasible_individual"), &self.feasible_individual),
            feasible_community: r.yes_no(&at("feasible_community"), &self.feasible_community),
            feasible_structural: r.yes_no(&at("feasible_structural"), &self.feasible_structural),
        };
        let funder = r.known(&at("line_funder"), &self.line_funder, |text| {
            named.organisation(text)
        });
        let responsible = r.known(&at("line_responsible"), &self.line_responsible, |text| {
            named.user(text)
        });
        let due = r.date(&at("line_due"), &self.line_due);
        let words = words(r, kind?);
        let line = Line {
            referral_needed: self.line_referral_needed.trim() == "yes",
            funder,
            responsible,
            due,
            status: status.unwrap_or(line.status),
            ..line.clone()
        };
        Some((line, words))
    }
}
