use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use relais_search::Index;
use uuid::Uuid;

use super::Facets;

/// One listed document.
#[derive(Debug)]
pub(super) struct Item {
    pub id: Uuid,
    /// Its name, folded, by which lists are ordered.
    key: String,
    gone: bool,
    pub facets: Facets,
}

/// The documents of one list, each under a number that stays, in order, and found by words.
pub(super) struct Stock {
    items: Vec<Item>,
    numbers: HashMap<Uuid, u32>,
    order: Vec<u32>,
    /// Where each number stands in `order`.
    ranks: Vec<u32>,
    /// When each was last changed, the earliest first; those that do not say so are not there.
    moments: Vec<(Timestamp, u32)>,
    /// Numbers that are not yet in their place.
    changed: BTreeSet<u32>,
    pub words: Index,
}

impl Stock {
    pub fn new(words: Index) -> Self {
        Self {
            items: Vec::new(),
            numbers: HashMap::new(),
            order: Vec::new(),
            ranks: Vec::new(),
            moments: Vec::new(),
            changed: BTreeSet::new(),
            words,
        }
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn get(&self, id: Uuid) -> Option<&Item> {
        let item = self.items.get(*self.numbers.get(&id)? as usize)?;
        (!item.gone).then_some(item)
    }

    pub fn number(&self, id: Uuid) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    pub fn at(&self, number: u32) -> Option<&Item> {
        self.items.get(number as usize).filter(|item| !item.gone)
    }

    /// In the order of lists.
    pub fn ordered(&self) -> &[u32] {
        &self.order
    }

    /// Takes a document in, or its change; its number.
    pub fn put(&mut self, id: Uuid, facets: Facets) -> u32 {
        let item = Item {
            id,
            key: relais_search::fold(&facets.name),
            gone: false,
            facets,
        };
        let number = match self.numbers.get(&id) {
            Some(number) => {
                self.items[*number as usize] = item;
                *number
            }
            None => {
                // More than four thousand million services are not expected.
                let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
                self.items.push(item);
                self.numbers.insert(id, number);
                number
            }
        };
        self.changed.insert(number);
        number
    }

    pub fn remove(&mut self, id: Uuid) {
        if let Some(number) = self.numbers.get(&id) {
            let item = &mut self.items[*number as usize];
            item.gone = true;
            item.facets = Facets::default();
            self.words.remove(*number);
            self.changed.insert(*number);
        }
    }

    /// Puts the lists into their order again after changes. What did not change keeps its place, so that a change among many
    /// costs no sorting of all.
    pub fn settle(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return;
        }
        let items = &self.items;
        let there = |number: &u32| !items[*number as usize].gone;
        self.order.retain(|number| !changed.contains(number));
        self.moments.retain(|(_, number)| !changed.contains(number));
        self.order.extend(changed.iter().copied().filter(there));
        let dated = |number: u32| Some((items[number as usize].facets.modified?, number));
        self.moments
            .extend(changed.iter().copied().filter(there).filter_map(dated));
        let key = |number: &u32| {
            let item = &items[*number as usize];
            (item.key.as_str(), item.id)
        };
        // Both are long sorted runs with a short tail, which a stable sort merges.
        self.order.sort_by(|a, b| key(a).cmp(&key(b)));
        self.moments.sort();
        self.ranks.resize(items.len(), 0);
        for (rank, number) in (0..).zip(&self.order) {
            self.ranks[*number as usize] = rank;
        }
    }

    /// The part of the list from `from`, of at most `most`, that was changed at a moment or after it; and how many there are.
    pub fn since(&self, after: Timestamp, from: usize, most: usize) -> (usize, Vec<u32>) {
        let first = self.moments.partition_point(|(at, _)| *at < after);
        let late = &self.moments[first..];
        let part = |all: &mut dyn Iterator<Item = u32>| all.skip(from).take(most).collect();
        // Few are sorted; many are met soon by going through the list.
        if late.len() * FEW < self.order.len() {
            let mut numbers: Vec<u32> = late.iter().map(|(_, number)| *number).collect();
            numbers.sort_unstable_by_key(|number| self.ranks[*number as usize]);
            return (late.len(), part(&mut numbers.into_iter()));
        }
        let met = |number: &u32| {
            let modified = self.items[*number as usize].facets.modified;
            modified.is_some_and(|at| at >= after)
        };
        (late.len(), part(&mut self.order.iter().copied().filter(met)))
    }
}

/// One in so many is few.
const FEW: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use relais_search::Synonyms;

    use super::*;

    fn facets(name: u8, modified: Option<i64>) -> Facets {
        Facets {
            name: format!("Nom-{name}"),
            modified: modified.map(|at| Timestamp::from_second(at).unwrap()),
            ..Facets::default()
        }
    }

    fn change() -> impl Strategy<Value = (u8, Option<(u8, Option<i64>)>)> {
        let said = (any::<u8>(), proptest::option::of(0_i64..40));
        (0_u8..60, proptest::option::weighted(0.8, said))
    }

    proptest! {
        #[test]
        fn after_any_changes_lists_are_as_if_sorted_anew(
            rounds in proptest::collection::vec(proptest::collection::vec(change(), 0..30), 1..6),
            after in 0_i64..41, from in 0_usize..50, most in 0_usize..20,
        ) {
            let mut stock = Stock::new(Index::new(Synonyms::default()));
            for changes in rounds {
                for (id, said) in changes {
                    let id = Uuid::from_u128(id.into());
                    match said {
                        Some((name, modified)) => drop(stock.put(id, facets(name, modified))),
                        None => stock.remove(id),
                    }
                }
                stock.settle();
            }
            let mut anew: Vec<u32> = (0..).take(stock.items.len()).collect();
            anew.retain(|number| !stock.items[*number as usize].gone);
            anew.sort_by(|a, b| {
                let key = |n: &u32| (&stock.items[*n as usize].key, stock.items[*n as usize].id);
                key(a).cmp(&key(b))
            });
            prop_assert_eq!(stock.ordered(), &anew[..]);
            let after = Timestamp::from_second(after).unwrap();
            anew.retain(|number| stock.items[*number as usize].facets.modified.is_some_and(|at| at >= after));
            let part: Vec<u32> = anew.iter().copied().skip(from).take(most).collect();
            prop_assert_eq!(stock.since(after, from, most), (anew.len(), part));
        }
    }
}
