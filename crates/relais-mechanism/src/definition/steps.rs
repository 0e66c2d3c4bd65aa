use std::{collections::BTreeMap, collections::BTreeSet, fmt::Debug};

use relais_kernel::{Lang, Localised, Span};
use serde::{Deserialize, Serialize};

use super::Role;

/// A closed list of steps that the program knows; packs say who may do each of them.
pub trait Step: Copy + Ord + Debug + 'static {
    const ALL: &'static [Self];

    /// The code in packs and in the journal, in snake case.
    fn code(self) -> &'static str;

    fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.code() == code)
    }
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident { $($(#[$step_doc:meta])* $variant:ident = $code:literal,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$step_doc])* #[serde(rename = $code)] $variant,)* }

        impl Step for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    )* };
}

steps! {
    /// What can be done on a case (domain §2.1), with the acts that change no state.
    CaseStep {
        Identify = "identify",
        Screen = "screen",
        MarkNotInScope = "mark_not_in_scope",
        MarkDuplicate = "mark_duplicate",
        RedirectElsewhere = "redirect_elsewhere",
        Register = "register",
        StartAssessment = "start_assessment",
        SubmitAssessment = "submit_assessment",
        ApproveAssessment = "approve_assessment",
        ReturnAssessment = "return_assessment",
        ReopenAssessment = "reopen_assessment",
        ApprovePlan = "approve_plan",
        ReturnPlan = "return_plan",
        StartService = "start_service",
        StartMonitoring = "start_monitoring",
        ResumeService = "resume_service",
        RevisePlan = "revise_plan",
        PutOnHold = "put_on_hold",
        MarkLostContact = "mark_lost_contact",
        Resume = "resume",
        RequestClosure = "request_closure",
        ApproveClosure = "approve_closure",
        ReturnClosure = "return_closure",
        Reopen = "reopen",
        RecordDeath = "record_death",
        Archive = "archive",
        SearchPersons = "search_persons",
        EditIdentification = "edit_identification",
        RecordConsent = "record_consent",
        WithdrawConsent = "withdraw_consent",
        RecordNeeds = "record_needs",
        WriteAnnex = "write_annex",
        ReadAnnex = "read_annex",
        WritePlan = "write_plan",
        RecordFollowUp = "record_follow_up",
        AssignCase = "assign_case",
        ReviewAccess = "review_access",
        OpenInEmergency = "open_in_emergency",
        ReviewOpening = "review_opening",
        BarEmergency = "bar_emergency",
        AllowEmergency = "allow_emergency",
        RecordRequest = "record_request",
        DecideRequest = "decide_request",
        AnswerReport = "answer_report",
        AnswerComplaint = "answer_complaint",
        AskForData = "ask_for_data",
        AnswerEnquiry = "answer_enquiry",
        OrderMission = "order_mission",
        /// Does missions of interpreting, and sees nothing else of a case (DP-40).
        Interpret = "interpret",
        /// Does missions of driving, and sees nothing else of a case (DP-40).
        Drive = "drive",
    }
    /// What can be done on a referral (domain §2.2, decisions §2).
    ReferralStep {
        Draft = "draft",
        MarkReady = "mark_ready",
        ReturnToDraft = "return_to_draft",
        AuthoriseException = "authorise_exception",
        Send = "send",
        ConfirmInWriting = "confirm_in_writing",
        Cancel = "cancel",
        Withdraw = "withdraw",
        Acknowledge = "acknowledge",
        Accept = "accept",
        Waitlist = "waitlist",
        ReviewWaitlist = "review_waitlist",
        RequestInformation = "request_information",
        CompleteInformation = "complete_information",
        Decline = "decline",
        RecordContact = "record_contact",
        RecordNoShow = "record_no_show",
        Rebook = "rebook",
        StartService = "start_service",
        ReportProgress = "report_progress",
        RecordOutcome = "record_outcome",
        GiveFeedback = "give_feedback",
        ReadFeedback = "read_feedback",
        Dispute = "dispute",
        Close = "close",
        Redirect = "redirect",
        Expire = "expire",
        Escalate = "escalate",
        Reroute = "reroute",
        ConfirmRecall = "confirm_recall",
    }
    /// What can be done on a transfer of a case (domain §2.3).
    TransferStep {
        Draft = "draft",
        Request = "request",
        Accept = "accept",
        Reject = "reject",
        Revoke = "revoke",
        Expire = "expire",
    }
}

/// The target of a step that leads back where the record came from.
pub const PREVIOUS: &str = "previous";

/// A state as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateName {
    /// Snake case, the same as in the program.
    pub code: String,
    pub name: Localised,
    /// Nothing more is expected in this state.
    pub terminal: bool,
}

