use relais_kernel::{Date, Id, Localised, Referral, Timestamp};
use relais_mechanism::{ReferralStep, Step as _};

use super::{
    Channel, ContactPlan, DeclineReason, Feedback, Outcome, PersonCheck, Side, StateKind, Terms,
    WithdrawalCause, Words,
};
use crate::clocks::ClockKind;
use crate::coded::coded;
use crate::sending::Clearance;

/// What can be asked of a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    MakeReady,
    ReturnToDraft,
    /// The clearance is what the sending guard gives (decisions §13–14, DP-05).
    Send {
        channel: Channel,
        clearance: Box<Clearance>,
    },
    /// What was told by telephone now stands in writing (domain §2.2).
    ConfirmInWriting {
        channel: Channel,
    },
    Acknowledge,
    RequestInformation {
        question: Words,
    },
    AnswerInformation {
        answer: Option<Words>,
    },
    Waitlist {
        expected: Date,
    },
    ReviewWaitlist {
        expected: Date,
    },
    Accept {
        plan: ContactPlan,
        terms: Terms,
        note: Option<Words>,
    },
    Decline {
        reason: DeclineReason,
        note: Option<Words>,
    },
    RecordContact,
    RecordNoShow {
        note: Option<Words>,
    },
    Rebook {
        plan: ContactPlan,
        note: Option<Words>,
    },
    StartService {
        expected_end: Option<Date>,
    },
    ReportProgress {
        expected_end: Option<Date>,
        note: Option<Words>,
    },
    RecordOutcome {
        outcome: Outcome,
        note: Option<Words>,
    },
    GiveFeedback {
        feedback: Feedback,
        note: Option<Words>,
    },
    ReadFeedback,
    Dispute {
        note: Words,
    },
    Close {
        settlement: Option<Settlement>,
    },
    /// The new, linked referral already stands as a draft (see [`super::Referral::redirected`]).
    Redirect {
        to: Id<Referral>,
    },
    Withdraw {
        cause: WithdrawalCause,
    },
    Cancel,
    ConfirmRecall,
    Expire,
    /// A clock that is due does what it is for, once.
    Fire {
        clock: ClockKind,
        due: Timestamp,
    },
}

/// What the sender says on closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// After feedback: what the person said about it.
    Person(PersonCheck),
    /// After a decline or an expiry: nobody else can help.
    NeedUnmet,
}

coded! {
    /// The commands without their facts; the labels complete "you cannot …".
    Verb {
        MakeReady = "mark_ready", "le déclarer prêt", "mark it ready";
        ReturnToDraft = "return_to_draft", "le remettre en brouillon", "return it to draft";
        Send = "send", "l’envoyer", "send it";
        ConfirmInWriting = "confirm_in_writing", "le confirmer par écrit", "confirm it in writing";
        Acknowledge = "acknowledge", "en accuser réception", "acknowledge it";
        RequestInformation = "request_information", "demander un complément", "ask for information";
        AnswerInformation = "complete_information", "répondre à une demande de complément", "answer a request for information";
        Waitlist = "waitlist", "le mettre en liste d’attente", "put it on the waiting list";
        ReviewWaitlist = "review_waitlist", "revoir la liste d’attente", "review the waiting list";
        Accept = "accept", "l’accepter", "accept it";
        Decline = "decline", "le refuser", "decline it";
        RecordContact = "record_contact", "noter le premier contact", "record the first contact";
        RecordNoShow = "record_no_show", "noter une absence", "record a no-show";
        Rebook = "rebook", "fixer un nouveau rendez-vous", "give another appointment";
        StartService = "start_service", "commencer le service", "start the service";
        ReportProgress = "report_progress", "faire un point d’étape", "report progress";
        RecordOutcome = "record_outcome", "noter le résultat", "record the outcome";
        GiveFeedback = "give_feedback", "faire le retour", "give feedback";
        ReadFeedback = "read_feedback", "marquer le retour comme lu", "mark the feedback as read";
        Dispute = "dispute", "contester le retour", "dispute the feedback";
        Close = "close", "le clôturer", "close it";
        Redirect = "redirect", "le réorienter", "redirect it";
        Withdraw = "withdraw", "le retirer", "withdraw it";
        Cancel = "cancel", "l’annuler", "cancel it";
        ConfirmRecall = "confirm_recall", "confirmer le rappel", "confirm the recall";
        Expire = "expire", "le déclarer sans réponse", "let it expire";
        Fire = "fire", "déclencher cette échéance", "let this deadline act";
    }
}

