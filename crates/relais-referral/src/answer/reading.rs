use jiff::civil::Time;
use relais_directory::typed_day;
use relais_kernel::{Date, Lang, ShortCode};

use super::Unclear;
use super::vocabulary::{Word, fold, pair, word};
use crate::referral::Words;

/// What is left of a message while it is read.
pub(super) struct Reading {
    tokens: Vec<(String, String)>,
    today: Date,
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
    pub fn of(text: &str, today: Date) -> Self {
        Self {
            tokens: tokens(text),
            today,
        }
    }

    pub fn has_more(&self) -> bool {
        !self.tokens.is_empty()
    }

    /// Takes the one meaning out of the message; two different ones are not understood.
    pub fn take_word(&mut self) -> Result<(Word, Option<Lang>), Unclear> {
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
    pub fn take_code(&mut self) -> Option<ShortCode> {
        let whole = self
            .tokens
            .iter()
            .enumerate()
            .filter_map(|(i, (_, t))| match typed_day(t, self.today) {
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

    /// What was written besides, as it was typed.
    pub fn rest(&self) -> Result<Option<Words>, Unclear> {
        let words: Vec<_> = self.tokens.iter().map(|(typed, _)| typed.as_str()).collect();
        Words::new(&words.join(" ")).map_err(|_| Unclear::NotUnderstood)
    }

    /// The number of a list as the slip prints it, from 1 on.
    pub fn take_number<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        let at = self.tokens.iter().position(|(_, t)| t.parse::<usize>().is_ok())?;
        let (_, number) = self.tokens.remove(at);
        list.get(number.parse::<usize>().ok()?.checked_sub(1)?).copied()
    }

    pub fn take_day(&mut self) -> Option<Date> {
        let (at, day) = self
            .tokens
            .iter()
            .enumerate()
            .find_map(|(i, (_, t))| Some((i, typed_day(t, self.today)?)))?;
        self.tokens.remove(at);
        Some(day)
    }

    pub fn take_hour(&mut self) -> Option<Time> {
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
