//! Each act through the command that a page would give.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, ToSpan, civil::Date};
use relais_casework::{
    actions::{
        IdentifyPerson, RecordFollowUp, RecordNeed, RequestClosure, StepCase, TakeConsent, WithdrawConsent,
        WithdrawalScope, WriteAnnex, WritePlan,
    },
    case::{Command as Step, FirstService},
    closure::{ClosureForm, erase_at},
    consent::ConsentForm,
    followup::FollowUpForm,
    plan::{LineForm, PlanForm},
    room::Desk,
};
use relais_kernel::{AnswerLink, FixedClock, Id, Organisation, PublicRef, Referral};
use relais_mechanism::Definition;
use relais_platform::Failure;
use relais_trust::{Actor, Command, Trust};

use super::{
    cast::Cast,
    catalogue::Catalogue,
    hours::Office,
    story::{Act, CaseStory},
    timeline::Event,
};

/// Everything that is needed to act.
pub struct Company {
    pub trust: Trust,
    pub clock: Arc<FixedClock>,
    pub definition: Arc<Definition>,
    pub desk: Desk,
    pub cast: Cast,
    pub catalogue: Catalogue,
    pub office: Office,
}

/// What of a story stands already. Acts read nothing else, so that those that are given together are carried out in
/// the order in which they were given, and a seed gives the same everywhere.
#[derive(Debug, Clone, Default)]
pub struct Held {
    pub case: Option<PublicRef>,
    pub needs: BTreeMap<usize, PublicRef>,
    pub referrals: BTreeMap<usize, HeldReferral>,
    /// The last request to take the case over.
    pub transfer: Option<PublicRef>,
    /// The version of the case, known when it is about to be closed.
    pub version: u64,
}

/// A referral that was drafted, and its link once it was sent.
#[derive(Debug, Clone)]
pub struct HeldReferral {
    pub public_ref: PublicRef,
    pub id: Id<Referral>,
    pub to: Id<Organisation>,
    pub link: Option<Id<AnswerLink>>,
}

/// What came of an act.
pub enum Done {
    Case(PublicRef),
    Need(usize, PublicRef),
    Referral(usize, PublicRef),
    Sent(usize),
    Transfer(PublicRef),
    Nothing,
}

impl Company {
    /// Gives a command at a moment of the past.
    pub async fn give<C: Command>(
        &self,
        at: Timestamp,
        actor: &Actor,
        command: C,
    ) -> Result<C::Outcome, Failure> {
        // The moment is taken when the command is given, so that others may be under way at other moments.
        self.clock.set(at);
        self.trust.perform(actor, None, command).await
    }

    fn day(&self, at: Timestamp) -> Date {
        self.definition.calendar.date_of(at)
    }

