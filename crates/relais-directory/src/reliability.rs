//! How far an entry can be relied upon, and why: what nobody vouches for, what is not answered and what turns out to be
//! wrong loses trust by itself (domain §2.4).

use relais_kernel::Localised;
use serde::{Deserialize, Serialize};

use crate::{Freshness, choices::choices};

/// Days that answers and silence are counted for.
pub const WINDOW_DAYS: u16 = 180;

choices! {
    /// How a service answered a referral, as far as it says something of its entry. Declined: for a reason that is no
    /// fault of the entry, as when the person refused. Wrong: the entry led there in vain, as when the service is full,
    /// has stopped or is for others.
    Heard {
        Accepted "accepted" "accepté" "accepted",
        Declined "declined" "non accepté" "declined",
        Wrong "wrong" "la fiche disait autre chose" "the entry said otherwise",
        Silent "silent" "sans réponse" "no answer",
    }
    /// How far an entry can be relied upon.
    Reliance {
        Firm "firm" "fiable" "reliable",
        Shaky "shaky" "à confirmer avant d’envoyer" "confirm before sending",
        Poor "poor" "peu fiable" "not reliable",
    }
}

/// How a service answered its referrals of the last [`WINDOW_DAYS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub accepted: u32,
    pub declined: u32,
    pub wrong: u32,
    pub silent: u32,
}

impl Tally {
    pub const fn asked(self) -> u32 {
        self.accepted
            .saturating_add(self.declined)
            .saturating_add(self.wrong)
            .saturating_add(self.silent)
    }
}

/// What is known of how an entry is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub freshness: Freshness,
    /// For how many days a verification counts.
    pub window: u16,
    pub tally: Tally,
    /// Answers that the entry led there in vain, after its last verification.
    pub wrong_since: u32,
    /// Rounds of verification in a row that ran out without an answer.
    pub silent_rounds: u32,
    /// Sources that say otherwise, and nobody has decided yet.
    pub disputes: u32,
    /// The package that brought it has it no longer.
    pub dropped: bool,
}

/// A reason for how far an entry can be relied upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "snake_case")]
pub enum Ground {
    Verified { days: u32 },
    Overdue { days: u32 },
    NeverVerified,
    Answers { of: u32 },
    Silence { silent: u32, of: u32 },
    Wrong { times: u32 },
    SilentRounds { rounds: u32 },
    Disputed { sources: u32 },
    Dropped,
}

impl Ground {
    /// Whether it takes trust away.
    pub const fn burdens(self) -> bool {
        !matches!(self, Self::Verified { .. } | Self::Answers { .. })
    }
}

impl Ground {
    /// What whoever is about to refer should know, without figures; nothing of its age, which is told anyway.
    pub fn warning(self) -> Option<Localised> {
        Some(match self {
            Self::Verified { .. } | Self::Overdue { .. } | Self::NeverVerified | Self::Answers { .. } => {
                return None;
            }
            Self::Silence { .. } => Localised::new(
                "Laisse des référencements sans réponse : appelez d’abord",
                "Leaves referrals without an answer: call first",
            ),
            Self::Wrong { .. } => Localised::new(
                "Des refus que la fiche ne laissait pas prévoir : appelez d’abord",
                "Refusals that the entry gave no hint of: call first",
            ),
            Self::SilentRounds { .. } => Localised::new(
                "N’a pas répondu quand on lui a demandé si sa fiche est juste",
                "Did not answer when asked whether its entry is right",
            ),
            Self::Disputed { .. } => Localised::new(
                "Une autre source dit autre chose",
                "Another source says otherwise",
            ),
            Self::Dropped => Localised::new(
                "La source de cette fiche ne donne plus ce service : appelez d’abord",
                "The source of this entry no longer has this service: call first",
            ),
        })
    }
}

/// How far an entry can be relied upon, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reliability {
    /// Of 100. For the order of lists; people are told the reasons.
    pub score: u32,
    pub grounds: Vec<Ground>,
}

impl Reliability {
    /// A pure function of what is known, in whole numbers, so that it can be told and checked again.
    pub fn judge(known: &Known) -> Self {
        let mut grounds = vec![age_ground(known.freshness)];
        let tally = known.tally;
        if tally.silent > 0 {
            grounds.push(Ground::Silence {
                silent: tally.silent,
                of: tally.asked(),
            });
        } else if tally.asked() > 0 {
            grounds.push(Ground::Answers { of: tally.asked() });
        }
        let counted = [
            (
                known.wrong_since,
                Ground::Wrong {
                    times: known.wrong_since,
                },
            ),
            (
                known.silent_rounds,
                Ground::SilentRounds {
                    rounds: known.silent_rounds,
                },
            ),
            (
                known.disputes,
                Ground::Disputed {
                    sources: known.disputes,
                },
            ),
        ];
        grounds.extend(
            counted
                .into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(_, ground)| ground),
        );
        grounds.extend(known.dropped.then_some(Ground::Dropped));
        let lost = age(known) + silence(tally) + steps(known.wrong_since, 10, 30);
        let lost = lost + steps(known.silent_rounds, 10, 20) + steps(known.disputes, 10, 10);
        let lost = lost + steps(u32::from(known.dropped), 40, 40);
        Self {
            score: 100_u32.saturating_sub(lost),
            grounds,
        }
    }

    pub const fn reliance(&self) -> Reliance {
        match self.score {
            70.. => Reliance::Firm,
            40..=69 => Reliance::Shaky,
            _ => Reliance::Poor,
        }
    }
}

