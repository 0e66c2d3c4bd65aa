//! The key of one word: its consonants as they sound, with the class of its first vowel where it stands.
//! Consonants that the spellings of a name exchange become one letter (`X` is the sound of *ch*, `J` of *j*,
//! `W` of *w* and *v*); `h` is silent; later vowels are not kept. Vowels have three classes: `A`, `I` (e, i, y,
//! ai, ei), `O` (o, u, ou, au). A last `b`, `d` or `g` is heard as `P`, `T` or `K`.

/// What may follow for a rule to apply.
#[derive(Clone, Copy)]
enum Before {
    Anything,
    Vowel,
    /// e, i or y.
    Front,
}
use Before::{Anything, Front, Vowel};

/// Spellings of consonants, first match wins: the letters read, what must follow, what is heard.
const SPELLINGS: [(&str, Before, &str); 36] = [
    ("tch", Anything, "X"),
    ("sch", Anything, "X"),
    ("chr", Anything, "KR"),
    ("chl", Anything, "KL"),
    ("ch", Anything, "X"),
    ("sh", Anything, "X"),
    // Thierno, Tierno, Cherno.
    ("thi", Vowel, "X"),
    ("thy", Vowel, "X"),
    ("ti", Vowel, "X"),
    ("ty", Vowel, "X"),
    // Diallo, Djallo, Jallow; Ndiaye, Njie.
    ("di", Vowel, "J"),
    ("dy", Vowel, "J"),
    ("dj", Anything, "J"),
    ("j", Anything, "J"),
    ("dh", Anything, "D"),
    ("th", Anything, "T"),
    ("ph", Anything, "F"),
    ("kh", Anything, "K"),
    ("ck", Anything, "K"),
    ("qu", Anything, "K"),
    ("q", Anything, "K"),
    // François without its cedilla.
    ("coi", Anything, "S"),
    ("c", Front, "S"),
    ("c", Anything, "K"),
    // After n, g is hard: Nguema, Ngema.
    ("ngu", Front, "NG"),
    ("ng", Anything, "NG"),
    ("gu", Front, "G"),
    ("gn", Anything, "N"),
    ("g", Front, "J"),
    ("x", Anything, "KS"),
    ("z", Anything, "S"),
    // Ouattara, Wattara; Kouamé, Kwame; Sawadogo, Savadogo.
    ("ou", Vowel, "W"),
    ("u", Vowel, "W"),
    ("w", Vowel, "W"),
    ("v", Anything, "W"),
    ("h", Anything, ""),
];

/// How a folded word sounds. A word with other letters than a to z is its own key.
pub(crate) fn sound(word: &str) -> String {
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut letters = word.as_bytes().to_vec();
    letters.dedup();
    let mut key = Key::default();
    let mut rest = letters.as_slice();
    while let Some(&first) = rest.first() {
        let initial_y = first == b'y' && rest.len() == letters.len() && rest.get(1).is_some_and(is_vowel);
        rest = if initial_y {
            key.consonants("Y");
            &rest[1..]
        } else if let Some((read, heard)) = spelling(rest) {
            key.consonants(heard);
            &rest[read..]
        } else if is_vowel(&first) || first == b'w' {
            let run = vowels(rest);
            key.vowels(&rest[..run]);
            &rest[run..]
        } else {
            key.consonants(char::from(first.to_ascii_uppercase()).encode_utf8(&mut [0; 4]));
            &rest[1..]
        };
    }
    let heard = key.finish();
    if heard.is_empty() { word.to_owned() } else { heard }
}

/// The spelling that these letters begin with: how many are read, and what is heard.
fn spelling(rest: &[u8]) -> Option<(usize, &'static str)> {
    let (letters, _, heard) = SPELLINGS.iter().find(|(letters, before, _)| {
        let next = rest.get(letters.len());
        rest.starts_with(letters.as_bytes())
            && match before {
                Anything => true,
                Vowel => next.is_some_and(is_vowel),
                Front => next.is_some_and(|next| matches!(next, b'e' | b'i' | b'y')),
            }
    })?;
    // The vowels of `coi` are still to be heard.
    let read = if *letters == "coi" { 1 } else { letters.len() };
    Some((read, heard))
}

/// How many letters sound as vowels; a w without a vowel after it is one, and the glide of `ou` and `u`
/// before another vowel ends the run.
fn vowels(rest: &[u8]) -> usize {
    let mut run = 1;
    while let Some(next) = rest.get(run) {
        let glide = spelling(&rest[run..]).is_some();
        if glide || !(is_vowel(next) || *next == b'w') {
            break;
        }
        run += 1;
    }
    run
}

const fn is_vowel(letter: &u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[derive(Default)]
struct Key {
    heard: String,
    vowel_heard: bool,
    /// The vowels after the last consonant.
    ending: Vec<u8>,
}

impl Key {
    fn consonants(&mut self, heard: &str) {
        for sound in heard.chars() {
            let touching = self
                .ending
                .is_empty()
                .then(|| self.heard.chars().next_back())
                .flatten();
            match (touching, sound) {
                (Some(last), _) if last == sound => {}
                (Some('N'), 'B' | 'P') => {
                    self.heard.pop();
                    self.heard.push('M');
                    self.heard.push(sound);
                }
                _ => self.heard.push(sound),
            }
            self.ending.clear();
        }
    }

    fn vowels(&mut self, run: &[u8]) {
        self.ending.extend_from_slice(run);
        if !self.vowel_heard {
            self.vowel_heard = true;
            self.heard.push(class(run));
        }
    }

    fn finish(mut self) -> String {
        // A last e is not heard: Rachid, Rachide.
        if matches!(self.ending.as_slice(), b"" | b"e") {
            let hard = match self.heard.chars().next_back() {
                Some('B') => 'P',
                Some('D') => 'T',
                Some('G') => 'K',
                _ => return self.heard,
            };
            self.heard.pop();
            self.heard.push(hard);
        }
        self.heard
    }
}

fn class(run: &[u8]) -> char {
    match run {
        // Ayouba, Yaya: y belongs to the next syllable.
        [b'a', b'y', b'a' | b'o' | b'u', ..] => 'A',
        [b'a' | b'e', b'i' | b'y', ..] => 'I',
        [b'a' | b'e', b'u' | b'o' | b'w', ..] | [b'e', b'a', b'u', ..] => 'O',
        [b'a', ..] => 'A',
        [b'e' | b'i' | b'y', ..] => 'I',
        _ => 'O',
    }
}