/// Who may do a step, and what the procedures say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRule {
    pub name: Localised,
    pub roles: BTreeSet<Role>,
    /// The clock does it, without anybody.
    pub by_clock: bool,
    /// States it starts from; empty: any state in which somebody still works, or the beginning.
    pub from: Vec<String>,
    /// States it can lead to; empty: the state does not change. [`PREVIOUS`] leads back.
    pub to: Vec<String>,
    /// What has to be true, in words.
    pub guard: Option<Localised>,
}

/// The states of a life cycle and who may do its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "S: Step + Deserialize<'de>"))]
pub struct Workflow<S: Step> {
    pub states: Vec<StateName>,
    pub steps: BTreeMap<S, StepRule>,
}

impl<S: Step> Workflow<S> {
    /// Whether the mechanism lets this role do this step; a step it does not define is for nobody.
    pub fn may(&self, role: Role, step: S) -> bool {
        self.steps
            .get(&step)
            .is_some_and(|rule| rule.roles.contains(&role))
    }

    /// The roles that may do some step.
    pub fn acting(&self) -> BTreeSet<Role> {
        self.steps
            .values()
            .flat_map(|rule| rule.roles.iter().copied())
            .collect()
    }

    /// The roles that may do this step.
    pub fn who_may(&self, step: S) -> impl Iterator<Item = Role> {
        self.steps
            .get(&step)
            .into_iter()
            .flat_map(|rule| rule.roles.iter().copied())
    }

    /// The name of a state, if the mechanism has it.
    pub fn state_name(&self, state: &str, lang: Lang) -> Option<&str> {
        self.states
            .iter()
            .find(|s| s.code == state)
            .map(|s| s.name.get(lang))
    }

    /// The name of a step, if the mechanism has it.
    pub fn step_name(&self, step: S, lang: Lang) -> Option<&str> {
        self.steps.get(&step).map(|rule| rule.name.get(lang))
    }
}

/// The life cycle of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseSteps {
    pub workflow: Workflow<CaseStep>,
    pub deadlines: CaseDeadlines,
}

impl CaseSteps {
    pub fn may(&self, role: Role, step: CaseStep) -> bool {
        self.workflow.may(role, step)
    }
}

/// The clocks of a case (domain §2.1, §6; decisions §16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseDeadlines {
    /// From identification to the end of screening.
    pub screen: Span,
    /// Assessment, by risk level (codes of the list `risk`).
    pub assessment: BTreeMap<String, AssessmentDeadlines>,
    /// Follow-ups are due this many months after the service began.
    pub follow_up_months: Vec<u8>,
    /// Documented attempts before a person counts as lost.
    pub lost_contact_attempts: u8,
    /// The attempts are spread over at least this long.
    pub lost_contact_over: Span,
    /// A supervisor reviews a lawful exception within this time (DP-05).
    pub exception_review: Span,
    /// A holder confirms a recall within this time (DP-07).
    pub recall_confirmation: Span,
    /// The former owner reads the summary of a transferred case this long.
    pub summary_after_transfer: Span,
    /// A transfer nobody answers expires after this time.
    pub transfer_expire: Span,
    /// Access by break-glass ends after this many minutes.
    pub break_glass_minutes: u16,
    /// A request of the person about her data is answered within this time (DP-24).
    #[serde(default = "one_month")]
    pub rights_request: Span,
    /// A body behind the firewall reads what came of its request from the day after this time.
    #[serde(default = "ten_working_days")]
    pub enquiry: Span,
    /// Place and language of a mission are erased this long after its end.
    #[serde(default = "one_week")]
    pub mission_kept: Span,
}

/// For definitions that were stored before they said so.
const fn one_month() -> Span {
    Span::Days(30)
}

const fn one_week() -> Span {
    Span::Days(7)
}

const fn ten_working_days() -> Span {
    Span::WorkingDays(10)
}

/// From registration to the start and the end of the assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentDeadlines {
    pub start: Span,
    pub complete: Span,
}

/// The life cycle of a referral and of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralSteps {
    pub workflow: Workflow<ReferralStep>,
    pub transfer: Workflow<TransferStep>,
    pub limits: ReferralLimits,
}

impl ReferralSteps {
    pub fn may(&self, role: Role, step: ReferralStep) -> bool {
        self.workflow.may(role, step)
    }

    pub fn may_transfer(&self, role: Role, step: TransferStep) -> bool {
        self.transfer.may(role, step)
    }
}

/// How often something may happen to a referral (domain §2.2, decisions §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralLimits {
    /// Appointments given again after a no-show.
    pub rebookings: u8,
    /// Times the receiver may ask for information.
    pub information_requests: u8,
    /// Missed reviews of the waiting list before the coordinator is told.
    pub missed_waitlist_reviews: u8,
}
