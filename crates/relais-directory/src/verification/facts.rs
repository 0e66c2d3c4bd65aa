use serde::{Deserialize, Serialize};

use crate::{Opening, Service, Visibility, choices::choices};

choices! {
    /// What a provider can correct by itself; everything else goes into a remark.
    Fact {
        Phone "phone" "Téléphone" "Telephone",
        Email "email" "Courriel" "E-mail",
        Hours "hours" "Horaires" "Hours",
        Wait "wait" "Délai jusqu’au premier rendez-vous" "Time to the first appointment",
    }
}

/// What a provider says of these facts; `None`: there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub phone: Option<String>,
    pub email: Option<String>,
    pub hours: Option<Opening>,
    pub wait_days: Option<u16>,
}

impl Facts {
    /// As the directory has them. How a hidden service is reached is not among them (DP-35).
    pub fn of(service: &Service) -> Self {
        let shown = service.visibility != Visibility::HiddenAddress;
        Self {
            phone: service.contact.phone.clone().filter(|_| shown),
            email: service.contact.email.clone().filter(|_| shown),
            hours: service.hours.clone(),
            wait_days: service.wait_days,
        }
    }

    /// In which facts two differ.
    pub fn differing(&self, other: &Self) -> Vec<Fact> {
        let differs = |fact: &Fact| match fact {
            Fact::Phone => self.phone != other.phone,
            Fact::Email => self.email != other.email,
            Fact::Hours => self.hours != other.hours,
            Fact::Wait => self.wait_days != other.wait_days,
        };
        Fact::ALL.iter().copied().filter(differs).collect()
    }

    /// Writes into an entry what differs between what the provider saw and what it said: what somebody else changed
    /// meanwhile stays.
    pub fn put_into(&self, seen: &Self, service: &mut Service) {
        let shown = service.visibility != Visibility::HiddenAddress;
        for fact in self.differing(seen) {
            match fact {
                Fact::Phone if shown => service.contact.phone.clone_from(&self.phone),
                Fact::Email if shown => service.contact.email.clone_from(&self.email),
                Fact::Phone | Fact::Email => {}
                Fact::Hours => service.hours.clone_from(&self.hours),
                Fact::Wait => service.wait_days = self.wait_days,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::samples::service;

    fn corrected(service: &Service) -> Facts {
        Facts {
            phone: Some("+237600000077".into()),
            ..Facts::of(service)
        }
    }

    #[test]
    fn a_correction_changes_what_it_is_about_and_nothing_that_changed_meanwhile() {
        let mut held = service(1);
        let seen = Facts::of(&held);
        let said = corrected(&held);
        assert_eq!(said.differing(&seen), [Fact::Phone]);
        held.wait_days = Some(12);
        said.put_into(&seen, &mut held);
        assert_eq!(held.contact.phone.as_deref(), Some("+237600000077"));
        assert_eq!(held.wait_days, Some(12));
    }

    #[test]
    fn dp_35_how_a_hidden_service_is_reached_is_neither_shown_nor_overwritten() {
        let mut held = service(1);
        held.contact.phone = Some("+237600000001".into());
        held.visibility = Visibility::HiddenAddress;
        let seen = Facts::of(&held);
        assert_eq!(seen.phone, None);
        corrected(&held).put_into(&seen, &mut held);
        assert_eq!(held.contact.phone.as_deref(), Some("+237600000001"));
    }
}
