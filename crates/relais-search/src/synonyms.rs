//! Phrases that mean the same.

use crate::lexicon::{Lexicon, Near};
use crate::query::Sought;
use crate::stops::is_stop;
use crate::text::{each_word, fold_word};

/// Groups of words and phrases, in whatever languages, each of which also finds the others.
///
/// ```
/// use relais_search::{Index, Synonyms};
///
/// let mut index = Index::new(Synonyms::new([["hébergement", "logement d’urgence", "shelter"]]));
/// index.put(1, &[(1, "Women’s shelter")]);
/// assert_eq!(index.find("logements d'urgence").documents, [1]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    phrases: Vec<Phrase>,
    /// The phrases of each group.
    groups: Vec<Vec<usize>>,
    /// The words of all phrases; their "documents" are the phrases.
    words: Lexicon,
}

#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    group: usize,
    pub(crate) words: Vec<Sought>,
}

impl Synonyms {
    /// Takes the groups. Stop words within a phrase count for nothing; a phrase of stop words only is passed over.
    #[must_use]
    pub fn new<Group, Text>(groups: impl IntoIterator<Item = Group>) -> Self
    where
        Group: IntoIterator<Item = Text>,
        Text: AsRef<str>,
    {
        let mut synonyms = Self::default();
        for group in groups {
            synonyms.groups.push(Vec::new());
            for phrase in group {
                synonyms.add(phrase.as_ref());
            }
        }
        synonyms
    }

    fn add(&mut self, text: &str) {
        let mut words = Vec::new();
        each_word(text, |surface| {
            if !is_stop(&fold_word(surface)) {
                words.push(Sought::loosely(surface));
            }
        });
        let number = self.phrases.len();
        let Some(group) = self.groups.len().checked_sub(1).filter(|_| !words.is_empty()) else {
            return;
        };
        for word in &words {
            let id = self.words.number(word.typed());
            if let Some(postings) = self.words.postings_mut(id) {
                postings.insert(number as u32, 1);
            }
        }
        self.phrases.push(Phrase { group, words });
        if let Some(members) = self.groups.get_mut(group) {
            members.push(number);
        }
    }

    /// The longest phrases the words begin with: how many words they take (1 where there are none), and the other
    /// phrases of their groups.
    pub(crate) fn at(&self, words: &[Sought]) -> (usize, Vec<&Phrase>) {
        let mut taken = 1;
        let mut found: Vec<usize> = Vec::new();
        for number in self.with_first(words) {
            let Some(phrase) = self.phrases.get(number) else {
                continue;
            };
            let length = phrase.words.len();
            if length < taken
                || length > words.len()
                || !phrase.words.iter().zip(words).all(|(a, b)| is_alike(a, b))
            {
                continue;
            }
            if length > taken {
                found.clear();
            }
            taken = length;
            found.push(number);
        }
        let others = found.iter().flat_map(|number| self.others(*number)).collect();
        (taken, others)
    }

    fn with_first(&self, words: &[Sought]) -> Vec<usize> {
        let forms = words
            .first()
            .filter(|first| first.loosely)
            .map_or(&[][..], |first| &first.forms);
        let words = forms
            .iter()
            .flat_map(|forms| self.words.same(&forms.folded).chain(self.words.akin(forms)));
        let phrases = words
            .filter_map(|word| self.words.postings(word))
            .flat_map(|phrases| phrases.iter());
        let mut numbers: Vec<usize> = phrases.map(|(number, _)| number as usize).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn others(&self, number: usize) -> impl Iterator<Item = &Phrase> {
        let group = self
            .phrases
            .get(number)
            .and_then(|phrase| self.groups.get(phrase.group));
        let others = group.into_iter().flatten().filter(move |other| **other != number);
        others.filter_map(|other| self.phrases.get(*other))
    }

    /// The words of the phrases with the fewest slips from the one given.
    pub(crate) fn near(&self, folded: &str) -> Vec<Near> {
        self.words.near(folded)
    }
}

fn is_alike(of_phrase: &Sought, typed: &Sought) -> bool {
    typed.loosely
        && typed
            .forms
            .iter()
            .any(|forms| of_phrase.forms.iter().any(|other| forms.is_alike(other)))
}
