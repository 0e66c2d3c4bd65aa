//! How long a case is kept after it ended (DP-26), and what stops its erasure for a time: a legal hold.

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Id, Mechanism, Refusal};
use relais_mechanism::{Definition, Purpose};
use serde::{Deserialize, Serialize};

use crate::{
    CaseId,
    actor::Act,
    case::{Case, CaseState},
    request::codes,
};

codes! {
    /// Why a case is kept beyond its time.
    HoldBasis {
        LegalClaim = "legal_claim",
        Investigation = "investigation",
        LegalDuty = "legal_duty",
        Audit = "audit",
    }
}

/// The protection officer holds a case back from erasure, until it is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalHold {
    pub basis: HoldBasis,
    pub review: Date,
    pub act: Act,
}

impl LegalHold {
    /// # Errors
    /// `ReviewDatePast`: no hold is for ever, nor over before it began.
    pub fn new(basis: HoldBasis, review: Date, act: Act, today: Date) -> Result<Self, Refusal> {
        if review <= today {
            return Err(review_past());
        }
        Ok(Self { basis, review, act })
    }
}

/// What is known of how long a case is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    pub case: CaseId,
    pub mechanism: Id<Mechanism>,
    /// The last day on which it may be kept; nothing while somebody works on it.
    pub until: Option<Date>,
    /// It was listed as soon due.
    pub warned: bool,
    pub hold: Option<LegalHold>,
    /// Hash of the definition by which it was counted.
    pub definition: String,
}

/// What the clock has to do about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Nothing,
    /// Its time ends soon: it is listed.
    Warn,
    /// Its time is over.
    Erase,
}

impl Keeping {
    pub fn of(case: &Case) -> Self {
        Self {
            case: case.id,
            mechanism: case.mechanism,
            until: None,
            warned: false,
            hold: None,
            definition: String::new(),
        }
    }

    /// What is due today. A hold stops erasing and warning; that it is past its day of review does not lift it.
    pub fn due(&self, today: Date, definition: &Definition) -> Due {
        let Some(until) = self.until.filter(|_| self.hold.is_none()) else {
            return Due::Nothing;
        };
        if today > until {
            Due::Erase
        } else if !self.warned && today >= warn_on(definition, until) {
            Due::Warn
        } else {
            Due::Nothing
        }
    }

    /// When the clock has to look again.
    pub fn look_on(&self, definition: &Definition) -> Option<Date> {
        let until = self.until.filter(|_| self.hold.is_none())?;
        let after = until.tomorrow().unwrap_or(Date::MAX);
        Some(match self.warned {
            true => after,
            false => warn_on(definition, until),
        })
    }
}

fn warn_on(definition: &Definition, until: Date) -> Date {
    let Some(processing) = &definition.processing else {
        return until;
    };
    processing.warn_on(until)
}

/// The last day on which a case may be kept: the longest time of the purposes that it served, from the day on which it
/// ended, or the earlier day that was set when it closed. Nothing while somebody works on it, and nothing for what was
/// erased.
pub fn keep_until(case: &Case, purposes: &[Purpose], definition: &Definition) -> Option<Date> {
    let ended = definition.calendar.date_of(ended_at(&case.state)?);
    let longest = match &definition.processing {
        Some(processing) => processing.keep_until(ended, purposes),
        None => crate::closure::erase_at(ended, MONTHS),
    };
    Some(set_at_closing(&case.state).map_or(longest, |set| set.min(longest)))
}

/// Where a definition says nothing (DP-26).
const MONTHS: u16 = 24;

const fn ended_at(state: &CaseState) -> Option<Timestamp> {
    match state {
        CaseState::Closed(closing) | CaseState::Archived { closing, .. } => Some(closing.approved.at),
        CaseState::Duplicate { act, .. }
        | CaseState::NotInScope { act, .. }
        | CaseState::Redirected { act, .. }
        | CaseState::Deceased { act, .. } => Some(act.at),
        _ => None,
    }
}

