//! The offline verifier (security requirement 33).

use proptest::prelude::*;
use relais_kernel::SeededEntropy;

use super::{ORIGIN, bodies, checkpoint, hashes, key};
use crate::{
    Broken, CheckpointKey, Frontier, Hash, SignedCheckpoint, Verified, Verifier, leaf_hash, root_of,
};

/// An entry as it is stored.
type Stored = (u64, Vec<u8>, Hash);

fn journal(count: u64) -> Vec<Stored> {
    (0..)
        .zip(bodies(count))
        .map(|(i, body)| (i, body.clone(), leaf_hash(&body)))
        .collect()
}

fn read(entries: &[Stored], checkpoints: &[SignedCheckpoint]) -> Result<Verified, Broken> {
    let mut verifier = Verifier::new(key().public());
    for checkpoint in checkpoints {
        verifier.checkpoint(checkpoint)?;
    }
    for (index, body, stored) in entries {
        verifier.entry(*index, body, stored)?;
    }
    verifier.finish()
}

/// Signed checkpoints over the untouched journal of this length.
fn checkpoints(count: u64, sizes: &[u64]) -> Vec<SignedCheckpoint> {
    sizes
        .iter()
        .map(|size| checkpoint(&hashes(&bodies(count)), *size))
        .collect()
}

#[test]
fn a_sound_journal_is_verified_and_says_how_far_it_is_vouched_for() {
    let root = root_of(&hashes(&bodies(10)), 10).unwrap();
    assert_eq!(
        read(&journal(10), &checkpoints(10, &[0, 4, 4, 8])),
        Ok(Verified {
            size: 10,
            root,
            vouched: 8,
            checkpoints: 4,
            marked: 0
        })
    );
    assert_eq!(
        read(&[], &[]),
        Ok(Verified {
            size: 0,
            root: Hash::of_nothing(),
            vouched: 0,
            checkpoints: 0,
            marked: 0
        })
    );
}

#[test]
fn a_changed_entry_is_named() {
    let mut entries = journal(10);
    entries[6].1 = b"forged".to_vec();
    assert_eq!(
        read(&entries, &checkpoints(10, &[10])),
        Err(Broken::Changed { index: 6 })
    );
}

#[test]
fn an_entry_changed_together_with_its_hash_is_found_at_the_next_checkpoint() {
    let mut entries = journal(10);
    entries[6] = (6, b"forged".to_vec(), leaf_hash(b"forged"));
    assert_eq!(
        read(&entries, &checkpoints(10, &[4, 8, 10])),
        Err(Broken::Root { size: 8, after: 4 })
    );
}

#[test]
fn a_deleted_entry_is_named() {
    let mut entries = journal(10);
    entries.remove(6);
    assert_eq!(
        read(&entries, &checkpoints(10, &[10])),
        Err(Broken::Missing { index: 6 })
    );
}

#[test]
fn an_entry_that_comes_twice_is_named() {
    let mut entries = journal(10);
    entries.insert(7, entries[6].clone());
    assert_eq!(
        read(&entries, &checkpoints(10, &[10])),
        Err(Broken::Repeated { index: 6 })
    );
}

#[test]
fn a_journal_cut_at_its_end_is_noticed() {
    assert_eq!(
        read(&journal(10)[..7], &checkpoints(10, &[4, 8, 10])),
        Err(Broken::Truncated {
            have: 7,
            checkpoint: 10
        })
    );
}

/// SEC-34: yesterday's backup is sound in itself; the witness's checkpoint of today shows it.
#[test]
fn a_journal_rolled_back_together_with_its_checkpoints_is_shown_by_the_witness() {
    let yesterday = (journal(7), checkpoints(7, &[4, 7]));
    assert!(read(&yesterday.0, &yesterday.1).is_ok());
    let kept_by_witness = checkpoints(10, &[10]);
    assert_eq!(
        read(&yesterday.0, &[yesterday.1, kept_by_witness].concat()),
        Err(Broken::Truncated {
            have: 7,
            checkpoint: 10
        })
    );
}

/// SEC-34: a host that holds the key can sign another past, but the witness remembers the first.
#[test]
fn a_journal_rewritten_and_signed_again_is_shown_by_the_witness() {
    let forged: Vec<_> = (0..10).map(|i| format!("other {i}").into_bytes()).collect();
    let entries: Vec<_> = (0..)
        .zip(&forged)
        .map(|(i, body)| (i, body.clone(), leaf_hash(body)))
        .collect();
    let signed_again = checkpoint(&hashes(&forged), 10);
    assert!(read(&entries, std::slice::from_ref(&signed_again)).is_ok());
    let kept_by_witness = checkpoint(&hashes(&bodies(10)), 7);
    assert_eq!(
        read(&entries, &[signed_again, kept_by_witness]),
        Err(Broken::Root { size: 7, after: 0 })
    );
}

#[test]
fn a_checkpoint_signed_by_a_stranger_is_named() {
    let stranger = CheckpointKey::new(ORIGIN, &SeededEntropy::new(2)).unwrap();
    let forged = stranger.sign(checkpoints(10, &[5]).remove(0).checkpoint).unwrap();
    assert_eq!(
        read(&journal(10), std::slice::from_ref(&forged)),
        Err(Broken::Signature { size: 5 })
    );
    assert_eq!(read(&journal(3), &[forged]), Err(Broken::Signature { size: 5 }));
}

