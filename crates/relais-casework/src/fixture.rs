//! What tests share: a small mechanism, people and organisations with numbers for names.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use relais_kernel::{AgeBand, Id, Localised, Priority, SeededEntropy, Sensitivity, Sex, Span, WorkCalendar};
use relais_mechanism::{
    AssessmentDeadlines, CaseDeadlines, CaseStep, CaseSteps, CategoryRule, ConsentAges, ConsentRules,
    DataCategory, Explanation, Purpose, PurposeRule, Role, Step, StepRule, Workflow,
};
use uuid::Uuid;

use crate::{
    actor::By,
    answer::Answer,
    case::{Basis, Case, ClearFacts, NewCase, Surroundings},
    code::{Code, Codes, Traits},
};

pub fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// Monday morning in Douala.
pub fn monday() -> Timestamp {
    at("2026-11-23T08:00:00Z")
}

pub fn calendar() -> WorkCalendar {
    use relais_kernel::Weekday::{Saturday, Sunday};
    WorkCalendar {
        time_zone: "Africa/Douala".into(),
        weekend: [Saturday, Sunday].into(),
        yearly: [(12, 25), (1, 1)].into(),
        dated: BTreeSet::new(),
    }
}

/// User `n` of organisation 1 in one role.
pub fn acting(role: Role, n: u128) -> By {
    By::User {
        user: id(n),
        organisation: id(1),
        roles: [role].into(),
    }
}

pub fn manager() -> By {
    acting(Role::CASE_MANAGER, 4)
}

pub fn supervisor() -> By {
    acting(Role::SUPERVISOR, 5)
}

/// Who may do what, from domain §2.1.
fn roles(step: CaseStep) -> &'static [Role] {
    use CaseStep as S;
    match step {
        S::Identify | S::Screen | S::MarkDuplicate => &[Role::FIRST_LINE],
        S::MarkNotInScope | S::RedirectElsewhere => &[Role::FIRST_LINE, Role::CASE_MANAGER],
        S::ApproveAssessment | S::ReturnAssessment | S::ApprovePlan | S::ReturnPlan => &[Role::SUPERVISOR],
        S::ApproveClosure | S::ReturnClosure | S::Reopen | S::AssignCase => &[Role::SUPERVISOR],
        S::Archive => &[Role::SUPERVISOR],
        S::RecordDeath => &[Role::CASE_MANAGER, Role::SUPERVISOR],
        _ => &[Role::CASE_MANAGER],
    }
}

pub fn steps() -> CaseSteps {
    let rule = |step: CaseStep| StepRule {
        name: Localised::new(step.code(), step.code()),
        roles: roles(step).iter().copied().collect(),
        by_clock: step == CaseStep::Archive,
        from: Vec::new(),
        to: Vec::new(),
        guard: None,
    };
    let limits = |start, complete| AssessmentDeadlines { start, complete };
    CaseSteps {
        workflow: Workflow {
            states: Vec::new(),
            steps: CaseStep::ALL.iter().map(|step| (*step, rule(*step))).collect(),
        },
        deadlines: CaseDeadlines {
            screen: Span::Hours(24),
            assessment: BTreeMap::from([
                ("high".into(), limits(Span::Hours(24), Span::Hours(72))),
                ("medium".into(), limits(Span::Hours(72), Span::Days(7))),
                ("low".into(), limits(Span::Days(7), Span::Days(14))),
            ]),
            follow_up_months: vec![1, 3, 6, 9, 12],
            lost_contact_attempts: 3,
            lost_contact_over: Span::Days(30),
            exception_review: Span::Hours(72),
            recall_confirmation: Span::Days(5),
            summary_after_transfer: Span::Days(30),
            transfer_expire: Span::Days(14),
            break_glass_minutes: 60,
            rights_request: Span::Days(30),
            enquiry: Span::WorkingDays(10),
            mission_kept: Span::Days(7),
        },
    }
}

/// A case manager may handle the case, and no referral is open.
pub fn calm() -> Surroundings {
    Surroundings {
        open_referrals: 0,
        basis: Ok(Basis::Consent([id(900)].into())),
    }
}

pub fn facts() -> ClearFacts {
    ClearFacts {
        age_band: Some(AgeBand::From25),
        sex: Answer::Given(Sex::Female),
        region: "CM005".parse().unwrap(),
        department: Some("CM005004".parse().unwrap()),
        risk: None,
        urgent: false,
        flags: BTreeSet::new(),
        target_groups: BTreeSet::new(),
        special_needs: BTreeSet::new(),
        anonymous: false,
        rights_explained: true,
    }
}

pub fn identified() -> Case {
    let new = NewCase {
        mechanism: id(2),
        owner: id(1),
        facts: facts(),
        by: id(3),
    };
    Case::identify(new, monday(), &SeededEntropy::new(1)).case
}

pub fn ages() -> ConsentAges {
    ConsentAges {
        consent: 18,
        majority: 18,
        assent: 6,
    }
}

pub fn consent_rules() -> ConsentRules {
    let purpose = |code: Purpose, needs_recipients| PurposeRule {
        name: Localised::new("finalité", "purpose"),
        code,
        default_expiry: Span::Days(365),
        needs_recipients,
        retired: false,
    };
    let stays_inside = [Purpose::CASE_MANAGEMENT, Purpose::STATISTICS];
    ConsentRules {
        purposes: Purpose::WELL_KNOWN
            .iter()
            .map(|p| purpose(p.clone(), !stays_inside.contains(p)))
            .collect(),
        categories: DataCategory::WELL_KNOWN
            .iter()
            .map(|code| CategoryRule {
                code: code.clone(),
                name: Localised::new("catégorie", "category"),
                sensitivity: Sensitivity::S2,
                retired: false,
            })
            .collect(),
        legal_bases: Vec::new(),
        ages: ages(),
        explained: [
            "who",
            "why",
            "what",
            "risks",
            "no_cost",
            "withdrawal",
            "complaint",
        ]
        .map(|code| Explanation {
            code: code.into(),
            name: Localised::new(code, code),
            retired: false,
        })
        .into(),
        text_version: "2026-1".into(),
    }
}

/// Lists that know every code except `inconnu`, and hide those that end in `_s4`, or show something for them.
pub struct SmallLists;

impl Codes for SmallLists {
    fn traits(&self, list: &str, code: &str) -> Option<Traits> {
        (code != "inconnu").then(|| Traits {
            shown_as: match (list, code) {
                ("status", "presumed_trafficked") => Some("other".to_owned()),
                ("vulnerability_flag", "pregnant") => Some("health_priority".to_owned()),
                _ => None,
            },
            sensitivity: match code {
                _ if code.ends_with("_s4") => Some(Sensitivity::S4),
                _ if code.ends_with("_s1") => Some(Sensitivity::S1),
                _ => None,
            },
            alone: code == "none",
            priority: match code {
                "medical" => Some(Priority::Emergency),
                "pregnancy" => Some(Priority::Urgent),
                _ => None,
            },
        })
    }

    fn all(&self, _list: &str) -> Vec<Code> {
        Vec::new()
    }

    fn field_sensitivity(&self, _form: &str, field: &str) -> Sensitivity {
        match field {
            "urgent_signs" | "vulnerability_flags" | "status" => Sensitivity::S4,
            "immediate_action" => Sensitivity::S3,
            _ => Sensitivity::S2,
        }
    }
}
