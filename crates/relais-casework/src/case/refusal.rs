use relais_kernel::{Lang, Refusal};
use relais_mechanism::CaseSteps;

use super::CaseState;

/// The state does not know this verb; the sentence names the state as the mechanism does.
pub(super) fn not_from(state: &CaseState, steps: &CaseSteps) -> Refusal {
    let name = |lang| {
        steps
            .workflow
            .state_name(state.code(), lang)
            .unwrap_or(state.code())
    };
    Refusal::new(
        "NotPossibleInThisState",
        format!(
            "Cette action n’est pas possible : le dossier est à l’étape « {} ».",
            name(Lang::Fr)
        ),
        format!(
            "This cannot be done: the case is at the step “{}”.",
            name(Lang::En)
        ),
    )
}

pub(super) fn not_submitted(fr_what: &str, en_what: &str) -> Refusal {
    Refusal::new(
        "NotSubmitted",
        format!("{fr_what} n’a pas encore été soumis à validation."),
        format!("{en_what} has not been handed in for approval yet."),
    )
}

pub(super) fn already_submitted() -> Refusal {
    Refusal::new(
        "AlreadySubmitted",
        "C’est déjà soumis : le superviseur doit répondre.",
        "This is already handed in: the supervisor has to answer.",
    )
}

pub(super) fn transfer_pending() -> Refusal {
    Refusal::new(
        "TransferPending",
        "Un transfert de ce dossier attend une réponse : il ne peut pas être terminé avant.",
        "A transfer of this case awaits an answer: it cannot end before that.",
    )
}

pub(super) fn open_referrals(count: usize) -> Refusal {
    let (fr, en) = if count == 1 {
        (
            "Un référencement est encore ouvert".to_owned(),
            "One referral is still open".to_owned(),
        )
    } else {
        (
            format!("{count} référencements sont encore ouverts"),
            format!("{count} referrals are still open"),
        )
    };
    Refusal::new(
        "OpenReferrals",
        format!("{fr} : terminez-les ou annulez-les avant la clôture."),
        format!("{en}: finish or cancel before closing."),
    )
}

pub(super) fn person_not_informed() -> Refusal {
    Refusal::new(
        "PersonNotInformed",
        "Dites quand la personne a été informée de la clôture, ou qu’elle n’a pas pu être jointe.",
        "Say when the person was told of the closure, or that the person could not be reached.",
    )
    .at("informed")
}

pub(super) fn too_few_attempts(attempts: usize, needed: u8) -> Refusal {
    Refusal::new(
        "TooFewAttempts",
        format!(
            "{attempts} tentative(s) de contact notée(s) sur {needed} : continuez d’essayer de joindre la personne."
        ),
        format!("{attempts} contact attempt(s) recorded of {needed}: keep trying to reach the person."),
    )
}

pub(super) fn too_soon() -> Refusal {
    Refusal::new(
        "TooSoon",
        "Les tentatives de contact sont trop rapprochées pour dire la personne perdue de vue.",
        "The contact attempts are too close together to call the person lost.",
    )
}

pub(super) fn itself() -> Refusal {
    Refusal::new(
        "SameCase",
        "Un dossier ne peut pas être le doublon de lui-même.",
        "A case cannot be a duplicate of itself.",
    )
    .at("of")
}

pub(super) fn in_the_past(field: &str) -> Refusal {
    Refusal::new(
        "DateInThePast",
        "Cette date est déjà passée.",
        "This date is already past.",
    )
    .at(field)
}

pub(super) fn in_the_future(field: &str) -> Refusal {
    Refusal::new(
        "DateInTheFuture",
        "Cette date n’est pas encore arrivée.",
        "This date has not come yet.",
    )
    .at(field)
}

pub(super) fn priority_needs_plan() -> Refusal {
    Refusal::new(
        "PlanNeeded",
        "Un référencement normal part d’un plan validé ; avant cela, seuls les référencements urgents sont possibles.",
        "A normal referral follows from an approved plan; before that only urgent referrals are possible.",
    )
}

pub(super) fn already_so() -> Refusal {
    Refusal::new(
        "AlreadySo",
        "C’est déjà le cas : rien n’est à changer.",
        "It is already so: there is nothing to change.",
    )
}
