//! What people read beside a field.

use relais_kernel::Refusal;

pub(super) fn missing() -> Refusal {
    Refusal::new(
        "AnswerMissing",
        "Une réponse est nécessaire ici.",
        "An answer is needed here.",
    )
}

pub(super) fn answer_and_reason() -> Refusal {
    Refusal::new(
        "AnswerAndReason",
        "Donnez la réponse, ou dites pourquoi il n’y en a pas, mais pas les deux.",
        "Give the answer or say why there is none, not both.",
    )
}

pub(super) fn unknown_reason() -> Refusal {
    Refusal::new(
        "UnknownReason",
        "Choisissez « non demandé », « ne sait pas » ou « refuse de répondre ».",
        "Choose “not asked”, “unknown” or “refused to answer”.",
    )
}

pub(super) fn too_long(limit: usize) -> Refusal {
    Refusal::new(
        "TooLong",
        format!("Ce texte est trop long : {limit} caractères au plus."),
        format!("This text is too long: {limit} characters at most."),
    )
}

pub(super) fn not_a_date() -> Refusal {
    Refusal::new(
        "NotADate",
        "Écrivez la date sous la forme 31/12/2026.",
        "Write the date as 31/12/2026.",
    )
}

pub(super) fn not_a_moment() -> Refusal {
    Refusal::new(
        "NotAMoment",
        "Écrivez le jour et l’heure sous la forme 31/12/2026 09:00.",
        "Write the day and the time as 31/12/2026 09:00.",
    )
}

pub(super) fn not_a_number(low: u32, high: u32) -> Refusal {
    Refusal::new(
        "NotANumber",
        format!("Écrivez un nombre entier entre {low} et {high}."),
        format!("Write a whole number between {low} and {high}."),
    )
}

pub(super) fn not_yes_or_no() -> Refusal {
    Refusal::new("NotYesOrNo", "Répondez par oui ou par non.", "Answer yes or no.")
}

pub(super) fn stands_alone() -> Refusal {
    Refusal::new(
        "StandsAlone",
        "« Aucun » ne peut pas être coché avec une autre réponse.",
        "“None” cannot be ticked together with another answer.",
    )
}

pub(super) fn not_an_area() -> Refusal {
    Refusal::new(
        "UnknownArea",
        "Choisissez une région ou un département de la liste.",
        "Choose a region or a department from the list.",
    )
}
