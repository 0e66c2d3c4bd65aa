//! Words and signs that programs leave in a cell where there is nothing.

/// What stands in a cell that must not be empty where there is nothing to say; as a text of its own it is protected.
pub(super) const DASH: &str = "-";

/// Words that no person writes where something is meant.
const ANY_CASE: [&str; 9] = [
    "null",
    "n/a",
    "#n/a",
    "#ref!",
    "#value!",
    "#name?",
    "#div/0!",
    "(blank)",
    "undefined",
];
/// Words that mean nothing in this form alone: `Nan` is a name. `None` answers what is asked of people.
const AS_IT_STANDS: [&str; 4] = ["\\N", "nan", "NaN", "--"];

/// Words that mean nothing where a number, a date, a link or another value is wanted; as texts they may be a country or
/// an answer.
const FOR_A_VALUE: [&str; 4] = ["na", "none", "nan", "nil"];

/// Whether this means nothing in any column.
pub(super) fn is_word(text: &str) -> bool {
    is_any(text, &ANY_CASE) || AS_IT_STANDS.contains(&text)
}

/// Whether this means nothing where a value is wanted.
pub(super) fn is_no_value(text: &str) -> bool {
    is_word(text) || is_any(text, &FOR_A_VALUE)
}

fn is_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}
