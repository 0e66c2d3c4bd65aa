use relais_kernel::{AnswerLink as LinkKind, Id, Refusal, ShortCode};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Scene, Trust};
use serde::{Deserialize, Serialize};

use super::{Carried, carry, confirm_erasure::confirm};
use crate::{
    answer::{AnswerLink, Intent, PinTry},
    notice::Confirmer,
    referral::{
        AnswerVia, By, Command as ReferralCommand, Feedback, Next, Outcome, OutcomeKind, Referral, Rules,
        Side, StateKind, Words,
    },
    room::ruling,
    store::{
        links,
        notices::{NoticeRow, notice_to},
        referral_of,
    },
};

/// What a partner without an account asks for.
#[derive(Debug, Clone)]
pub enum Wish {
    Step(Box<ReferralCommand>),
    /// A short message, understood.
    Sms(Intent),
    /// What became of it, in one go: the service is begun, its outcome noted and the feedback given, as far as
    /// that has not been done yet.
    Report {
        outcome: Outcome,
        feedback: Feedback,
        note: Option<Words>,
    },
}

impl Wish {
    /// "Stopped and erased".
    fn is_recall(&self) -> bool {
        match self {
            Self::Step(command) => matches!(**command, ReferralCommand::ConfirmRecall),
            Self::Sms(intent) => *intent == Intent::ConfirmRecall,
            Self::Report { .. } => false,
        }
    }
}

/// A receiver answers through a link, a code or a slip. No permit is asked for: the link is the proof, given to
/// this organisation for this referral alone, and it gives no more than the receiver's side of the life cycle
/// (decisions §13). The answer stands in the journal with its link.
#[derive(Clone)]
pub struct AnswerReferral {
    pub definitions: Definitions,
    pub link: Id<LinkKind>,
    pub via: AnswerVia,
    /// As typed; wrong ones are counted by [`TryPin`] before.
    pub pin: Option<String>,
    pub wish: Wish,
}

impl Command for AnswerReferral {
    type Outcome = StateKind;
    const NAME: &'static str = "AnswerReferral";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<StateKind, Failure> {
        let link = links::link_of(scene.rows(), self.link).await?.link;
        link.check(scene.now())?;
        let via = link.way(self.via);
        let right = self
            .pin
            .as_deref()
            .is_some_and(|pin| is_pin(scene.trust(), self.link, pin));
        if !AnswerLink::opening(via, right).answers {
            return Err(pin_needed().into());
        }
        let mut row = referral_of(scene.rows(), link.referral).await?;
        let told = notice_to(scene.rows(), row.referral.case, link.organisation).await?;
        if let Some(told) = told {
            self.confirm_erasure(scene, &link, &told, via).await?;
            return Ok(row.referral.kind());
        }
        if row.referral.kind().is_terminal() {
            return Err(AnswerLink::closed().into());
        }
        let definition = ruling(scene.rows(), &self.definitions, &row.referral).await?;
        let rules = Rules::from(&*definition);
        for command in self.commands(&row.referral, &rules, scene)? {
            let it = Carried {
                row,
                by: By::Answer { link: link.id, via },
                side: Side::Receiver,
                definition: &definition,
            };
            row = carry(scene, it, command).await?;
            row.version += 1;
        }
        links::save(scene, &link.clone().used(scene.now())).await?;
        let note = links::note("AnsweredWithoutAccount", &link).case(row.referral.case);
        scene.note(note.fact("via", via.code()));
        Ok(row.referral.kind())
    }
}

impl AnswerReferral {
    /// The case is no more: all that is left to say is that the partner erased too. To say it again changes nothing.
    async fn confirm_erasure(
        &self,
        scene: &Scene<'_>,
        link: &AnswerLink,
        told: &NoticeRow,
        via: AnswerVia,
    ) -> Result<(), Failure> {
        if !self.wish.is_recall() {
            return Err(AnswerLink::closed().into());
        }
        if !told.notice.is_awaited() {
            return Ok(());
        }
        let mechanism = told.notice.mechanism;
        let definition = self.definitions.current(scene.rows(), mechanism).await?;
        let link_id = link.id;
        let by = By::Answer { link: link_id, via };
        let by = (by, Confirmer::Partner { link: link_id, via });
        confirm(scene, &self.definitions, told, by, &definition).await
    }

