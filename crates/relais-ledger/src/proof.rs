use crate::{Frontier, Hash, node_hash};

/// Where the hashes of entries come from: a slice, a table, a file. One that also stores complete subtrees
/// answers [`Leaves::subtree`] itself and makes proofs in logarithmic time.
pub trait Leaves {
    /// How many entries there are.
    fn size(&self) -> u64;

    /// The hash of one entry.
    fn leaf(&self, index: u64) -> Option<Hash>;

    /// The root of the complete subtree of 2^`level` entries that begins at entry `index` × 2^`level`.
    fn subtree(&self, level: u32, index: u64) -> Option<Hash> {
        if level == 0 {
            return self.leaf(index);
        }
        let left = self.subtree(level - 1, index.checked_mul(2)?)?;
        Some(node_hash(&left, &self.subtree(level - 1, index * 2 + 1)?))
    }
}

impl Leaves for [Hash] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.get(usize::try_from(index).ok()?).copied()
    }
}

impl Leaves for Vec<Hash> {
    fn size(&self) -> u64 {
        self.as_slice().size()
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.as_slice().leaf(index)
    }
}

/// Why a proof is not made or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("the entry or size asked for lies outside the tree")]
    Outside,
    #[error("the source does not give a hash it should have")]
    MissingLeaf,
    #[error("the proof does not lead to this root")]
    DoesNotHold,
}

/// The root of the first `size` entries.
///
/// # Errors
/// [`ProofError::Outside`] or [`ProofError::MissingLeaf`].
pub fn root_of<L: Leaves + ?Sized>(leaves: &L, size: u64) -> Result<Hash, ProofError> {
    if size > leaves.size() {
        return Err(ProofError::Outside);
    }
    if size == 0 {
        Ok(Hash::of_nothing())
    } else {
        range(leaves, 0, size)
    }
}

