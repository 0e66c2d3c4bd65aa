//! Names as they are compared: without accents, and as they sound.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::phonetic::sound;

/// Words that stand in too many names to find anyone by.
const PARTICLES: [&str; 11] = [
    "al", "ben", "bin", "de", "des", "du", "el", "la", "le", "les", "ould",
];

/// The words of a name in lower case without accents. Apostrophes disappear (`N'Diaye` is `ndiaye`), other
/// punctuation separates. Letters of the region's alphabets become the Latin letter that stands in for them.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    // Decomposed, an acute accent typed as an apostrophe would become a space.
    let name = name.chars().map(|c| if c == '´' { '\'' } else { c });
    let mut letters = name
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
        .peekable();
    while let Some(c) = letters.next() {
        let Some(word) = words.last_mut() else { break };
        match c {
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | '`' | 'ʹ' | '′' => {}
            // Soft hyphens and other signs nobody sees.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            'œ' => word.push_str("oe"),
            'æ' => word.push_str("ae"),
            'ß' => word.push_str("ss"),
            'ɓ' => word.push('b'),
            'ɗ' | 'đ' | 'ð' => word.push('d'),
            'ɛ' | 'ə' | 'ǝ' => word.push('e'),
            'ı' | 'ɨ' => word.push('i'),
            'ƙ' => word.push('k'),
            'ł' => word.push('l'),
            // Ŋgono is Ngono.
            'ŋ' if letters.peek() == Some(&'g') => word.push('n'),
            'ŋ' => word.push_str("ng"),
            'ɲ' => word.push_str("ny"),
            'ɔ' | 'ø' => word.push('o'),
            'ʉ' | 'ʋ' => word.push('u'),
            'ƴ' => word.push('y'),
            c if c.is_alphanumeric() => word.push(c),
            _ if word.is_empty() => {}
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The whole name for the exact token: its words in alphabetical order, joined.
pub fn exact(name: &str) -> String {
    let mut words = words(name);
    words.sort();
    words.concat()
}

/// How the words of a name sound, each once, in alphabetical order: French spelling and the spellings of
/// West and Central Africa that colonial French and English gave the same names. Particles such as `el` or
/// `ould` are left out unless there is nothing else.
///
/// ```
/// use relais_sealing::names::phonetic;
/// assert_eq!(phonetic("Aïcha DIALLO"), phonetic("Jallow Aisha"));
/// assert_ne!(phonetic("Mohamed"), phonetic("Mamadou"));
/// ```
pub fn phonetic(name: &str) -> Vec<String> {
    // The cedilla is an accent that changes the sound, so it is read before accents go.
    let name: String = name
        .nfc()
        .map(|c| if matches!(c, 'ç' | 'Ç') { 's' } else { c })
        .collect();
    let words = words(&name);
    let telling = |word: &&String| !PARTICLES.contains(&word.as_str());
    let mut sounds: Vec<String> = words.iter().filter(telling).map(|word| sound(word)).collect();
    if sounds.is_empty() {
        sounds = words.iter().map(|word| sound(word)).collect();
    }
    sounds.sort();
    sounds.dedup();
    sounds
}
