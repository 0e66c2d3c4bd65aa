use relais_kernel::{Lang, ShortCode};

use crate::referral::StateKind;

/// Why a short message was not understood. The reply tells the form and repeats nothing of what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// They asked for help; the language of the word, if it has one.
    Help(Option<Lang>),
    NoVerb(Option<Lang>),
    TwoMeanings(Option<Lang>),
    NoCode,
    /// A reason for declining.
    ReasonMissing,
    /// A reason for not having given the service.
    NotReasonMissing,
    DateMissing,
    NotUnderstood,
}

impl Unclear {
    /// The reply, at most 160 characters of the telephone alphabet, so without some French accents.
    pub const fn reply(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::ReasonMissing, Lang::Fr) => {
                "Relais: ajoutez le motif. Ex: NON CODE 2. 1 non eligible 2 complet 3 hors zone 4 fermé 5 doublon 6 incomplet 7 risque 8 refus 9 autre+mots"
            }
            (Self::ReasonMissing, Lang::En) => {
                "Relais: add the reason. Ex: NO CODE 2. 1 not eligible 2 full 3 out of area 4 stopped 5 duplicate 6 incomplete 7 unsafe 8 refused 9 other+words"
            }
            (Self::NotReasonMissing, Lang::Fr) => {
                "Relais: ajoutez le motif. Ex: PAS FAIT CODE 1. 1 absence 2 refus 3 non eligible 4 complet 5 départ 6 risque 7 autre+mots"
            }
            (Self::NotReasonMissing, Lang::En) => {
                "Relais: add the reason. Ex: NOT DONE CODE 1. 1 no-show 2 refused 3 not eligible 4 full 5 moved 6 unsafe 7 other+words"
            }
            (Self::DateMissing, Lang::Fr) => "Relais: ajoutez la date attendue. Exemple: ATTENTE CODE 25/03",
            (Self::DateMissing, Lang::En) => "Relais: add the expected date. Example: WAIT CODE 25/03",
            (Self::NoCode, Lang::Fr) => {
                "Relais: code non reconnu. Recopiez les 8 signes du message ou de la fiche. Exemple: OUI CODE"
            }
            (Self::NoCode, Lang::En) => {
                "Relais: code not recognised. Copy the 8 characters from the message or the slip. Example: YES CODE"
            }
            (_, Lang::Fr) => {
                "Relais: répondez RECU CODE, OUI CODE (+ date 25/03 9h30), NON CODE 1-9, ATTENTE CODE 25/03, ABSENT CODE, DEBUT CODE, FAIT CODE"
            }
            (_, Lang::En) => {
                "Relais: answer ACK CODE, YES CODE (+ date 25/03 9:30), NO CODE 1-9, WAIT CODE 25/03, ABSENT CODE, START CODE, DONE CODE"
            }
        }
    }

    /// The language the message was written in, if it showed.
    pub const fn lang(self) -> Option<Lang> {
        match self {
            Self::Help(lang) | Self::NoVerb(lang) | Self::TwoMeanings(lang) => lang,
            _ => None,
        }
    }
}

/// The reply to an answer that was taken: the code and where the referral stands now.
pub fn confirmed(code: ShortCode, state: StateKind, lang: Lang) -> String {
    let label = state.label();
    // The telephone alphabet has only the straight apostrophe.
    let label = label.get(lang).replace('’', "'");
    match lang {
        Lang::Fr => format!("Relais: bien noté pour {code}: {label}. Merci."),
        Lang::En => format!("Relais: noted for {code}: {label}. Thank you."),
    }
}

/// The reply to a partner that has erased what it was given of an erased case.
pub fn erased(code: ShortCode, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("Relais: bien noté pour {code}: effacement confirmé. Merci."),
        Lang::En => format!("Relais: noted for {code}: erasure confirmed. Thank you."),
    }
}

/// The reply to an answer that has no place at this step.
pub fn not_possible(code: ShortCode, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!(
            "Relais: cette réponse n'est pas possible pour {code} à cette étape. Ouvrez le lien du message, ou répondez AIDE."
        ),
        Lang::En => format!(
            "Relais: this answer is not possible for {code} at this step. Open the link in the message, or reply HELP."
        ),
    }
}

/// The reply while no code is looked up.
pub const fn too_many(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Relais: trop d'essais. Réessayez dans une heure, ou ouvrez le lien du message.",
        Lang::En => "Relais: too many tries. Try again in an hour, or open the link in the message.",
    }
}
