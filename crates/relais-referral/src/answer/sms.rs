use jiff::civil::Time;
use relais_kernel::{Date, Lang, Refusal, ShortCode, Timestamp};

use super::Unclear;
use super::vocabulary::{Word, fold, pair, word};
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
                let by = contact_due(referral, rules).unwrap_or(now).max(now);
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

/// What is left of a message while it is read.
struct Reading {
    tokens: Vec<(String, String)>,
    today: Date,
}

/// Reads an answer such as `OUI K7M2P9QX`, `YES K7M2 P9QX 12/03 9h30`, `NON K7M2P9QX 2` or `reçu k7m2-p9qx`.
/// `today` completes a day without a year.
///
/// # Errors
/// [`Unclear`], whose sentence tells the form; nothing is guessed.
pub fn read_sms(text: &str, today: Date) -> Result<SmsAnswer, Unclear> {
    let mut reading = Reading {
        tokens: tokens(text),
        today,
    };
    let (word, lang) = reading.take_word()?;
    let code = reading.take_code().ok_or(Unclear::NoCode)?;
    let intent = reading.intent(word)?;
    Ok(SmsAnswer {
        code,
        intent,
        lang: lang.unwrap_or_default(),
    })
}

/// Words as typed and folded, without the punctuation around them.
fn tokens(text: &str) -> Vec<(String, String)> {
    let between = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/' | ':' | '.'));
    text.split(between)
        .map(|t| t.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|t| !t.is_empty())
        .map(|t| (t.to_owned(), fold(t)))
        .collect()
}

impl Reading {
    /// Takes the one meaning out of the message; two different ones are not understood.
    fn take_word(&mut self) -> Result<(Word, Option<Lang>), Unclear> {
        let (mut found, mut rest, mut at) = (Vec::new(), Vec::new(), 0);
        while let Some((_, folded)) = self.tokens.get(at) {
            let next = self.tokens.get(at + 1).map_or("", |(_, f)| f.as_str());
            if let Some((word, lang)) = pair(folded, next) {
                found.push((word, Some(lang)));
                at += 2;
                continue;
            }
            match word(folded) {
                Some((Word::Filler, _)) => {}
                Some(known) => found.push(known),
                None => rest.push(self.tokens[at].clone()),
            }
            at += 1;
        }
        self.tokens = rest;
        let lang = found.iter().find_map(|(_, lang)| *lang);
        found.dedup_by_key(|(word, _)| *word);
        match found.as_slice() {
            [(Word::Help, _)] => Err(Unclear::Help(lang)),
            [(Word::Not, _)] | [] => Err(Unclear::NoVerb(lang)),
            [(word, _)] => Ok((*word, lang)),
            _ => Err(Unclear::TwoMeanings(lang)),
        }
    }

    /// Takes the code out: eight characters together, or four and four. Several candidates are not guessed at,
    /// except that a code with a digit wins over a word that merely looks like one.
    fn take_code(&mut self) -> Option<ShortCode> {
        let whole = self
            .tokens
            .iter()
            .enumerate()
            .filter_map(|(i, (_, t))| match read_day(t, self.today) {
                Some(_) => None,
                None => Some((i, 1, read_code(t)?)),
            });
        let halves = self.tokens.windows(2).enumerate().filter_map(|(i, two)| {
            let (first, second) = (&two[0].1, &two[1].1);
            let four = |t: &String| t.len() == 4 && t.bytes().all(|b| b.is_ascii_alphanumeric());
            (four(first) && four(second)).then(|| Some((i, 2, read_code(&format!("{first}{second}"))?)))?
        });
        let all: Vec<_> = whole.chain(halves).collect();
        let has_digit = |(i, n, _): &&(usize, usize, ShortCode)| {
            self.tokens[*i..*i + *n]
                .iter()
                .any(|(_, t)| t.bytes().any(|b| b.is_ascii_digit()))
        };
        let (at, length, code) = match all.as_slice() {
            [only] => *only,
            several => match several.iter().filter(has_digit).collect::<Vec<_>>().as_slice() {
                [only] => **only,
                _ => return None,
            },
        };
        self.tokens.drain(at..at + length);
        Some(code)
    }

