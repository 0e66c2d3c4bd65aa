//! Marks whose keys are gone (security requirement 35).

use relais_kernel::SeededEntropy;

use super::{bodies, hashes, key};
use crate::{Broken, Mark, Ratchet, StartKey, Verified, Verifier};

/// A journal of which the first `from` entries were written before there were marks.
fn marked(count: u64, from: u64) -> (StartKey, Vec<Option<Mark>>, Ratchet) {
    let ratchet = Ratchet::new(&SeededEntropy::new(5));
    let start = StartKey {
        from,
        ratchet: ratchet.clone(),
    };
    let mut now = ratchet;
    let marks = (0..).zip(hashes(&bodies(count)));
    let marks = marks
        .map(|(index, leaf)| (index >= from).then(|| now.mark(index, &leaf)))
        .collect();
    (start, marks, now)
}

fn read(bodies: &[Vec<u8>], marks: &[Option<Mark>], start: &StartKey) -> Result<Verified, Broken> {
    let mut verifier = Verifier::new(key().public()).with_start_key(start);
    for ((index, body), (leaf, mark)) in (0..).zip(bodies).zip(hashes(bodies).iter().zip(marks)) {
        verifier.entry(index, body, leaf)?;
        verifier.mark(index, leaf, mark.as_ref().map(Mark::as_slice))?;
    }
    verifier.finish()
}

#[test]
fn sec_35_marks_hold_for_the_one_who_has_the_start_key() {
    let (start, marks, _) = marked(10, 3);
    assert_eq!(read(&bodies(10), &marks, &start).unwrap().marked, 7);
    let line = start.to_string();
    let again: StartKey = line.parse().unwrap();
    assert_eq!(read(&bodies(10), &marks, &again).unwrap().marked, 7);
    let other = StartKey {
        from: 3,
        ratchet: Ratchet::new(&SeededEntropy::new(6)),
    };
    assert_eq!(
        read(&bodies(10), &marks, &other),
        Err(Broken::Forged { index: 3 })
    );
}

#[test]
fn sec_35_whoever_steals_the_key_at_one_entry_forges_none_before() {
    let (start, marks, mut stolen) = marked(10, 3);
    for at in 3..10 {
        // Everything else is made anew by the thief, who has every key that the server has: hashes, head, signature.
        let (mut forged, mut new) = (bodies(10), marks.clone());
        let place = usize::try_from(at).unwrap();
        forged[place] = b"forged".to_vec();
        for stolen in [stolen.clone(), Ratchet::new(&SeededEntropy::new(7))] {
            let mut stolen = stolen;
            new[place] = Some(stolen.mark(at, &hashes(&forged)[place]));
            assert_eq!(read(&forged, &new, &start), Err(Broken::Forged { index: at }));
        }
        new[place] = None;
        assert_eq!(read(&forged, &new, &start), Err(Broken::Forged { index: at }));
        // Cut off here, and gone on with: the mark of this entry cannot be made.
        forged.truncate(place);
        new.truncate(place);
        forged.push(b"another".to_vec());
        new.push(Some(stolen.clone().mark(at, &hashes(&forged)[place])));
        assert_eq!(read(&forged, &new, &start), Err(Broken::Forged { index: at }));
    }
    // What comes after the theft is the thief's to write.
    let (mut after, mut new) = (bodies(11), marks);
    after[10] = b"written by the thief".to_vec();
    new.push(Some(stolen.mark(10, &hashes(&after)[10])));
    assert!(read(&after, &new, &start).is_ok());
}

#[test]
fn a_start_key_with_a_slip_of_the_pen_is_refused() {
    let line = marked(1, 0).0.to_string();
    for at in 0..line.len() {
        let mut wrong = line.clone().into_bytes();
        wrong[at] = if wrong[at] == b'0' { b'1' } else { b'0' };
        let wrong = String::from_utf8(wrong).unwrap();
        assert!(wrong.parse::<StartKey>().is_err(), "{wrong}");
    }
    assert!(format!("{line}:0").parse::<StartKey>().is_err());
}
