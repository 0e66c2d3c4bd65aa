use std::{fmt, str::FromStr};

use jiff::{Timestamp, ToSpan, civil::Date};
use relais_kernel::{Localised, Refusal};

use crate::{Capacity, CapacityState, Unit, wording};

/// More places than this are a slip of the finger.
const MOST_PLACES: u32 = 9_999;
/// A provider that is full for longer closes the service instead.
const FARTHEST_DAYS: i64 = 366;

/// What a provider answers to "how is it with your places?": first what, then how many or until when. Two taps on
/// a telephone, no keyboard. It replaces the count (decisions §6: providers overwrite it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstTap {
    /// What is shown is still right.
    Unchanged,
    Places,
    Full,
    Closed,
}

/// The second tap, with which the update is complete. Written `confirm`, `places:3`, `full`, `full:2026-12-05`,
/// `closed` in forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapacityUpdate {
    Confirm,
    Places(u32),
    /// Full; the first day with a place again, when it is known.
    Full(Option<Date>),
    Closed,
}

impl FirstTap {
    pub const ALL: [Self; 4] = [Self::Unchanged, Self::Places, Self::Full, Self::Closed];

    pub fn label(self) -> Localised {
        match self {
            Self::Unchanged => Localised::new("C’est toujours juste", "Still correct"),
            Self::Places => Localised::new("Il y a de la place", "There are places"),
            Self::Full => Localised::new("Complet", "Full"),
            Self::Closed => Localised::new("Fermé pour le moment", "Closed for now"),
        }
    }

    /// What is offered for the second tap, the likeliest first; empty where this first tap makes no sense.
    pub fn second_taps(self, current: Option<&Capacity>, today: Date) -> Vec<CapacityUpdate> {
        match self {
            Self::Unchanged => current.map(|_| CapacityUpdate::Confirm).into_iter().collect(),
            Self::Places => {
                let most = current.and_then(|c| c.monthly).filter(|&most| most > 0);
                let mut counts = vec![1, 2, 3, 5, 10, 20];
                counts.retain(|&n| most.is_none_or(|most| n < most));
                counts.extend(most);
                counts.into_iter().map(CapacityUpdate::Places).collect()
            }
            Self::Full => {
                let after = |days: i64| today.checked_add(days.days()).ok();
                let dates = [after(7), after(14), after(30)].into_iter().flatten().map(Some);
                dates.chain([None]).map(CapacityUpdate::Full).collect()
            }
            Self::Closed => vec![CapacityUpdate::Closed],
        }
    }
}

impl CapacityUpdate {
    pub fn label(self, today: Date) -> Localised {
        match self {
            Self::Confirm => Localised::new("Confirmer", "Confirm"),
            Self::Places(n) => wording::count(n, ("place", "places"), ("place", "places")),
            Self::Full(Some(date)) => {
                let day = wording::day(date, today);
                Localised::new(
                    format!("Complet jusqu’au {}", day.fr),
                    format!("Full until {}", day.en),
                )
            }
            Self::Full(None) => Localised::new("Complet, sans date", "Full, no date"),
            Self::Closed => Localised::new("Fermer pour le moment", "Close for now"),
        }
    }

    /// The capacity that the provider declares. The agreed places per month, the unit and the waiting time stay.
    ///
    /// # Errors
    /// `NothingToConfirm`, `TooManyPlaces`, `NextDateNotAhead`, `NextDateTooFar`.
    pub fn apply(self, current: Option<&Capacity>, today: Date, now: Timestamp) -> Result<Capacity, Refusal> {
        let state = current.map_or("unknown", |c| c.state.code());
        if self == Self::Confirm {
            let confirmed = current.map(|c| Capacity {
                as_of: now,
                ..c.clone()
            });
            return confirmed.ok_or_else(|| nothing_to_confirm().during(state, "update_capacity"));
        }
        self.checked(today)
            .map_err(|refusal| refusal.during(state, "update_capacity"))?;
        let kept = current.cloned();
        let monthly = kept.as_ref().and_then(|c| c.monthly);
        let (available_now, next_date, state) = match self {
            Self::Places(n) => (Some(n), None, CapacityState::of(n, monthly)),
            Self::Full(next_date) => (Some(0), next_date, CapacityState::Full),
            Self::Closed | Self::Confirm => (None, None, CapacityState::Closed),
        };
        Ok(Capacity {
            unit: kept.as_ref().map_or(Unit::default(), |c| c.unit),
            monthly,
            available_now,
            beyond: 0,
            next_date,
            waiting_days: kept.and_then(|c| c.waiting_days),
            state,
            as_of: now,
        })
    }

    fn checked(self, today: Date) -> Result<(), Refusal> {
        let farthest = today.checked_add(FARTHEST_DAYS.days()).unwrap_or(Date::MAX);
        match self {
            Self::Places(n) if n > MOST_PLACES => Err(Refusal::new(
                "TooManyPlaces",
                format!("Le nombre de places ne peut pas dépasser {MOST_PLACES}."),
                format!("The number of places cannot exceed {MOST_PLACES}."),
            )
            .at("places")),
            Self::Full(Some(date)) if date <= today => Err(Refusal::new(
                "NextDateNotAhead",
                "La date de la prochaine place doit être à venir.",
                "The date of the next place must lie ahead.",
            )
            .at("next_date")),
            Self::Full(Some(date)) if date > farthest => Err(Refusal::new(
                "NextDateTooFar",
                "Cette date est à plus d’un an : fermez plutôt le service pour le moment.",
                "This date is more than a year ahead: close the service for now instead.",
            )
            .at("next_date")),
            _ => Ok(()),
        }
    }
}

fn nothing_to_confirm() -> Refusal {
    Refusal::new(
        "NothingToConfirm",
        "Aucune capacité n’est encore renseignée : indiquez le nombre de places.",
        "No capacity has been given yet: say how many places there are.",
    )
}

impl fmt::Display for CapacityUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Confirm => f.write_str("confirm"),
            Self::Places(n) => write!(f, "places:{n}"),
            Self::Full(Some(date)) => write!(f, "full:{date}"),
            Self::Full(None) => f.write_str("full"),
            Self::Closed => f.write_str("closed"),
        }
    }
}

/// The text is not one of the answers that were offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a capacity update")]
pub struct NotAnUpdate;

impl FromStr for CapacityUpdate {
    type Err = NotAnUpdate;

    fn from_str(text: &str) -> Result<Self, NotAnUpdate> {
        match text.split_once(':') {
            None if text == "confirm" => Ok(Self::Confirm),
            None if text == "full" => Ok(Self::Full(None)),
            None if text == "closed" => Ok(Self::Closed),
            Some(("places", n)) => n.parse().map(Self::Places).map_err(|_| NotAnUpdate),
            Some(("full", date)) => date
                .parse()
                .map(|date| Self::Full(Some(date)))
                .map_err(|_| NotAnUpdate),
            _ => Err(NotAnUpdate),
        }
    }
}

#[cfg(test)]
#[path = "capacity_update_tests.rs"]
mod tests;
