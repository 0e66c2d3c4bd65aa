//! Names as they are compared: without accents and as they sound.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words of a name in lower case without accents. Apostrophes disappear (`N'Diaye` is `ndiaye`), other
/// punctuation separates. Letters of the region's alphabets become the Latin letter that stands in for them.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
    {
        let Some(word) = words.last_mut() else { break };
        match c {
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | 'ʹ' => {}
            'œ' => word.push_str("oe"),
            'æ' => word.push_str("ae"),
            'ß' => word.push_str("ss"),
            'ɓ' => word.push('b'),
            'ɗ' | 'đ' | 'ð' => word.push('d'),
            'ɛ' | 'ə' | 'ǝ' => word.push('e'),
            'ı' | 'ɨ' => word.push('i'),
            'ł' => word.push('l'),
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

/// The words of a name as they sound.
pub fn phonetic(name: &str) -> Vec<String> {
    let mut sounds = words(name);
    sounds.sort();
    sounds.dedup();
    sounds
}
