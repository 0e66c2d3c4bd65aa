//! The stems under which a word is also found, in each language it may belong to.

use crate::arabic;
use crate::text::fold_word;
use rust_stemmers::{Algorithm, Stemmer};

/// Words the stemmers misjudge, and the stem they get instead: irregular plurals they do not know, and words of the
/// trade they would mix with another (trafficking with treatment, AIDS with aid, policies with policemen).
const SETTLED: [(&str, &str); 26] = [
    ("aids", "aids"),
    ("child", "child"),
    ("children", "child"),
    ("communication", "communication"),
    ("communications", "communication"),
    ("cours", "cours"),
    ("man", "man"),
    ("medication", "medication"),
    ("medications", "medication"),
    ("men", "man"),
    ("mer", "mer"),
    ("mers", "mer"),
    ("news", "news"),
    ("oeil", "oeil"),
    ("pays", "pays"),
    ("policies", "policy"),
    ("policy", "policy"),
    ("traite", "traite"),
    ("traites", "traite"),
    ("travail", "travail"),
    ("travaux", "travail"),
    ("universities", "university"),
    ("university", "university"),
    ("woman", "woman"),
    ("women", "woman"),
    ("yeux", "oeil"),
];

/// A word in every form that counts when it is compared with another.
#[derive(Clone, Debug)]
pub(crate) struct Forms {
    /// Lower case with accents, as written.
    pub(crate) surface: String,
    /// Without accents.
    pub(crate) folded: String,
    /// Stems, each behind the letter of its language: a French stem that happens to read like an English one says
    /// nothing.
    pub(crate) stems: Vec<String>,
}

impl Forms {
    pub(crate) fn of(surface: &str) -> Self {
        let folded = fold_word(surface).into_owned();
        let stems = stems(surface, &folded);
        Self {
            surface: surface.to_owned(),
            folded,
            stems,
        }
    }

    /// The same word, or one of the same stem.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        let shared =
            |stem: &String| other.stems.contains(stem) && are_akin(stem, &self.folded, &other.folded);
        self.folded == other.folded || self.stems.iter().any(shared)
    }
}

/// The stems of a word, none where it is a number or of a script without stemmer.
///
/// French is stemmed with its accents, which its rules look at, and without, as people type.
pub(crate) fn stems(surface: &str, folded: &str) -> Vec<String> {
    if arabic::is_arabic(folded) {
        return arabic::stems(folded)
            .iter()
            .map(|stem| format!("a{stem}"))
            .collect();
    }
    if folded.len() < 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    if let Ok(at) = SETTLED.binary_search_by_key(&folded, |(word, _)| word) {
        return SETTLED
            .get(at)
            .map(|(_, stem)| format!("s{stem}"))
            .into_iter()
            .collect();
    }
    let french = Stemmer::create(Algorithm::French);
    let mut stems = vec![
        format!("e{}", Stemmer::create(Algorithm::English).stem(folded)),
        format!("f{}", french.stem(folded)),
    ];
    if !surface.is_ascii() && surface.chars().all(|c| c < '\u{180}') {
        let accented = format!("f{}", fold_word(&french.stem(surface)));
        if !stems.contains(&accented) {
            stems.push(accented);
        }
    }
    stems
}

/// Whether two words that share a stem may pass for one another.
///
/// Stemmers cut much off long words and join what has little in common (organ, organisation): the shorter word must
/// have half the letters of the longer. A stem of less than four letters says little: one word must then begin with
/// the other (aide, aider; but not logement, loger).
pub(crate) fn are_akin(stem: &str, one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() * 2 < long.len() {
        return false;
    }
    // the letter of the language and three more
    stem.len() > 4 || long.starts_with(short) || stem.starts_with(['a', 's'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alike(one: &str, other: &str) -> bool {
        Forms::of(one).is_alike(&Forms::of(other))
    }

    #[test]
    fn plurals_and_accents_make_no_difference() {
        assert!(alike("hébergement", "hebergements"));
        assert!(alike("réfugiés", "refugie"));
        assert!(alike("hébergée", "hebergee"));
        assert!(alike("hôpitaux", "hopital"));
        assert!(alike("refugees", "refugee"));
        assert!(alike("women", "woman"));
        assert!(alike("aides", "aide"));
    }

    #[test]
    fn words_of_one_family_are_alike() {
        assert!(alike("héberger", "hébergement"));
        assert!(alike("vaccin", "vaccination"));
        assert!(alike("nurse", "nursing"));
    }

    #[test]
    fn words_that_only_look_related_are_not_alike() {
        for (one, other) in [
            ("traite", "traitement"),
            ("aids", "aide"),
            ("organ", "organization"),
            ("loger", "logement"),
            ("intern", "international"),
            ("pays", "paye"),
            ("policy", "policier"),
            ("commune", "communication"),
            ("university", "universal"),
        ] {
            assert!(!alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn settled_words_are_sorted_for_the_search() {
        assert!(SETTLED.is_sorted());
    }

    proptest! {
        #[test]
        fn any_word_has_stems_without_a_panic(word in "[a-zàâäçéèêëîïôöùûüœæÿñ]{1,24}|[ابةتثجحخدذرزسشصضطظعغفقكلمنهويىءآأإؤئ]{1,16}|\\PC{0,12}") {
            let _ = Forms::of(&word);
        }
    }
}
