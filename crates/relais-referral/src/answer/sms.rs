use jiff::civil::Time;
use relais_kernel::{Date, Lang, Refusal, ShortCode, Timestamp};

use super::Unclear;
use super::reading::Reading;
use super::vocabulary::Word;
use crate::clocks::contact_due;
use crate::referral::{
    Command, ContactPlan, DeclineReason, NotReason, Outcome, Referral, Rules, Terms, Words, Work,
};

/// A short message, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsAnswer {
    pub code: ShortCode,
    pub intent: Intent,
    /// The language of its words, for the confirmation.
    pub lang: Lang,
}

/// What a short message asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    Acknowledge,
    /// Without a day, the receiver contacts the person within the time it has.
    Accept {
        day: Option<Date>,
        hour: Option<Time>,
    },
    Decline {
        reason: DeclineReason,
        note: Option<Words>,
    },
    Waitlist {
        expected: Date,
    },
    NoShow,
    StartService,
    Outcome {
        outcome: Outcome,
        note: Option<Words>,
    },
    ConfirmRecall,
}

/// Appointments without an hour are at the opening of the offices.
const OPENING: Time = Time::constant(8, 0, 0, 0);

impl Intent {
    /// The command for a referral. An appointment's hour is that of the mechanism's time zone.
    ///
    /// # Errors
    /// `DateOutOfRange` for a day that no calendar has.
    pub fn command(self, referral: &Referral, rules: &Rules<'_>, now: Timestamp) -> Result<Command, Refusal> {
        Ok(match self {
            Self::Acknowledge => Command::Acknowledge,
            Self::Accept { day: Some(day), hour } => {
                let moment = day
                    .to_datetime(hour.unwrap_or(OPENING))
                    .to_zoned(rules.calendar.zone());
                let at = moment.map_err(|_| no_such_day())?.timestamp();
                accept(ContactPlan::Appointment { at })
            }
            Self::Accept { day: None, .. } => {
                // Off the waiting list the time runs from the acceptance.
                let from_now = rules
                    .deadlines
                    .of(referral.priority)
                    .contact
                    .after(now, rules.calendar);
                let by = contact_due(referral, rules)
                    .filter(|due| *due > now)
                    .unwrap_or(from_now);
                accept(ContactPlan::ContactBy { by })
            }
            Self::Decline { reason, note } => Command::Decline { reason, note },
            Self::Waitlist { expected } => Command::Waitlist { expected },
            Self::NoShow => Command::RecordNoShow { note: None },
            Self::StartService => Command::StartService { expected_end: None },
            Self::Outcome { outcome, note } => Command::RecordOutcome { outcome, note },
            Self::ConfirmRecall => Command::ConfirmRecall,
        })
    }
}

fn accept(plan: ContactPlan) -> Command {
    Command::Accept {
        plan,
        terms: Terms::default(),
        note: None,
    }
}

fn no_such_day() -> Refusal {
    Refusal::new("DateOutOfRange", "Ce jour n’existe pas.", "There is no such day.")
}

/// Reads an answer such as `OUI K7M2P9QX`, `YES K7M2 P9QX 12/03 9h30`, `NON K7M2P9QX 2` or `reçu k7m2-p9qx`.
/// `today` completes a day without a year.
///
/// # Errors
/// [`Unclear`], whose sentence tells the form; nothing is guessed.
pub fn read_sms(text: &str, today: Date) -> Result<SmsAnswer, Unclear> {
    let mut reading = Reading::of(text, today);
    let (word, lang) = reading.take_word()?;
    let code = reading.take_code().ok_or(Unclear::NoCode)?;
    let intent = intent(word, &mut reading)?;
    Ok(SmsAnswer {
        code,
        intent,
        lang: lang.unwrap_or_default(),
    })
}

fn intent(word: Word, reading: &mut Reading) -> Result<Intent, Unclear> {
    let given = |outcome| Intent::Outcome { outcome, note: None };
    let work = Work::default();
    Ok(match word {
        Word::Acknowledge => Intent::Acknowledge,
        Word::Accept => {
            let (day, hour) = (reading.take_day(), reading.take_hour());
            // A word more could be a condition: a person has to read it.
            if reading.has_more() {
                return Err(Unclear::NotUnderstood);
            }
            Intent::Accept { day, hour }
        }
        Word::Decline => {
            let (reason, note) = reason(
                reading,
                DeclineReason::ALL,
                DeclineReason::Other,
                Unclear::ReasonMissing,
            )?;
            Intent::Decline { reason, note }
        }
        Word::Waitlist => Intent::Waitlist {
            expected: reading.take_day().ok_or(Unclear::DateMissing)?,
        },
        Word::NoShow => Intent::NoShow,
        Word::Started => Intent::StartService,
        Word::Done => given(Outcome::Fully { work }),
        Word::Partly => given(Outcome::Partly { work }),
        Word::NotDone => {
            let (reason, note) = reason(
                reading,
                NotReason::ALL,
                NotReason::Other,
                Unclear::NotReasonMissing,
            )?;
            Intent::Outcome {
                outcome: Outcome::Not { reason },
                note,
            }
        }
        Word::Recalled => Intent::ConfirmRecall,
        Word::Help | Word::Not | Word::Filler => return Err(Unclear::NotUnderstood),
    })
}

/// A reason by its number, with the words after it; "other" needs some.
fn reason<T: Copy + PartialEq>(
    reading: &mut Reading,
    list: &[T],
    other: T,
    missing: Unclear,
) -> Result<(T, Option<Words>), Unclear> {
    let reason = reading.take_number(list).ok_or(missing)?;
    let note = reading.rest()?;
    if reason == other && note.is_none() {
        Err(missing)
    } else {
        Ok((reason, note))
    }
}
