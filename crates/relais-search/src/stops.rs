//! Words too common to search for, folded and sorted. "Sans" and "without" are none: they turn the meaning.

const STOPS: [&str; 122] = [
    "a", "afin", "ainsi", "an", "and", "are", "as", "at", "au", "aussi", "aux", "avec", "be", "by", "c",
    "ce", "ces", "cet", "cette", "chez", "comme", "d", "dans", "de", "des", "dont", "du", "elle", "elles",
    "en", "est", "et", "etre", "for", "from", "has", "have", "he", "her", "his", "i", "il", "ils", "in",
    "is", "it", "its", "j", "je", "l", "la", "le", "les", "leur", "leurs", "lui", "m", "ma", "me", "mes",
    "mon", "my", "n", "nos", "notre", "nous", "of", "on", "or", "ou", "our", "par", "pour", "qu", "que",
    "qui", "s", "sa", "se", "ses", "she", "si", "son", "sont", "sur", "t", "ta", "te", "tes", "that", "the",
    "their", "they", "this", "to", "ton", "tu", "un", "une", "vos", "votre", "vous", "was", "we", "were",
    "where", "which", "who", "with", "y", "you", "your", "التي", "الذي", "الي", "ان", "او", "علي", "عن",
    "في", "مع", "من",
];

/// Whether the folded word is an article, preposition, pronoun or the like of French, English or Arabic.
pub(crate) fn is_stop(folded: &str) -> bool {
    STOPS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn stop_words_are_folded_and_sorted_for_the_search() {
        assert!(STOPS.is_sorted());
        assert!(STOPS.iter().all(|stop| fold(stop) == *stop));
    }

    #[test]
    fn words_that_turn_the_meaning_are_none() {
        assert!(is_stop("the") && is_stop("pour") && is_stop("في"));
        // What is left of an article when somebody types no apostrophe.
        assert!(["l", "d", "s", "qu"].iter().all(|word| is_stop(word)));
        assert!(!is_stop("sans") && !is_stop("without") && !is_stop("not"));
    }
}
