use jiff::civil::Date;
use relais_kernel::{PublicRef, Refusal, Refusals};
use serde::{Deserialize, Serialize};

use crate::{OrganisationId, PCode, choices::choices};

choices! {
    /// What is offered.
    OfferKind {
        Job "job" "emploi" "job",
        Internship "internship" "stage" "internship",
        Training "training" "place de formation" "training place",
        Purchase "purchase" "achat ou commande" "purchase or order",
    }
    /// Whether people can be proposed for it.
    OfferState {
        Open "open" "ouverte" "open",
        Paused "paused" "en pause" "paused",
        Closed "closed" "close" "closed",
    }
}

/// More places than this are a slip of the finger.
const MOST_PLACES: u32 = 10_000;

/// Places that a firm or a partner offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub public_ref: PublicRef,
    pub organisation: OrganisationId,
    pub kind: OfferKind,
    /// In the words of whoever offers it.
    pub title: String,
    /// What one should be able to do.
    pub skills: String,
    /// On which conditions, and how one is protected there.
    pub conditions: String,
    /// Where; everywhere when it is not said.
    pub region: Option<PCode>,
    pub quota: u32,
    pub from: Option<Date>,
    /// The last day on which somebody can be proposed.
    pub until: Option<Date>,
    /// How the partner is reached; told once somebody is placed.
    pub contact: String,
    pub state: OfferState,
}

impl Offer {
    /// Everything that is wrong with what was filled in.
    ///
    /// # Errors
    /// [`Refusals`], each at its field.
    pub fn check(&self) -> Result<(), Refusals> {
        let mut wrong = Vec::new();
        if self.title.trim().is_empty() {
            let said = Refusal::new("TitleMissing", "Dites ce qui est offert.", "Say what is offered.");
            wrong.push(said.at("title"));
        }
        if !(1..=MOST_PLACES).contains(&self.quota) {
            let said = Refusal::new(
                "QuotaMissing",
                "Indiquez le nombre de places, au moins une.",
                "Give the number of places, at least one.",
            );
            wrong.push(said.at("quota"));
        }
        if self
            .from
            .zip(self.until)
            .is_some_and(|(from, until)| until < from)
        {
            let said = Refusal::new(
                "PeriodContradicts",
                "La fin vient avant le début.",
                "The end comes before the beginning.",
            );
            wrong.push(said.at("until"));
        }
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(Refusals(wrong))
        }
    }

    /// Places that nobody has yet.
    pub const fn left(&self, placed: u32) -> u32 {
        self.quota.saturating_sub(placed)
    }

    /// Somebody can be proposed for it on a day.
    pub fn takes(&self, placed: u32, today: Date) -> bool {
        self.state == OfferState::Open
            && self.left(placed) > 0
            && self.until.is_none_or(|until| today <= until)
    }

    /// # Errors
    /// Why nobody can be proposed for it.
    pub fn propose(&self, placed: u32, today: Date) -> Result<(), Refusal> {
        if self.takes(placed, today) {
            return Ok(());
        }
        Err(Refusal::new(
            "OfferTakesNobody",
            "Cette offre ne prend plus personne : elle est fermée, échue ou complète.",
            "This offer takes nobody any more: it is closed, over or full.",
        ))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;
    use relais_kernel::Id;
    use uuid::Uuid;

    use super::*;

    pub fn offer(title: &str, skills: &str, region: Option<&str>) -> Offer {
        Offer {
            public_ref: PublicRef::from_uuid(Uuid::from_u128(1)),
            organisation: Id::from_uuid(Uuid::from_u128(2)),
            kind: OfferKind::Job,
            title: title.to_owned(),
            skills: skills.to_owned(),
            conditions: String::new(),
            region: region.map(|code| code.parse().unwrap()),
            quota: 2,
            from: None,
            until: Some(date(2026, 12, 31)),
            contact: String::new(),
            state: OfferState::Open,
        }
    }

    #[test]
    fn an_offer_takes_people_while_it_is_open_has_places_and_is_not_over() {
        let (open, day) = (offer("Couture", "", None), date(2026, 12, 31));
        assert!(open.takes(1, day) && open.propose(1, day).is_ok());
        assert!(!open.takes(2, day), "full");
        assert!(!open.takes(0, date(2027, 1, 1)), "over");
        for state in [OfferState::Paused, OfferState::Closed] {
            assert!(
                !Offer {
                    state,
                    ..open.clone()
                }
                .takes(0, day),
                "{state:?}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_told_all_at_once() {
        let wrong = Offer {
            title: " ".into(),
            quota: 0,
            from: Some(date(2027, 1, 2)),
            ..offer("", "", None)
        };
        let told: Vec<_> = wrong.check().unwrap_err().0.into_iter().map(|r| r.code).collect();
        assert_eq!(told, ["TitleMissing", "QuotaMissing", "PeriodContradicts"]);
    }
}
