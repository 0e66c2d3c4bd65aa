use docx_rs::{BreakType, Run};

use crate::{Languages, Text};
use relais_kernel::Lang;

/// What stands between the languages of a text.
#[derive(Clone, Copy)]
enum Between {
    LineBreak,
    Slash,
}

/// One language under the other.
pub(super) fn in_lines(text: &Text, languages: Languages) -> Vec<Run> {
    joined(text, languages, Between::LineBreak, [plain, plain])
}

/// One language after the other on the line.
pub(super) fn in_line(text: &Text, languages: Languages) -> Vec<Run> {
    joined(text, languages, Between::Slash, [plain, plain])
}

/// One language under the other, the second one in italics.
pub(super) fn stacked(text: &Text, languages: Languages) -> Vec<Run> {
    joined(text, languages, Between::LineBreak, [plain, Run::italic])
}

/// The first language in bold, the other after it in italics.
pub(super) fn label(text: &Text, languages: Languages) -> Vec<Run> {
    joined(text, languages, Between::Slash, [Run::bold, Run::italic])
}

fn joined(
    text: &Text,
    languages: Languages,
    between: Between,
    [first, other]: [fn(Run) -> Run; 2],
) -> Vec<Run> {
    let spoken = text.runs(languages).into_iter().enumerate();
    spoken
        .map(|(at, (lang, words))| match (at, between) {
            (0, _) => first(said(in_language(lang), words)),
            (_, Between::LineBreak) => {
                let below = in_language(lang).add_break(BreakType::TextWrapping);
                other(said(below, words))
            }
            (_, Between::Slash) => other(said(in_language(lang).add_text(" / "), words)),
        })
        .collect()
}

const fn plain(run: Run) -> Run {
    run
}

pub(super) fn run(lang: Lang, words: &str) -> Run {
    said(in_language(lang), words)
}

pub(super) fn line_break() -> Run {
    Run::new().add_break(BreakType::TextWrapping)
}

/// As Word names a language.
pub(super) const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fr-FR",
        Lang::En => "en-GB",
    }
}

/// docx-rs has no word for a run's language: it is marked as a style, which `package` puts right.
fn in_language(lang: Lang) -> Run {
    Run::new().style(tag(lang))
}

fn said(mut run: Run, words: &str) -> Run {
    for (at, line) in clean(words).split('\n').enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

/// A text as XML can hold it: without control characters and those that are none, and with one kind of line break.
pub(super) fn clean(text: &str) -> String {
    let kept = |c: char| match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    };
    text.replace("\r\n", "\n").chars().filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_left_out_and_lines_are_kept() {
        assert_eq!(clean("a\0\u{1b}b\u{7f}\u{fffe}\u{ffff}c"), "abc");
        assert_eq!(clean("a\r\nb\rc\u{2028}d\te"), "a\nb\nc\nd e");
        assert_eq!(
            clean("« L’œuf », Ŋgaoundéré\u{a0}: 🙂"),
            "« L’œuf », Ŋgaoundéré\u{a0}: 🙂"
        );
    }
}
