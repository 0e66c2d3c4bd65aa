//! The documents and the words in them.

use crate::lexicon::Lexicon;
use crate::rank::in_field;
use crate::synonyms::Synonyms;
use crate::text::each_word;
use std::collections::HashMap;

/// Documents to be found by their words, in memory.
///
/// Documents are put under a number of the caller's. What is put again replaces what was there; an index after any
/// puts and removals answers like a new one of what is left.
///
/// ```
/// use relais_search::{Index, Synonyms};
///
/// let mut index = Index::new(Synonyms::default());
/// index.put(1, &[(8, "Aide aux devoirs"), (1, "Pour les enfants de l’école")]);
/// index.put(2, &[(8, "École de langue"), (1, "Cours du soir")]);
/// assert_eq!(index.find("ecoles").documents, [2, 1]);
/// assert_eq!(index.find("ecole enfants").documents, [1]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(crate) lexicon: Lexicon,
    pub(crate) synonyms: Synonyms,
    /// The number of the document in each slot; a removed document keeps its slot.
    pub(crate) documents: Vec<u32>,
    /// Whether slots are not in the order of document numbers.
    pub(crate) disordered: bool,
    /// The words of the document in each slot, `None` once it was removed.
    words: Vec<Option<Box<[u32]>>>,
    slots: HashMap<u32, u32>,
    live: usize,
}

impl Index {
    /// An index of no documents.
    #[must_use]
    pub fn new(synonyms: Synonyms) -> Self {
        Self {
            synonyms,
            ..Self::default()
        }
    }

    /// Puts a document: its fields, each with the weight a word has in it (0 counts as 1). Replaces what was there.
    pub fn put(&mut self, document: u32, fields: &[(u8, &str)]) {
        let weighed = self.weigh(fields);
        let slot = self.slot(document);
        for (word, weight) in &weighed {
            if let Some(postings) = self.lexicon.postings_mut(*word) {
                postings.insert(slot, *weight);
            }
        }
        let words: Box<[u32]> = weighed.iter().map(|(word, _)| *word).collect();
        match self
            .words
            .get_mut(slot as usize)
            .and_then(|kept| kept.replace(words))
        {
            None => self.live += 1,
            Some(before) => {
                let is_gone = |word: &&u32| weighed.binary_search_by_key(*word, |(word, _)| *word).is_err();
                self.leave(slot, before.iter().filter(is_gone));
            }
        }
    }

    /// Takes a document out; `false` where there was none of that number.
    pub fn remove(&mut self, document: u32) -> bool {
        let Some(slot) = self.slots.get(&document).copied() else {
            return false;
        };
        let Some(words) = self.words.get_mut(slot as usize).and_then(Option::take) else {
            return false;
        };
        self.leave(slot, words.iter());
        self.live -= 1;
        true
    }

    fn leave<'a>(&mut self, slot: u32, words: impl Iterator<Item = &'a u32>) {
        for word in words {
            if let Some(postings) = self.lexicon.postings_mut(*word) {
                postings.remove(slot);
            }
        }
    }

    /// Documents in the index.
    #[must_use]
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there are no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Distinct spellings seen so far, those of removed documents among them.
    #[must_use]
    pub fn spellings(&self) -> usize {
        self.lexicon.len()
    }

    /// Memory held, in bytes: an estimate.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let listed: usize = self
            .words
            .iter()
            .flatten()
            .map(|words| words.len() * size_of::<u32>() + 16)
            .sum();
        self.lexicon.bytes()
            + listed
            + self.words.capacity() * 16
            + self.documents.capacity() * 4
            + self.slots.capacity() * 10
    }

    /// Each word of the fields once, with its weight in all of them.
    fn weigh(&mut self, fields: &[(u8, &str)]) -> Vec<(u32, u16)> {
        let mut weighed: Vec<(u32, u16)> = Vec::new();
        let mut words = Vec::new();
        for (weight, text) in fields {
            words.clear();
            each_word(text, |surface| words.push(self.lexicon.number(surface)));
            words.sort_unstable();
            for same in words.chunk_by(u32::eq) {
                weighed.extend(
                    same.first()
                        .map(|word| (*word, in_field(*weight, same.len(), words.len()))),
                );
            }
        }
        weighed.sort_unstable_by_key(|(word, _)| *word);
        weighed.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            same
        });
        weighed
    }

    fn slot(&mut self, document: u32) -> u32 {
        if let Some(slot) = self.slots.get(&document) {
            return *slot;
        }
        let slot = self.documents.len() as u32;
        self.disordered |= self.documents.last().is_some_and(|last| *last >= document);
        self.documents.push(document);
        self.words.push(None);
        self.slots.insert(document, slot);
        slot
    }
}
