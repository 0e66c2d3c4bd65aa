use jiff::tz::TimeZone;
use relais_kernel::{Refusal, Refusals};
use relais_mechanism::Definition;
use relais_shell::{Reading, Typed};

use crate::{
    queries::ReferralView,
    referral::{
        Command, ContactPlan, DeclineReason, Feedback, Next, NotReason, Outcome, OutcomeKind, PersonCheck,
        Settlement, StateKind, Terms, Verb, WithdrawalCause, Words, Work,
    },
};

/// Reads what a step was taken with, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_step(typed: &Typed, verb: Verb, view: &ReferralView) -> Result<Command, Refusals> {
    let mut read = typed.read();
    let wish = wish(&mut read, typed, verb, &view.definition, view.row.referral.kind());
    read.done()?;
    wish.ok_or_else(|| {
        Refusal::new(
            "StepElsewhere",
            "Cette étape a sa propre page.",
            "This step has a page of its own.",
        )
        .into()
    })
}

fn wish(
    read: &mut Reading<'_>,
    typed: &Typed,
    verb: Verb,
    definition: &Definition,
    kind: StateKind,
) -> Option<Command> {
    let zone = definition.calendar.zone();
    Some(match verb {
        Verb::MakeReady => Command::MakeReady,
        Verb::ReturnToDraft => Command::ReturnToDraft,
        Verb::ConfirmInWriting => Command::ConfirmInWriting {
            channel: read.needed("channel")?,
        },
        Verb::Acknowledge => Command::Acknowledge,
        Verb::RequestInformation => Command::RequestInformation {
            question: said(read, typed)?,
        },
        Verb::AnswerInformation => Command::AnswerInformation {
            answer: note(read, typed),
        },
        Verb::Waitlist => Command::Waitlist {
            expected: read.needed("expected")?,
        },
        Verb::ReviewWaitlist => Command::ReviewWaitlist {
            expected: read.needed("expected")?,
        },
        Verb::Accept => Command::Accept {
            plan: plan(read, typed, &zone)?,
            terms: Terms::default(),
            note: note(read, typed),
        },
        Verb::Rebook => Command::Rebook {
            plan: plan(read, typed, &zone)?,
            note: note(read, typed),
        },
        Verb::Decline => Command::Decline {
            reason: read.needed::<DeclineReason>("reason")?,
            note: note(read, typed),
        },
        Verb::RecordContact => Command::RecordContact,
        Verb::RecordNoShow => Command::RecordNoShow {
            note: note(read, typed),
        },
        Verb::StartService => Command::StartService {
            expected_end: read.date("expected_end"),
        },
        Verb::ReportProgress => Command::ReportProgress {
            expected_end: None,
            note: note(read, typed),
        },
        Verb::RecordOutcome => Command::RecordOutcome {
            outcome: outcome(read)?,
            note: note(read, typed),
        },
        Verb::GiveFeedback => {
            let feedback = Feedback {
                next: read.needed::<Next>("next")?,
                satisfaction: None,
            };
            Command::GiveFeedback {
                feedback,
                note: note(read, typed),
            }
        }
        Verb::ReadFeedback => Command::ReadFeedback,
        Verb::Dispute => Command::Dispute {
            note: said(read, typed)?,
        },
        Verb::Close => Command::Close {
            settlement: settlement(read, kind)?,
        },
        Verb::Withdraw => Command::Withdraw {
            cause: WithdrawalCause::PersonsWish,
        },
        Verb::Cancel => Command::Cancel,
        Verb::ConfirmRecall => Command::ConfirmRecall,
        Verb::Send | Verb::Redirect | Verb::Expire | Verb::Fire => return None,
    })
}

fn plan(read: &mut Reading<'_>, typed: &Typed, zone: &TimeZone) -> Option<ContactPlan> {
    let at = read.moment("at", zone);
    if at.is_none() && typed.some("at").is_none() {
        let (fr, en) = ("Indiquez le jour et l’heure.", "Give the day and the time.");
        read.refuse(Refusal::new("MomentMissing", fr, en).at("at"));
    }
    let at = at?;
    match typed.get("plan") {
        "appointment" => Some(ContactPlan::Appointment { at }),
        "contact_by" => Some(ContactPlan::ContactBy { by: at }),
        _ => {
            let (fr, en) = (
                "Choisissez un rendez-vous ou un appel.",
                "Choose an appointment or a call.",
            );
            read.refuse(Refusal::new("PlanMissing", fr, en).at("plan"));
            None
        }
    }
}

fn outcome(read: &mut Reading<'_>) -> Option<Outcome> {
    Some(match read.needed::<OutcomeKind>("outcome")? {
        OutcomeKind::Fully => Outcome::Fully {
            work: Work::default(),
        },
        OutcomeKind::Partly => Outcome::Partly {
            work: Work::default(),
        },
        OutcomeKind::Not => Outcome::Not {
            reason: read.needed::<NotReason>("not_reason")?,
        },
    })
}

/// The outer `None` is a fault that was noted; the inner one a closing that settles nothing.
#[expect(
    clippy::option_option,
    reason = "a fault and nothing to settle are two things"
)]
fn settlement(read: &mut Reading<'_>, kind: StateKind) -> Option<Option<Settlement>> {
    match kind {
        StateKind::FeedbackGiven => Some(Some(Settlement::Person(
            read.needed::<PersonCheck>("settlement")?,
        ))),
        StateKind::Declined | StateKind::Expired => Some(Some(Settlement::NeedUnmet)),
        _ => Some(None),
    }
}

fn note(read: &mut Reading<'_>, typed: &Typed) -> Option<Words> {
    match Words::new(typed.get("note")) {
        Ok(words) => words,
        Err(refusal) => {
            read.refuse(refusal.at("note"));
            None
        }
    }
}

fn said(read: &mut Reading<'_>, typed: &Typed) -> Option<Words> {
    let words = note(read, typed);
    if words.is_none() {
        read.refuse(Refusal::new("WordsMissing", "Écrivez quelques mots.", "Write a few words.").at("note"));
    }
    words
}
