use typst::text::is_default_ignorable;

use super::world::Fonts;

/// Stands for a character that no embedded font can print, so that its absence is seen.
const UNPRINTABLE: char = '\u{25a1}';

/// Runs of letters longer than this get places where a line may break, so that nothing leaves the page.
const LONGEST_RUN: usize = 24;

/// A text as it can be printed and archived: without control and direction characters, with a mark for every
/// character that no font has, with one kind of line break, and with places to break inside endless words.
pub(super) fn printable(text: &str) -> String {
    let fonts = Fonts::embedded();
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '\n' if last == '\r' => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() || is_default_ignorable(c) => {}
            c if c.is_whitespace() || c.is_ascii() || (!is_private(c) && fonts.can_print(c)) => out.push(c),
            _ => out.push(UNPRINTABLE),
        }
        last = c;
        run = if c.is_whitespace() || c == '-' { 0 } else { run + 1 };
        if run == LONGEST_RUN {
            out.push('\u{200b}');
            run = 0;
        }
    }
    out
}

/// Characters that mean nothing outside one font; an archive may not hold them.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_our_languages_are_printed_as_they_are() {
        for words in [
            "« L’œuf », à Yaoundé\u{a0}: 1\u{202f}000 F",
            "Fulɓe, Ŋgaoundéré, ɗo",
            "OUI K7M2-P9QX",
        ] {
            assert_eq!(printable(words), words);
        }
    }

    #[test]
    fn what_cannot_be_printed_is_seen_to_be_missing() {
        assert_eq!(printable("a\u{e000}b"), "a□b");
        assert_eq!(printable("a\0\u{202e}b\u{7f}"), "ab");
        assert_eq!(printable("a\r\nb\rc"), "a\nb\nc");
    }

    #[test]
    fn an_endless_word_can_be_broken() {
        assert!(printable(&"x".repeat(60)).contains('\u{200b}'));
    }
}
