use relais_kernel::{Refusal, Refusals};
use relais_mechanism::{ConsentAges, Role};
use serde::{Deserialize, Serialize};

use crate::UserId;

/// One of those who decide in the best interests of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decider {
    pub user: UserId,
    pub role: Role,
}

/// Who consents; their relation to the person is told in sealed words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Giver {
    #[serde(rename = "self")]
    Person,
    Caregiver,
    Guardian,
    Authority,
    /// Two persons with two roles decide, where nobody else can (DP-10).
    BestInterests {
        deciders: [Decider; 2],
    },
}

/// What the child says (domain §3, F2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assent {
    Given,
    Refused,
    NotApplicable,
}

impl Assent {
    /// From the code of the list `assent`.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "given" => Some(Self::Given),
            "refused" => Some(Self::Refused),
            "not_applicable" => Some(Self::NotApplicable),
            _ => None,
        }
    }
}

/// What has to be known of the person to say who can consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// In completed years, estimated if need be; `None` when nobody has said.
    pub age: Option<u8>,
    /// The caregiver is suspected of harm, contests the child, or is absent.
    pub caregiver_in_doubt: bool,
}

impl Giver {
    /// Whether this giver can consent for this person (DP-10, security requirement 24). The ages are settings of
    /// the mechanism.
    ///
    /// # Errors
    /// All faults at once: `AgeUnknown`, `GuardianNeeded`, `CaregiverInDoubt`, `TwoRolesNeeded`, `AssentMissing`,
    /// `AssentRefused`, `PersonDecides`.
    pub fn check(&self, assent: Assent, person: Person, ages: &ConsentAges) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        let Some(age) = person.age else {
            return Err(age_unknown().into());
        };
        if age >= ages.consent {
            if *self == Self::Caregiver {
                refusals.push(person_decides());
            }
        } else {
            if *self == Self::Person {
                refusals.push(guardian_needed());
            }
            if *self == Self::Caregiver && person.caregiver_in_doubt {
                refusals.push(caregiver_in_doubt());
            }
            if age >= ages.assent {
                self.check_assent(assent, &mut refusals);
            }
        }
        if let Self::BestInterests {
            deciders: [one, other],
        } = self
            && (one.user == other.user || one.role == other.role)
        {
            refusals.push(two_roles_needed());
        }
        refusals.or(())
    }

    fn check_assent(&self, assent: Assent, refusals: &mut Refusals) {
        match assent {
            Assent::Given => {}
            Assent::NotApplicable => refusals.push(assent_missing()),
            // Only a decision in the child's best interests goes against what the child says.
            Assent::Refused if matches!(self, Self::BestInterests { .. }) => {}
            Assent::Refused => refusals.push(assent_refused()),
        }
    }

    /// Someone else consents in the person's place.
    pub fn is_other(&self) -> bool {
        *self != Self::Person
    }
}

fn age_unknown() -> Refusal {
    Refusal::new(
        "AgeUnknown",
        "Indiquez au moins un âge estimé : il décide qui peut consentir.",
        "Give at least an estimated age: it decides who can consent.",
    )
    .at("given_by")
}

fn guardian_needed() -> Refusal {
    Refusal::new(
        "GuardianNeeded",
        "Un enfant ne consent pas seul : il faut son assentiment et le consentement d’un parent, d’un tuteur ou d’une autorité.",
        "A child does not consent alone: the child's assent and the consent of a parent, a guardian or an authority are needed.",
    )
    .at("given_by")
}

fn caregiver_in_doubt() -> Refusal {
    Refusal::new(
        "CaregiverInDoubt",
        "Cette personne ne peut pas consentir pour l’enfant : demandez à un tuteur, à une autorité, ou faites décider dans l’intérêt supérieur de l’enfant.",
        "This person cannot consent for the child: ask a guardian or an authority, or have the best interests of the child decided.",
    )
    .at("given_by")
}

fn two_roles_needed() -> Refusal {
    Refusal::new(
        "TwoRolesNeeded",
        "La décision dans l’intérêt supérieur de l’enfant se prend à deux, avec deux rôles différents.",
        "A decision in the best interests of the child is taken by two persons with two different roles.",
    )
    .at("deciders")
}

fn assent_missing() -> Refusal {
    Refusal::new(
        "AssentMissing",
        "Demandez l’avis de l’enfant, avec des mots de son âge, et notez sa réponse.",
        "Ask the child, in words for the child's age, and record the answer.",
    )
    .at("assent")
}

fn assent_refused() -> Refusal {
    Refusal::new(
        "AssentRefused",
        "L’enfant n’est pas d’accord : seule une décision dans son intérêt supérieur, prise à deux, peut passer outre.",
        "The child does not agree: only a decision in the child's best interests, taken by two persons, can override this.",
    )
    .at("assent")
}

fn person_decides() -> Refusal {
    Refusal::new(
        "PersonDecides",
        "Cette personne a l’âge de consentir elle-même : c’est à elle de décider.",
        "This person is old enough to consent: it is for her or him to decide.",
    )
    .at("given_by")
}
