#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod checkpoint;
mod checkpoint_key;
mod cosigner;
mod frontier;
mod hash;
mod note_key;
mod outline;
mod proof;
mod ratchet;
mod submission;
mod verifier;
mod witness;

pub use checkpoint::{Checkpoint, CheckpointError, NoteSignature, SignedCheckpoint};
pub use checkpoint_key::{CheckpointKey, CheckpointPublic};
pub use cosigner::{CosignerKey, CosignerPublic};
pub use frontier::{Frontier, NotAFrontier};
pub use hash::{Hash, NotAHash, leaf_hash, node_hash};
pub use outline::{Gap, Subtree, Unaligned};
pub use proof::{
    Leaves, ProofError, consistency_proof, growth_proof, inclusion_proof, root_of, verify_consistency,
    verify_inclusion,
};
pub use ratchet::{Mark, NotAStartKey, Ratchet, StartKey};
pub use submission::Submission;
pub use verifier::{Broken, Verified, Verifier};
pub use witness::{Witness, WitnessRefusal};

#[cfg(test)]
mod tests;
