use std::collections::BTreeSet;

use relais_directory::{Admits, store::all_services};
use relais_kernel::PublicRef;
use relais_platform::Failure;
use relais_trust::{Trust, accounts::organisations};

use super::dice::Dice;

/// The provider that stopped answering without a word.
pub const SILENT: &str = "P17";
/// Providers without an agreement over the whole time, or for less than identity: referrals to them go by code.
const BY_CODE: [&str; 3] = ["P23", "P24", "P25"];
/// Reached by the personas alone: on court order, or for nationals of another country.
const SPECIAL: [&str; 2] = ["P05", "P29"];

/// A service as the demonstration's people know it.
pub struct Offer {
    pub service: PublicRef,
    pub organisation: PublicRef,
    pub provider: String,
    needs: BTreeSet<String>,
    coverage: BTreeSet<String>,
    admits: Admits,
    ages: (u8, u8),
}

/// Who is looked for.
#[derive(Clone, Copy)]
pub struct Seeker<'a> {
    pub region: &'a str,
    pub woman: bool,
    pub age: u8,
}

pub struct Catalogue(Vec<Offer>);

impl Catalogue {
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn read(trust: &Trust) -> Result<Self, Failure> {
        let rows = trust.database().reader();
        let providers = organisations(rows).await?;
        let offers = all_services(rows).await?.into_iter().filter_map(|row| {
            let service = row.service;
            let provider = providers.iter().find(|o| o.id == service.organisation)?;
            let told = &service.eligibility;
            Some(Offer {
                service: service.public_ref,
                organisation: provider.public_ref,
                provider: provider.code.clone(),
                needs: service.needs.iter().map(ToString::to_string).collect(),
                coverage: service.coverage.iter().map(ToString::to_string).collect(),
                admits: told.admits,
                ages: (told.min_age.unwrap_or(0), told.max_age.unwrap_or(u8::MAX)),
            })
        });
        // Ids are drawn by chance: the order is that of the sheet's keys, so that a seed gives the same everywhere.
        let mut offers: Vec<_> = offers.collect();
        offers.sort_by(|a, b| (&a.provider, &a.needs).cmp(&(&b.provider, &b.needs)));
        Ok(Self(offers))
    }

    pub fn get(&self, index: usize) -> Option<&Offer> {
        self.0.get(index)
    }

    /// A service of a provider for a need.
    pub fn of(&self, provider: &str, need: &str) -> Option<usize> {
        let mut all = self.0.iter();
        all.position(|offer| offer.provider == provider && offer.needs.contains(need))
    }

    /// A service that may take somebody: in the person's region if there is one, else anywhere.
    pub fn fitting(&self, dice: &Dice, need: &str, seeker: Seeker<'_>) -> Option<usize> {
        let fits = |offer: &Offer| {
            offer.needs.contains(need)
                && !SPECIAL.contains(&&*offer.provider)
                && offer.admits(seeker)
                && (offer.ages.0..=offer.ages.1).contains(&seeker.age)
        };
        let all: Vec<usize> = (0..self.0.len()).filter(|i| fits(&self.0[*i])).collect();
        let near = |i: &&usize| self.0[**i].coverage.contains(seeker.region);
        let here: Vec<usize> = all.iter().filter(near).copied().collect();
        dice.one(if here.is_empty() { &all } else { &here }).copied()
    }

    /// Another provider's service for the same need, that may be told as much.
    pub fn instead(&self, of: usize, need: &str, seeker: Seeker<'_>) -> Option<usize> {
        let held = self.get(of)?;
        let other = |offer: &Offer| {
            offer.provider != held.provider
                && offer.needs.contains(need)
                && offer.by_code() == held.by_code()
                && !SPECIAL.contains(&&*offer.provider)
                && offer.provider != SILENT
                && offer.admits(seeker)
        };
        self.0.iter().position(other)
    }
}

impl Offer {
    /// Only the case code may go there.
    pub fn by_code(&self) -> bool {
        BY_CODE.contains(&&*self.provider)
    }

    pub fn is_silent(&self) -> bool {
        self.provider == SILENT
    }

    fn admits(&self, seeker: Seeker<'_>) -> bool {
        match self.admits {
            Admits::Everyone => true,
            Admits::Women => seeker.woman,
            Admits::Men => !seeker.woman,
            Admits::WomenAndChildren => seeker.woman || seeker.age < 18,
        }
    }
}
