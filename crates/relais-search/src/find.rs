//! From a query to the documents that answer it.

use crate::index::Index;
use crate::lexicon::Near;
use crate::lists::matches;
use crate::query::{self, Sought};
use crate::rank::{Candidate, TYPED, ranked, rarity};
use crate::reach::{Reach, Unit};
use crate::stems::Forms;

/// Words a mistyped one is searched as, where several are as near.
const CORRECTIONS: usize = 3;

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// All documents found, best first; equals by number.
    pub documents: Vec<u32>,
    /// Words that occur nowhere: what was typed, and what was searched instead. Several pairs of one word were searched
    /// as alternatives.
    pub corrected: Vec<(String, String)>,
    /// Words that occur nowhere and resemble none that do; as all words must be found, there are no documents then.
    pub unknown: Vec<String>,
    /// The query was longer than 32 words or 2 000 characters, and the rest was not read.
    pub cut: bool,
}

impl Index {
    /// The documents that have every word of the query in some field.
    ///
    /// A word is found as written, accents and case aside; by its stem; the last one by its beginning too; or by a
    /// synonym: in this order of worth. A word that occurs nowhere is searched as the nearest that does. Words between
    /// quotes are found only as written, in any order. A query without words finds nothing.
    #[must_use]
    pub fn find(&self, query: &str) -> Answer {
        let (words, cut) = query::read(query);
        let mut answer = Answer {
            cut,
            ..Answer::default()
        };
        let words = query::without_stops(self.corrected(query::without_stops(words), &mut answer));
        if words.is_empty() || !answer.unknown.is_empty() {
            return answer;
        }
        let mut reaches = Vec::new();
        for unit in self.units(&words) {
            let reach = Reach::of(&unit, &self.lexicon);
            if let ([word], 0) = (unit.typed, reach.size()) {
                answer.unknown.push(word.typed().to_owned());
            }
            reaches.push(reach);
        }
        answer.documents = self.in_all(reaches);
        answer
    }

    /// The documents in reach of everything sought, best first.
    fn in_all(&self, mut reaches: Vec<Reach<'_>>) -> Vec<u32> {
        reaches.sort_by_key(Reach::size);
        let mut candidates: Option<Vec<Candidate>> = None;
        for reach in &reaches {
            let rarity = rarity(self.len(), reach.size().min(self.len()));
            candidates = Some(match candidates {
                None => reach.candidates(self.documents.len(), rarity),
                Some(candidates) => reach.kept(candidates, self.documents.len(), rarity),
            });
        }
        let mut candidates = candidates.unwrap_or_default();
        for candidate in &mut candidates {
            let document = self.documents.get(candidate.document as usize);
            candidate.document = document.copied().unwrap_or(u32::MAX);
        }
        if self.disordered {
            candidates.sort_unstable_by_key(|candidate| candidate.document);
        }
        ranked(&candidates)
    }

    /// The words, with those that occur nowhere replaced by the nearest that do.
    fn corrected(&self, words: Vec<Sought>, answer: &mut Answer) -> Vec<Sought> {
        let found: Vec<bool> = self
            .units(&words)
            .iter()
            .flat_map(|unit| self.found_by(unit))
            .collect();
        let mut corrected = Vec::with_capacity(words.len());
        for (mut word, found) in words.into_iter().zip(found) {
            if !found {
                let near = if word.loosely {
                    self.nearest(&word)
                } else {
                    Vec::new()
                };
                if near.is_empty() {
                    answer.unknown.push(word.typed().to_owned());
                } else {
                    answer.corrected.extend(
                        near.iter()
                            .map(|n| (word.typed().to_owned(), n.surface.to_string())),
                    );
                    word = Sought {
                        forms: near.iter().map(|n| Forms::of(&n.surface)).collect(),
                        ..word
                    };
                    word.begun = false;
                }
            }
            corrected.push(word);
        }
        corrected
    }

    /// For each word of the unit, whether it or a phrase of the same meaning can be found.
    fn found_by(&self, unit: &Unit<'_>) -> Vec<bool> {
        unit.typed
            .iter()
            .map(|word| !unit.others.is_empty() || matches(word, &self.lexicon, TYPED).next().is_some())
            .collect()
    }

    fn nearest(&self, word: &Sought) -> Vec<Near> {
        let Some(forms) = word
            .forms
            .first()
            .filter(|f| !f.folded.contains(|c: char| c.is_numeric()))
        else {
            return Vec::new();
        };
        let mut near = self.lexicon.near(&forms.folded);
        near.extend(self.synonyms.near(&forms.folded));
        near.sort();
        let fewest = near.first().map_or(0, |near| near.slips);
        near.retain(|near| near.slips == fewest);
        let mut kept: Vec<Near> = Vec::new();
        for one in near {
            if kept.len() < CORRECTIONS && kept.iter().all(|kept| kept.folded != one.folded) {
                kept.push(one);
            }
        }
        kept
    }

    fn units<'a>(&'a self, mut words: &'a [Sought]) -> Vec<Unit<'a>> {
        let mut units = Vec::new();
        while !words.is_empty() {
            let (taken, others) = self.synonyms.at(words);
            let (typed, rest) = words.split_at(taken.clamp(1, words.len()));
            units.push(Unit { typed, others });
            words = rest;
        }
        units
    }
}
