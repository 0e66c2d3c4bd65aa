//! The referral room's mechanism with several providers, and referrals that took every way.

use jiff::SignedDuration;
use relais_casework::{
    actions::{IdentifyPerson, RecordNeed, TakeConsent},
    identification::IdentificationForm,
};
use relais_directory::store::services_of;
use relais_kernel::{AnswerLink, Entropy, Id, Organisation, Priority, PublicRef, SeededEntropy};
use relais_referral::{
    actions::{AnswerReferral, DraftReferral, SendReferral, StepReferral, Wish, clockwork::fire_due},
    answer::Intent,
    referral::{AnswerVia, Channel, Command, DeclineReason, Disclosure, Side},
    store::{ReferralRow, links, referral_by_ref},
};
use relais_trust::{Actor, Door, accounts::organisation_by_code};

use crate::country::{Country, consent, need, person};

/// A provider, what it offers, and where the persons are who are sent there.
struct Way {
    provider: Id<Organisation>,
    reference: PublicRef,
    service: PublicRef,
    region: &'static str,
}

pub struct Land {
    pub country: Country,
    ways: Vec<Way>,
    pub sent: Vec<PublicRef>,
    chance: SeededEntropy,
}

/// Providers and the regions of the persons sent there.
const PROVIDERS: [(&str, &str); 3] = [("P03", "CM002"), ("P04", "CM005"), ("P06", "CM002")];

impl Land {
    pub async fn on_each_engine() -> Vec<Self> {
        let mut all = Vec::new();
        for country in Country::with_tables(relais_results::store::migrations()).await {
            let mut land = Self {
                country,
                ways: Vec::new(),
                sent: Vec::new(),
                chance: SeededEntropy::new(7),
            };
            for (code, region) in PROVIDERS {
                land.open(code, region).await;
            }
            all.push(land);
        }
        all
    }

    async fn open(&mut self, code: &str, region: &'static str) {
        let rows = self.country.test.trust.database().reader();
        let provider = organisation_by_code(rows, code).await.unwrap();
        let service = services_of(rows, provider.id).await.unwrap()[0]
            .service
            .public_ref;
        self.ways.push(Way {
            provider: provider.id,
            reference: provider.public_ref,
            service,
            region,
        });
    }

    /// Identifies a person of a region who consents to one provider: case and need.
    pub async fn somebody(&self, door: usize, region: &str) -> (PublicRef, PublicRef) {
        let Country { test, manager, .. } = &self.country;
        let (trust, desk) = (&test.trust, self.country.desk());
        let identify = IdentifyPerson {
            desk: desk.clone(),
            form: IdentificationForm {
                region: region.into(),
                ..person()
            },
        };
        let case = trust.perform(manager, None, identify).await.unwrap();
        let record = RecordNeed {
            desk: desk.clone(),
            case,
            form: need(),
        };
        let need = trust.perform(manager, None, record).await.unwrap();
        let take = TakeConsent {
            desk,
            case,
            form: consent(&self.ways[door].reference.to_string()),
        };
        assert!(trust.perform(manager, None, take).await.unwrap().given);
        (case, need)
    }

    pub fn provider(&self, door: usize) -> Id<Organisation> {
        self.ways[door].provider
    }

    /// Sends a person whom nobody knows yet to a provider.
    pub async fn send(&mut self, door: usize, priority: Priority) -> (PublicRef, Id<AnswerLink>) {
        let whom = self.somebody(door, self.ways[door].region).await;
        self.send_again(door, priority, whom).await
    }

    /// Sends a person, by case and need.
    pub async fn send_again(
        &mut self,
        door: usize,
        priority: Priority,
        (case, need): (PublicRef, PublicRef),
    ) -> (PublicRef, Id<AnswerLink>) {
        let Country {
            test,
            manager,
            definitions,
            ..
        } = &self.country;
        let (trust, door) = (&test.trust, &self.ways[door]);
        let draft = DraftReferral {
            definitions: definitions.clone(),
            case,
            need,
            service: door.service,
            priority,
            disclosure: Disclosure::Pseudonymous,
        };
        let referral = trust.perform(manager, None, draft).await.unwrap();
        let send = SendReferral {
            definitions: definitions.clone(),
            referral,
            channel: Channel::App,
        };
        trust.perform(manager, None, send).await.unwrap();
        self.sent.push(referral);
        let id = self.row(referral).await.referral.id;
        let all = links::links_of(trust.database().reader(), id).await.unwrap();
        (referral, all[0].link.id)
    }

