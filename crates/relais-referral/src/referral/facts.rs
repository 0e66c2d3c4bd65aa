use std::collections::BTreeSet;

use relais_kernel::{AnswerLink, Date, Id, Organisation, Refusal, Timestamp, User};
use serde::{Deserialize, Serialize};

use super::Verb;
use crate::coded::coded;

coded! {
    /// How a referral reached the receiver (domain §3 F5, `delivered_via`).
    Channel {
        App = "app", "application", "application";
        Email = "email", "courriel", "e-mail";
        /// Emergencies only, confirmed in writing afterwards (domain §2.2).
        Phone = "phone", "téléphone", "telephone";
        InPerson = "in_person", "en personne", "in person";
        Paper = "paper", "papier", "paper";
    }
    /// Why a receiver does not take somebody (domain §2.2, §3 F6). The order is that of the printed slip.
    DeclineReason {
        NotEligible = "not_eligible", "non éligible", "not eligible";
        NoCapacity = "no_capacity", "capacité épuisée", "no capacity";
        OutOfArea = "out_of_area", "hors zone", "out of area";
        ServiceStopped = "service_stopped", "service arrêté", "service stopped";
        Duplicate = "duplicate", "doublon", "duplicate";
        Incomplete = "incomplete", "dossier incomplet", "incomplete file";
        Unsafe = "unsafe", "risque", "unsafe";
        PersonRefused = "person_refused", "refus de la personne", "person refused";
        Other = "other", "autre", "other";
    }
    /// How much of the service the person received (domain §3 F7).
    OutcomeKind {
        Fully = "fully", "fourni", "provided";
        Partly = "partly", "fourni en partie", "partly provided";
        Not = "not", "non fourni", "not provided";
    }
    /// Why a service was not given (domain §3 F7, `not_reason`).
    NotReason {
        NoShow = "no_show", "absence", "no-show";
        Refused = "refused", "refus de la personne", "person refused";
        Ineligible = "ineligible", "non éligible", "not eligible";
        NoCapacity = "no_capacity", "capacité épuisée", "no capacity";
        Moved = "moved", "départ de la personne", "person moved";
        Unsafe = "unsafe", "risque", "unsafe";
        Other = "other", "autre", "other";
    }
    /// What comes after the service (domain §3 F7, `next`).
    Next {
        None = "none", "rien de plus", "nothing more";
        Continues = "continues", "l’appui continue", "support continues";
        NewReferral = "new_referral", "nouveau référencement nécessaire", "new referral needed";
    }
    /// What the sender learned from the person about the feedback, before closing (domain §2.2).
    PersonCheck {
        Confirmed = "confirmed", "confirmé par la personne", "confirmed by the person";
        NotReached = "not_reached", "personne injoignable", "person could not be reached";
    }
    /// Why a referral is taken back for the person's sake.
    WithdrawalCause {
        PersonsWish = "persons_wish", "souhait de la personne", "the person's wish";
        ConsentWithdrawn = "consent_withdrawn", "consentement retiré", "consent withdrawn";
        ConsentExpired = "consent_expired", "consentement expiré", "consent expired";
        /// A sending without consent was reviewed and not upheld (DP-05).
        ExceptionNotUpheld = "exception_not_upheld", "exception non confirmée", "exception not upheld";
        /// The receiver no longer takes part in the mechanism (DP-42).
        ReceiverLeft = "receiver_left", "structure partie du mécanisme", "organisation left the mechanism";
    }
    /// Whether a receiver may learn who the person is (decisions §14, security requirement 22).
    Disclosure {
        /// By code only: no field of class S2 or above leaves the sender.
        Pseudonymous = "pseudonymous", "sans identité", "without identity";
        Identified = "identified", "avec identité", "with identity";
    }
    /// For whom a command is given. Which roles may speak for a side is for the permission to say: a sender's
    /// focal point who writes down the receiver's answer from a telephone call acts for the receiver.
    Side {
        Sender = "sender", "structure référente", "referring organisation";
        Receiver = "receiver", "structure réceptrice", "receiving organisation";
        Coordinator = "coordinator", "coordination", "coordination";
        /// A deadline that passed.
        Clockwork = "clockwork", "échéance", "deadline";
    }
    /// How an answer without an account came in.
    AnswerVia {
        Link = "link", "lien", "link";
        Sms = "sms", "SMS", "SMS";
        Slip = "slip", "fiche", "slip";
    }
}