    fn commands(
        &self,
        referral: &Referral,
        rules: &Rules<'_>,
        scene: &Scene<'_>,
    ) -> Result<Vec<ReferralCommand>, Refusal> {
        match &self.wish {
            Wish::Step(command) => Ok(vec![(**command).clone()]),
            Wish::Sms(Intent::Outcome { outcome, note }) => {
                let feedback = Feedback {
                    next: Next::None,
                    satisfaction: None,
                };
                Ok(report(referral, *outcome, feedback, note.as_ref()))
            }
            Wish::Sms(intent) => Ok(vec![intent.clone().command(referral, rules, scene.now())?]),
            Wish::Report {
                outcome,
                feedback,
                note,
            } => Ok(report(referral, *outcome, *feedback, note.as_ref())),
        }
    }
}

/// The steps from where a referral stands to its feedback.
fn report(
    referral: &Referral,
    outcome: Outcome,
    feedback: Feedback,
    note: Option<&Words>,
) -> Vec<ReferralCommand> {
    let told = match referral.kind() {
        StateKind::Provided => Some(OutcomeKind::Fully),
        StateKind::PartlyProvided => Some(OutcomeKind::Partly),
        StateKind::NotProvided => Some(OutcomeKind::Not),
        _ => None,
    };
    let mut steps = Vec::new();
    if referral.kind() == StateKind::Accepted && outcome.kind() != OutcomeKind::Not {
        steps.push(ReferralCommand::StartService { expected_end: None });
    }
    let tells = told != Some(outcome.kind());
    if tells {
        steps.push(ReferralCommand::RecordOutcome {
            outcome,
            note: note.cloned(),
        });
    }
    steps.push(ReferralCommand::GiveFeedback {
        feedback,
        note: note.filter(|_| !tells).cloned(),
    });
    steps
}

/// Looks a typed code up. A code that is none is counted, over its source and over all codes; beyond the limit
/// codes are not even looked up.
#[derive(Debug, Clone)]
pub struct FindByCode {
    pub code: ShortCode,
    /// A keyed hash of where it came from ([`relais_trust::Trust::visitor`]).
    pub source: Vec<u8>,
}

impl Command for FindByCode {
    /// `None`: there is no such code, or what it opened is closed.
    type Outcome = Option<Id<LinkKind>>;
    const NAME: &'static str = "FindByCode";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Self::Outcome, Failure> {
        links::check_gate(scene.rows(), &self.source, scene.now()).await?;
        let found = links::link_by_code(scene.trust(), scene.rows(), self.code).await?;
        let open = found.filter(|row| row.link.check(scene.now()).is_ok());
        if open.is_none() {
            links::count_miss(scene, &self.source).await?;
        }
        Ok(open.map(|row| row.link.id))
    }
}

/// What came of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PinTried {
    Right,
    Wrong { left: u8 },
    Closed,
}

/// Tries the PIN of a slip and counts a wrong one; after five the slip is closed.
#[derive(Debug, Clone)]
pub struct TryPin {
    pub link: Id<LinkKind>,
    pub pin: String,
    pub source: Vec<u8>,
}

impl Command for TryPin {
    type Outcome = PinTried;
    const NAME: &'static str = "TryPin";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PinTried, Failure> {
        links::check_gate(scene.rows(), &self.source, scene.now()).await?;
        let link = links::link_of(scene.rows(), self.link).await?.link;
        link.check(scene.now())?;
        let right = is_pin(scene.trust(), self.link, &self.pin);
        let (tried, result) = link.try_pin(right, scene.now());
        links::save(scene, &tried).await?;
        if !right {
            links::count_miss(scene, &self.source).await?;
            scene.note(links::note("WrongPinGiven", &tried));
        }
        Ok(match result {
            PinTry::Right => PinTried::Right,
            PinTry::Wrong { left } => PinTried::Wrong { left },
            PinTry::Closed => PinTried::Closed,
        })
    }
}

/// Whether it is the PIN of a link; wrong ones are counted by [`TryPin`].
pub(crate) fn is_pin(trust: &Trust, link: Id<LinkKind>, typed: &str) -> bool {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let right = links::pin(trust, link);
    // Both are digits of six: compared whole, so that time tells nothing.
    digits.len() == right.len()
        && digits
            .bytes()
            .zip(right.bytes())
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}

fn pin_needed() -> Refusal {
    Refusal::new(
        "PinNeeded",
        "Pour répondre depuis une fiche, indiquez le code PIN convenu avec votre point focal.",
        "To answer from a slip, give the PIN agreed with your focal point.",
    )
    .at("pin")
}
