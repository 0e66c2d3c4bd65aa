//! Light stemming of Arabic: the article, the conjunction before it and the common endings, nothing of the root.
//!
//! The method is the published "light10" (Larkey, Ballesteros, Connell, 2007), on folded words. Where a letter may be
//! a prefix or belong to the root, both readings are kept: whoever searches with one finds the other.

const ARTICLES: [&str; 4] = ["ال", "بال", "كال", "فال"];

/// Endings of number, gender, possession and relation, longest first.
const ENDINGS: [&str; 8] = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

/// Whether every letter is of the Arabic alphabet.
pub(crate) fn is_arabic(folded: &str) -> bool {
    !folded.is_empty() && folded.chars().all(|c| matches!(c, 'ء'..='ي'))
}

/// The readings of a folded word without its article and endings, itself among them.
pub(crate) fn stems(folded: &str) -> Vec<&str> {
    let mut stems = Vec::new();
    for base in bases(folded) {
        push(&mut stems, base);
        if let Some(bare) = without_ending(base, 2) {
            push(&mut stems, bare);
            if let Some(barer) = without_ending(bare, 3) {
                push(&mut stems, barer);
            }
        }
    }
    stems
}

fn bases(folded: &str) -> Vec<&str> {
    let mut bases = Vec::new();
    with_bases(folded, &mut bases);
    // "and", unless the word begins so of itself
    if let Some(rest) = folded.strip_prefix('و').filter(|rest| letters(rest) >= 3) {
        with_bases(rest, &mut bases);
    }
    bases
}

fn with_bases<'a>(word: &'a str, bases: &mut Vec<&'a str>) {
    let article = ARTICLES.iter().find_map(|article| word.strip_prefix(article));
    if let Some(rest) = article.filter(|rest| letters(rest) >= 2) {
        bases.push(rest);
        return;
    }
    bases.push(word);
    // "to the": the article of a word that begins with lam is not written again
    if let Some(rest) = word.strip_prefix("لل").filter(|rest| letters(rest) >= 2) {
        bases.push(rest);
        bases.extend(word.strip_prefix('ل'));
    }
}

fn without_ending(word: &str, left: usize) -> Option<&str> {
    ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| letters(rest) >= left)
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

fn push<'a>(stems: &mut Vec<&'a str>, stem: &'a str) {
    if !stems.contains(&stem) {
        stems.push(stem);
    }
}

#[cfg(test)]
mod tests {
    use crate::stems::Forms;
    use crate::text::fold;

    fn alike(one: &str, other: &str) -> bool {
        Forms::of(&fold(one)).is_alike(&Forms::of(&fold(other)))
    }

    #[test]
    fn the_article_and_what_hangs_on_it_make_no_difference() {
        for other in ["المدرسة", "والمدرسة", "بالمدرسة", "للمدرسة", "مدرسه"]
        {
            assert!(alike("مدرسة", other), "{other}");
        }
        assert!(alike("للاجئين", "لاجئ"));
        assert!(alike("الوثيقة", "وثيقة"));
    }

    #[test]
    fn regular_plurals_and_adjectives_are_found() {
        assert!(alike("خدمات", "خدمة"));
        assert!(alike("القانونية", "قانون"));
        assert!(alike("الصحية", "صحة"));
    }

    #[test]
    fn other_words_are_not() {
        assert!(!alike("مدرسة", "مدينة"));
        assert!(!alike("طبيب", "طعام"));
    }
}