/// Who gave a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum By {
    User {
        user: Id<User>,
        organisation: Id<Organisation>,
    },
    /// Somebody of the sender who writes down what the receiver said by telephone.
    Told {
        user: Id<User>,
        organisation: Id<Organisation>,
    },
    /// A partner without an account.
    Answer { link: Id<AnswerLink>, via: AnswerVia },
    /// Nobody: a deadline passed.
    Clockwork,
}

/// What was agreed on acceptance: the guard of domain §2.2 asks for one or the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "plan", rename_all = "snake_case")]
pub enum ContactPlan {
    Appointment {
        at: Timestamp,
    },
    /// The receiver contacts the person by then.
    ContactBy {
        by: Timestamp,
    },
}

impl ContactPlan {
    /// The appointment, or the last moment of the first contact.
    pub const fn at(self) -> Timestamp {
        match self {
            Self::Appointment { at } | Self::ContactBy { by: at } => at,
        }
    }
}

/// What the person has to know before coming (domain §3 F6).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Codes of the mechanism's list of documents.
    pub documents_needed: BTreeSet<String>,
    /// In the mechanism's currency, without decimals; `None`: not said.
    pub cost: Option<u32>,
    /// Transport is provided; `None`: not said.
    pub transport: Option<bool>,
}

/// What was delivered (domain §3 F7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Fully { work: Work },
    Partly { work: Work },
    Not { reason: NotReason },
}

impl Outcome {
    pub const fn kind(&self) -> OutcomeKind {
        match self {
            Self::Fully { .. } => OutcomeKind::Fully,
            Self::Partly { .. } => OutcomeKind::Partly,
            Self::Not { .. } => OutcomeKind::Not,
        }
    }
}

/// Days and quantity of a service given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Sessions, nights, documents: the service's own unit.
    pub quantity: Option<u32>,
}

/// What the receiver reports back beside the outcome (domain §3 F7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    pub next: Next,
    /// The person's own, 1 to 5; `None`: not asked.
    pub satisfaction: Option<u8>,
}

/// Free words of the people who work on a referral. They are sealed on disk, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// The longest text taken, in characters.
    pub const LONGEST: usize = 2_000;

    /// The trimmed text; `None` when nothing was written.
    ///
    /// # Errors
    /// `WordsTooLong` beyond [`Self::LONGEST`].
    pub fn new(text: &str) -> Result<Option<Self>, Refusal> {
        let text = text.trim();
        if text.chars().count() > Self::LONGEST {
            return Err(Refusal::new(
                "WordsTooLong",
                "Ce texte est trop long : 2 000 caractères au plus.",
                "This text is too long: 2,000 characters at most.",
            ));
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// The text, for sealing and for the page of somebody who may read it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words(…)")
    }
}

coded! {
    /// What a note is about.
    About {
        Question = "question", "complément demandé", "information asked for";
        Answer = "answer", "complément fourni", "information given";
        Decline = "decline", "motif détaillé", "reason in words";
        Appointment = "appointment", "rendez-vous", "appointment";
        Progress = "progress", "point d’étape", "progress";
        Outcome = "outcome", "résultat", "outcome";
        Dispute = "dispute", "désaccord", "disagreement";
        Closing = "closing", "clôture", "closing";
        Telephone = "telephone", "réponse reçue par téléphone", "answer by telephone";
    }
}

/// An answer of the receiver that the sender wrote down from a telephone call (domain §3, F5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub verb: Verb,
    pub at: Timestamp,
    /// Who wrote it down. Who said it stands in the notes, sealed.
    pub by: Id<User>,
    /// An emergency's answer is confirmed in writing afterwards.
    pub written_at: Option<Timestamp>,
}

/// A note left on a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub about: About,
    pub at: Timestamp,
    pub words: Words,
}
