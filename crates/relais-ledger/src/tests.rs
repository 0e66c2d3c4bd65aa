mod checkpoints;
mod journal;
mod outline;
mod ratchet;
mod tree;
mod witness;

use relais_kernel::{SeededEntropy, Timestamp};

use crate::{Checkpoint, CheckpointKey, Hash, SignedCheckpoint, leaf_hash, root_of};

const ORIGIN: &str = "mnr-demo.example/journal";

fn key() -> CheckpointKey {
    CheckpointKey::new(ORIGIN, &SeededEntropy::new(1)).unwrap()
}

fn instant() -> Timestamp {
    "2026-11-20T13:00:00Z".parse().unwrap()
}

/// The signed checkpoint over the first `size` of these entries.
fn checkpoint(leaves: &[Hash], size: u64) -> SignedCheckpoint {
    let root = root_of(leaves, size).unwrap();
    key()
        .sign(Checkpoint {
            origin: ORIGIN.into(),
            size,
            root,
            at: instant(),
        })
        .unwrap()
}

/// `count` different entries.
fn bodies(count: u64) -> Vec<Vec<u8>> {
    (0..count).map(|i| format!("entry {i}").into_bytes()).collect()
}

fn hashes(bodies: &[Vec<u8>]) -> Vec<Hash> {
    bodies.iter().map(|body| leaf_hash(body)).collect()
}
