use relais_kernel::{Refusal, Refusals};
use relais_shell::{Reading, Typed};

use super::acts::Act;
use crate::{
    actions::Wish,
    answer::Intent,
    queries::PartnerView,
    referral::{
        Command, ContactPlan, DeclineReason, Feedback, Next, NotReason, Outcome, OutcomeKind, ReferralState,
        Terms, Words, Work,
    },
};

/// What a form asks for.
pub fn wish(typed: &Typed, act: Act, view: &PartnerView) -> Result<Wish, Refusals> {
    let mut read = typed.read();
    let wish = read_wish(&mut read, typed, act, view);
    read.done()?;
    wish.ok_or_else(|| incomplete().into())
}

fn read_wish(read: &mut Reading<'_>, typed: &Typed, act: Act, view: &PartnerView) -> Option<Wish> {
    let note = words(read, typed, "note");
    let command = match act {
        Act::Acknowledge => Command::Acknowledge,
        Act::Contact => Command::RecordContact,
        Act::NoShow => Command::RecordNoShow { note },
        Act::Start => Command::StartService { expected_end: None },
        Act::Recall => Command::ConfirmRecall,
        Act::Accept => match appointment(read, typed, view) {
            Some(plan) => Command::Accept {
                plan,
                terms: Terms::default(),
                note,
            },
            // The receiver contacts the person within the time it has.
            None => {
                return Some(Wish::Sms(Intent::Accept {
                    day: None,
                    hour: None,
                }));
            }
        },
        Act::Rebook => {
            let plan = appointment(read, typed, view);
            if plan.is_none() && typed.some("at").is_none() {
                read.refuse(
                    Refusal::new(
                        "MomentMissing",
                        "Indiquez le jour et l’heure.",
                        "Give the day and the time.",
                    )
                    .at("at"),
                );
            }
            Command::Rebook { plan: plan?, note }
        }
        Act::Waitlist => Command::Waitlist {
            expected: expected(read, typed)?,
        },
        Act::Review => Command::ReviewWaitlist {
            expected: expected(read, typed)?,
        },
        Act::Ask => {
            read.words("note");
            Command::RequestInformation { question: note? }
        }
        Act::Decline => Command::Decline {
            reason: read.needed::<DeclineReason>("reason")?,
            note,
        },
        Act::Report => return report(read, view, note),
    };
    Some(Wish::Step(Box::new(command)))
}

fn report(read: &mut Reading<'_>, view: &PartnerView, note: Option<Words>) -> Option<Wish> {
    let outcome = match view.referral.state {
        // Noted already: only the feedback is still owed.
        ReferralState::Provided { work, .. } => Outcome::Fully { work },
        ReferralState::PartlyProvided { work, .. } => Outcome::Partly { work },
        ReferralState::NotProvided { reason, .. } => Outcome::Not { reason },
        _ => match read.needed::<OutcomeKind>("outcome")? {
            OutcomeKind::Fully => Outcome::Fully {
                work: Work::default(),
            },
            OutcomeKind::Partly => Outcome::Partly {
                work: Work::default(),
            },
            OutcomeKind::Not => Outcome::Not {
                reason: read.needed::<NotReason>("not_reason")?,
            },
        },
    };
    let feedback = Feedback {
        next: read.may::<Next>("next").unwrap_or(Next::None),
        satisfaction: read.may::<u8>("satisfaction"),
    };
    Some(Wish::Report {
        outcome,
        feedback,
        note,
    })
}

fn appointment(read: &mut Reading<'_>, typed: &Typed, view: &PartnerView) -> Option<ContactPlan> {
    typed.some("at")?;
    let at = read.moment("at", &view.definition.calendar.zone())?;
    Some(ContactPlan::Appointment { at })
}

fn expected(read: &mut Reading<'_>, typed: &Typed) -> Option<relais_kernel::Date> {
    if typed.some("expected").is_none() {
        read.words("expected");
    }
    read.date("expected")
}

fn words(read: &mut Reading<'_>, typed: &Typed, name: &str) -> Option<Words> {
    match Words::new(typed.get(name)) {
        Ok(words) => words,
        Err(refusal) => {
            read.refuse(refusal.at(name));
            None
        }
    }
}

fn incomplete() -> Refusal {
    Refusal::new(
        "AnswerIncomplete",
        "Cette réponse est incomplète.",
        "This answer is incomplete.",
    )
}