    /// The provider's answer; false when it was refused.
    pub async fn answer(&self, link: Id<AnswerLink>, wish: Wish) -> bool {
        let answer = AnswerReferral {
            definitions: self.country.definitions.clone(),
            link,
            via: AnswerVia::Link,
            pin: None,
            wish,
        };
        let nobody = Actor::installation(Door::Link);
        self.country
            .test
            .trust
            .perform(&nobody, None, answer)
            .await
            .is_ok()
    }

    /// The sender cancels; false when it is too late for that.
    async fn take_back(&self, referral: PublicRef) -> bool {
        let cancel = StepReferral {
            definitions: self.country.definitions.clone(),
            referral,
            side: Side::Sender,
            command: Command::Cancel,
        };
        let trust = &self.country.test.trust;
        trust.perform(&self.country.manager, None, cancel).await.is_ok()
    }

    /// Time passes, and the clocks act.
    pub async fn wait(&self, hours: i64) {
        self.country.test.clock.advance(SignedDuration::from_hours(hours));
        let round = fire_due(&self.country.test.trust, &self.country.definitions, 500)
            .await
            .unwrap();
        assert!(round.failed.is_empty(), "{:?}", round.failed);
    }

    pub async fn row(&self, referral: PublicRef) -> ReferralRow {
        let rows = self.country.test.trust.database().reader();
        referral_by_ref(rows, referral).await.unwrap()
    }

    /// Sends so many referrals, each of which takes a way of its own.
    pub async fn wander(&mut self, referrals: u32) {
        // A normal referral follows from an approved plan, which these cases do not have.
        const PRIORITIES: [Priority; 2] = [Priority::Emergency, Priority::Urgent];
        for _ in 0..referrals {
            let door = self.below(self.ways.len() as u64);
            let priority = PRIORITIES[self.below(2)];
            let (referral, link) = self.send(door, priority).await;
            for _ in 0..self.below(4) {
                let hours = [0, 1, 5, 20, 50][self.below(5)];
                self.wait(hours).await;
                match self.below(5) {
                    0 => {
                        self.answer(link, Wish::Step(Box::new(Command::Acknowledge)))
                            .await;
                    }
                    1 => {
                        let accept = Intent::Accept {
                            day: None,
                            hour: None,
                        };
                        self.answer(link, Wish::Sms(accept)).await;
                    }
                    2 => {
                        let reasons = [DeclineReason::NoCapacity, DeclineReason::OutOfArea];
                        let reason = reasons[self.below(2)];
                        let decline = Command::Decline { reason, note: None };
                        self.answer(link, Wish::Step(Box::new(decline))).await;
                    }
                    3 => {
                        self.answer(link, Wish::Step(Box::new(Command::RecordContact)))
                            .await;
                    }
                    _ => {
                        self.take_back(referral).await;
                    }
                }
            }
        }
    }

    fn below(&self, most: u64) -> usize {
        usize::try_from(self.chance.below(most)).unwrap()
    }
}

impl Land {
    /// It becomes this day, 09:00 in Douala, the clocks act, and the figures whose day has come are published.
    pub async fn publish_on(&self, day: &str) -> usize {
        self.turn_to(day).await;
        let country = &self.country;
        relais_results::actions::release_due(&country.test.trust, &country.definitions)
            .await
            .unwrap()
    }

    pub async fn turn_to(&self, day: &str) {
        self.country
            .test
            .clock
            .set(format!("{day}T08:00:00Z").parse().unwrap());
        self.wait(0).await;
    }

    /// Sends so many people of a region to a provider, the first of whom get an answer.
    pub async fn sends(&mut self, door: usize, region: &str, answers: &[&str]) {
        for answer in answers {
            let whom = self.somebody(door, region).await;
            let (referral, link) = self.send_again(door, Priority::Urgent, whom).await;
            let wish = match *answer {
                "accepted" => Wish::Sms(Intent::Accept {
                    day: None,
                    hour: None,
                }),
                "declined" => Wish::Step(Box::new(Command::Decline {
                    reason: DeclineReason::NoCapacity,
                    note: None,
                })),
                "seen" => Wish::Step(Box::new(Command::Acknowledge)),
                "taken back" => {
                    assert!(self.take_back(referral).await);
                    continue;
                }
                _ => continue,
            };
            assert!(self.answer(link, wish).await, "{answer}");
        }
    }
}
