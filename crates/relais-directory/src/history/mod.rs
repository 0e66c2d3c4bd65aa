//! How an entry came to say what it says: each state that it was in, with whose hand wrote it.

use std::collections::BTreeMap;

use relais_kernel::Timestamp;
use relais_trust::{Actor, Door};
use serde_json::{Map, Value};

use crate::{Service, choices::choices};

choices! {
    /// Who wrote a state of an entry.
    Hand {
        Sheet "sheet" "par l’import d’une feuille" "by the import of a sheet",
        Manager "manager" "par le gestionnaire de l’annuaire" "by the directory manager",
        Provider "provider" "par le prestataire" "by the provider",
        Link "link" "par le prestataire, sans compte" "by the provider, without an account",
        Clock "clock" "par le programme" "by the program",
    }
}

impl Hand {
    pub(crate) fn of(actor: &Actor, service: &Service, from_sheet: bool) -> Self {
        match actor.door {
            _ if from_sheet => Self::Sheet,
            Door::Link => Self::Link,
            Door::Clock => Self::Clock,
            _ if actor.organisation == Some(service.organisation) => Self::Provider,
            _ => Self::Manager,
        }
    }

    /// Somebody who knows the service said so, or somebody asked them: a sheet that says otherwise is not believed
    /// without a look.
    pub const fn knows(self) -> bool {
        matches!(self, Self::Manager | Self::Provider | Self::Link)
    }
}

/// A state of an entry. Its places are not part of it: they change with every referral. Of a hidden service it has the
/// region and no more (DP-35).
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    pub version: i64,
    /// When it was written; `None` of the state that was there before editions were kept.
    pub made: Option<Timestamp>,
    pub hand: Option<Hand>,
    pub service: Service,
}

/// An entry without what changes by itself.
pub(crate) fn lasting(service: &Service) -> Service {
    Service {
        capacity: None,
        ..service.clone()
    }
}

/// The fields of an entry, by the names under which it is stored.
pub(crate) fn fields(service: &Service) -> Map<String, Value> {
    match serde_json::to_value(service) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// Whose hand the last verification of an entry is from; `editions` are the newest first.
pub(crate) fn vouched(editions: &[Edition]) -> Option<Hand> {
    let last = editions.first()?.service.entry.assurance()?;
    let same = |edition: &&Edition| edition.service.entry.assurance() == Some(last);
    editions.iter().take_while(same).last()?.hand
}

/// Whose hand each field of an entry is from; `editions` are the newest first.
pub(crate) fn hands(editions: &[Edition]) -> BTreeMap<String, Option<Hand>> {
    let mut hands = BTreeMap::new();
    let mut before = Map::new();
    for edition in editions.iter().rev() {
        let now = fields(&edition.service);
        for (name, value) in &now {
            if before.get(name) != Some(value) {
                hands.insert(name.clone(), edition.hand);
            }
        }
        before = now;
    }
    hands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::samples::service;

    fn edition(version: i64, hand: Hand, service: Service) -> Edition {
        Edition {
            version,
            made: None,
            hand: Some(hand),
            service,
        }
    }

    #[test]
    fn a_field_is_from_the_hand_that_changed_it_last() {
        let first = service(1);
        let mut second = first.clone();
        second.wait_days = Some(77);
        let third = Service {
            interpreter: Some(true),
            ..second.clone()
        };
        let hands = hands(&[
            edition(3, Hand::Sheet, third),
            edition(2, Hand::Link, second),
            edition(1, Hand::Sheet, first),
        ]);
        assert_eq!(hands["wait_days"], Some(Hand::Link));
        assert_eq!(hands["interpreter"], Some(Hand::Sheet));
        assert_eq!(hands["name"], Some(Hand::Sheet));
    }
}
