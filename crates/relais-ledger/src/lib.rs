//! RFC 6962 tree, signed checkpoints, proofs and the offline verifier.
