//! Which lines are printed by themselves. A line behind which too few different people stand says what became of each of
//! them, however often they were referred: it is printed with the others of its kind as one line (security requirement
//! 74).

use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Id, Organisation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which lines of a period are printed as one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grouping {
    /// Fewer people than the threshold stand behind the whole period.
    pub rare: bool,
    pub providers: BTreeSet<Id<Organisation>>,
    /// `None`: persons whose region nobody wrote down.
    pub regions: BTreeSet<Option<String>>,
}

/// A person (by case) behind a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind<K> {
    pub case: Uuid,
    pub line: K,
}

/// The lines to be printed as one: those with fewer people than their threshold, and with them the smallest of the
/// others, until enough different people stand behind the one line as well.
pub fn merged<K: Ord + Clone>(people: &[Behind<K>], threshold: impl Fn(&K) -> u64) -> BTreeSet<K> {
    let mut lines: BTreeMap<&K, BTreeSet<Uuid>> = BTreeMap::new();
    for person in people {
        lines.entry(&person.line).or_default().insert(person.case);
    }
    let enough = |people: &BTreeSet<Uuid>, threshold: u64| people.len() as u64 >= threshold;
    let few = lines
        .iter()
        .filter(|(line, people)| !enough(people, threshold(line)));
    let mut one: BTreeSet<K> = few.map(|(line, _)| (*line).clone()).collect();
    loop {
        let asked = one.iter().map(&threshold).max().unwrap_or(0);
        let together: BTreeSet<Uuid> = lines
            .iter()
            .filter(|(line, _)| one.contains(**line))
            .flat_map(|(_, people)| people)
            .copied()
            .collect();
        if enough(&together, asked) {
            return one;
        }
        let left = lines.iter().filter(|(line, _)| !one.contains(**line));
        match left.min_by_key(|(line, people)| (people.len(), **line)) {
            Some((line, _)) => one.insert((*line).clone()),
            None => return one,
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn behind(case: u128, line: u8) -> Behind<u8> {
        Behind {
            case: Uuid::from_u128(case),
            line,
        }
    }

    #[test]
    fn sec_74_a_line_of_one_person_who_was_referred_often_is_no_line_of_many() {
        let mut people: Vec<_> = (0..7).map(|_| behind(1, 1)).collect();
        people.extend((0..9).map(|case| behind(case, 2)));
        people.extend((0..6).map(|case| behind(case, 3)));
        let one = merged(&people, |_| 5);
        assert_eq!(
            one,
            BTreeSet::from([1, 3]),
            "with the smallest of the others, so that five stand behind it"
        );
        assert_eq!(merged(&people[7..], |_| 5), BTreeSet::new());
    }

    proptest! {
        #[test]
        fn sec_74_enough_people_stand_behind_each_line_that_is_printed(
            people in prop::collection::vec((0_u128..40, 0_u8..8), 0..120),
            threshold in 2_u64..8,
        ) {
            let people: Vec<_> = people.into_iter().map(|(case, line)| behind(case, line)).collect();
            let one = merged(&people, |line| threshold + u64::from(*line % 2));
            let count = |of: &dyn Fn(u8) -> bool| {
                let cases = people.iter().filter(|p| of(p.line)).map(|p| p.case);
                cases.collect::<BTreeSet<_>>().len() as u64
            };
            let all: BTreeSet<u8> = people.iter().map(|p| p.line).collect();
            for line in all.difference(&one) {
                prop_assert!(count(&|other| other == *line) >= threshold + u64::from(*line % 2));
            }
            let together = count(&|line| one.contains(&line));
            prop_assert!(one.is_empty() || together >= threshold || one == all);
            prop_assert!(one.len() != 1 || all.len() == 1, "one line merged with nothing");
        }
    }
}
