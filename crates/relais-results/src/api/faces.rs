use std::collections::BTreeMap;

use relais_casework::{
    mission::MissionDuty,
    queries::{EnquiryDuty, EnquiryTask, MissionTask, Task, TaskLine},
};
use relais_referral::{
    partition::Group,
    queries::{Group as ListName, Line, TransferLine},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    figures::{Cut, Figures, Line as Printed, Spread},
    masking::Shown,
    queries::{HomeView, Publication, Records, WhoAnswersView},
};

/// A count as it may be told: exactly, as "fewer than", or withheld because it would give another away.
#[derive(Serialize, ToSchema)]
pub struct CountFace {
    count: Option<u64>,
    fewer_than: Option<u64>,
    withheld: bool,
}

impl From<Shown> for CountFace {
    fn from(shown: Shown) -> Self {
        Self {
            count: shown.plain(),
            fewer_than: match shown {
                Shown::Under(threshold) => Some(threshold),
                _ => None,
            },
            withheld: shown == Shown::Withheld,
        }
    }
}

/// How long something took, in minutes; nothing when it happened to nobody or to too few.
#[derive(Serialize, ToSchema)]
pub struct SpreadFace {
    median_minutes: Option<u64>,
    p90_minutes: Option<u64>,
    fewer_than: Option<u64>,
}

impl From<Spread> for SpreadFace {
    fn from(spread: Spread) -> Self {
        let (median_minutes, p90_minutes, fewer_than) = match spread {
            Spread::Missing => (None, None, None),
            Spread::Under(threshold) => (None, None, Some(threshold)),
            Spread::Known { median, p90 } => (Some(median), Some(p90), None),
        };
        Self {
            median_minutes,
            p90_minutes,
            fewer_than,
        }
    }
}

/// One line of the figures.
#[derive(Serialize, ToSchema)]
pub struct CutFace {
    sent: CountFace,
    /// By class: accepted, declined, `acknowledged_only`, `no_response`, pending.
    classes: BTreeMap<String, CountFace>,
    /// In thousandths, where nothing of the line is masked; they add up to 1,000.
    shares: Option<BTreeMap<String, u16>>,
    /// The reasons given often enough to be named.
    main_reasons: Vec<String>,
    to_acknowledge: SpreadFace,
    to_decide: SpreadFace,
    /// Emergencies whose 24 hours are over, and those reached within them.
    emergencies: CountFace,
    emergencies_reached: CountFace,
    /// How many different people stand behind the line at least; nothing where fewer than the threshold do.
    people_at_least: Option<u64>,
}

impl From<&Cut> for CutFace {
    fn from(cut: &Cut) -> Self {
        let code = |group: &Group| group.code().to_owned();
        let shares = cut
            .shares()
            .map(|shares| shares.iter().map(|(g, share)| (code(g), *share)).collect());
        Self {
            sent: cut.groups.total.into(),
            classes: Group::ALL
                .iter()
                .map(|group| (code(group), cut.of(*group).into()))
                .collect(),
            shares,
            main_reasons: cut
                .main_reasons
                .iter()
                .map(|reason| reason.code().to_owned())
                .collect(),
            to_acknowledge: cut.to_acknowledge.into(),
            to_decide: cut.to_decide.into(),
            emergencies: cut.emergencies.total.into(),
            emergencies_reached: cut.reached().into(),
            people_at_least: cut.people,
        }
    }
}

/// A line with the code of a provider or a region; a region that nobody wrote down has none.
#[derive(Serialize, ToSchema)]
pub struct LineFace {
    code: Option<String>,
    /// Several lines as one, because too few people stand behind each.
    others: bool,
    figures: CutFace,
}

/// One cohort.
#[derive(Serialize, ToSchema)]
pub struct CohortFace {
    overall: CutFace,
    declined_by_reason: BTreeMap<String, CountFace>,
    /// Withdrawn or cancelled before a decision: not in the cohort.
    outside: CountFace,
}

impl From<&Figures> for CohortFace {
    fn from(figures: &Figures) -> Self {
        let reasons = figures.reasons.iter();
        Self {
            overall: (&figures.overall).into(),
            declined_by_reason: reasons
                .map(|(reason, shown)| (reason.code().to_owned(), (*shown).into()))
                .collect(),
            outside: figures.outside.into(),
        }
    }
}

