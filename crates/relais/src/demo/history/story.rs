//! What is to happen, before anything does: cases with their referrals, each with its end.

use jiff::Timestamp;
use relais_casework::{
    annex::AnnexForm, consent::ConsentForm, identification::IdentificationForm, mission::MissionKind,
    need::NeedForm,
};
use relais_kernel::Priority;
use relais_referral::{
    partition::Group,
    referral::{Command, DeclineReason, OutcomeKind, Side, StateKind},
};

/// An organisation that leads cases, by its key in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum House {
    Littoral,
    Centre,
    North,
}

/// A case as it will be.
pub struct CaseStory {
    /// One of the five personas of the scenario.
    pub persona: Option<u8>,
    /// The border police handed the person over.
    pub handed_over: bool,
    /// When another organisation was asked to take the case over, and when it refused.
    pub offered: Vec<(Timestamp, Option<Timestamp>)>,
    pub house: House,
    pub form: IdentificationForm,
    /// How consent is given; purpose, recipients and dates follow from the story.
    pub consent: ConsentForm,
    pub needs: Vec<NeedForm>,
    pub annex: Option<AnnexForm>,
    pub opened: Timestamp,
    /// The steps of the case up to its approved plan.
    pub steps: Vec<(Timestamp, Act)>,
    /// When its plan was approved: ordinary referrals begin then.
    pub planned: Timestamp,
    pub referrals: Vec<ReferralStory>,
    /// An interpreter or a driver is asked, and has not answered yet.
    pub mission: Option<MissionKind>,
    /// When the person takes back every consent.
    pub withdraws: Option<Timestamp>,
}

/// A referral as it will be.
pub struct ReferralStory {
    /// Which need of the case.
    pub need: usize,
    /// Which service of the catalogue.
    pub service: usize,
    pub priority: Priority,
    pub sent: Timestamp,
    /// Which earlier referral of the case it takes the place of.
    pub replaces: Option<usize>,
    pub fate: Fate,
}

/// How a referral ends, or where it stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Draft,
    Ready,
    Cancelled,
    Withdrawn,
    Pending,
    Silent,
    Acknowledged(Waits),
    Declined(DeclineReason),
    /// Not accepted, and the sender has not yet chosen how it goes on.
    JustDeclined(DeclineReason),
    /// Expired, and nobody has rerouted it yet.
    JustExpired,
    Accepted(Way),
}

/// What keeps an acknowledged referral from a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    Nothing,
    List,
    Question,
}

/// How an accepted referral goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Served(OutcomeKind),
    AfterQuestion,
    FromList,
    Rebooked,
    Missed,
    /// The service begins and nobody reports.
    Unreported,
    Disputed,
    /// It stands there now.
    StandsAt(StateKind),
}

impl Fate {
    /// Its class among those sent; `None` outside the cohort.
    pub const fn group(self) -> Option<Group> {
        match self {
            Self::Draft | Self::Ready | Self::Cancelled | Self::Withdrawn => None,
            Self::Pending => Some(Group::Pending),
            Self::Silent | Self::JustExpired => Some(Group::NoResponse),
            Self::Acknowledged(_) => Some(Group::AcknowledgedOnly),
            Self::Declined(_) | Self::JustDeclined(_) => Some(Group::Declined),
            Self::Accepted(_) => Some(Group::Accepted),
        }
    }
}

/// One act of somebody.
#[derive(Debug, Clone)]
pub enum Act {
    Identify,
    ConsentToCaseManagement,
    ConsentToReferral,
    Need(usize),
    Annex,
    Register,
    StartAssessment,
    SubmitAssessment,
    ApproveAssessment,
    WritePlan,
    SubmitPlan,
    ApprovePlan,
    StartService,
    FollowUp,
    RequestClosure,
    ApproveClosure,
    WithdrawConsent,
    Refer(usize, Move),
    Hand(Hand),
    Mission(MissionKind),
}

/// How a person, or a case, changes hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// In the place of identification.
    Over,
    /// By those who took over.
    Screen,
    /// To the case manager, who is the first to be named on the annexes (DP-12).
    Assign,
    /// Another organisation is asked to take the case over.
    Ask,
    Refuse,
}

/// One act on a referral.
#[derive(Debug, Clone)]
pub enum Move {
    Draft,
    /// In the place of an earlier one, which is closed.
    Redirect(usize),
    Send,
    Step(Side, Command),
}