const fn set_at_closing(state: &CaseState) -> Option<Date> {
    match state {
        CaseState::Closed(closing) | CaseState::Archived { closing, .. } => Some(closing.erase_at),
        CaseState::Deceased { erase_at, .. } => Some(*erase_at),
        _ => None,
    }
}

fn review_past() -> Refusal {
    Refusal::new(
        "ReviewDatePast",
        "La date de revue doit être à venir.",
        "The date of review has to be in the future.",
    )
    .at("review")
}

#[cfg(test)]
mod tests {
    use relais_mechanism::builtin;

    use super::*;
    use crate::{
        case::table_tests::cases,
        fixture::{day, id, monday},
    };

    fn closed() -> Case {
        let all = cases();
        all.into_iter().find(|(name, _)| *name == "closed").unwrap().1
    }

    fn keeping(until: &str, warned: bool) -> Keeping {
        Keeping {
            until: Some(day(until)),
            warned,
            ..Keeping::of(&closed())
        }
    }

    #[test]
    fn dp_26_a_case_is_kept_for_its_longest_purpose_and_never_beyond_what_was_set_at_closing() {
        let definition = builtin("cameroun-demo").unwrap();
        let mut case = closed();
        let CaseState::Closed(closing) = &mut case.state else {
            panic!()
        };
        closing.approved.at = "2026-01-01T09:00:00Z".parse().unwrap();
        closing.erase_at = day("2040-01-01");
        let tracing = Purpose::new("tracing").unwrap();
        let own = [Purpose::CASE_MANAGEMENT];
        assert_eq!(keep_until(&case, &own, &definition), Some(day("2028-01-01")));
        let more = [Purpose::CASE_MANAGEMENT, tracing];
        assert_eq!(keep_until(&case, &more, &definition), Some(day("2028-12-31")));
        let CaseState::Closed(closing) = &mut case.state else {
            panic!()
        };
        closing.erase_at = day("2026-12-01");
        assert_eq!(keep_until(&case, &more, &definition), Some(day("2026-12-01")));
        for (name, case) in cases() {
            let kept = keep_until(&case, &own, &definition);
            assert_eq!(kept.is_some(), !case.state.is_open(), "{name}");
        }
    }

    #[test]
    fn a_case_is_listed_before_its_time_ends_and_erased_after_its_last_day() {
        let definition = builtin("cameroun-demo").unwrap();
        let due = |keeping: &Keeping, on: &str| keeping.due(day(on), &definition);
        let fresh = keeping("2028-01-01", false);
        assert_eq!(due(&fresh, "2027-12-01"), Due::Nothing);
        assert_eq!(due(&fresh, "2027-12-02"), Due::Warn);
        assert_eq!(fresh.look_on(&definition), Some(day("2027-12-02")));
        let told = keeping("2028-01-01", true);
        assert_eq!(due(&told, "2028-01-01"), Due::Nothing);
        assert_eq!(due(&told, "2028-01-02"), Due::Erase);
        assert_eq!(told.look_on(&definition), Some(day("2028-01-02")));
    }

    #[test]
    fn a_legal_hold_stops_the_clock_until_it_is_lifted_and_has_a_day_of_review() {
        let definition = builtin("cameroun-demo").unwrap();
        let act = Act {
            by: id(1),
            at: monday(),
        };
        let basis = HoldBasis::Investigation;
        let refused = LegalHold::new(basis, day("2026-11-23"), act, day("2026-11-23"));
        assert_eq!(refused.unwrap_err().code, "ReviewDatePast");
        let hold = LegalHold::new(basis, day("2027-05-01"), act, day("2026-11-23")).unwrap();
        let held = Keeping {
            hold: Some(hold),
            ..keeping("2026-12-01", true)
        };
        assert_eq!(held.due(day("2030-01-01"), &definition), Due::Nothing);
        assert_eq!(held.look_on(&definition), None);
    }
}