impl Command {
    pub const fn verb(&self) -> Verb {
        match self {
            Self::MakeReady => Verb::MakeReady,
            Self::ReturnToDraft => Verb::ReturnToDraft,
            Self::Send { .. } => Verb::Send,
            Self::ConfirmInWriting { .. } => Verb::ConfirmInWriting,
            Self::Acknowledge => Verb::Acknowledge,
            Self::RequestInformation { .. } => Verb::RequestInformation,
            Self::AnswerInformation { .. } => Verb::AnswerInformation,
            Self::Waitlist { .. } => Verb::Waitlist,
            Self::ReviewWaitlist { .. } => Verb::ReviewWaitlist,
            Self::Accept { .. } => Verb::Accept,
            Self::Decline { .. } => Verb::Decline,
            Self::RecordContact => Verb::RecordContact,
            Self::RecordNoShow { .. } => Verb::RecordNoShow,
            Self::Rebook { .. } => Verb::Rebook,
            Self::StartService { .. } => Verb::StartService,
            Self::ReportProgress { .. } => Verb::ReportProgress,
            Self::RecordOutcome { .. } => Verb::RecordOutcome,
            Self::GiveFeedback { .. } => Verb::GiveFeedback,
            Self::ReadFeedback => Verb::ReadFeedback,
            Self::Dispute { .. } => Verb::Dispute,
            Self::Close { .. } => Verb::Close,
            Self::Redirect { .. } => Verb::Redirect,
            Self::Withdraw { .. } => Verb::Withdraw,
            Self::Cancel => Verb::Cancel,
            Self::ConfirmRecall => Verb::ConfirmRecall,
            Self::Expire => Verb::Expire,
            Self::Fire { .. } => Verb::Fire,
        }
    }
}

impl Verb {
    /// The step under which the mechanism says which roles may give it. Steps and verbs carry the same codes; a
    /// clock that fires is the step of escalating.
    pub fn step(self) -> ReferralStep {
        ReferralStep::of(self.code()).unwrap_or(ReferralStep::Escalate)
    }

    /// The sides it can be given for (domain §2.2, column "Who").
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Acknowledge
            | Self::RequestInformation
            | Self::Waitlist
            | Self::ReviewWaitlist
            | Self::Accept
            | Self::Decline
            | Self::RecordContact
            | Self::RecordNoShow
            | Self::Rebook
            | Self::StartService
            | Self::ReportProgress
            | Self::RecordOutcome
            | Self::GiveFeedback
            | Self::ConfirmRecall => &[Side::Receiver],
            Self::MakeReady
            | Self::ReturnToDraft
            | Self::Send
            | Self::ConfirmInWriting
            | Self::AnswerInformation
            | Self::ReadFeedback
            | Self::Dispute
            | Self::Cancel => &[Side::Sender],
            // A consent that runs out takes back what was sent, without anybody (DP-07).
            Self::Withdraw => &[Side::Sender, Side::Clockwork],
            Self::Close | Self::Redirect => &[Side::Sender, Side::Coordinator],
            Self::Expire | Self::Fire => &[Side::Clockwork],
        }
    }

    /// The sentence for a verb that has no place in a state.
    pub(super) fn out_of_place(self, state: StateKind) -> Localised {
        let (here, this) = (state.label(), self.label());
        Localised::new(
            format!(
                "Ce référencement est à l’étape « {} » : on ne peut pas {}.",
                here.fr, this.fr
            ),
            format!(
                "This referral is at the step “{}”: you cannot {}.",
                here.en, this.en
            ),
        )
    }
}
