//! What goes out by mail and short message (DP-17): a code and a link, and nothing else. That is not a promise but
//! a type: [`write()`] takes a kind, a code, a link and a language, and none of them can carry a field.

mod address;
mod gsm7;
mod occasions;
mod texts;

#[cfg(test)]
mod tests;

use relais_kernel::{AnswerLink, Id, Lang, ShortCode};
use relais_trust::Trust;

pub use address::{AnswerAddress, NotAnAddress};
pub use gsm7::gsm7_length;
pub use occasions::occasion;

use crate::clocks::ClockKind;
use crate::coded::coded;
use crate::store::links;

coded! {
    /// The occasions on which somebody is written to.
    MessageKind {
        NewReferral = "new_referral", "nouveau référencement", "new referral";
        Reminder = "reminder", "relance", "reminder";
        Escalation = "escalation", "alerte au superviseur", "alert to the supervisor";
        Coordination = "coordination", "alerte à la coordination", "alert to the coordination";
        InformationAsked = "information_asked", "complément demandé", "information asked for";
        InformationGiven = "information_given", "complément fourni", "information given";
        Answered = "answered", "réponse reçue", "answer received";
        NoShowAlert = "no_show_alert", "absence au rendez-vous", "appointment missed";
        FeedbackArrived = "feedback_arrived", "retour reçu", "feedback received";
        Unanswered = "unanswered", "référencement sans réponse", "referral without an answer";
        Rerouting = "rerouting", "référencement à réorienter", "referral to reroute";
        Recall = "recall", "rappel d’un référencement", "referral recalled";
        Erased = "erased", "effacement d’un dossier", "case erased";
        TransferAsked = "transfer_asked", "transfert demandé", "transfer requested";
        TransferAnswered = "transfer_answered", "réponse au transfert", "transfer answered";
        EmergencyOpened = "emergency_opened", "ouverture d’urgence", "emergency opening";
        RecoveryAsked = "recovery_asked", "récupération d’un second facteur demandée", "recovery of a second factor requested";
        RecoveryDone = "recovery_done", "second facteur récupéré", "second factor recovered";
        MissionAsked = "mission_asked", "mission demandée", "mission asked for";
        MissionChanged = "mission_changed", "mission à une autre heure", "mission at another time";
        MissionCancelled = "mission_cancelled", "mission annulée", "mission cancelled";
        Verification = "verification", "vérification de fiches", "verification of entries";
    }
}

impl MessageKind {
    /// What a clock writes when it is due.
    pub const fn of_clock(clock: ClockKind) -> Self {
        match clock {
            ClockKind::Expire | ClockKind::WaitlistExpire => Self::Unanswered,
            ClockKind::EscalateE2
            | ClockKind::WaitlistMissed
            | ClockKind::FeedbackOverdue
            | ClockKind::RecallOverdue => Self::Coordination,
            ClockKind::RemindReroute => Self::Rerouting,
            ClockKind::ConfirmRecall => Self::Recall,
            _ if clock.level().is_some() => Self::Escalation,
            _ => Self::Reminder,
        }
    }
}

impl MessageKind {
    /// What the journal calls the record that such a message is about.
    pub const fn subject(self) -> &'static str {
        match self {
            Self::TransferAsked | Self::TransferAnswered => "transfer",
            Self::EmergencyOpened => "opening",
            Self::RecoveryAsked | Self::RecoveryDone => "recovery",
            Self::MissionAsked | Self::MissionChanged | Self::MissionCancelled => "mission",
            Self::Verification => "verification",
            _ => "referral",
        }
    }
}

/// A mail, as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub body: String,
}

/// A message for both ways out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub mail: Mail,
    /// At most 160 characters of the GSM 7-bit alphabet: one short message, on every telephone.
    pub sms: String,
}

/// Writes a message about an answer link: its code and its address follow from its id. The courier calls it when the
/// message leaves, so that neither is ever kept. `base` is the installation's address with the path of answers.
///
/// # Errors
/// [`NotAnAddress`] when `base` is none.
pub fn compose(
    trust: &Trust,
    base: &str,
    kind: MessageKind,
    link: Id<AnswerLink>,
    lang: Lang,
) -> Result<Message, NotAnAddress> {
    let address = AnswerAddress::new(base, &links::token(trust, link))?;
    Ok(write(kind, links::code(trust, link), &address, lang))
}

/// Writes a message. The short message leaves the link out where both would not fit; the code is enough to answer.
pub fn write(kind: MessageKind, code: ShortCode, link: &AnswerAddress, lang: Lang) -> Message {
    let text = texts::text(kind, lang);
    let (code, link) = (code.to_string(), link.as_str());
    let fill = |template: &str| template.replace("{code}", &code).replace("{link}", link);
    let with_link = fill(&format!("{} {{link}}", text.sms));
    let fits = gsm7_length(&with_link).is_some_and(|length| length <= gsm7::LONGEST);
    let sms = if fits { with_link } else { fill(text.sms) };
    let mail = Mail {
        subject: fill(text.subject),
        body: fill(&format!("{}\n\n{{link}}\n\n{}\n", text.body, texts::foot(lang))),
    };
    Message { mail, sms }
}
