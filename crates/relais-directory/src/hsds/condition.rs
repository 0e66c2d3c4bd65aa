use relais_kernel::Localised;
use uuid::Uuid;

use super::projection::{NAMESPACE, beside};
use crate::{Access, Admits, Fee, Service};

/// The age from which somebody is no child (domain §0).
const OF_AGE: u8 = 18;

/// What people ask about getting in, before anything else (issue of the public directory). Given on as terms of a list of
/// ours, and found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    Free,
    WalkIn,
    Women,
    Minors,
    IrregularStatus,
    Emergencies,
}

impl Condition {
    pub const ALL: [Self; 6] = [
        Self::Free,
        Self::WalkIn,
        Self::Women,
        Self::Minors,
        Self::IrregularStatus,
        Self::Emergencies,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::WalkIn => "walk_in",
            Self::Women => "women",
            Self::Minors => "under_18",
            Self::IrregularStatus => "irregular_status",
            Self::Emergencies => "emergencies",
        }
    }

    pub fn label(self) -> Localised {
        match self {
            Self::Free => Localised::new("gratuit", "free of charge"),
            Self::WalkIn => Localised::new("sans rendez-vous", "walk-in"),
            Self::Women => Localised::new("pour les femmes", "for women"),
            Self::Minors => Localised::new("pour les moins de 18 ans", "for under-18s"),
            Self::IrregularStatus => {
                Localised::new("sans titre de séjour aussi", "without a residence permit too")
            }
            Self::Emergencies => Localised::new("accepte les urgences", "takes emergencies"),
        }
    }

    /// The list that these are terms of.
    pub fn list() -> Uuid {
        beside(NAMESPACE, "taxonomy/conditions")
    }

    /// Its term.
    pub fn term(self) -> Uuid {
        beside(Self::list(), self.code())
    }

    /// What a service says of itself; what it does not say is not taken for a yes.
    pub fn holds(self, service: &Service) -> bool {
        let who = &service.eligibility;
        match self {
            Self::Free => service.fee == Some(Fee::Free),
            Self::WalkIn => service.access == Some(Access::WalkIn),
            Self::Women => who.admits != Admits::Men,
            Self::Minors => who.min_age.is_none_or(|age| age < OF_AGE),
            Self::IrregularStatus => who.irregular_status == Some(true),
            Self::Emergencies => service.takes_emergencies(),
        }
    }
}
