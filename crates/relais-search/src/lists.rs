//! Where the words of the dictionary occur that one word of a query is found by.

use crate::lexicon::Lexicon;
use crate::postings::Postings;
use crate::query::Sought;
use crate::rank::{Candidate, Levels, at_level, score};

/// Words of which any will do, each at its level.
pub(crate) struct Lists<'a>(Vec<(&'a Postings, u32)>);

impl<'a> Lists<'a> {
    /// Each word once, at its best level.
    pub(crate) fn of(matches: impl Iterator<Item = (u32, u32)>, lexicon: &'a Lexicon) -> Self {
        let mut best: Vec<(u32, u32)> = matches.collect();
        best.sort_unstable_by_key(|(number, level)| (*number, u32::MAX - level));
        best.dedup_by_key(|(number, _)| *number);
        Self(
            best.iter()
                .filter_map(|(number, level)| Some((lexicon.postings(*number)?, *level)))
                .collect(),
        )
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn size(&self) -> usize {
        self.0.iter().map(|(postings, _)| postings.len()).sum()
    }

    pub(crate) fn worth_at(&self, slot: u32) -> u16 {
        let worth = |(postings, level): &(&Postings, u32)| Some(at_level(postings.weight(slot)?, *level));
        self.0.iter().filter_map(worth).max().unwrap_or(0)
    }

    /// Every document once, at its best.
    pub(crate) fn sorted(&self, rarity: u32) -> Vec<Candidate> {
        let mut candidates = Vec::with_capacity(self.size());
        for (postings, level) in &self.0 {
            let score = |weight| score(at_level(weight, *level), rarity);
            candidates.extend(postings.iter().map(|(slot, weight)| Candidate {
                document: slot,
                score: score(weight),
            }));
        }
        if self.0.len() > 1 {
            candidates.sort_unstable_by_key(|c: &Candidate| (c.document, u32::MAX - c.score));
            candidates.dedup_by_key(|candidate| candidate.document);
        }
        candidates
    }

    pub(crate) fn mark(&self, worth: &mut [u16]) {
        for (postings, level) in &self.0 {
            for (slot, weight) in postings.iter() {
                if let Some(worth) = worth.get_mut(slot as usize) {
                    *worth = (*worth).max(at_level(weight, *level));
                }
            }
        }
    }
}

/// The words of the dictionary that a word is found by, each with the level of the match; one may come twice.
pub(crate) fn matches(word: &Sought, lexicon: &Lexicon, levels: Levels) -> impl Iterator<Item = (u32, u32)> {
    word.forms.iter().flat_map(move |forms| {
        let same = lexicon
            .same(&forms.folded)
            .map(move |number| (number, levels.same));
        let akin = word
            .loosely
            .then(|| lexicon.akin(forms).map(move |number| (number, levels.akin)));
        let begun = word.begun.then(|| {
            lexicon
                .begun(&forms.folded)
                .map(move |number| (number, levels.begun))
        });
        same.chain(akin.into_iter().flatten())
            .chain(begun.into_iter().flatten())
    })
}
