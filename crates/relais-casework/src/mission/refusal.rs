use relais_kernel::Refusal;

pub fn in_the_past() -> Refusal {
    Refusal::new(
        "MissionInThePast",
        "Ce moment est passé. Donnez une heure à venir.",
        "This time is past. Give one that is to come.",
    )
    .at("begins")
}

pub fn too_far_ahead() -> Refusal {
    Refusal::new(
        "MissionTooFarAhead",
        "Une mission se demande au plus un an à l’avance.",
        "A mission is ordered a year ahead at most.",
    )
    .at("begins")
}

pub fn ends_first() -> Refusal {
    Refusal::new(
        "MissionEndsFirst",
        "La fin doit venir après le début.",
        "The end has to come after the beginning.",
    )
    .at("ends")
}

pub fn too_long() -> Refusal {
    Refusal::new(
        "MissionTooLong",
        "Une mission dure trois jours au plus. Demandez-en plusieurs.",
        "A mission takes three days at most. Order several.",
    )
    .at("ends")
}

pub fn ended() -> Refusal {
    Refusal::new(
        "MissionEnded",
        "Cette mission est terminée, déclinée ou annulée.",
        "This mission has ended, was declined or cancelled.",
    )
}

pub fn taken() -> Refusal {
    Refusal::new(
        "MissionTaken",
        "Vous avez déjà pris cette mission.",
        "You have already taken this mission.",
    )
}

pub fn over() -> Refusal {
    Refusal::new(
        "MissionOver",
        "L’heure de cette mission est passée.",
        "The time of this mission is over.",
    )
}

pub fn not_begun() -> Refusal {
    Refusal::new(
        "MissionNotBegun",
        "Cette mission n’a pas encore commencé.",
        "This mission has not begun yet.",
    )
}