    fn intent(mut self, word: Word) -> Result<Intent, Unclear> {
        Ok(match word {
            Word::Acknowledge => Intent::Acknowledge,
            Word::Accept => {
                let (day, hour) = (self.take_day(), self.take_hour());
                // A word more could be a condition: a person has to read it.
                if !self.tokens.is_empty() {
                    return Err(Unclear::NotUnderstood);
                }
                Intent::Accept { day, hour }
            }
            Word::Decline => {
                let reason = self
                    .take_number(DeclineReason::ALL)
                    .ok_or(Unclear::ReasonMissing)?;
                let note = self.rest()?;
                if reason == DeclineReason::Other && note.is_none() {
                    return Err(Unclear::ReasonMissing);
                }
                Intent::Decline { reason, note }
            }
            Word::Waitlist => Intent::Waitlist {
                expected: self.take_day().ok_or(Unclear::DateMissing)?,
            },
            Word::NoShow => Intent::NoShow,
            Word::Started => Intent::StartService,
            Word::Done => Intent::Outcome {
                outcome: Outcome::Fully {
                    work: Work::default(),
                },
                note: None,
            },
            Word::Partly => Intent::Outcome {
                outcome: Outcome::Partly {
                    work: Work::default(),
                },
                note: None,
            },
            Word::NotDone => {
                let reason = self
                    .take_number(NotReason::ALL)
                    .ok_or(Unclear::NotReasonMissing)?;
                let note = self.rest()?;
                if reason == NotReason::Other && note.is_none() {
                    return Err(Unclear::NotReasonMissing);
                }
                Intent::Outcome {
                    outcome: Outcome::Not { reason },
                    note,
                }
            }
            Word::Recalled => Intent::ConfirmRecall,
            Word::Help | Word::Not | Word::Filler => return Err(Unclear::NotUnderstood),
        })
    }

    /// What was written besides, as it was typed.
    fn rest(&self) -> Result<Option<Words>, Unclear> {
        let words: Vec<_> = self.tokens.iter().map(|(typed, _)| typed.as_str()).collect();
        Words::new(&words.join(" ")).map_err(|_| Unclear::NotUnderstood)
    }

    /// The number of a list as the slip prints it, from 1 on.
    fn take_number<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        let at = self.tokens.iter().position(|(_, t)| t.parse::<usize>().is_ok())?;
        let (_, number) = self.tokens.remove(at);
        list.get(number.parse::<usize>().ok()?.checked_sub(1)?).copied()
    }

    fn take_day(&mut self) -> Option<Date> {
        let (at, day) = self
            .tokens
            .iter()
            .enumerate()
            .find_map(|(i, (_, t))| Some((i, read_day(t, self.today)?)))?;
        self.tokens.remove(at);
        Some(day)
    }

    fn take_hour(&mut self) -> Option<Time> {
        let (at, hour) = self
            .tokens
            .iter()
            .enumerate()
            .find_map(|(i, (_, t))| Some((i, read_hour(t)?)))?;
        self.tokens.remove(at);
        Some(hour)
    }
}

fn read_code(folded: &str) -> Option<ShortCode> {
    let bare: String = folded.chars().filter(|c| *c != '-').collect();
    (bare.len() == 8 && bare.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| bare.parse().ok())?
}

/// `12/03`, `12.03.2026`, `2026-03-12`. A day without a year is the next such day.
fn read_day(folded: &str, today: Date) -> Option<Date> {
    if let Ok(day) = folded.parse::<Date>() {
        return Some(day);
    }
    let texts: Vec<&str> = folded.split(['/', '.', '-']).collect();
    if texts.iter().take(2).any(|t| t.len() > 2) {
        return None;
    }
    let parts: Vec<i16> = texts.iter().map(|t| t.parse().ok()).collect::<Option<_>>()?;
    let of = |year, month, day| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match *parts.as_slice() {
        [day, month] => {
            let this_year = of(today.year(), month, day)?;
            if this_year >= today {
                Some(this_year)
            } else {
                of(today.year() + 1, month, day)
            }
        }
        [day, month, year @ 2000..=2999] => of(year, month, day),
        [day, month, year @ 0..=99] => of(2000 + year, month, day),
        _ => None,
    }
}

/// `9h`, `9h30`, `09:30`.
fn read_hour(folded: &str) -> Option<Time> {
    let (hour, minute) = folded.split_once(['H', ':'])?;
    let minute = if minute.is_empty() {
        0
    } else {
        minute.parse().ok()?
    };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}
