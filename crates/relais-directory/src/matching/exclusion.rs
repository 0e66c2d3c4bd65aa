use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_kernel::Localised;

use crate::{Admits, Code, List, Vocabulary, wording};

/// A condition of a service. In an exclusion it is not met; in a fit it is to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule<'s> {
    Age {
        min: Option<u8>,
        max: Option<u8>,
    },
    Admits(Admits),
    Groups(&'s BTreeSet<Code>),
    NationalsOnly,
    RegularStatusOnly,
    /// Documents that are asked for, and missing as far as is known.
    Documents(Vec<&'s Code>),
}

impl Rule<'_> {
    /// The code of an exclusion by this rule.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Age { .. } => "NotEligibleAge",
            Self::Admits(_) => "NotEligibleSex",
            Self::Groups(_) => "NotEligibleTargetGroup",
            Self::NationalsOnly => "NotEligibleNationality",
            Self::RegularStatusOnly => "NotEligibleResidenceStatus",
            Self::Documents(_) => "NotEligibleDocuments",
        }
    }

    /// The code of a doubt about this rule.
    pub const fn to_confirm_code(&self) -> &'static str {
        match self {
            Self::Age { .. } => "ToConfirmAge",
            Self::Admits(_) => "ToConfirmSex",
            Self::Groups(_) => "ToConfirmTargetGroup",
            Self::NationalsOnly => "ToConfirmNationality",
            Self::RegularStatusOnly => "ToConfirmResidenceStatus",
            Self::Documents(_) => "ToConfirmDocuments",
        }
    }

    pub fn sentence(&self, words: &Vocabulary) -> Localised {
        match self {
            Self::Age { min, max } => ages(*min, *max),
            Self::Admits(Admits::Women) => Localised::new("réservé aux femmes", "for women only"),
            Self::Admits(Admits::Men) => Localised::new("réservé aux hommes", "for men only"),
            Self::Admits(Admits::WomenAndChildren) => {
                Localised::new("réservé aux femmes et aux enfants", "for women and children only")
            }
            Self::Admits(Admits::Everyone) => Localised::new("ouvert à tous", "open to everyone"),
            Self::Groups(groups) => {
                let names = wording::listed(groups.iter().map(|g| words.label(List::TargetGroup, g)));
                Localised::new(
                    format!("réservé à : {}", names.fr),
                    format!("only for: {}", names.en),
                )
            }
            Self::NationalsOnly => Localised::new("réservé aux nationaux", "for nationals only"),
            Self::RegularStatusOnly => {
                Localised::new("titre de séjour demandé", "proof of legal residence required")
            }
            Self::Documents(missing) => {
                let names = wording::listed(missing.iter().map(|d| words.label(List::Document, d)));
                let plural = if missing.len() > 1 { "s" } else { "" };
                Localised::new(
                    format!("pièce{plural} demandée{plural} : {}", names.fr),
                    format!("document{plural} required: {}", names.en),
                )
            }
        }
    }
}

fn ages(min: Option<u8>, max: Option<u8>) -> Localised {
    match (min, max) {
        (None | Some(0), Some(max)) => {
            let end = u16::from(max) + 1;
            Localised::new(
                format!("réservé aux moins de {end} ans"),
                format!("for under-{end}s only"),
            )
        }
        (Some(min), None) => Localised::new(
            format!("réservé aux personnes de {min} ans et plus"),
            format!("for people aged {min} and over"),
        ),
        (Some(min), Some(max)) => Localised::new(
            format!("réservé aux {min}–{max} ans"),
            format!("for people aged {min} to {max}"),
        ),
        (None, None) => Localised::new("tous les âges", "all ages"),
    }
}

/// Why a service cannot take this person now. A case worker may still call: the reason says what to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exclusion<'s> {
    NeedNotServed,
    NotPublished,
    Suspended,
    TemporarilyClosed { reopens: Option<Date> },
    Defunct,
    Avoided,
    NotEligible(Rule<'s>),
    NoEmergencies,
    WaitTooLong { days: u16 },
    OutOfArea,
    OutOfReach,
    Full { next_date: Option<Date> },
    TakesNobody,
}

