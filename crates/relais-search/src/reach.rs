//! The documents in reach of one thing sought, and what it is worth in each.

use crate::lexicon::Lexicon;
use crate::lists::{Lists, matches};
use crate::query::Sought;
use crate::rank::{Candidate, Levels, SYNONYM, TYPED, score};
use crate::synonyms::Phrase;

/// A word of the query, or several that make a phrase, with the phrases that mean the same.
pub(crate) struct Unit<'a> {
    pub(crate) typed: &'a [Sought],
    pub(crate) others: Vec<&'a Phrase>,
}

/// A unit against the dictionary: any of the words will do, or all those of any phrase.
pub(crate) struct Reach<'a> {
    words: Lists<'a>,
    phrases: Vec<Vec<Lists<'a>>>,
    lists: usize,
    size: usize,
}

impl<'a> Reach<'a> {
    pub(crate) fn of(unit: &Unit<'_>, lexicon: &'a Lexicon) -> Self {
        let mut words = Vec::new();
        let mut phrases = Vec::new();
        let mut add = |sought: &[Sought], levels: Levels| match sought {
            [word] => words.extend(matches(word, lexicon, levels)),
            several => phrases.push(
                several
                    .iter()
                    .map(|w| Lists::of(matches(w, lexicon, levels), lexicon))
                    .collect(),
            ),
        };
        add(unit.typed, TYPED);
        unit.others.iter().for_each(|phrase| add(&phrase.words, SYNONYM));
        let mut reach = Self {
            words: Lists::of(words.into_iter(), lexicon),
            phrases,
            lists: 0,
            size: 0,
        };
        let every = reach.phrases.iter().flatten().chain([&reach.words]);
        reach.lists = every.map(|lists| lists.count()).sum();
        reach.size = reach.starts().map(Lists::size).sum();
        reach
    }

    /// Documents at most.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Lists that name every document in reach: of a phrase, the shortest of its words.
    fn starts(&self) -> impl Iterator<Item = &Lists<'a>> {
        let shortest = self
            .phrases
            .iter()
            .filter_map(|words| words.iter().min_by_key(|lists| lists.size()));
        shortest.chain([&self.words])
    }

    /// Whether asking the lists about so many documents costs less than going through them.
    fn is_asked_for(&self, documents: usize) -> bool {
        const ASKING: usize = 16;
        documents * self.lists * ASKING < self.size
    }

    /// All documents in reach, by slot: sorted where they are few, marked on a sheet of all documents where many.
    pub(crate) fn candidates(&self, slots: usize, rarity: u32) -> Vec<Candidate> {
        const SORTING: usize = 16;
        const ASKING: usize = 64;
        if self.phrases.is_empty() && (self.lists == 1 || self.size * SORTING < slots) {
            return self.words.sorted(rarity);
        }
        if self.phrases.is_empty() || self.size * self.lists * ASKING > slots {
            return from_worth(&self.worth(slots), rarity);
        }
        let named = self.starts().flat_map(|lists| lists.sorted(rarity));
        let mut named: Vec<u32> = named.map(|candidate| candidate.document).collect();
        named.sort_unstable();
        named.dedup();
        let candidate = |slot: &u32| Candidate {
            document: *slot,
            score: score(self.worth_at(*slot), rarity),
        };
        named
            .iter()
            .map(candidate)
            .filter(|candidate| candidate.score > 0)
            .collect()
    }

    /// The candidates that are in reach too, with what that adds.
    pub(crate) fn kept(&self, mut candidates: Vec<Candidate>, slots: usize, rarity: u32) -> Vec<Candidate> {
        let asked = self.is_asked_for(candidates.len());
        let marked = if asked { Vec::new() } else { self.worth(slots) };
        let worth = |slot| {
            if asked {
                self.worth_at(slot)
            } else {
                marked.get(slot as usize).copied().unwrap_or(0)
            }
        };
        let mut count = 0;
        for at in 0..candidates.len() {
            let Candidate {
                document,
                score: before,
            } = candidates[at];
            let more = score(worth(document), rarity);
            candidates[count] = Candidate {
                document,
                score: before.saturating_add(more),
            };
            count += usize::from(more > 0);
        }
        candidates.truncate(count);
        candidates
    }

    fn worth_at(&self, slot: u32) -> u16 {
        let together =
            |words: &Vec<Lists<'_>>| words.iter().map(|lists| lists.worth_at(slot)).min().unwrap_or(0);
        self.phrases
            .iter()
            .map(together)
            .max()
            .unwrap_or(0)
            .max(self.words.worth_at(slot))
    }

    /// The worth in each slot, 0 out of reach.
    fn worth(&self, slots: usize) -> Vec<u16> {
        let mut worth = vec![0; slots];
        self.words.mark(&mut worth);
        for phrase in &self.phrases {
            let together = together(phrase, slots);
            worth
                .iter_mut()
                .zip(together)
                .for_each(|(worth, other)| *worth = (*worth).max(other));
        }
        worth
    }
}