    /// # Errors
    /// What the command refused.
    pub async fn act(&self, event: &Event, story: &CaseStory, held: &Held) -> Result<Done, Failure> {
        let (at, house) = (event.at, story.house);
        let manager = self.cast.manager(house)?;
        let supervisor = self.cast.supervisor(house)?;
        let desk = self.desk.clone();
        if matches!(event.act, Act::Identify) {
            let form = story.form.clone();
            return Ok(Done::Case(
                self.give(at, manager, IdentifyPerson { desk, form }).await?,
            ));
        }
        if let Act::Hand(hand) = event.act {
            return self.hand(at, story, held, hand).await;
        }
        if let Act::Mission(kind) = event.act {
            return self.order_mission(at, story, held, kind).await;
        }
        let case = held.case.ok_or(Failure::Missing)?;
        let step = |command| StepCase {
            desk: self.desk.clone(),
            case,
            expected: None,
            command,
            words: String::new(),
        };
        match &event.act {
            Act::Refer(number, act) => return self.refer(event, story, held, (*number, act)).await,
            Act::Need(number) => {
                let form = story.needs.get(*number).cloned().ok_or(Failure::Missing)?;
                return Ok(Done::Need(
                    *number,
                    self.give(at, manager, RecordNeed { desk, case, form }).await?,
                ));
            }
            Act::ConsentToCaseManagement => {
                let form = self.consent("case_management", at, story, Vec::new());
                self.give(at, manager, TakeConsent { desk, case, form }).await?;
            }
            Act::ConsentToReferral => {
                let form = self.consent("referral", at, story, self.receivers(story));
                self.give(at, manager, TakeConsent { desk, case, form }).await?;
            }
            Act::Annex => {
                let form = story.annex.clone().unwrap_or_default();
                self.give(
                    at,
                    manager,
                    WriteAnnex {
                        desk,
                        case,
                        expected: 0,
                        form,
                    },
                )
                .await?;
            }
            Act::WritePlan => {
                let form = plan(story);
                self.give(
                    at,
                    manager,
                    WritePlan {
                        desk,
                        case,
                        expected: 0,
                        form,
                    },
                )
                .await?;
            }
            Act::Register => _ = self.give(at, manager, step(Step::Register)).await?,
            Act::StartAssessment => _ = self.give(at, manager, step(Step::StartAssessment)).await?,
            Act::SubmitAssessment => _ = self.give(at, manager, step(Step::SubmitAssessment)).await?,
            Act::ApproveAssessment => _ = self.give(at, supervisor, step(Step::ApproveAssessment)).await?,
            Act::SubmitPlan => {
                let agreed_on = self.day(at);
                self.give(at, manager, step(Step::SubmitPlan { agreed_on }))
                    .await?;
            }
            Act::ApprovePlan => _ = self.give(at, supervisor, step(Step::ApprovePlan)).await?,
            Act::StartService => {
                let first = first_service(held);
                self.give(at, manager, step(Step::StartService { first })).await?;
            }
            Act::FollowUp => {
                let form = follow_up(self.day(at));
                self.give(at, manager, RecordFollowUp { desk, case, form })
                    .await?;
            }
            Act::RequestClosure => {
                let expected = held.version;
                let form = closure(self.day(at));
                self.give(
                    at,
                    manager,
                    RequestClosure {
                        desk,
                        case,
                        expected,
                        form,
                    },
                )
                .await?;
            }
            Act::ApproveClosure => {
                let erase_at = erase_at(self.day(at), relais_casework::closure::RETENTION_MONTHS);
                self.give(at, supervisor, step(Step::ApproveClosure { erase_at }))
                    .await?;
            }
            Act::WithdrawConsent => {
                let scope = WithdrawalScope::All;
                self.give(at, manager, WithdrawConsent { desk, case, scope })
                    .await?;
            }
            // Given above.
            Act::Identify | Act::Hand(_) | Act::Mission(_) => {}
        }
        Ok(Done::Nothing)
    }

    /// Everybody to whom something of the person will go.
    fn receivers(&self, story: &CaseStory) -> Vec<String> {
        let offers = story
            .referrals
            .iter()
            .filter_map(|referral| self.catalogue.get(referral.service));
        let mut all: Vec<String> = offers.map(|offer| offer.organisation.to_string()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn consent(
        &self,
        purpose: &str,
        at: Timestamp,
        story: &CaseStory,
        recipients: Vec<String>,
    ) -> ConsentForm {
        let today = self.day(at);
        ConsentForm {
            purpose: purpose.to_owned(),
            recipients,
            explained: self
                .definition
                .consent
                .explained
                .iter()
                .map(|e| e.code.clone())
                .collect(),
            starts: today.to_string(),
            expires: today.checked_add(364.days()).unwrap_or(today).to_string(),
            ..story.consent.clone()
        }
    }
}

fn first_service(held: &Held) -> FirstService {
    let sent = held.referrals.values().find(|referral| referral.link.is_some());
    sent.map_or(FirstService::Direct, |referral| {
        FirstService::ReferralSent(referral.id)
    })
}

fn plan(story: &CaseStory) -> PlanForm {
    let line = |number: usize| LineForm {
        line_type: ["psychosocial", "income_individual", "skills", "social_protection"][number % 4]
            .to_owned(),
        line_goal: format!("But-démo {}", number + 1),
        line_status: "planned".to_owned(),
        line_referral_needed: "yes".to_owned(),
        ..LineForm::default()
    };
    PlanForm {
        place_of_return: "Lieu-démo".to_owned(),
        lines: (0..story.needs.len().max(1)).map(line).collect(),
        ..PlanForm::default()
    }
}

fn follow_up(on: Date) -> FollowUpForm {
    FollowUpForm {
        date: on.to_string(),
        progress: "Progrès-démo : la personne va mieux.".to_owned(),
        consent_still_valid: "yes".to_owned(),
        ..FollowUpForm::default()
    }
}

fn closure(on: Date) -> ClosureForm {
    ClosureForm {
        reason: "goals_met".to_owned(),
        informed_on: on.to_string(),
        reoffer_explored: "yes".to_owned(),
        note: "Note-démo.".to_owned(),
        ..ClosureForm::default()
    }
}
