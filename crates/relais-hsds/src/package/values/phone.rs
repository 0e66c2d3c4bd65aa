//! Numbers of telephones. What can be dialled stays as it is written: no country is guessed.

/// Numbers in one cell; more than these are no list that a person wrote.
const MOST: usize = 10;
/// Digits of an amount that may be a number.
const WHOLE: usize = 6;
/// Digits of a number beside another: neither the `79` of `600 00 00 78 / 79` nor `4321` and `123456` of a German
/// number is one.
const BESIDE: usize = 8;
/// Digits of a number with the code of its country, at least and at most (ITU-T E.164).
const ABROAD: std::ops::RangeInclusive<usize> = 10..=15;

/// The numbers that stand in a cell.
pub(in crate::package) fn several(text: &str) -> Vec<&str> {
    let signs = text.split(['/', ';']);
    let words = signs.flat_map(|part| part.split(" ou ").flat_map(|part| part.split(" or ")));
    let parts: Vec<&str> = words.map(str::trim).filter(|part| !part.is_empty()).collect();
    let all_whole = parts.iter().all(|part| digits(part) >= BESIDE);
    if all_whole && (2..=MOST).contains(&parts.len()) {
        parts
    } else {
        vec![text.trim()]
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}

/// A number without what a link or a table puts around it; nothing if none can be dialled.
pub(in crate::package) fn read(text: &str) -> Option<String> {
    let bare = bare(text);
    let number = match float(bare) {
        Float::No => international(bare),
        Float::Whole(digits) => digits,
        Float::Rounded => return None,
    };
    (digits(&number) > 0).then_some(number)
}

/// Takes off the scheme of a link and the sign of a formula.
fn bare(text: &str) -> &str {
    let mut bare = text.trim();
    loop {
        let scheme = bare.get(..4).filter(|head| head.eq_ignore_ascii_case("tel:"));
        let rest = scheme.map(|_| &bare[4..]).or_else(|| bare.strip_prefix('='));
        match rest {
            Some(rest) => bare = rest.trim_start(),
            None => return bare,
        }
    }
}

/// `00` before the code of a country, where it is nothing else: `0011` is how Australia dials abroad, and a shorter number
/// one within a country.
fn international(text: &str) -> String {
    let code = text.strip_prefix("00").map(str::trim_start);
    let abroad =
        |rest: &&str| rest.starts_with(|c: char| ('2'..='9').contains(&c)) && ABROAD.contains(&digits(rest));
    let code = code.filter(abroad);
    code.map_or_else(|| text.to_owned(), |rest| format!("+{rest}"))
}

enum Float {
    No,
    Whole(String),
    /// Digits are lost.
    Rounded,
}

/// A number that a table took for an amount: `3.052534841E9`, `3052534841.0`.
fn float(text: &str) -> Float {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if let Some(whole) = text
        .strip_suffix(".0")
        .filter(|whole| all_digits(whole) && whole.len() >= WHOLE)
    {
        return Float::Whole(whole.to_owned());
    }
    let Some((mantissa, power)) = text.split_once(['e', 'E']) else {
        return Float::No;
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let power = power.strip_prefix('+').unwrap_or(power);
    let (true, true, Ok(power)) = (all_digits(whole), all_digits(decimals), power.parse::<usize>()) else {
        return Float::No;
    };
    // a table shows five decimals at most where it rounds
    let known = decimals.len() >= 6 || decimals.len() == power;
    if known && decimals.len() <= power && power < 16 {
        Float::Whole(format!("{whole}{decimals:0<power$}"))
    } else {
        Float::Rounded
    }
}

/// A number and the extension that is written after it: `ext. 12`, `x12`, `poste 12`.
pub(in crate::package) fn extension(text: &str) -> Option<(&str, &str)> {
    let inside = text
        .strip_suffix(')')
        .filter(|inside| inside.rfind('(') > inside.rfind(')'));
    let body = inside.unwrap_or(text);
    let (head, extension) = body.split_at(body.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    let head = head.trim_end_matches([' ', '.', ':', '=', '#']);
    let (number, word) = head.split_at(head.trim_end_matches(char::is_alphabetic).len());
    let is_word = ["x", "ext", "extension", "poste"].contains(&&*word.to_lowercase());
    let is_number = (1..=6).contains(&extension.len()) && (extension == "0" || !extension.starts_with('0'));
    let number = match inside {
        Some(_) => number.trim_end().strip_suffix('(')?,
        None => number,
    };
    let number = number.trim_end_matches([' ', ',', ';', '-']);
    // Two extensions belong to one number: it stays as it is written.
    let alone = !bare(number).chars().any(char::is_alphabetic);
    (is_word && is_number && alone && digits(number) >= 3).then_some((number, extension))
}
