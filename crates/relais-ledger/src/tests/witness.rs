//! The witness outside the host (security requirement 34).

use proptest::prelude::*;
use relais_kernel::SeededEntropy;

use super::{ORIGIN, bodies, checkpoint, hashes, key};
use crate::{
    CheckpointError, CheckpointKey, CosignerKey, CosignerPublic, Frontier, Submission, Witness,
    WitnessRefusal, consistency_proof, growth_proof, leaf_hash,
};

fn witness_of(size: u64) -> Witness {
    let mut witness = Witness::new(key().public(), None);
    witness
        .take(&checkpoint(&hashes(&bodies(size)), size), &[])
        .unwrap();
    witness
}

/// SEC-34: an old backup was put back.
#[test]
fn a_shorter_journal_is_refused_and_the_longer_one_remembered() {
    let mut witness = witness_of(10);
    let shorter = checkpoint(&hashes(&bodies(7)), 7);
    assert_eq!(
        witness.take(&shorter, &[]),
        Err(WitnessRefusal::Shorter { seen: 10, offered: 7 })
    );
    assert_eq!(witness.last().unwrap().size, 10);
}

#[test]
fn another_past_is_refused_whatever_proof_comes_with_it() {
    let mut witness = witness_of(7);
    let mut other = hashes(&bodies(10));
    other[2] = leaf_hash(b"forged");
    let proof = consistency_proof(&other, 7, 10).unwrap();
    let refused = Err(WitnessRefusal::Different { seen: 7 });
    assert_eq!(witness.take(&checkpoint(&other, 10), &proof), refused);
    assert_eq!(witness.take(&checkpoint(&other, 10), &[]), refused);
    // Neither at the same size.
    assert_eq!(witness.take(&checkpoint(&other, 7), &[]), refused);
}

#[test]
fn a_checkpoint_that_the_journal_did_not_sign_is_refused() {
    let forger = CheckpointKey::new(ORIGIN, &SeededEntropy::new(2)).unwrap();
    let forged = forger
        .sign(checkpoint(&hashes(&bodies(12)), 12).checkpoint)
        .unwrap();
    let refused = Err(WitnessRefusal::Checkpoint(CheckpointError::Unsigned));
    assert_eq!(witness_of(10).take(&forged, &[]), refused);
    assert_eq!(Witness::new(key().public(), None).take(&forged, &[]), refused);
}

#[test]
fn the_same_checkpoint_again_is_taken() {
    let mut witness = witness_of(10);
    assert_eq!(witness.take(&checkpoint(&hashes(&bodies(10)), 10), &[]), Ok(()));
}

#[test]
fn a_witness_vouches_for_one_checkpoint_at_one_instant() {
    let witness = CosignerKey::new("temoin.example", &SeededEntropy::new(3)).unwrap();
    let mut signed = checkpoint(&hashes(&bodies(10)), 10);
    assert_eq!(witness.public().verify(&signed), Err(CheckpointError::Unsigned));
    signed
        .signatures
        .push(witness.cosign(&signed.checkpoint, super::instant()));
    // It goes out and comes back as text, and the journal's own signature still holds.
    let read: crate::SignedCheckpoint = signed.to_string().parse().unwrap();
    let public: CosignerPublic = witness.public().to_string().parse().unwrap();
    assert_eq!(public.verify(&read), Ok(super::instant()));
    assert_eq!(key().public().verify(&read), Ok(()));
    let mut other = read.clone();
    other.checkpoint.size = 11;
    assert_eq!(public.verify(&other), Err(CheckpointError::BadSignature));
    let mut later = read;
    later.signatures[1].signature[7] ^= 1;
    assert_eq!(public.verify(&later), Err(CheckpointError::BadSignature));
    // A key of the one kind is none of the other.
    assert!(
        witness
            .public()
            .to_string()
            .parse::<crate::CheckpointPublic>()
            .is_err()
    );
}

#[test]
fn a_submission_is_read_as_it_was_written_and_no_other_way() {
    let leaves = hashes(&bodies(10));
    let asked = Submission {
        old: 7,
        proof: consistency_proof(&leaves, 7, 10).unwrap(),
        checkpoint: checkpoint(&leaves, 10),
    };
    let text = asked.to_string();
    assert_eq!(text.parse(), Ok(asked));
    for wrong in [
        text.replace("old 7", "old 11"),
        text.replace("old 7", "old -1"),
        text.replace("old 7\n", "old 7\nAAAA\n"),
        text.replacen("\n\n", "\n", 1),
        text.replace("old 7\n", &format!("old 7\n{}", "A".repeat(64))),
    ] {
        assert!(wrong.parse::<Submission>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_proof_of_growth_needs_nothing_of_the_past_but_its_edge(old in 0u64..90, more in 0u64..90) {
        let leaves = hashes(&bodies(old + more));
        let mut edge = Frontier::new();
        for leaf in &leaves[..usize::try_from(old).unwrap()] {
            edge.append(*leaf);
        }
        let fresh = &leaves[usize::try_from(old).unwrap()..];
        prop_assert_eq!(growth_proof(&edge, fresh), consistency_proof(&leaves, old, old + more));
    }

    #[test]
    fn a_journal_that_only_grows_is_always_taken(mut sizes in prop::collection::vec(0u64..80, 1..8)) {
        sizes.sort_unstable();
        let leaves = hashes(&bodies(80));
        let mut witness = Witness::new(key().public(), None);
        for size in sizes {
            let seen = witness.last().map_or(size, |last| last.size);
            let proof = consistency_proof(&leaves, seen, size).unwrap();
            prop_assert_eq!(witness.take(&checkpoint(&leaves, size), &proof), Ok(()));
            // A witness that was switched off goes on from what it stored.
            witness = Witness::new(key().public(), witness.last().cloned());
        }
    }
}
