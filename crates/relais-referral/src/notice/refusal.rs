use relais_kernel::Refusal;

pub(super) fn confirmed() -> Refusal {
    Refusal::new(
        "ErasureConfirmed",
        "Cet effacement est déjà confirmé.",
        "This erasure is confirmed already.",
    )
}

pub(super) fn in_the_future() -> Refusal {
    Refusal::new(
        "InTheFuture",
        "Ce jour est encore à venir.",
        "This day is still to come.",
    )
    .at("on")
}

pub(super) fn before_notice() -> Refusal {
    Refusal::new(
        "BeforeNotice",
        "Ce jour est avant celui où la structure a été prévenue.",
        "This day is before the one on which the organisation was told.",
    )
    .at("on")
}
