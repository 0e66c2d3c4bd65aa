use crate::{Hash, Subtree, Unaligned, node_hash};

/// First byte of a stored frontier.
const FORMAT: u8 = 1;

/// Both databases number entries with signed integers.
const MOST: u64 = i64::MAX as u64;

/// The right edge of the tree: all that is needed to append and to know the root, in 9 to 2025 bytes
/// however long the journal is. It is the journal's head row (decisions §19).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// Roots of the complete subtrees from left to right: one per bit set in `size`, largest first.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The tree without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends the hash of the next entry and returns the entry's index.
    pub fn append(&mut self, leaf: Hash) -> u64 {
        let index = self.size;
        self.close_with(leaf, 0);
        index
    }

    /// Appends a complete subtree whose entries are not at hand.
    ///
    /// # Errors
    /// [`Unaligned`] when none of its size can begin here.
    pub fn append_subtree(&mut self, subtree: &Subtree) -> Result<(), Unaligned> {
        let entries = 1_u64.checked_shl(subtree.level).ok_or(Unaligned)?;
        let fits =
            self.size.is_multiple_of(entries) && self.size.checked_add(entries).is_some_and(|n| n <= MOST);
        if !fits {
            return Err(Unaligned);
        }
        self.close_with(subtree.hash, subtree.level);
        Ok(())
    }

    fn close_with(&mut self, mut hash: Hash, level: u32) {
        // Every low bit set in the old size is a subtree as large as the one being closed.
        for _ in 0..(self.size >> level).trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1 << level;
    }

    /// The complete subtree of this level on the right edge, with the index of its first entry.
    pub(crate) fn peak(&self, level: u32) -> Option<(u64, Hash)> {
        let bit = 1_u64.checked_shl(level)?;
        if self.size & bit == 0 {
            return None;
        }
        let above = self.size & !(bit | (bit - 1));
        let place = usize::try_from(above.count_ones()).ok()?;
        Some((above, *self.peaks.get(place)?))
    }

    /// How many entries the tree has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over all entries (RFC 6962 §2.1).
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return Hash::of_nothing();
        };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    /// Format byte | size, big-endian | one hash per bit set in the size.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        bytes.extend_from_slice(&self.size.to_be_bytes());
        for peak in &self.peaks {
            bytes.extend_from_slice(peak.as_bytes());
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`NotAFrontier`] for an unknown format, a length that does not fit the size, or a size of 2⁶³ and more.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAFrontier> {
        let (&format, rest) = bytes.split_first().ok_or(NotAFrontier)?;
        let (size, peaks) = rest.split_first_chunk::<8>().ok_or(NotAFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, over) = peaks.as_chunks::<32>();
        if format != FORMAT
            || size > MOST
            || !over.is_empty()
            || peaks.len() as u64 != u64::from(size.count_ones())
        {
            return Err(NotAFrontier);
        }
        Ok(Self {
            size,
            peaks: peaks.iter().copied().map(Hash::from_bytes).collect(),
        })
    }
}

/// The bytes are no stored frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the head of the journal cannot be read")]
pub struct NotAFrontier;
