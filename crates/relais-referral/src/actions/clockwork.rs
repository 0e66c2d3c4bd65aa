//! What deadlines do by themselves (decisions §2–3, issue 2 item 8). The program calls [`fire_due`] and
//! [`expire_consents`] every few seconds, in as many processes as it likes: each referral has its own transaction,
//! and a clock that has fired has left its mark.

use relais_casework::store::{case_of, cases_with_consents_past, ledger_of, save_written};
use relais_kernel::{Case, Id, Referral};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Actor, Command, Door, Scene, Trust};

use super::{Carried, carry};
use crate::{
    clocks::{ClockKind, due_now},
    referral::{By, Command as ReferralCommand, Rules, Side},
    room::ruling,
    store::{due_referrals, referral_of},
};

/// What one round of the clock did.
#[derive(Debug, Default)]
pub struct Round {
    /// Referrals or cases for which something was due and done.
    pub done: usize,
    /// What failed, to be logged: ids and codes only. It stays due and comes again in the next round.
    pub failed: Vec<(uuid::Uuid, Failure)>,
}

/// Lets the clocks of at most `limit` referrals act that are due now: reminders, E1, E2, expiry.
///
/// # Errors
/// [`Failure`] of the store when not even the list can be read.
pub async fn fire_due(trust: &Trust, definitions: &Definitions, limit: u64) -> Result<Round, Failure> {
    let due = due_referrals(trust.database().reader(), trust.now(), limit).await?;
    let mut round = Round::default();
    for referral in due {
        let act = FireClocks {
            definitions: definitions.clone(),
            referral,
        };
        let clock = Actor::installation(Door::Clock);
        match trust.perform(&clock, None, act).await {
            Ok(fired) => round.done += usize::from(!fired.is_empty()),
            Err(failure) => round.failed.push((referral.uuid(), failure)),
        }
    }
    Ok(round)
}

/// Lets the clocks of one referral act that are due.
#[derive(Clone)]
struct FireClocks {
    definitions: Definitions,
    referral: Id<Referral>,
}

impl Command for FireClocks {
    type Outcome = Vec<ClockKind>;
    const NAME: &'static str = "FireClocks";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Vec<ClockKind>, Failure> {
        let mut row = referral_of(scene.rows(), self.referral).await?;
        let definition = ruling(scene.rows(), &self.definitions, &row.referral).await?;
        let rules = Rules::from(&*definition);
        let mut fired = Vec::new();
        // Looked at anew after each: what one does may take away the reason of the next.
        while let Some(clock) = due_now(&row.referral, &rules, scene.now()).into_iter().next() {
            let it = Carried {
                row,
                by: By::Clockwork,
                side: Side::Clockwork,
                definition: &definition,
            };
            let command = ReferralCommand::Fire {
                clock: clock.kind,
                due: clock.due,
            };
            row = carry(scene, it, command).await?;
            row.version += 1;
            fired.push(clock.kind);
        }
        Ok(fired)
    }
}

/// Ends the consents whose last day has passed, in at most `limit` cases; whoever listens recalls what rests on
/// them (DP-07).
///
/// # Errors
/// [`Failure`] of the store when not even the list can be read.
pub async fn expire_consents(trust: &Trust, definitions: &Definitions, limit: u64) -> Result<Round, Failure> {
    let now = trust.now();
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let cases = cases_with_consents_past(trust.database().reader(), today, limit).await?;
    let mut round = Round::default();
    for case in cases {
        let act = ExpireConsents {
            definitions: definitions.clone(),
            case,
        };
        let clock = Actor::installation(Door::Clock);
        match trust.perform(&clock, None, act).await {
            Ok(ended) => round.done += usize::from(ended > 0),
            Err(failure) => round.failed.push((case.uuid(), failure)),
        }
    }
    Ok(round)
}

#[derive(Clone)]
struct ExpireConsents {
    definitions: Definitions,
    case: Id<Case>,
}

impl Command for ExpireConsents {
    type Outcome = usize;
    const NAME: &'static str = "ExpireConsents";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<usize, Failure> {
        let case = case_of(scene.rows(), self.case).await?.case;
        let definition = self.definitions.current(scene.rows(), case.mechanism).await?;
        let today = definition.calendar.date_of(scene.now());
        let ledger = ledger_of(scene.rows(), self.case).await?;
        let written = ledger.expire(today, scene.now());
        save_written(scene, &case, &written).await?;
        Ok(written.events.len())
    }
}
