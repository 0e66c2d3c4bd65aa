use relais_kernel::Refusal;

pub fn in_the_future() -> Refusal {
    Refusal::new(
        "InTheFuture",
        "Ce jour n’est pas encore venu : indiquez le jour où la personne a demandé.",
        "That day has not come yet: give the day on which the person asked.",
    )
    .at("on")
}

pub fn decided() -> Refusal {
    Refusal::new(
        "RequestDecided",
        "Cette demande a déjà sa réponse.",
        "This request has its answer already.",
    )
}

pub fn not_granted() -> Refusal {
    Refusal::new(
        "RequestNotGranted",
        "Cette demande n’a rien en attente d’exécution.",
        "Nothing of this request waits to be carried out.",
    )
}

pub fn review_missing() -> Refusal {
    Refusal::new(
        "ReviewDateMissing",
        "Un refus d’effacer n’est pas pour toujours : dites quand il sera revu.",
        "A refusal to erase is not for ever: say when it will be looked at again.",
    )
    .at("review")
}

pub fn review_past() -> Refusal {
    Refusal::new(
        "ReviewDatePast",
        "La date de revue doit être à venir.",
        "The date of review has to be in the future.",
    )
    .at("review")
}
