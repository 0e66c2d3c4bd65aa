use jiff::civil::Date;
use relais_kernel::Refusal;

pub fn until_too_soon(due: Date) -> Refusal {
    let (fr, en) = (due.strftime("%d/%m/%Y"), due.strftime("%-d %B %Y"));
    Refusal::new(
        "UntilTooSoon",
        format!("La réponse peut venir jusqu’au {fr} : indiquez un jour après celui-là."),
        format!("The answer may come until {en}: give a day after that."),
    )
    .at("until")
}

pub fn answered() -> Refusal {
    Refusal::new(
        "EnquiryAnswered",
        "Cette requête n’attend plus de réponse de votre structure.",
        "This request no longer waits for an answer of your organisation.",
    )
}

pub fn nothing_proposed() -> Refusal {
    Refusal::new(
        "NothingProposed",
        "Aucune réponse n’attend votre accord.",
        "No answer waits for your agreement.",
    )
}

pub fn over() -> Refusal {
    Refusal::new(
        "EnquiryOver",
        "Cette requête est terminée : elle ne se retire plus.",
        "This request has ended: it can no longer be taken back.",
    )
}

pub fn no_order() -> Refusal {
    Refusal::new(
        "NoOrder",
        "La requête ne porte aucun ordre légal : seul un consentement de la personne permet de communiquer.",
        "The request carries no legal order: only a consent of the person allows anything to be told.",
    )
    .at("ground")
}

pub fn until_past() -> Refusal {
    Refusal::new(
        "UntilPast",
        "Le jour jusqu’auquel la réponse pouvait servir est passé : plus rien ne se communique.",
        "The day until which the answer could serve is past: nothing is told any more.",
    )
}

pub fn no_consent() -> Refusal {
    Refusal::new(
        "ConsentMissing",
        "Aucun consentement en vigueur sur ce dossier ne nomme la structure qui demande.",
        "No consent in force on this case names the organisation that asks.",
    )
    .at("ground")
}

pub fn withheld() -> Refusal {
    Refusal::new(
        "ConsentWithheld",
        "La personne a demandé que rien ne soit transmis à la structure qui demande.",
        "The person has asked that nothing goes to the organisation that asks.",
    )
    .at("ground")
}