/// The path from entry `index` to the root over the first `size` entries (RFC 6962 §2.1.1).
///
/// # Errors
/// [`ProofError::Outside`] or [`ProofError::MissingLeaf`].
pub fn inclusion_proof<L: Leaves + ?Sized>(
    leaves: &L,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, ProofError> {
    if index >= size || size > leaves.size() {
        return Err(ProofError::Outside);
    }
    let (mut begin, mut end, mut path) = (0, size, Vec::new());
    while end - begin > 1 {
        let middle = begin + split(end - begin);
        if index < middle {
            path.push(range(leaves, middle, end)?);
            end = middle;
        } else {
            path.push(range(leaves, begin, middle)?);
            begin = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// What proves that the tree of `old` entries is the beginning of the tree of `new` ones (RFC 6962 §2.1.2).
///
/// # Errors
/// [`ProofError::Outside`] or [`ProofError::MissingLeaf`].
pub fn consistency_proof<L: Leaves + ?Sized>(
    leaves: &L,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, ProofError> {
    if old > new || new > leaves.size() {
        return Err(ProofError::Outside);
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (mut begin, mut end, mut path) = (0, new, Vec::new());
    while old != end {
        let middle = begin + split(end - begin);
        if old <= middle {
            path.push(range(leaves, middle, end)?);
            end = middle;
        } else {
            path.push(range(leaves, begin, middle)?);
            begin = middle;
        }
    }
    // The subtree that ends the old tree is known to the verifier only when it is the whole old tree.
    if begin != 0 {
        path.push(range(leaves, begin, end)?);
    }
    path.reverse();
    Ok(path)
}

/// The consistency proof from the tree with this frontier to the one after `fresh`: the hashes before are not needed.
///
/// # Errors
/// As [`consistency_proof`].
pub fn growth_proof(old: &Frontier, fresh: &[Hash]) -> Result<Vec<Hash>, ProofError> {
    let grown = Grown { old, fresh };
    consistency_proof(&grown, old.size(), grown.size())
}

/// The peaks of a tree, and the entries after it.
struct Grown<'a> {
    old: &'a Frontier,
    fresh: &'a [Hash],
}

impl Leaves for Grown<'_> {
    fn size(&self) -> u64 {
        self.old.size().saturating_add(self.fresh.size())
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.fresh.leaf(index.checked_sub(self.old.size())?)
    }

    fn subtree(&self, level: u32, index: u64) -> Option<Hash> {
        let start = index.checked_mul(1_u64.checked_shl(level)?)?;
        if start < self.old.size() {
            // A proof asks for the old tree's own peaks alone.
            return self
                .old
                .peak(level)
                .filter(|(at, _)| *at == start)
                .map(|(_, hash)| hash);
        }
        if level == 0 {
            return self.leaf(index);
        }
        let left = self.subtree(level - 1, index.checked_mul(2)?)?;
        Some(node_hash(&left, &self.subtree(level - 1, index * 2 + 1)?))
    }
}

/// Checks that an entry with this hash stands at `index` in the tree of `size` entries with this root
/// (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`ProofError::Outside`] or [`ProofError::DoesNotHold`].
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside);
    }
    let (mut climb, mut hash) = (
        Climb {
            at: index,
            last: size - 1,
        },
        *leaf,
    );
    for step in proof {
        hash = if climb.up()? {
            node_hash(step, &hash)
        } else {
            node_hash(&hash, step)
        };
    }
    holds(climb.last == 0 && hash == *root)
}

/// Checks that the tree of `new` entries only grew out of the tree of `old` entries (RFC 9162 §2.1.4.2).
///
/// # Errors
/// [`ProofError::Outside`] or [`ProofError::DoesNotHold`].
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Outside);
    }
    if old == 0 && *old_root != Hash::of_nothing() {
        return holds(false);
    }
    if old == 0 || old == new {
        // Every tree grows out of the empty one.
        return holds(proof.is_empty() && (old != new || old_root == new_root));
    }
    // A complete old tree is its own first step.
    let (first, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or(ProofError::DoesNotHold)?
    };
    let skipped = (old - 1).trailing_ones();
    let mut climb = Climb {
        at: (old - 1) >> skipped,
        last: (new - 1) >> skipped,
    };
    let (mut of_old, mut of_new) = (*first, *first);
    for step in rest {
        if climb.up()? {
            of_old = node_hash(step, &of_old);
            of_new = node_hash(step, &of_new);
        } else {
            of_new = node_hash(&of_new, step);
        }
    }
    holds(climb.last == 0 && of_old == *old_root && of_new == *new_root)
}

fn holds(yes: bool) -> Result<(), ProofError> {
    if yes { Ok(()) } else { Err(ProofError::DoesNotHold) }
}

/// The way up to the root: a position and the last position of its level.
struct Climb {
    at: u64,
    last: u64,
}

impl Climb {
    /// Goes up one level, and says whether the hash met there stands to the left.
    fn up(&mut self) -> Result<bool, ProofError> {
        if self.last == 0 {
            return Err(ProofError::DoesNotHold);
        }
        let left = self.at % 2 == 1 || self.at == self.last;
        if left {
            // On the right edge, levels without a left neighbour are skipped.
            let skipped = self.at.trailing_zeros();
            self.at >>= skipped;
            self.last >>= skipped;
        }
        self.at >>= 1;
        self.last >>= 1;
        Ok(left)
    }
}

/// The largest power of two below `count`, which is at least 2.
const fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// The root of the entries from `begin` to before `end`; `begin` is a multiple of the subtrees' size.
fn range<L: Leaves + ?Sized>(leaves: &L, begin: u64, end: u64) -> Result<Hash, ProofError> {
    let count = end - begin;
    if count.is_power_of_two() {
        let level = count.ilog2();
        return leaves
            .subtree(level, begin >> level)
            .ok_or(ProofError::MissingLeaf);
    }
    let middle = begin + split(count);
    Ok(node_hash(
        &range(leaves, begin, middle)?,
        &range(leaves, middle, end)?,
    ))
}