#[test]
fn the_first_broken_thing_is_reported_whatever_follows() {
    let stranger = CheckpointKey::new(ORIGIN, &SeededEntropy::new(2)).unwrap();
    let forged = stranger.sign(checkpoints(10, &[8]).remove(0).checkpoint).unwrap();
    let mut entries = journal(10);
    entries[3].1.clear();
    entries.remove(6);
    let mut verifier = Verifier::new(key().public());
    verifier.checkpoint(&forged).unwrap();
    for (index, body, stored) in &entries {
        let said = verifier.entry(*index, body, stored);
        assert_eq!(said.is_ok(), *index < 3);
    }
    assert_eq!(verifier.finish(), Err(Broken::Changed { index: 3 }));
}

#[test]
fn checkpoints_of_a_former_key_count_when_it_is_named() {
    let former = CheckpointKey::new(ORIGIN, &SeededEntropy::new(2)).unwrap();
    let old = former.sign(checkpoints(10, &[5]).remove(0).checkpoint).unwrap();
    let mut verifier = Verifier::new(key().public()).with_former_key(former.public());
    verifier.checkpoint(&old).unwrap();
    for (index, body, stored) in journal(10) {
        verifier.entry(index, &body, &stored).unwrap();
    }
    assert_eq!(verifier.finish().unwrap().vouched, 5);
}

#[test]
fn a_checkpoint_may_come_at_its_own_size_but_not_later() {
    let mut verifier = Verifier::new(key().public());
    for (index, body, stored) in journal(5) {
        verifier.entry(index, &body, &stored).unwrap();
        verifier
            .checkpoint(&checkpoints(5, &[index + 1]).remove(0))
            .unwrap();
    }
    assert_eq!(verifier.clone().finish().unwrap().checkpoints, 5);
    assert_eq!(
        verifier.checkpoint(&checkpoints(5, &[4]).remove(0)),
        Err(Broken::Late { size: 4 })
    );
}

#[test]
fn the_stored_head_must_agree_but_vouches_for_nothing() {
    let mut head = Frontier::new();
    for leaf in hashes(&bodies(10)) {
        head.append(leaf);
    }
    let read = |entries: &[Stored]| {
        let mut verifier = Verifier::new(key().public());
        verifier.head(&head)?;
        entries
            .iter()
            .try_for_each(|(index, body, stored)| verifier.entry(*index, body, stored))?;
        verifier.finish()
    };
    assert_eq!(read(&journal(10)).map(|verified| verified.vouched), Ok(0));
    assert_eq!(
        read(&journal(9)),
        Err(Broken::Truncated {
            have: 9,
            checkpoint: 10
        })
    );
    let mut forged = journal(10);
    forged[2] = (2, b"forged".to_vec(), leaf_hash(b"forged"));
    assert_eq!(read(&forged), Err(Broken::Root { size: 10, after: 0 }));
}

proptest! {
    #[test]
    fn any_changed_byte_is_found_at_its_entry(count in 1u64..40, at in any::<prop::sample::Index>(), byte in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut entries = journal(count);
        let index = at.index(entries.len());
        let body = &mut entries[index].1;
        let byte = byte.index(body.len());
        body[byte] ^= 1 << bit;
        prop_assert_eq!(read(&entries, &checkpoints(count, &[count])), Err(Broken::Changed { index: index as u64 }));
    }

    #[test]
    fn any_deletion_is_found(count in 1u64..40, at in any::<prop::sample::Index>(), renumbered: bool) {
        let mut entries = journal(count);
        let index = at.index(entries.len());
        entries.remove(index);
        if renumbered {
            entries.iter_mut().zip(0..).for_each(|(entry, i)| entry.0 = i);
        }
        let last = index as u64 == count - 1;
        let found = if renumbered || last {
            Broken::Truncated { have: count - 1, checkpoint: count }
        } else {
            Broken::Missing { index: index as u64 }
        };
        prop_assert_eq!(read(&entries, &checkpoints(count, &[count])), Err(found));
    }

    #[test]
    fn any_swap_is_found(count in 2u64..40, one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), with_hash: bool) {
        let mut entries = journal(count);
        let (one, other) = (one.index(entries.len()), other.index(entries.len()));
        prop_assume!(one != other);
        let (first, second) = (entries[one].clone(), entries[other].clone());
        (entries[one].1, entries[other].1) = (second.1, first.1);
        if with_hash {
            (entries[one].2, entries[other].2) = (second.2, first.2);
        }
        let found = if with_hash {
            Broken::Root { size: count, after: 0 }
        } else {
            Broken::Changed { index: one.min(other) as u64 }
        };
        prop_assert_eq!(read(&entries, &checkpoints(count, &[count])), Err(found));
    }

    #[test]
    fn any_truncation_is_found(count in 1u64..40, kept in any::<prop::sample::Index>()) {
        let kept = kept.index(count as usize);
        let found = Broken::Truncated { have: kept as u64, checkpoint: count };
        prop_assert_eq!(read(&journal(count)[..kept], &checkpoints(count, &[count])), Err(found));
    }

    #[test]
    fn any_inserted_entry_is_found(count in 1u64..40, at in any::<prop::sample::Index>()) {
        let mut entries = journal(count);
        let index = at.index(entries.len());
        entries.insert(index, (0, b"forged".to_vec(), leaf_hash(b"forged")));
        entries.iter_mut().zip(0..).for_each(|(entry, i)| entry.0 = i);
        prop_assert_eq!(read(&entries, &checkpoints(count, &[count])), Err(Broken::Root { size: count, after: 0 }));
    }

    #[test]
    fn a_sound_journal_is_never_accused(count in 0u64..60, mut sizes in prop::collection::vec(0u64..60, 0..5)) {
        sizes.retain(|size| *size <= count);
        let verified = read(&journal(count), &checkpoints(count, &sizes)).unwrap();
        prop_assert_eq!(verified.vouched, sizes.iter().copied().max().unwrap_or(0));
    }
}
