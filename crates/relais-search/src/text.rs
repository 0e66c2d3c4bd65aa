//! From running text to words: case, spelling variants, elision, and folding.

use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Letters of a word that count; what follows is left off, in documents and queries alike.
pub(crate) const LONGEST: usize = 64;

/// What French elides before a vowel: the article or conjunction is no word to search for.
const ELIDED: [&str; 13] = [
    "l", "d", "j", "n", "s", "t", "m", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
];

/// What English hangs on a word with an apostrophe.
const ENDINGS: [&str; 7] = ["s", "t", "re", "ve", "ll", "d", "m"];

/// The words of a text as the index compares them, separated by single spaces.
///
/// Case, accents, punctuation and elided articles are gone, ligatures are spelt out; Arabic loses its diacritics and
/// tatweel, and the variants of alef, ya and ta marbuta are unified. Folding twice changes nothing more.
///
/// ```
/// assert_eq!(relais_search::fold("L’HÉBERGEMENT de ma sœur"), "hebergement de ma soeur");
/// assert_eq!(relais_search::fold("مَدْرَسَةٌ"), relais_search::fold("مدرسه"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_word(text, |surface| {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&fold_word(surface));
    });
    folded
}

/// Hands over every word of the text: lower case, accents kept (a stemmer wants them), ligatures spelt out.
pub(crate) fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let text = lowered(text);
    let mut surface = String::new();
    for chunk in text.split(|c: char| !in_word(c) && !is_apostrophe(c)) {
        each_part(chunk, |part| {
            surface.clear();
            spell(part, &mut surface);
            if !surface.chars().all(is_silent) {
                take(&surface);
            }
        });
    }
}

fn lowered(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    if text.chars().all(|c| c.is_ascii() || is_plain(c) || c == '’') {
        return text.to_lowercase();
    }
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => text.to_lowercase(),
        _ => text.nfkc().collect::<String>().to_lowercase(),
    }
}

fn each_part(chunk: &str, mut take: impl FnMut(&str)) {
    let mut parts = chunk
        .split(is_apostrophe)
        .filter(|part| !part.is_empty())
        .peekable();
    let mut taken = false;
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let elided = !last && ELIDED.contains(&part);
        let ending = taken && last && ENDINGS.contains(&part);
        if !elided && !ending {
            take(part);
            taken = true;
        }
    }
}

fn spell(part: &str, surface: &mut String) {
    if part.is_ascii() {
        surface.push_str(part.get(..LONGEST).unwrap_or(part));
        return;
    }
    let mut letters = 0;
    for c in part
        .chars()
        .filter(|c| is_plain(*c) || !is_silent(*c) || is_accent(*c))
    {
        match c {
            'œ' => surface.push_str("oe"),
            'æ' | 'ǣ' | 'ǽ' => surface.push_str("ae"),
            'ß' => surface.push_str("ss"),
            _ => surface.push(c),
        }
        letters += 1;
        if letters == LONGEST {
            break;
        }
    }
}

/// A word of [`each_word`] without its accents and spelling variants.
pub(crate) fn fold_word(surface: &str) -> Cow<'_, str> {
    if surface.is_ascii() {
        return Cow::Borrowed(surface);
    }
    Cow::Owned(
        surface
            .nfd()
            .filter(|c| !is_silent(*c))
            .map(unified)
            .nfc()
            .collect(),
    )
}

/// One letter for those that writers use one for another.
fn unified(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        '٠'..='٩' => western(c, '٠'),
        '۰'..='۹' => western(c, '۰'),
        _ => c,
    }
}

fn western(digit: char, zero: char) -> char {
    char::from_digit(u32::from(digit) - u32::from(zero), 10).unwrap_or(digit)
}

/// Whether the character belongs to a word; marks and invisible signs do, so that they do not cut it.
pub(crate) fn in_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    is_plain(c) || c.is_alphanumeric() || is_silent(c) || is_combining_mark(c)
}

/// The letters that most texts are written in beside ASCII; what is known of them need not be looked up.
fn is_plain(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ı' | 'ء'..='غ' | 'ف'..='ي')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′' | '`' | '´')
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Accents, vowel signs, tatweel, soft hyphens and signs of direction: written or not, the word is the same.
fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{610}'..='\u{61A}' | '\u{61C}' | '\u{640}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}'
        | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{8D3}'..='\u{8E1}' | '\u{8E3}'..='\u{8FF}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_ligatures_and_elision_go() {
        assert_eq!(fold("L’Hébergement d'URGENCE"), "hebergement urgence");
        assert_eq!(fold("jusqu’à qu'elle"), "a elle");
        assert_eq!(fold("Cœur, œuvre et Æsop"), "coeur oeuvre et aesop");
        assert_eq!(fold("e\u{301}cole"), "ecole");
        assert_eq!(fold("the women's centre"), "the women centre");
        assert_eq!(fold("aide-soignant"), "aide soignant");
    }

    #[test]
    fn a_letter_alone_stays_where_nothing_follows_the_apostrophe() {
        assert_eq!(fold("l'"), "l");
        assert_eq!(fold("d's"), "s");
    }

    #[test]
    fn arabic_spellings_of_one_word_fold_to_one() {
        assert_eq!(fold("مَدْرَسَة"), fold("مدرسه"));
        assert_eq!(fold("إيواء"), fold("ايواء"));
        assert_eq!(fold("مســـاعدة"), fold("مساعدة"));
        assert_eq!(fold("مستشفى"), fold("مستشفي"));
        assert_eq!(fold("٣٩١٩"), "3919");
    }

    #[test]
    fn a_word_is_cut_at_its_sixty_fourth_letter() {
        assert_eq!(fold(&"a".repeat(100)).len(), LONGEST);
        assert_eq!(fold(&"é".repeat(100)).len(), LONGEST);
    }

    #[test]
    fn every_letter_folds_to_what_stays() {
        for c in '\0'..=char::MAX {
            let once = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
