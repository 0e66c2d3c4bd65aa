//! Builds an index of made-up documents and times what people ask of it.
//!
//! `cargo run --release -p relais-search --example measure [documents] [words in each]`

use relais_search::{Index, Synonyms, fold};
use std::time::Instant;

/// A small generator of our own: the same documents on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize * end) >> 31
    }

    /// Small numbers far oftener than large ones, as the words of a language (Zipf and Mandelbrot).
    fn rank(&mut self, end: usize) -> usize {
        const FLAT: f64 = 12.0;
        let even = self.below(1 << 24) as f64 / f64::from(1 << 24);
        (FLAT * (1.0 + end as f64 / FLAT).powf(even) - FLAT) as usize
    }

    /// Two words of five are stop words, as in running text; the commonest of the others stands in two documents of
    /// five.
    fn text(&mut self, words: &[String], length: usize) -> String {
        const STOPS: [&str; 10] = ["de", "la", "et", "les", "pour", "the", "of", "and", "in", "في"];
        let word = |_| match self.below(5) {
            0 | 1 => STOPS[self.below(10)],
            _ => words[self.rank(words.len())].as_str(),
        };
        (0..length).map(word).collect::<Vec<_>>().join(" ")
    }
}

const WORDS: usize = 100_000;
const ENDINGS: [&str; 8] = ["", "s", "ment", "ments", "er", "tion", "ing", "é"];
const LATIN: ([&str; 16], [&str; 8]) = (
    [
        "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "tr",
    ],
    ["a", "e", "i", "o", "u", "é", "ou", "an"],
);
const ARABIC: ([&str; 16], [&str; 8]) = (
    [
        "ب", "ت", "ج", "ح", "د", "ر", "س", "ش", "ط", "ع", "ف", "ق", "ك", "ل", "م", "ن",
    ],
    ["ا", "و", "ي", "", "", "ا", "ى", ""],
);

/// Words of two to five syllables, one in five of them Arabic.
fn vocabulary(chance: &mut Chance) -> Vec<String> {
    let word = |number| {
        let arabic = number % 5 == 4;
        let (consonants, vowels) = if arabic { ARABIC } else { LATIN };
        let mut word = String::from(if arabic && chance.below(2) == 0 {
            "ال"
        } else {
            ""
        });
        for _ in 0..2 + chance.below(4) {
            word.push_str(consonants[chance.below(16)]);
            word.push_str(vowels[chance.below(8)]);
        }
        word + if arabic { "" } else { ENDINGS[chance.below(8)] }
    };
    (0..WORDS).map(word).collect()
}

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let (documents, length) = (
        arguments.next().unwrap_or(50_000),
        arguments.next().unwrap_or(100),
    );
    let mut chance = Chance(7);
    let words = vocabulary(&mut chance);
    let texts: Vec<[String; 2]> = (0..documents)
        .map(|_| [6, length].map(|length| chance.text(&words, length)))
        .collect();

    let mut index = Index::new(Synonyms::new([["abri", words[40].as_str(), words[900].as_str()]]));
    let put = |index: &mut Index, count: usize| {
        let start = Instant::now();
        for (number, [title, text]) in (0..).zip(texts.iter().take(count)) {
            index.put(number, &[(8, title), (1, text)]);
        }
        start.elapsed()
    };
    let built = put(&mut index, documents);
    let megabytes = index.bytes() as f64 / 1e6;
    println!(
        "{documents} documents of {length} words, {} spellings: {built:.2?}, {megabytes:.0} MB",
        index.spellings()
    );
    println!("put again: {:.1?} each", put(&mut index, 1_000) / 1_000);
    for (what, query) in queries(&words) {
        ask(&index, what, &query);
    }
}

fn queries(words: &[String]) -> [(&'static str, String); 13] {
    let slip = |word: &str| {
        let mut letters: Vec<char> = fold(word).chars().collect();
        letters.swap(2, 3);
        letters.into_iter().collect::<String>()
    };
    let long = words
        .iter()
        .skip(5_000)
        .find(|word| word.chars().count() > 10)
        .map_or("", String::as_str);
    let beginning: String = fold(long).chars().take(3).collect();
    [
        ("one very common word", format!("{} ", words[0])),
        ("two very common words", format!("{} {} ", words[0], words[1])),
        ("two common words", format!("{} {} ", words[20], words[40])),
        ("common and rare", format!("{} {} ", words[3], words[9_000])),
        ("two rare words", format!("{} {} ", words[6_001], words[7_001])),
        ("eight common words", words[..8].join(" ") + " "),
        ("misspelt", slip(long) + " "),
        ("common and misspelt", format!("{} {} ", words[1], slip(long))),
        ("gibberish", "xyzzyxqwv ".to_owned()),
        ("common and beginning", format!("{} {beginning}", words[0])),
        ("beginning", beginning),
        ("synonym", "abri ".to_owned()),
        ("stop words only", "de la ".to_owned()),
    ]
}

fn ask(index: &Index, what: &str, query: &str) {
    const TIMES: u32 = 300;
    let mut found = 0;
    let mut best = f64::MAX;
    let start = Instant::now();
    for _ in 0..TIMES {
        let one = Instant::now();
        found = std::hint::black_box(index.find(query)).documents.len();
        best = best.min(one.elapsed().as_secs_f64());
    }
    let mean = start.elapsed().as_secs_f64() / f64::from(TIMES);
    println!(
        "{what:24} {found:6} found, mean {:6.1} µs, best {:6.1} µs",
        mean * 1e6,
        best * 1e6
    );
}
