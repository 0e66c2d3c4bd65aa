use proptest::prelude::*;
use relais_kernel::SeededEntropy;

use super::chance;
use crate::{JoinFault, MasterKey, Part};

fn split(custodians: u8, needed: u8) -> (MasterKey, Vec<Part>) {
    let master = MasterKey::new(&chance());
    let parts = Part::split(&master, custodians, needed, &chance()).unwrap();
    (master, parts)
}

proptest! {
    #[test]
    fn any_as_many_parts_as_are_needed_bring_the_key_back_and_one_fewer_does_not(
        seed: u64,
        (custodians, needed) in (2_u8..8).prop_flat_map(|n| (Just(n), 2..=n)),
        from in any::<prop::sample::Index>(),
    ) {
        let chance = SeededEntropy::new(seed);
        let master = MasterKey::new(&chance);
        let mut parts = Part::split(&master, custodians, needed, &chance).unwrap();
        let at = from.index(parts.len());
        parts.rotate_left(at);
        let needed = usize::from(needed);
        prop_assert_eq!(&Part::join(&parts[..needed]).unwrap(), &master);
        prop_assert_eq!(&Part::join(&parts).unwrap(), &master);
        let few = &parts[..needed - 1];
        let is_few = |parts: &[Part]| matches!(Part::join(parts), Err(JoinFault::TooFew { .. }));
        prop_assert!(is_few(few));
        // The same one twice is no second one.
        let twice: Vec<Part> = few.iter().chain(few.first()).cloned().collect();
        prop_assert!(is_few(&twice));
    }
}

#[test]
fn parts_are_written_read_among_other_words_and_mistyped_ones_are_refused() {
    let (master, parts) = split(5, 3);
    let told = format!(
        "# Part 1\n{}\n  {} \n{}",
        *parts[0].to_text(),
        *parts[4].to_text(),
        *parts[2].to_text()
    );
    assert_eq!(Part::join(&Part::in_text(&told).unwrap()), Ok(master));
    assert_eq!(Part::in_text("nothing here"), Ok(vec![]));
    let text = parts[0].to_text();
    for at in 12..text.len() - 4 {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let mistyped = String::from_utf8(bytes).unwrap();
        assert!(Part::in_text(&mistyped).is_err(), "{mistyped}");
    }
    assert!(!format!("{:?}", parts[0]).contains(&text[20..30]));
}

#[test]
fn parts_of_two_splittings_are_not_taken_together() {
    let (master, parts) = split(3, 2);
    let again = Part::split(&master, 3, 2, &SeededEntropy::new(5)).unwrap();
    assert_eq!(
        Part::join(&[parts[0].clone(), again[1].clone()]),
        Err(JoinFault::Mixed)
    );
    assert_eq!(Part::join(&[]), Err(JoinFault::TooFew { have: 0, needed: 2 }));
}

#[test]
fn one_alone_is_never_enough() {
    let master = MasterKey::new(&chance());
    for (custodians, needed) in [(1, 1), (3, 1), (2, 3), (0, 0)] {
        assert!(Part::split(&master, custodians, needed, &chance()).is_err());
    }
}
