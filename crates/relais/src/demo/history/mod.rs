//! The nine months before today: a mechanism at work. Everything is done through the commands of the rooms, as the
//! people of the demonstration, under a clock that is moved; so states, packages, keys and journal are those of a
//! real installation (domain §8.1).

mod acts;
mod cast;
mod catalogue;
mod dice;
mod fates;
mod handing;
mod hours;
mod missions;
mod offers;
mod outline;
mod personas;
mod persons;
mod play;
mod referrals;
mod script;
mod story;
mod timeline;

use std::sync::Arc;

use jiff::tz::TimeZone;
use relais_casework::{room::Desk, store::case_by_ref};
use relais_kernel::{Clock, Entropy, FixedClock, Id, Mechanism, SeededEntropy};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_referral::room::Counted;
use relais_trust::Trust;

use self::{
    acts::{Company, Held},
    cast::Cast,
    catalogue::Catalogue,
    dice::Dice,
    hours::Office,
    story::CaseStory,
};
use super::trust_under;

pub use play::Played;

/// How much happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    pub cases: usize,
    pub referrals: usize,
}

/// The demonstration of the scenario.
pub const SCENARIO: Scale = Scale {
    cases: 240,
    referrals: 610,
};

/// What was made.
pub struct History {
    pub played: Played,
    /// The case codes of the personas, in their order.
    pub personas: Vec<String>,
}

/// Makes the history of a demonstration that has its organisations, people and services.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn make(
    installation: &Trust,
    mechanism: Id<Mechanism>,
    (scale, seed, in_order): (Scale, u64, bool),
    told: impl FnMut(usize, usize),
) -> Result<History, Failure> {
    let now = installation.now();
    let company = company(installation, mechanism, seed).await?;
    let dice = Dice::new(seed);
    let (catalogue, office) = (&company.catalogue, &company.office);
    let mut stories = personas::all(catalogue, &dice, office, now);
    stories.truncate(scale.cases);
    let taken = (
        stories.len(),
        stories.iter().map(|story| story.referrals.len()).sum(),
    );
    stories.extend(outline::people(scale, taken, catalogue, &dice, office, now));
    fates::give_out(&mut stories, catalogue, &dice, office, now);
    let events = timeline::write(&mut stories, catalogue, &dice, office, now);
    let together = if in_order { 1 } else { play::TOGETHER };
    let told_acts = (&*stories, &*events);
    let (played, held) = play::play(&company, told_acts, together, now, told).await?;
    company.clock.set(now);
    offers::make(&company, now).await?;
    company.trust.sign_checkpoint().await?;
    let personas = personas_of(&company, &stories, &held).await?;
    Ok(History { played, personas })
}

/// The installation under a clock that is moved and with seeded chance.
async fn company(installation: &Trust, mechanism: Id<Mechanism>, seed: u64) -> Result<Company, Failure> {
    let clock = Arc::new(FixedClock::at(installation.now()));
    let chance: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(seed));
    let trust = trust_under(installation, clock.clone() as Arc<dyn Clock>, chance)?;
    let definitions = Definitions::default();
    let definition = definitions.current(trust.database().reader(), mechanism).await?;
    let zone = TimeZone::get(&definition.calendar.time_zone).unwrap_or(TimeZone::UTC);
    Ok(Company {
        cast: Cast::read(&trust, mechanism).await?,
        catalogue: Catalogue::read(&trust).await?,
        desk: Desk {
            definitions,
            referrals: Arc::new(Counted),
        },
        office: Office(zone),
        definition,
        clock,
        trust,
    })
}

async fn personas_of(
    company: &Company,
    stories: &[CaseStory],
    held: &[Held],
) -> Result<Vec<String>, Failure> {
    let rows = company.trust.database().reader();
    let mut codes = Vec::new();
    for (story, held) in stories.iter().zip(held) {
        if let (Some(_), Some(case)) = (story.persona, held.case) {
            codes.push(case_by_ref(rows, case).await?.case.code.to_string());
        }
    }
    Ok(codes)
}