/// The figures of a period, as far as the reader may see them.
#[derive(Serialize, ToSchema)]
pub struct FiguresFace {
    /// `2026-11`, `2026-Q4` or `2026`.
    period: String,
    since: String,
    until: String,
    /// The own figures: counts over many referrals are told again for a minute.
    counted_at: String,
    /// The day on which the figures of everybody appear, where they have not yet.
    appears_on: Option<String>,
    /// Published once, and never changed.
    everything: Option<CohortFace>,
    /// Who does not answer stands first.
    providers: Vec<LineFace>,
    regions: Vec<LineFace>,
    /// What the reader's own organisation received and sent.
    received: Option<CohortFace>,
    sent: Option<CohortFace>,
}

impl FiguresFace {
    pub fn of(view: &WhoAnswersView) -> Self {
        let line = |code: Option<String>, others: bool, cut: &Cut| LineFace {
            code,
            others,
            figures: cut.into(),
        };
        let (all, appears_on): (Option<&Figures>, _) = match &view.everything {
            Some(Publication::Out(figures)) => (Some(&**figures), None),
            Some(Publication::From(day)) => (None, Some(day.to_string())),
            Some(Publication::Never) | None => (None, None),
        };
        let providers = all.into_iter().flat_map(|figures| &figures.providers);
        let regions = all.into_iter().flat_map(|figures| &figures.regions);
        let code = |id| view.organisations.get(id).map(|face| face.code.clone());
        Self {
            period: view.period.to_string(),
            since: view.period.since().to_string(),
            until: view.period.until().to_string(),
            counted_at: view.counted_at.to_string(),
            appears_on,
            everything: all.map(Into::into),
            providers: providers
                .map(|(provider, cut)| match provider {
                    Printed::Of(id) => line(code(id), false, cut),
                    Printed::Others => line(None, true, cut),
                })
                .collect(),
            regions: regions
                .map(|(region, cut)| match region {
                    Printed::Of(code) => line(code.clone(), false, cut),
                    Printed::Others => line(None, true, cut),
                })
                .collect(),
            received: view.own.received.as_ref().map(Into::into),
            sent: view.own.sent.as_ref().map(Into::into),
        }
    }
}

/// A referral in a list: never a name.
#[derive(Serialize, ToSchema)]
pub struct ReferralBrief {
    id: String,
    case_code: String,
    need: String,
    priority: String,
    state: String,
    /// Whose turn it is: sender, receiver, coordinator or nobody.
    turn: String,
    waits_for: Option<String>,
    due_at: Option<String>,
    sent_at: Option<String>,
}

impl From<&Line> for ReferralBrief {
    fn from(line: &Line) -> Self {
        Self {
            id: line.public_ref.to_string(),
            case_code: line.case_code.clone(),
            need: line.need.clone(),
            priority: line.priority.letter().to_owned(),
            state: line.state.code().to_owned(),
            turn: line.turn.code().to_owned(),
            waits_for: line.awaited.map(|awaited| awaited.code().to_owned()),
            due_at: line.due.map(|at| at.to_string()),
            sent_at: line.sent_at.map(|at| at.to_string()),
        }
    }
}

/// The records behind a figure.
#[derive(Serialize, ToSchema)]
pub struct RecordsFace {
    /// How many there are, where that is printed.
    count: Option<u64>,
    /// How many of them the reader may see one by one.
    visible: u64,
    records: Vec<ReferralBrief>,
}

impl From<Records> for RecordsFace {
    fn from(view: Records) -> Self {
        Self {
            count: view.all,
            visible: view.seen,
            records: view.lines.iter().map(Into::into).collect(),
        }
    }
}

/// Something to do on a case.
#[derive(Serialize, ToSchema)]
pub struct TaskBrief {
    case: String,
    code: String,
    task: String,
    /// The role whose turn it is.
    role: String,
    urgent: bool,
    due_at: Option<String>,
}

impl From<&TaskLine> for TaskBrief {
    fn from(line: &TaskLine) -> Self {
        let task = match line.task {
            Task::Step(what) => what.code(),
            Task::RenewConsent => "renew_consent",
            Task::DecideException => "decide_exception",
            Task::ReviewException => "review_exception",
            Task::ReviewOpening(_) => "review_opening",
        };
        Self {
            case: line.case.to_string(),
            code: line.code.clone(),
            task: task.to_owned(),
            role: line.role.to_string(),
            urgent: line.urgent,
            due_at: line.due.map(|at| at.to_string()),
        }
    }
}

