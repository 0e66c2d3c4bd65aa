//! How far one spelling is from another, and what can be told without measuring.

use crate::text::LONGEST;

/// Slips forgiven in a word of so many letters: a short word with a slip is another word.
pub(crate) fn slips_forgiven(letters: usize) -> u8 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// A word as far as it takes to rule out most others at a glance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// One bit for each letter that occurs (modulo 32): a slip changes two at most.
    letters: u32,
    /// The word in its dictionary.
    pub(crate) word: u32,
    length: u8,
}

impl Shape {
    pub(crate) fn of(folded: &str, word: u32) -> Self {
        let mut shape = Self {
            letters: 0,
            word,
            length: 0,
        };
        for c in folded.chars() {
            shape.letters |= 1 << (u32::from(c) % 32);
            shape.length = shape.length.saturating_add(1);
        }
        shape
    }

    /// Whether there may be so few slips between the two.
    pub(crate) fn may_be_near(&self, other: &Self, forgiven: u8) -> bool {
        self.length.abs_diff(other.length) <= forgiven
            && (self.letters ^ other.letters).count_ones() <= 2 * u32::from(forgiven)
    }
}

/// What a word may have been before one slip gave it another first letter; `firsts` are all letters that words begin
/// with.
pub(crate) fn with_other_first<'a>(word: &[char], firsts: impl Iterator<Item = char> + 'a) -> Vec<String> {
    let Some((first, rest)) = word.split_first() else {
        return Vec::new();
    };
    let mut meant = vec![rest.iter().collect::<String>()];
    if let Some((second, rest)) = rest.split_first() {
        meant.push([second, first].into_iter().chain(rest).collect());
    }
    for other in firsts.filter(|other| other != first) {
        meant.push([&other].into_iter().chain(rest).collect());
        meant.push([&other].into_iter().chain(word).collect());
    }
    meant
}

/// Letters left out, added, replaced or swapped with their neighbour between two words, `None` above `forgiven`
/// (optimal string alignment).
pub(crate) fn slips(one: &[char], other: &[char], forgiven: u8) -> Option<u8> {
    const ROW: usize = LONGEST + 1;
    if one.len() >= ROW || other.len() >= ROW {
        return None;
    }
    let mut before = [0u8; ROW];
    let mut above = [0u8; ROW];
    for (at, cell) in above.iter_mut().enumerate() {
        *cell = at as u8;
    }
    for (i, a) in one.iter().enumerate() {
        let mut row = [0u8; ROW];
        row[0] = i as u8 + 1;
        let mut least = row[0];
        for (j, b) in other.iter().enumerate() {
            let mut cell = (above[j] + u8::from(a != b))
                .min(above[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cell = cell.min(before[j - 1] + 1);
            }
            row[j + 1] = cell;
            least = least.min(cell);
        }
        if least > forgiven {
            return None;
        }
        (before, above) = (above, row);
    }
    Some(above[other.len()]).filter(|slips| *slips <= forgiven)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn distance(one: &str, other: &str) -> Option<u8> {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        slips(&letters(one), &letters(other), 2)
    }

    #[test]
    fn slips_are_counted_one_by_one() {
        assert_eq!(distance("sante", "sante"), Some(0));
        assert_eq!(distance("sante", "snate"), Some(1));
        assert_eq!(distance("sante", "sant"), Some(1));
        assert_eq!(distance("sante", "santee"), Some(1));
        assert_eq!(distance("sante", "xanty"), Some(2));
        assert_eq!(distance("sante", "droit"), None);
    }

    #[test]
    fn a_slip_in_the_first_letter_is_undone_in_every_way() {
        let meant = with_other_first(&['k', 'a', 'n'], ['k', 's'].into_iter());
        assert_eq!(meant, ["an", "akn", "san", "skan"]);
    }

    proptest! {
        #[test]
        fn the_glance_rules_out_nothing_near(one in "[abcé]{1,9}", other in "[abcé]{1,9}") {
            let near = Shape::of(&one, 0).may_be_near(&Shape::of(&other, 1), 2);
            prop_assert!(near || distance(&one, &other).is_none());
        }
    }
}