/// The worth where all the words are: as much as the least of them.
fn together(phrase: &[Lists<'_>], slots: usize) -> Vec<u16> {
    let mut all = vec![u16::MAX; slots];
    for word in phrase {
        let mut worth = vec![0; slots];
        word.mark(&mut worth);
        all.iter_mut()
            .zip(worth)
            .for_each(|(all, worth)| *all = (*all).min(worth));
    }
    all
}

/// The slots that are worth something.
fn from_worth(worth: &[u16], rarity: u32) -> Vec<Candidate> {
    let found = worth.iter().filter(|worth| **worth > 0).count();
    let mut candidates = vec![Candidate::default(); found];
    let mut count = 0;
    // without branching: half of the documents may be hits, in no pattern
    for (slot, worth) in (0..).zip(worth) {
        if let Some(place) = candidates.get_mut(count) {
            *place = Candidate {
                document: slot,
                score: score(*worth, rarity),
            };
        }
        count += usize::from(*worth > 0);
    }
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Index, Synonyms};

    /// Three hundred documents: one word common, one rare, and phrases of both that mean the same as a third.
    fn index() -> Index {
        let mut index = Index::new(Synonyms::new([[
            "nuitée",
            "logement d’urgence",
            "abri de nuit",
            "abri",
        ]]));
        for number in 0..300_u32 {
            let common = if number % 2 == 0 { "logements" } else { "logement" };
            let rare = if number % 50 == 7 { "urgence" } else { "soin" };
            let rarer = if number % 120 == 9 { "abris" } else { "" };
            let last = if number % 130 == 9 { "nuits" } else { "" };
            index.put(number, &[(8, rare), (1, &format!("{common} {rarer} {last}"))]);
        }
        index
    }

    #[test]
    fn going_through_lists_and_asking_them_say_the_same() {
        let index = index();
        for query in [
            "nuitée",
            "logement urgence",
            "abri de nuit",
            "logement",
            "abri",
            "log",
        ] {
            let words = crate::query::read(query).0;
            let words = crate::query::without_stops(words);
            let (taken, others) = index.synonyms.at(&words);
            let unit = Unit {
                typed: &words[..taken],
                others,
            };
            let reach = Reach::of(&unit, &index.lexicon);
            let marked = reach.worth(300);
            assert!(
                (0..300).all(|slot| reach.worth_at(slot) == marked[slot as usize]),
                "{query}"
            );
            let all = from_worth(&marked, 3);
            assert!(!all.is_empty(), "{query}");
            // on the word of many documents every list is short, and is sorted or asked
            for slots in [300, 1_000_000] {
                assert_eq!(reach.candidates(slots, 3), all, "{query}");
            }
            let few: Vec<Candidate> = (0..300)
                .step_by(60)
                .map(|document| Candidate { document, score: 1 })
                .collect();
            let every: Vec<Candidate> = (0..300)
                .map(|document| Candidate { document, score: 1 })
                .collect();
            let kept = reach.kept(every, 300, 3);
            assert_eq!(kept.len(), all.len(), "{query}");
            let few_kept = reach.kept(few, 300, 3);
            assert!(
                few_kept.iter().all(|c| c.document % 60 == 0 && kept.contains(c)),
                "{query}"
            );
        }
    }
}