impl Exclusion<'_> {
    /// Stable, for programs and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NeedNotServed => "NeedNotServed",
            Self::NotPublished => "EntryNotPublished",
            Self::Suspended => "ServiceSuspended",
            Self::TemporarilyClosed { .. } => "ServiceTemporarilyClosed",
            Self::Defunct => "ServiceDefunct",
            Self::Avoided => "OrganisationAvoided",
            Self::NotEligible(rule) => rule.code(),
            Self::NoEmergencies => "EmergenciesNotAccepted",
            Self::WaitTooLong { .. } => "WaitTooLong",
            Self::OutOfArea => "OutOfArea",
            Self::OutOfReach => "OutOfReach",
            Self::Full { .. } => "CapacityFull",
            Self::TakesNobody => "CapacityClosed",
        }
    }

    /// Whether a referral may be sent all the same, because the answer is the provider's to give: it can put the
    /// person on its waiting list, wait for a document, come nearer. What domain §2.2 guards (entry active, person
    /// eligible, capacity not closed) and what the person does not want stays barred.
    pub const fn may_still_be_asked(&self) -> bool {
        match self {
            Self::Full { .. } | Self::WaitTooLong { .. } | Self::OutOfReach | Self::NoEmergencies => true,
            Self::NotEligible(rule) => matches!(rule, Rule::Documents(_)),
            Self::NeedNotServed
            | Self::NotPublished
            | Self::Suspended
            | Self::TemporarilyClosed { .. }
            | Self::Defunct
            | Self::Avoided
            | Self::OutOfArea
            | Self::TakesNobody => false,
        }
    }

    /// What a person reads. `today` decides whether a date needs its year.
    pub fn sentence(&self, words: &Vocabulary, today: Date) -> Localised {
        let (fr, en) = match self {
            Self::NotEligible(rule) => return rule.sentence(words),
            Self::TemporarilyClosed { reopens } => return temporarily_closed(*reopens, today),
            Self::Full { next_date } => return full(*next_date, today),
            Self::WaitTooLong { days } => return too_long(*days),
            Self::NeedNotServed => ("ne répond pas à ce besoin", "does not serve this need"),
            Self::NotPublished => ("fiche pas encore publiée", "entry not yet published"),
            Self::Suspended => (
                "service suspendu de l’annuaire",
                "service suspended from the directory",
            ),
            Self::Defunct => ("ce service n’existe plus", "this service no longer exists"),
            Self::Avoided => (
                "la personne ne veut pas que cette organisation soit informée",
                "the person does not want this organisation to be told",
            ),
            Self::NoEmergencies => ("n’accepte pas les urgences", "does not accept emergencies"),
            Self::OutOfArea => ("n’intervient pas dans cette zone", "does not work in this area"),
            Self::OutOfReach => (
                "trop loin : la personne ne peut pas se déplacer",
                "too far away: the person cannot travel",
            ),
            Self::TakesNobody => ("n’accueille plus personne pour le moment", "takes nobody for now"),
        };
        Localised::new(fr, en)
    }
}

fn temporarily_closed(reopens: Option<Date>, today: Date) -> Localised {
    let (fr, en) = ("service fermé temporairement", "service temporarily closed");
    match reopens.map(|date| wording::day(date, today)) {
        None => Localised::new(fr, en),
        Some(day) => Localised::new(
            format!("{fr}, réouverture le {}", day.fr),
            format!("{en}, reopens on {}", day.en),
        ),
    }
}

fn full(next_date: Option<Date>, today: Date) -> Localised {
    match next_date.map(|date| wording::day(date, today)) {
        None => Localised::new("complet, sans date annoncée", "full, no date given"),
        Some(day) => Localised::new(
            format!("plus de place avant le {}", day.fr),
            format!("no place before {}", day.en),
        ),
    }
}

fn too_long(days: u16) -> Localised {
    let wait = wording::count(u32::from(days), ("jour", "jours"), ("day", "days"));
    Localised::new(
        format!("attente de {} : trop longue pour une urgence", wait.fr),
        format!("waiting time of {}: too long for an emergency", wait.en),
    )
}
