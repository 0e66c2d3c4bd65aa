use crate::{Hash, node_hash};

/// A complete subtree: the hash over 2^`level` entries, the first of which has an index that is a multiple of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtree {
    pub level: u32,
    pub hash: Hash,
}

/// What stands between entries that are shown, as few hashes as can be: whoever has the shown entries and these
/// comes to the root of the whole tree, and learns nothing of the others but how many they are.
#[derive(Debug, Clone)]
pub struct Gap {
    next: u64,
    /// From left to right: index of the first entry, and the subtree.
    parts: Vec<(u64, Subtree)>,
}

impl Gap {
    /// Nothing yet, before the entry `index`.
    pub const fn before(index: u64) -> Self {
        Self {
            next: index,
            parts: Vec::new(),
        }
    }

    /// One more entry that is not shown.
    pub fn hide(&mut self, leaf: Hash) {
        let mut part = (self.next, Subtree { level: 0, hash: leaf });
        self.next += 1;
        while let Some((start, left)) = self.parts.last()
            && left.level == part.1.level
            && start % (1 << (left.level + 1)) == 0
        {
            let hash = node_hash(&left.hash, &part.1.hash);
            let level = left.level + 1;
            part = (*start, Subtree { level, hash });
            self.parts.pop();
        }
        self.parts.push(part);
    }

    /// Ends the gap: its subtrees from left to right. The next one begins after the entry that follows.
    pub fn close(&mut self) -> Vec<Subtree> {
        self.next += 1;
        self.parts.drain(..).map(|(_, subtree)| subtree).collect()
    }
}

/// A subtree does not begin where the tree ends, or is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a subtree does not begin where the tree ends")]
pub struct Unaligned;
