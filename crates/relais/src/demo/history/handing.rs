//! How people change hands: the police hands somebody over, and a case is offered to another organisation.

use relais_casework::{
    actions::{HandOverPerson, StepCase, TakeConsent},
    case::{Command as Step, Risk},
    identification::IdentificationForm,
    store::{case_by_ref, case_of, hand_over_by_ref},
};
use relais_kernel::{PublicRef, Timestamp};
use relais_platform::Failure;
use relais_referral::{
    actions::transfer::{HandoverForm, RejectTransfer, RequestTransfer},
    store::referrals_of_case,
    transfer::RejectReason,
};
use relais_trust::{Actor, accounts::organisation_by_code};

use super::{
    acts::{Company, Done, Held},
    story::{CaseStory, Hand},
};

/// Who is asked to take a case over: the home for children of the scenario.
const HOME: &str = "P05";

impl Company {
    /// # Errors
    /// What the command refused.
    pub(super) async fn hand(
        &self,
        at: Timestamp,
        story: &CaseStory,
        held: &Held,
        act: Hand,
    ) -> Result<Done, Failure> {
        let manager = self.cast.manager(story.house)?;
        match act {
            Hand::Over => {
                return Ok(Done::Case(self.hand_over(at, story, manager.organisation).await?));
            }
            Hand::Screen => {
                let screen = Step::Screen { risk: Risk::High };
                self.step(at, held, manager, screen).await?;
            }
            Hand::Assign => {
                let to = manager.user.ok_or(Failure::Missing)?;
                let supervisor = self.cast.supervisor(story.house)?;
                self.step(at, held, supervisor, Step::Assign { to }).await?;
            }
            Hand::Ask => return Ok(Done::Transfer(self.ask(at, story, held, manager).await?)),
            Hand::Refuse => {
                let reject = RejectTransfer {
                    definitions: self.desk.definitions.clone(),
                    transfer: held.transfer.ok_or(Failure::Missing)?,
                    reason: RejectReason::NoCapacity,
                    note: None,
                };
                self.give(at, self.cast.taker()?, reject).await?;
            }
        }
        Ok(Done::Nothing)
    }

    async fn step(&self, at: Timestamp, held: &Held, by: &Actor, command: Step) -> Result<(), Failure> {
        let step = StepCase {
            desk: self.desk.clone(),
            case: held.case.ok_or(Failure::Missing)?,
            expected: None,
            command,
            words: String::new(),
        };
        self.give(at, by, step).await?;
        Ok(())
    }

    /// The border police writes down what it was told, and judges no risk: those who take over do.
    async fn hand_over(
        &self,
        at: Timestamp,
        story: &CaseStory,
        to: Option<relais_kernel::Id<relais_kernel::Organisation>>,
    ) -> Result<PublicRef, Failure> {
        let rows = self.trust.database().reader();
        let all = relais_trust::accounts::organisations(rows).await?;
        let to = all
            .iter()
            .find(|organisation| Some(organisation.id) == to)
            .ok_or(Failure::Missing)?;
        let over = HandOverPerson {
            desk: self.desk.clone(),
            to: to.public_ref,
            form: IdentificationForm {
                risk_level: "not_asked".to_owned(),
                ..story.form.clone()
            },
        };
        let done = self.give(at, self.cast.border()?, over).await?;
        let row = hand_over_by_ref(rows, done).await?;
        Ok(case_of(rows, row.case).await?.case.public_ref)
    }

    /// Consent to the transfer is asked anew each time: the first ended with the refusal.
    async fn ask(
        &self,
        at: Timestamp,
        story: &CaseStory,
        held: &Held,
        manager: &Actor,
    ) -> Result<PublicRef, Failure> {
        let rows = self.trust.database().reader();
        let case = held.case.ok_or(Failure::Missing)?;
        let to = organisation_by_code(rows, HOME).await?.public_ref;
        if held.transfer.is_none() {
            let mut form = self.consent("transfer", at, story, vec![to.to_string()]);
            form.data_categories = self
                .definition
                .consent
                .categories
                .iter()
                .map(|category| category.code.as_str().to_owned())
                .collect();
            let desk = self.desk.clone();
            self.give(at, manager, TakeConsent { desk, case, form }).await?;
        }
        let id = case_by_ref(rows, case).await?.case.id;
        let all = referrals_of_case(rows, id).await?;
        let open = all
            .iter()
            .map(|row| &row.referral)
            .filter(|r| r.kind().is_underway());
        let request = RequestTransfer {
            definitions: self.desk.definitions.clone(),
            case,
            to,
            form: HandoverForm {
                reason: "Motif-démo : une place durable.".to_owned(),
                summary: "Résumé-démo.".to_owned(),
                handover: "Note de passation-démo.".to_owned(),
            },
            listed: open.map(|referral| referral.public_ref).collect(),
        };
        self.give(at, manager, request).await
    }
}
