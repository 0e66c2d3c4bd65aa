use relais_kernel::{Localised, Refusal};

use crate::referral::{Referral, Verb};

macro_rules! refusals {
    ($($name:ident $code:literal, $fr:literal, $en:literal;)*) => { $(
        pub(super) fn $name() -> Refusal {
            Refusal::new($code, $fr, $en)
        }
    )* };
}

refusals! {
    firewall_sender "FirewallSender",
        "Votre structure remet les personnes au moyen de la fiche de remise ; elle n’envoie pas de référencement.",
        "Your organisation hands persons over with the hand-over form; it does not send referrals.";
    firewall_receiver "FirewallReceiver",
        "À cette structure, on ne transmet qu’avec le consentement de la personne ou sur un ordre légal revu par le délégué à la protection des données.",
        "This organisation receives only with the person’s consent, or on a legal order reviewed by the data-protection officer.";
    service_not_active "ServiceNotActive",
        "Ce service n’est pas actif dans l’annuaire.",
        "This service is not active in the directory.";
    capacity_closed "CapacityClosed",
        "Ce service ne prend personne en ce moment.",
        "This service takes nobody at the moment.";
    nothing_to_decide_on "NothingToDecideOn",
        "Indiquez au moins le besoin : sans lui, la structure réceptrice ne peut pas décider.",
        "Give at least the need: without it the receiving organisation cannot decide.";
    identity_in_pseudonymous "IdentityInPseudonymous",
        "Un référencement sans identité ne peut porter ni nom, ni contact, ni note : retirez ces champs.",
        "A referral without identity can carry no name, no contact and no note: take these fields out.";
    never_released "NeverReleased",
        "Un des champs choisis ne se partage jamais : retirez-le.",
        "One of the chosen fields is never shared: take it out.";
    guardian_missing "GuardianMissing",
        "La personne est mineure : il faut le consentement du tuteur, ou une décision d’intérêt supérieur prise par deux rôles.",
        "The person is a minor: the guardian’s consent is needed, or a best-interests decision taken by two roles.";
    assent_refused "AssentRefused",
        "L’enfant ne veut pas : il faut une décision d’intérêt supérieur prise par deux rôles.",
        "The child does not agree: a best-interests decision taken by two roles is needed.";
}

macro_rules! exception_refusals {
    ($($name:ident $code:literal @ $field:literal, $fr:literal, $en:literal;)*) => { $(
        pub(super) fn $name() -> Refusal {
            Refusal::new($code, $fr, $en).at($field)
        }
    )* };
}

exception_refusals! {
    exception_without_justification "ExceptionWithoutJustification" @ "justification",
        "Dites pourquoi il faut partager sans consentement.",
        "Say why it has to be shared without consent.";
    exception_not_approved "ExceptionNotApproved" @ "approved_by",
        "Un superviseur doit approuver le partage sans consentement.",
        "A supervisor has to approve sharing without consent.";
    exception_approved_by_sender "ExceptionApprovedBySender" @ "approved_by",
        "Une autre personne que vous doit approuver le partage sans consentement.",
        "Somebody other than you has to approve sharing without consent.";
    not_a_supervisor "NotASupervisor" @ "approved_by",
        "Seul un superviseur peut approuver le partage sans consentement.",
        "Only a supervisor can approve sharing without consent.";
    exception_for_children_only "ExceptionForChildrenOnly" @ "basis",
        "L’intérêt supérieur de l’enfant ne vaut que pour un enfant.",
        "The best interests of the child apply to a child only.";
}

/// The directory's own words say why.
pub(super) fn person_not_eligible(reason: &Localised) -> Refusal {
    Refusal::new(
        "PersonNotEligible",
        format!("Ce service ne peut pas prendre cette personne : {}.", reason.fr),
        format!("This service cannot take this person: {}.", reason.en),
    )
}

pub(super) fn not_ready(referral: &Referral) -> Refusal {
    let state = referral.kind();
    Refusal::new(
        "NotReady",
        format!(
            "Seul un référencement prêt peut être envoyé ; celui-ci est à l’étape « {} ».",
            state.label().fr
        ),
        format!(
            "Only a referral that is ready can be sent; this one is at the step “{}”.",
            state.label().en
        ),
    )
    .during(state.code(), Verb::Send.code())
}
