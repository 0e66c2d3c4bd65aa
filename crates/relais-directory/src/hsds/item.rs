use std::collections::HashMap;

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
    pub words: Index,
}

impl Stock {
    pub fn new(words: Index) -> Self {
        Self {
            items: Vec::new(),
            numbers: HashMap::new(),
            order: Vec::new(),
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
        match self.numbers.get(&id) {
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
        }
    }

    pub fn remove(&mut self, id: Uuid) {
        if let Some(number) = self.numbers.get(&id) {
            let item = &mut self.items[*number as usize];
            item.gone = true;
            item.facets = Facets::default();
            self.words.remove(*number);
        }
    }

    /// Puts the list into its order again after changes.
    pub fn settle(&mut self) {
        let items = &self.items;
        self.order = (0..)
            .take(items.len())
            .filter(|n: &u32| !items[*n as usize].gone)
            .collect();
        let key = |number: &u32| {
            let item = &items[*number as usize];
            (item.key.as_str(), item.id)
        };
        self.order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    }
}