const fn age_ground(freshness: Freshness) -> Ground {
    match freshness {
        Freshness::Fresh { age_days, .. } => Ground::Verified { days: age_days },
        Freshness::Stale { age_days, .. } => Ground::Overdue { days: age_days },
        Freshness::NeverAssured => Ground::NeverVerified,
    }
}

/// Up to 20 within the window of a verification, 20 more when it is over and up to 20 more over as long again; 60 for what
/// nobody ever vouched for.
fn age(known: &Known) -> u32 {
    let window = u32::from(known.window.max(1));
    match known.freshness {
        Freshness::Fresh { age_days, .. } => 20 * age_days.min(window) / window,
        Freshness::Stale { age_days, .. } => 40 + 20 * age_days.saturating_sub(window).min(window) / window,
        Freshness::NeverAssured => 60,
    }
}

/// Up to 40, by the share that got no answer; one silence among few weighs less than one in each two of many.
fn silence(tally: Tally) -> u32 {
    40_u32.saturating_mul(tally.silent) / tally.asked().saturating_add(2)
}

fn steps(times: u32, each: u32, most: u32) -> u32 {
    times.saturating_mul(each).min(most)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn fresh(age_days: u32) -> Freshness {
        Freshness::Fresh {
            age_days,
            due_on: date(2026, 12, 31),
        }
    }

    fn stale(age_days: u32) -> Freshness {
        Freshness::Stale {
            age_days,
            due_on: date(2026, 1, 1),
        }
    }

    fn known(freshness: Freshness) -> Known {
        Known {
            freshness,
            window: 180,
            tally: Tally::default(),
            wrong_since: 0,
            silent_rounds: 0,
            disputes: 0,
            dropped: false,
        }
    }

    fn reliance(known: &Known) -> Reliance {
        Reliability::judge(known).reliance()
    }

    #[test]
    fn trust_falls_with_age_silence_and_wrong_entries() {
        assert_eq!(reliance(&known(fresh(0))), Reliance::Firm);
        assert_eq!(reliance(&known(fresh(180))), Reliance::Firm);
        assert_eq!(reliance(&known(stale(181))), Reliance::Shaky);
        assert_eq!(reliance(&known(Freshness::NeverAssured)), Reliance::Shaky);
        let dropped = Known {
            dropped: true,
            ..known(fresh(0))
        };
        assert_eq!(reliance(&dropped), Reliance::Shaky);
        let silent = Known {
            tally: Tally {
                accepted: 1,
                silent: 9,
                ..Tally::default()
            },
            ..known(stale(200))
        };
        assert_eq!(reliance(&silent), Reliance::Poor);
        let wrong = Known {
            wrong_since: 3,
            silent_rounds: 2,
            ..known(fresh(100))
        };
        assert_eq!(reliance(&wrong), Reliance::Poor);
    }

    #[test]
    fn every_loss_of_trust_says_why() {
        let bad = Known {
            freshness: stale(200),
            window: 90,
            tally: Tally {
                accepted: 2,
                silent: 2,
                wrong: 1,
                ..Tally::default()
            },
            wrong_since: 1,
            silent_rounds: 1,
            disputes: 1,
            dropped: true,
        };
        let told = Reliability::judge(&bad).grounds;
        assert_eq!(
            told,
            [
                Ground::Overdue { days: 200 },
                Ground::Silence { silent: 2, of: 5 },
                Ground::Wrong { times: 1 },
                Ground::SilentRounds { rounds: 1 },
                Ground::Disputed { sources: 1 },
                Ground::Dropped,
            ]
        );
        assert!(told.into_iter().all(Ground::burdens));
    }

    proptest! {
        #[test]
        fn more_of_anything_bad_never_raises_trust(
            days in 0_u32..400, accepted in 0_u32..50, silent in 0_u32..50, wrong in 0_u32..9, rounds in 0_u32..5,
        ) {
            let at = |days, silent, wrong_since, silent_rounds| {
                let freshness = if days <= 180 { fresh(days) } else { stale(days) };
                let tally = Tally { accepted, silent, ..Tally::default() };
                Reliability::judge(&Known { tally, wrong_since, silent_rounds, ..known(freshness) }).score
            };
            let here = at(days, silent, wrong, rounds);
            prop_assert!(at(days + 1, silent, wrong, rounds) <= here);
            prop_assert!(at(days, silent + 1, wrong, rounds) <= here);
            prop_assert!(at(days, silent, wrong + 1, rounds) <= here);
            prop_assert!(at(days, silent, wrong, rounds + 1) <= here);
        }
    }
}
