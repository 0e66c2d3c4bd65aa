//! Every word of the documents, with its forms and where it occurs.

use crate::near::{Shape, slips, slips_forgiven, with_other_first};
use crate::postings::Postings;
use crate::stems::{Forms, are_akin, stems};
use crate::text::fold_word;
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

/// A word in one spelling; another spelling with other accents is another word of the same folded form.
#[derive(Clone, Debug)]
struct Word {
    surface: Arc<str>,
    folded: Arc<str>,
    postings: Postings,
}

/// The dictionary. A word stays in it when its last document goes, and then matches nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    words: Vec<Word>,
    by_surface: HashMap<Arc<str>, u32>,
    by_folded: BTreeMap<Arc<str>, Vec<u32>>,
    by_stem: HashMap<Box<str>, Vec<u32>>,
    /// One of each folded form, by its first letter.
    shapes: BTreeMap<char, Vec<Shape>>,
}

/// A word of the dictionary near to one that is not in it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Near {
    pub(crate) slips: u8,
    /// A slip in the first letter is the rarest.
    other_first: bool,
    /// Documents it occurs in, negative so that the most come first.
    rarity: i64,
    pub(crate) folded: Arc<str>,
    pub(crate) surface: Arc<str>,
}

impl Lexicon {
    /// The number of a word, entered with its forms when it is new.
    pub(crate) fn number(&mut self, surface: &str) -> u32 {
        if let Some(number) = self.by_surface.get(surface) {
            return *number;
        }
        // numbers run out long after memory does
        let number = self.words.len() as u32;
        let folded = fold_word(surface);
        for stem in stems(surface, &folded) {
            self.by_stem
                .entry(stem.into_boxed_str())
                .or_default()
                .push(number);
        }
        let surface: Arc<str> = surface.into();
        let folded = self.by_folding(&folded, &surface, number);
        self.by_surface.insert(surface.clone(), number);
        self.words.push(Word {
            surface,
            folded,
            postings: Postings::default(),
        });
        number
    }

    fn by_folding(&mut self, folded: &str, surface: &Arc<str>, number: u32) -> Arc<str> {
        if let Some((known, _)) = self.by_folded.get_key_value(folded) {
            let known = known.clone();
            self.by_folded.entry(known.clone()).or_default().push(number);
            return known;
        }
        let folded = if **surface == *folded {
            surface.clone()
        } else {
            folded.into()
        };
        let first = folded.chars().next().unwrap_or_default();
        self.shapes
            .entry(first)
            .or_default()
            .push(Shape::of(&folded, number));
        self.by_folded.insert(folded.clone(), vec![number]);
        folded
    }

    pub(crate) fn postings_mut(&mut self, number: u32) -> Option<&mut Postings> {
        self.words.get_mut(number as usize).map(|word| &mut word.postings)
    }

    pub(crate) fn postings(&self, number: u32) -> Option<&Postings> {
        self.words.get(number as usize).map(|word| &word.postings)
    }

    /// Words of the same folded form.
    pub(crate) fn same(&self, folded: &str) -> impl Iterator<Item = u32> {
        let numbers = self.by_folded.get(folded).map_or(&[][..], Vec::as_slice);
        self.occurring(numbers).map(|(number, _)| number)
    }

    /// Words of the same stem in one language or another.
    pub(crate) fn akin(&self, forms: &Forms) -> impl Iterator<Item = u32> {
        forms.stems.iter().flat_map(|stem| {
            let numbers = self.by_stem.get(stem.as_str()).map_or(&[][..], Vec::as_slice);
            let akin = |(_, word): &(u32, &Word)| are_akin(stem, &forms.folded, &word.folded);
            self.occurring(numbers).filter(akin).map(|(number, _)| number)
        })
    }

    /// Words that begin so.
    pub(crate) fn begun(&self, start: &str) -> impl Iterator<Item = u32> {
        self.by_folded
            .range::<str, _>((Bound::Included(start), Bound::Unbounded))
            .take_while(move |(folded, _)| folded.starts_with(start))
            .flat_map(|(_, numbers)| self.occurring(numbers).map(|(number, _)| number))
    }

    fn occurring(&self, numbers: &[u32]) -> impl Iterator<Item = (u32, &Word)> {
        let word = |number: &u32| self.words.get(*number as usize).map(|word| (*number, word));
        numbers
            .iter()
            .filter_map(word)
            .filter(|(_, word)| !word.postings.is_empty())
    }

    /// The words of the documents with the fewest slips from the one given, likeliest first.
    pub(crate) fn near(&self, folded: &str) -> Vec<Near> {
        let letters: Vec<char> = folded.chars().collect();
        let forgiven = slips_forgiven(letters.len());
        if forgiven == 0 {
            return Vec::new();
        }
        let meant = with_other_first(&letters, self.shapes.keys().copied());
        let mut found: Vec<Near> = meant
            .iter()
            .filter_map(|meant| self.nearby(meant, 1, true))
            .collect();
        self.near_with_same_first(folded, &letters, forgiven, &mut found);
        found.sort_unstable();
        let fewest = found.first().map_or(0, |near| near.slips);
        found.retain(|near| near.slips == fewest);
        found.dedup_by(|next, kept| next.folded == kept.folded);
        found
    }

    fn near_with_same_first(&self, folded: &str, letters: &[char], mut forgiven: u8, found: &mut Vec<Near>) {
        let shape = Shape::of(folded, 0);
        let mut other = Vec::with_capacity(letters.len());
        let shapes = letters.first().and_then(|first| self.shapes.get(first));
        for candidate in shapes.into_iter().flatten().copied() {
            if !shape.may_be_near(&candidate, forgiven) {
                continue;
            }
            let Some(word) = self.words.get(candidate.word as usize) else {
                continue;
            };
            other.clear();
            other.extend(word.folded.chars());
            let near =
                slips(letters, &other, forgiven).and_then(|slips| self.nearby(&word.folded, slips, false));
            if let Some(near) = near {
                forgiven = near.slips.max(1);
                found.push(near);
            }
        }
    }

    /// The folded form by its commonest spelling, `None` where no document has it.
    fn nearby(&self, folded: &str, slips: u8, other_first: bool) -> Option<Near> {
        let (folded, numbers) = self.by_folded.get_key_value(folded)?;
        let words = || self.occurring(numbers).map(|(_, word)| word);
        let commonest = words().min_by_key(|word| (-count(word), &word.surface))?;
        let rarity = words().map(|word| -count(word)).sum();
        Some(Near {
            slips,
            other_first,
            rarity,
            folded: folded.clone(),
            surface: commonest.surface.clone(),
        })
    }

    /// Distinct spellings seen so far.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Memory held, in bytes, allocations estimated.
    pub(crate) fn bytes(&self) -> usize {
        // an allocation and a slot in a table cost about this much beside what they hold
        const ENTRY: usize = 24;
        let words: usize = self
            .words
            .iter()
            .map(|w| w.postings.bytes() + w.surface.len() + 2 * ENTRY)
            .sum();
        let stems: usize = self
            .by_stem
            .iter()
            .map(|(stem, ids)| stem.len() + ids.capacity() * 4 + 3 * ENTRY)
            .sum();
        let tables = self.words.capacity() * size_of::<Word>()
            + self.by_folded.len() * size_of::<Shape>()
            + self.by_surface.capacity() * ENTRY
            + self.by_folded.len() * 4 * ENTRY;
        words + stems + tables
    }
}

fn count(word: &Word) -> i64 {
    i64::try_from(word.postings.len()).unwrap_or(i64::MAX)
}
