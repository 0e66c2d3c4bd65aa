//! Where a word occurs.

/// A document and what the word weighs in it: six bytes, the slot in two halves, for there are millions.
type Posting = [u16; 3];

/// The documents of one word, in the order of their slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Postings(Vec<Posting>);

impl Postings {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u16)> {
        self.0.iter().map(|posting| (slot_of(posting), posting[2]))
    }

    /// What the word weighs in a document.
    pub(crate) fn weight(&self, slot: u32) -> Option<u16> {
        let at = self.at(slot).ok()?;
        self.0.get(at).map(|posting| posting[2])
    }

    /// Enters a document, or its new weight.
    pub(crate) fn insert(&mut self, slot: u32, weight: u16) {
        let posting = [(slot >> 16) as u16, slot as u16, weight];
        // documents mostly come in order
        if self.0.last().is_none_or(|last| slot_of(last) < slot) {
            self.0.push(posting);
            return;
        }
        match self.at(slot) {
            Ok(at) => self.0[at] = posting,
            Err(at) => self.0.insert(at, posting),
        }
    }

    pub(crate) fn remove(&mut self, slot: u32) {
        if let Ok(at) = self.at(slot) {
            self.0.remove(at);
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<Posting>()
    }

    fn at(&self, slot: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&slot, slot_of)
    }
}

fn slot_of(posting: &Posting) -> u32 {
    (u32::from(posting[0]) << 16) | u32::from(posting[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_stay_in_order_whatever_comes_first() {
        let mut postings = Postings::default();
        for (slot, weight) in [(70_000, 1), (3, 2), (u32::MAX, 3), (70_000, 4), (65_536, 5)] {
            postings.insert(slot, weight);
        }
        postings.remove(3);
        postings.remove(4);
        assert_eq!(
            postings.iter().collect::<Vec<_>>(),
            [(65_536, 5), (70_000, 4), (u32::MAX, 3)]
        );
        assert_eq!((postings.weight(70_000), postings.weight(3)), (Some(4), None));
    }
}
