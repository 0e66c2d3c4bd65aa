use std::collections::BTreeSet;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use relais_kernel::{Refusal, Refusals};

use super::words;
use crate::{
    answer::Answer,
    code::{Code, Codes, PCode, unknown_code},
};

/// Longest line of a form, in characters.
pub const LINE: usize = 200;
/// Longest narrative of a form, in characters.
pub const NARRATIVE: usize = 10_000;

/// Reads the fields of one form and gathers what is wrong with them.
pub struct Reader<'a> {
    codes: &'a dyn Codes,
    refusals: Refusals,
}

impl<'a> Reader<'a> {
    pub fn new(codes: &'a dyn Codes) -> Self {
        Self {
            codes,
            refusals: Refusals::default(),
        }
    }

    pub fn codes(&self) -> &'a dyn Codes {
        self.codes
    }

    pub fn refuse(&mut self, field: &str, refusal: Refusal) {
        self.refusals.push(refusal.at(field));
    }

    /// Adds what another check refused, each fault beside the field it names.
    pub fn refuse_all(&mut self, refusals: Refusals) {
        self.refusals.0.extend(refusals.0);
    }

    pub fn has_refused(&self) -> bool {
        !self.refusals.is_empty()
    }

    /// The value read, or everything that is wrong with the form.
    ///
    /// # Errors
    /// What was refused while reading; `AnswerMissing` never hides behind a value left out.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Refusals> {
        match value {
            Some(value) => self.refusals.or(value),
            None if self.refusals.is_empty() => Err(words::missing().into()),
            None => Err(self.refusals),
        }
    }

    /// A line of text; `None` when empty.
    pub fn line(&mut self, field: &str, text: &str) -> Option<String> {
        self.text(field, text, LINE)
    }

    /// A longer text; `None` when empty.
    pub fn narrative(&mut self, field: &str, text: &str) -> Option<String> {
        self.text(field, text, NARRATIVE)
    }

    fn text(&mut self, field: &str, text: &str, limit: usize) -> Option<String> {
        let text = text.trim();
        if text.chars().count() > limit {
            self.refuse(field, words::too_long(limit));
            return None;
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Refuses a field left empty.
    pub fn required<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.refusals.at(field).next().is_none() {
            self.refuse(field, words::missing());
        }
        value
    }

    /// A code of a list; `None` when empty.
    pub fn code(&mut self, list: &str, field: &str, text: &str) -> Option<Code> {
        if text.trim().is_empty() {
            return None;
        }
        let read = self.codes.read(list, text);
        self.take(field, read)
    }

    /// A code of a list that has to be given.
    pub fn one(&mut self, list: &str, field: &str, text: &str) -> Option<Code> {
        let code = self.code(list, field, text);
        self.required(field, code)
    }

    /// Several codes of a list. A code that stands alone ("none") refuses company.
    pub fn several(&mut self, list: &str, field: &str, texts: &[String]) -> BTreeSet<Code> {
        let given = texts.iter().filter(|text| !text.trim().is_empty());
        let codes: BTreeSet<Code> = given.filter_map(|text| self.code(list, field, text)).collect();
        let alone = |code: &Code| self.codes.traits(list, code.as_str()).is_some_and(|t| t.alone);
        if codes.len() > 1 && codes.iter().any(alone) {
            self.refuse(field, words::stands_alone());
        }
        codes
    }

    /// One of the values that the program itself knows; `None` when empty.
    pub fn known<T>(&mut self, field: &str, text: &str, of: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        self.take(field, of(text).ok_or_else(unknown_code))
    }

    /// An area by its P-code; `None` when empty.
    pub fn area(&mut self, field: &str, text: &str) -> Option<PCode> {
        if text.trim().is_empty() {
            return None;
        }
        self.take(field, text.parse().map_err(|_| words::not_an_area()))
    }

    /// A date as browsers send it (2026-12-31) or as people type it (31/12/2026); `None` when empty.
    pub fn date(&mut self, field: &str, text: &str) -> Option<Date> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        self.take(field, read_date(text).ok_or_else(words::not_a_date))
    }

    /// A date and time on the wall clocks of `zone` as browsers send it (2026-12-31T09:00) or as people type it, or an
    /// instant with its offset; `None` when empty.
    pub fn moment(&mut self, field: &str, text: &str, zone: &TimeZone) -> Option<Timestamp> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let civil = || {
            let read = text.parse::<DateTime>();
            let read = read.or_else(|_| DateTime::strptime("%d/%m/%Y %H:%M", text));
            Some(read.ok()?.to_zoned(zone.clone()).ok()?.timestamp())
        };
        let read = text.parse::<Timestamp>().ok().or_else(civil);
        self.take(field, read.ok_or_else(words::not_a_moment))
    }

    /// A whole number within bounds; `None` when empty.
    pub fn number(&mut self, field: &str, text: &str, low: u32, high: u32) -> Option<u32> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().filter(|n| (low..=high).contains(n));
        self.take(field, number.ok_or_else(|| words::not_a_number(low, high)))
    }

    /// Yes, no, or why there is no answer; `None` when empty.
    pub fn yes_no(&mut self, field: &str, text: &str) -> Option<Answer<bool>> {
        let answer = match text.trim() {
            "" => return None,
            "yes" => Some(Answer::Given(true)),
            "no" => Some(Answer::Given(false)),
            why => Answer::without(why),
        };
        self.take(field, answer.ok_or_else(words::not_yes_or_no))
    }

    /// Yes or no, and nothing else; `None` when empty.
    pub fn decided(&mut self, field: &str, text: &str) -> Option<bool> {
        match text.trim() {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            _ => self.take(field, Err(words::not_yes_or_no())),
        }
    }

    /// A question that may go unanswered for a reason: the answer, or the reason from the field beside it. `None`
    /// when neither was given.
    pub fn answer<T>(&mut self, field: &str, value: Option<T>, why: &str) -> Option<Answer<T>> {
        let why = why.trim();
        match value {
            Some(value) if why.is_empty() || why == "given" => Some(Answer::Given(value)),
            Some(_) => self.take(field, Err(words::answer_and_reason())),
            None if why.is_empty() => None,
            None => self.take(field, Answer::without(why).ok_or_else(words::unknown_reason)),
        }
    }

    fn take<T>(&mut self, field: &str, read: Result<T, Refusal>) -> Option<T> {
        read.map_err(|refusal| self.refuse(field, refusal)).ok()
    }
}

fn read_date(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let mut parts = text.splitn(3, ['/', '.', '-']);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        Date::new(
            year.parse().ok().filter(|y| *y > 999)?,
            month.parse().ok()?,
            day.parse().ok()?,
        )
        .ok()
    })
}
