use super::{Clock, EscalationLevel};
use crate::coded::coded;
use crate::referral::Side;

coded! {
    /// What a clock does when it is due.
    ClockKind {
        RemindSend = "remind_send", "relance : à envoyer", "reminder: to be sent";
        RemindWriting = "remind_writing", "relance : confirmer par écrit", "reminder: confirm in writing";
        RemindAcknowledge = "remind_acknowledge", "relance : accuser réception", "reminder: acknowledge";
        RemindDecide = "remind_decide", "relance : décider", "reminder: decide";
        EscalateE1 = "escalate_e1", "alerte au superviseur de la structure réceptrice", "alert to the receiver’s supervisor";
        EscalateE2 = "escalate_e2", "alerte à la coordination", "alert to the coordination";
        Expire = "expire", "fin du délai de réponse", "end of the time to answer";
        CompleteInformation = "complete_information", "relance : fournir le complément", "reminder: give the information";
        InformationOverdue = "information_overdue", "complément en retard", "information overdue";
        WaitlistReview = "waitlist_review", "liste d’attente à revoir", "waiting list to review";
        WaitlistMissed = "waitlist_missed", "liste d’attente non revue", "waiting list not reviewed";
        WaitlistExpire = "waitlist_expire", "fin de l’attente", "end of the wait";
        RemindContact = "remind_contact", "relance : contacter la personne", "reminder: contact the person";
        ContactOverdue = "contact_overdue", "premier contact en retard", "first contact overdue";
        RemindRebook = "remind_rebook", "relance : après l’absence", "reminder: after the no-show";
        RemindFeedback = "remind_feedback", "relance : faire le retour", "reminder: give feedback";
        ChaseFeedback = "chase_feedback", "retour à relancer", "feedback to chase";
        FeedbackOverdue = "feedback_overdue", "retour en retard", "feedback overdue";
        RemindReading = "remind_reading", "relance : lire le retour et clôturer", "reminder: read the feedback and close";
        ReadingOverdue = "reading_overdue", "retour non lu", "feedback not read";
        RemindChoice = "remind_choice", "relance : réorienter ou marquer non couvert", "reminder: redirect or mark unmet";
        ChoiceOverdue = "choice_overdue", "suite du refus en retard", "choice after decline overdue";
        RemindReroute = "remind_reroute", "relance : réorienter", "reminder: reroute";
        ConfirmRecall = "confirm_recall", "relance : confirmer l’arrêt et l’effacement après le rappel", "reminder: confirm stop and deletion";
        RecallOverdue = "recall_overdue", "rappel non confirmé", "recall not confirmed";
        RemindClosing = "remind_closing", "relance : clôturer", "reminder: close";
    }
    /// Who is told.
    Owner {
        Sender = "sender", "structure référente", "referring organisation";
        SenderSupervisor = "sender_supervisor", "superviseur de la structure référente", "referring organisation’s supervisor";
        Receiver = "receiver", "structure réceptrice", "receiving organisation";
        ReceiverSupervisor = "receiver_supervisor", "superviseur de la structure réceptrice", "receiving organisation’s supervisor";
        Coordinator = "coordinator", "coordination", "coordination";
    }
    /// Who has to act.
    Turn {
        Sender = "sender", "structure référente", "referring organisation";
        Receiver = "receiver", "structure réceptrice", "receiving organisation";
        Coordinator = "coordinator", "coordination", "coordination";
        Nobody = "nobody", "personne", "nobody";
    }
}

impl ClockKind {
    /// The referral ends without an answer.
    pub const fn expires(self) -> bool {
        matches!(self, Self::Expire | Self::WaitlistExpire)
    }

    /// The rung it raises the referral to; `None` for a reminder.
    pub const fn level(self) -> Option<EscalationLevel> {
        match self {
            Self::EscalateE1
            | Self::InformationOverdue
            | Self::ContactOverdue
            | Self::ReadingOverdue
            | Self::ChoiceOverdue => Some(EscalationLevel::E1),
            Self::EscalateE2 | Self::WaitlistMissed | Self::FeedbackOverdue | Self::RecallOverdue => {
                Some(EscalationLevel::E2)
            }
            _ => None,
        }
    }
}

impl Clock {
    /// Whose silence the clock is about.
    pub const fn owed_by(&self) -> Side {
        match self.kind {
            ClockKind::RemindSend
            | ClockKind::RemindWriting
            | ClockKind::CompleteInformation
            | ClockKind::InformationOverdue
            | ClockKind::RemindReading
            | ClockKind::ReadingOverdue
            | ClockKind::RemindChoice
            | ClockKind::ChoiceOverdue
            | ClockKind::RemindClosing => Side::Sender,
            ClockKind::RemindReroute => Side::Coordinator,
            _ => Side::Receiver,
        }
    }
}