/// A request of a body behind the firewall that waits for the reader.
#[derive(Serialize, ToSchema)]
pub struct EnquiryBrief {
    enquiry: String,
    /// `answer`, `agree` or `chase`.
    duty: &'static str,
    due_at: String,
}

impl From<&EnquiryTask> for EnquiryBrief {
    fn from(task: &EnquiryTask) -> Self {
        Self {
            enquiry: task.public_ref.to_string(),
            duty: match task.duty {
                EnquiryDuty::Answer => "answer",
                EnquiryDuty::Agree => "agree",
                EnquiryDuty::Chase => "chase",
            },
            due_at: task.due.to_string(),
        }
    }
}

/// A mission that waits for the reader.
#[derive(Serialize, ToSchema)]
pub struct MissionBrief {
    mission: String,
    /// For whoever ordered it.
    case: Option<String>,
    number: String,
    /// `interpreter` or `driver`.
    kind: &'static str,
    /// `answer` or `tell` for whoever was asked, `unanswered` or `replace` for whoever ordered it.
    duty: &'static str,
    at: String,
}

impl From<&MissionTask> for MissionBrief {
    fn from(task: &MissionTask) -> Self {
        Self {
            mission: task.public_ref.to_string(),
            case: task.case.map(|case| case.to_string()),
            number: task.number.to_string(),
            kind: task.kind.code(),
            duty: match task.duty {
                MissionDuty::Answer => "answer",
                MissionDuty::Tell => "tell",
                MissionDuty::Unanswered => "unanswered",
                MissionDuty::Replace => "replace",
            },
            at: task.at.to_string(),
        }
    }
}

/// An entry of the directory that has to be verified again.
#[derive(Serialize, ToSchema)]
pub struct EntryBrief {
    service: String,
    due_on: Option<String>,
}

/// A transfer of a case that awaits an answer.
#[derive(Serialize, ToSchema)]
pub struct TransferBrief {
    transfer: String,
    code: String,
    /// It was asked of the reader's organisation, whose turn it is.
    to_answer: bool,
    due_at: Option<String>,
}

impl TransferBrief {
    fn of(line: &TransferLine, to_answer: bool) -> Self {
        Self {
            transfer: line.public_ref.to_string(),
            code: line.case_code.clone(),
            to_answer,
            due_at: line.due.map(|at| at.to_string()),
        }
    }
}

/// What the reader has to do now.
#[derive(Serialize, ToSchema)]
pub struct WorklistFace {
    /// By list: `to_answer`, `to_follow`, `to_reroute`, waiting.
    referrals: BTreeMap<String, Vec<ReferralBrief>>,
    transfers: Vec<TransferBrief>,
    cases: Vec<TaskBrief>,
    enquiries: Vec<EnquiryBrief>,
    missions: Vec<MissionBrief>,
    entries: Vec<EntryBrief>,
}

impl From<HomeView> for WorklistFace {
    fn from(view: HomeView) -> Self {
        let referrals = ListName::ALL.iter().map(|name| {
            let lines = view.referrals.of(*name).lines.iter().map(Into::into);
            (name.code().to_owned(), lines.collect())
        });
        let tasks = &view.cases;
        let cases = [
            &tasks.to_approve,
            &tasks.to_move,
            &tasks.openings,
            &tasks.exceptions,
            &tasks.consents,
        ];
        let entries = view.entries.iter().map(|line| EntryBrief {
            service: line.service.to_string(),
            due_on: line.due_on.map(|day| day.to_string()),
        });
        let (answer, asked) = (&view.transfers.to_answer, &view.transfers.asked);
        let answer = answer.iter().map(|line| TransferBrief::of(line, true));
        let asked = asked.iter().map(|line| TransferBrief::of(line, false));
        Self {
            referrals: referrals.collect(),
            transfers: answer.chain(asked).collect(),
            cases: cases.into_iter().flatten().map(Into::into).collect(),
            enquiries: view.enquiries.iter().map(Into::into).collect(),
            missions: view.missions.iter().map(Into::into).collect(),
            entries: entries.collect(),
        }
    }
}
