use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_mechanism::CaseStep;
use serde::{Deserialize, Serialize};

use super::{ClearFacts, FirstService, Informed, Risk, Transfer, TransferEnd};
use crate::{CaseId, NeedId, UserId, code::Code};

/// What can be asked of a case. Words (why, what was said) are sealed and travel beside the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command")]
pub enum Command {
    Screen {
        risk: Risk,
    },
    MarkNotInScope {
        reason: Code,
    },
    MarkDuplicate {
        of: CaseId,
    },
    RedirectElsewhere {
        to: Code,
    },
    Register,
    StartAssessment,
    SubmitAssessment,
    ApproveAssessment,
    ReturnAssessment,
    ReopenAssessment,
    SubmitPlan {
        agreed_on: Date,
    },
    ApprovePlan,
    ReturnPlan,
    StartService {
        first: FirstService,
    },
    StartMonitoring,
    ResumeService,
    RevisePlan,
    PutOnHold {
        reason: Code,
        until: Date,
    },
    MarkLostContact,
    Resume,
    RequestClosure {
        reason: Code,
        informed: Option<Informed>,
        open_needs: BTreeSet<NeedId>,
    },
    ApproveClosure {
        erase_at: Date,
    },
    ReturnClosure,
    Reopen,
    RecordDeath {
        erase_at: Date,
    },
    Archive,
    /// No state changes with those below.
    RecordAttempt {
        channel: Code,
    },
    RecordContact,
    RecordFollowUp {
        on: Date,
    },
    Assign {
        to: UserId,
    },
    CorrectFacts {
        facts: Box<ClearFacts>,
    },
    /// No emergency opens the case any more (decisions §16).
    BarEmergency,
    AllowEmergency,
    /// From the transfer, which has already decided who may (domain §2.3).
    HoldForTransfer {
        transfer: Transfer,
    },
    EndTransfer {
        end: TransferEnd,
    },
}

impl Command {
    /// The step whose roles the mechanism lists; `None` where another record has already decided who may.
    pub const fn step(&self) -> Option<CaseStep> {
        Some(match self {
            Self::Screen { .. } => CaseStep::Screen,
            Self::MarkNotInScope { .. } => CaseStep::MarkNotInScope,
            Self::MarkDuplicate { .. } => CaseStep::MarkDuplicate,
            Self::RedirectElsewhere { .. } => CaseStep::RedirectElsewhere,
            Self::Register => CaseStep::Register,
            Self::StartAssessment => CaseStep::StartAssessment,
            Self::SubmitAssessment => CaseStep::SubmitAssessment,
            Self::ApproveAssessment => CaseStep::ApproveAssessment,
            Self::ReturnAssessment => CaseStep::ReturnAssessment,
            Self::ReopenAssessment => CaseStep::ReopenAssessment,
            Self::SubmitPlan { .. } => CaseStep::WritePlan,
            Self::ApprovePlan => CaseStep::ApprovePlan,
            Self::ReturnPlan => CaseStep::ReturnPlan,
            Self::StartService { .. } => CaseStep::StartService,
            Self::StartMonitoring => CaseStep::StartMonitoring,
            Self::ResumeService => CaseStep::ResumeService,
            Self::RevisePlan => CaseStep::RevisePlan,
            Self::PutOnHold { .. } => CaseStep::PutOnHold,
            Self::MarkLostContact => CaseStep::MarkLostContact,
            Self::Resume => CaseStep::Resume,
            Self::RequestClosure { .. } => CaseStep::RequestClosure,
            Self::ApproveClosure { .. } => CaseStep::ApproveClosure,
            Self::ReturnClosure => CaseStep::ReturnClosure,
            Self::Reopen => CaseStep::Reopen,
            Self::RecordDeath { .. } => CaseStep::RecordDeath,
            Self::Archive => CaseStep::Archive,
            Self::RecordAttempt { .. } | Self::RecordContact | Self::RecordFollowUp { .. } => {
                CaseStep::RecordFollowUp
            }
            Self::Assign { .. } => CaseStep::AssignCase,
            Self::CorrectFacts { .. } => CaseStep::EditIdentification,
            Self::BarEmergency => CaseStep::BarEmergency,
            Self::AllowEmergency => CaseStep::AllowEmergency,
            Self::HoldForTransfer { .. } | Self::EndTransfer { .. } => return None,
        })
    }

    /// The verb, for refusals and for the journal.
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Screen { .. } => "Screen",
            Self::MarkNotInScope { .. } => "MarkNotInScope",
            Self::MarkDuplicate { .. } => "MarkDuplicate",
            Self::RedirectElsewhere { .. } => "RedirectElsewhere",
            Self::Register => "Register",
            Self::StartAssessment => "StartAssessment",
            Self::SubmitAssessment => "SubmitAssessment",
            Self::ApproveAssessment => "ApproveAssessment",
            Self::ReturnAssessment => "ReturnAssessment",
            Self::ReopenAssessment => "ReopenAssessment",
            Self::SubmitPlan { .. } => "SubmitPlan",
            Self::ApprovePlan => "ApprovePlan",
            Self::ReturnPlan => "ReturnPlan",
            Self::StartService { .. } => "StartService",
            Self::StartMonitoring => "StartMonitoring",
            Self::ResumeService => "ResumeService",
            Self::RevisePlan => "RevisePlan",
            Self::PutOnHold { .. } => "PutOnHold",
            Self::MarkLostContact => "MarkLostContact",
            Self::Resume => "Resume",
            Self::RequestClosure { .. } => "RequestClosure",
            Self::ApproveClosure { .. } => "ApproveClosure",
            Self::ReturnClosure => "ReturnClosure",
            Self::Reopen => "Reopen",
            Self::RecordDeath { .. } => "RecordDeath",
            Self::Archive => "Archive",
            Self::RecordAttempt { .. } => "RecordAttempt",
            Self::RecordContact => "RecordContact",
            Self::RecordFollowUp { .. } => "RecordFollowUp",
            Self::Assign { .. } => "Assign",
            Self::CorrectFacts { .. } => "CorrectFacts",
            Self::BarEmergency => "BarEmergency",
            Self::AllowEmergency => "AllowEmergency",
            Self::HoldForTransfer { .. } => "HoldForTransfer",
            Self::EndTransfer { .. } => "EndTransfer",
        }
    }
}
