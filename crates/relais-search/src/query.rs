//! What a person typed, as words to look for.

use crate::stems::Forms;
use crate::stops::is_stop;
use crate::text::{each_word, in_word};

/// Words of a query that are read.
pub(crate) const WORDS: usize = 32;

/// Characters of a query that are read.
const CHARACTERS: usize = 2_000;

/// Letters a word needs before words that begin so are looked for.
const BEGINNING: usize = 3;

/// A word to look for.
#[derive(Clone, Debug)]
pub(crate) struct Sought {
    /// The word; several where it was corrected and more than one was as near.
    pub(crate) forms: Vec<Forms>,
    /// Other endings and synonyms will do, and it may be corrected; not so between quotes.
    pub(crate) loosely: bool,
    /// It may be the beginning of a word: the last one, as one types.
    pub(crate) begun: bool,
}

impl Sought {
    pub(crate) fn loosely(surface: &str) -> Self {
        Self {
            forms: vec![Forms::of(surface)],
            loosely: true,
            begun: false,
        }
    }

    pub(crate) fn typed(&self) -> &str {
        self.forms.first().map_or("", |forms| &forms.surface)
    }

    pub(crate) fn is_stop(&self) -> bool {
        self.loosely && self.forms.first().is_some_and(|forms| is_stop(&forms.folded))
    }
}

/// The words of a query in their order, and whether more of it was left unread.
pub(crate) fn read(query: &str) -> (Vec<Sought>, bool) {
    let end = query.char_indices().nth(CHARACTERS).map(|(end, _)| end);
    let read = query.get(..end.unwrap_or(query.len())).unwrap_or(query);
    let pieces: Vec<&str> = read.split(is_quote).collect();
    let mut words = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        // a quote that is still open counts for nothing
        let quoted = at % 2 == 1 && at + 1 < pieces.len();
        each_word(piece, |surface| {
            if words.len() <= WORDS {
                words.push(Sought {
                    loosely: !quoted,
                    ..Sought::loosely(surface)
                });
            }
        });
    }
    let more = end.is_some() || words.len() > WORDS;
    words.truncate(WORDS);
    let open = !more && query.chars().next_back().is_some_and(in_word);
    if let Some(last) = words.last_mut().filter(|last| last.loosely) {
        last.begun = open
            && last
                .forms
                .iter()
                .all(|forms| forms.folded.chars().count() >= BEGINNING);
    }
    (words, more)
}

/// Leaves stop words out; where there is nothing else, they are looked for as written.
pub(crate) fn without_stops(mut words: Vec<Sought>) -> Vec<Sought> {
    if words.iter().all(Sought::is_stop) {
        for word in &mut words {
            (word.loosely, word.begun) = (false, false);
        }
        return words;
    }
    words.retain(|word| !word.is_stop());
    words
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(query: &str) -> Vec<String> {
        let words = without_stops(read(query).0);
        let mark = |word: &Sought| {
            if word.begun {
                "…"
            } else if word.loosely {
                ""
            } else {
                "="
            }
        };
        words
            .iter()
            .map(|word| format!("{}{}", word.typed(), mark(word)))
            .collect()
    }

    #[test]
    fn the_last_word_may_be_a_beginning_until_something_follows_it() {
        assert_eq!(described("aide héb"), ["aide", "héb…"]);
        assert_eq!(described("aide héb "), ["aide", "héb"]);
        assert_eq!(described("aide éc"), ["aide", "éc"]);
    }

    #[test]
    fn words_between_quotes_are_taken_as_written() {
        assert_eq!(described("\"la maison\" enfants"), ["la=", "maison=", "enfants…"]);
        assert_eq!(described("« femmes » aide"), ["femmes=", "aide…"]);
        assert_eq!(described("\"fem"), ["fem…"]);
    }

    #[test]
    fn stop_words_go_unless_there_is_nothing_else() {
        assert_eq!(described("de l'aide pour la santé"), ["aide", "santé…"]);
        assert_eq!(described("pour la"), ["pour=", "la="]);
    }

    #[test]
    fn a_long_query_is_cut_and_says_so() {
        let (words, more) = read(&"mot ".repeat(40));
        assert_eq!((words.len(), more), (WORDS, true));
        assert!(read(&" ".repeat(3_000)).1);
        assert!(!read(&"mot ".repeat(32)).1);
    }
}
