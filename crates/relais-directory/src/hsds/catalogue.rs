use std::collections::{BTreeSet, HashMap};

use relais_geography::distance_km;
use relais_hsds::Kind;
use relais_search::{Index, Synonyms};
use uuid::Uuid;

use super::{Facets, Listed, Wanted, area::fold_code, facets::OTHER_NAME, filter::Place, item::Stock};
use crate::store::hsds::State;

/// What the public may find, by what it is found: held in memory, read from the documents, and brought up to date by the
/// edition. It holds no document.
pub struct Catalogue {
    pub state: State,
    stocks: [Stock; 5],
    locations: HashMap<Uuid, Facets>,
    by_postcode: HashMap<String, BTreeSet<Uuid>>,
    /// Of an organisation its services and locations, of a service and of a location its services at locations.
    belonging: HashMap<(Kind, Uuid, Kind), BTreeSet<(i64, Uuid)>>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub total: usize,
    pub ids: Vec<Uuid>,
}

/// A document, and what it is found by now, or that it is gone.
pub type Change = (Kind, Uuid, Option<Facets>);

impl Catalogue {
    pub fn new(synonyms: &Synonyms) -> Self {
        Self {
            state: State::default(),
            stocks: std::array::from_fn(|_| Stock::new(Index::new(synonyms.clone()))),
            locations: HashMap::new(),
            by_postcode: HashMap::new(),
            belonging: HashMap::new(),
        }
    }

    fn stock(&self, listed: Listed) -> &Stock {
        &self.stocks[listed.place()]
    }

    pub(super) fn location(&self, id: Uuid) -> Option<&Facets> {
        self.locations.get(&id)
    }

    /// The locations with an address that has this postcode.
    pub(super) fn with_postcode(&self, code: &str) -> impl Iterator<Item = &Facets> {
        let ids = self.by_postcode.get(&fold_code(code)).into_iter().flatten();
        ids.filter_map(|id| self.locations.get(id))
    }

    /// How many there are of a list.
    pub fn count(&self, listed: Listed) -> usize {
        self.stock(listed).len()
    }

    pub fn holds(&self, listed: Listed, id: Uuid) -> bool {
        self.stock(listed).get(id).is_some()
    }

    /// What a document is found by.
    pub fn facets(&self, listed: Listed, id: Uuid) -> Option<&Facets> {
        self.stock(listed).get(id).map(|item| &item.facets)
    }

    /// What belongs to a document, in the order in which it came in.
    pub fn belonging(&self, to: Kind, id: Uuid, what: Kind) -> impl Iterator<Item = Uuid> {
        let all = self.belonging.get(&(to, id, what));
        all.into_iter().flatten().map(|(_, id)| *id)
    }

    /// Takes changes in.
    pub fn take(&mut self, changes: Vec<Change>, state: State) {
        let mut words: BTreeSet<(Kind, Uuid)> = BTreeSet::new();
        for (kind, id, facets) in changes {
            self.forget(kind, id);
            words.insert((kind, id));
            if let Some(facets) = facets {
                self.learn(kind, id, facets);
            }
        }
        self.spread(&mut words);
        for (kind, id) in words {
            self.index(kind, id);
        }
        self.stocks.iter_mut().for_each(Stock::settle);
        self.state = state;
    }

    /// The words of an organisation lead to its services, and those of a service or a location to where it is given.
    fn spread(&self, words: &mut BTreeSet<(Kind, Uuid)>) {
        for (to, what) in [
            (Kind::Organization, Kind::Service),
            (Kind::Service, Kind::ServiceAtLocation),
            (Kind::Location, Kind::ServiceAtLocation),
        ] {
            let from: Vec<Uuid> = words
                .iter()
                .filter(|(kind, _)| *kind == to)
                .map(|(_, id)| *id)
                .collect();
            for id in from {
                words.extend(self.belonging(to, id, what).map(|id| (what, id)));
            }
        }
    }

    fn owners(kind: Kind, facets: &Facets) -> Vec<(Kind, Uuid)> {
        let of = |kind, id: Option<Uuid>| id.map(|id| (kind, id));
        let all = match kind {
            Kind::Service | Kind::Location => vec![of(Kind::Organization, facets.organization)],
            Kind::ServiceAtLocation => vec![
                of(Kind::Service, facets.service),
                of(Kind::Location, facets.location),
            ],
            _ => Vec::new(),
        };
        all.into_iter().flatten().collect()
    }

    fn held(&self, kind: Kind, id: Uuid) -> Option<&Facets> {
        match listed(kind) {
            Some(listed) => self.facets(listed, id),
            None => self.locations.get(&id),
        }
    }

    fn forget(&mut self, kind: Kind, id: Uuid) {
        let Some(facets) = self.held(kind, id) else { return };
        let (owners, position) = (Self::owners(kind, facets), facets.position);
        let codes = facets.postcodes.clone();
        for (to, owner) in owners {
            if let Some(all) = self.belonging.get_mut(&(to, owner, kind)) {
                all.remove(&(position, id));
            }
        }
        for code in codes {
            if let Some(all) = self.by_postcode.get_mut(&fold_code(&code)) {
                all.remove(&id);
            }
        }
        match listed(kind) {
            Some(listed) => self.stocks[listed.place()].remove(id),
            None => drop(self.locations.remove(&id)),
        }
    }

    fn learn(&mut self, kind: Kind, id: Uuid, facets: Facets) {
        for (to, owner) in Self::owners(kind, &facets) {
            let all = self.belonging.entry((to, owner, kind)).or_default();
            all.insert((facets.position, id));
        }
        match listed(kind) {
            Some(listed) => drop(self.stocks[listed.place()].put(id, facets)),
            None if kind == Kind::Location => {
                for code in &facets.postcodes {
                    self.by_postcode.entry(fold_code(code)).or_default().insert(id);
                }
                self.locations.insert(id, facets);
            }
            None => {}
        }
    }

    fn index(&mut self, kind: Kind, id: Uuid) {
        let Some(listed) = listed(kind) else { return };
        let Some(facets) = self.facets(listed, id) else {
            return;
        };
        let mut text: Vec<(u8, String)> = facets.text.clone();
        let (service, location) = (facets.service, facets.location);
        let mut organization = facets.organization.filter(|_| kind == Kind::Service);
        if kind == Kind::ServiceAtLocation {
            let service = service.and_then(|id| self.facets(Listed::Services, id));
            let location = location.and_then(|id| self.locations.get(&id));
            organization = service.and_then(|service| service.organization);
            let more = [service, location];
            text.extend(more.into_iter().flatten().flat_map(|facets| facets.text.clone()));
        }
        let owner = organization.and_then(|id| self.facets(Listed::Organizations, id));
        // The names of who offers it, less than its own.
        let names = owner.into_iter().flat_map(|owner| &owner.text);
        let names = names.filter(|(weight, _)| *weight >= OTHER_NAME);
        text.extend(names.map(|(_, name)| (3, name.clone())));
        let fields: Vec<(u8, &str)> = text
            .iter()
            .map(|(weight, text)| (*weight, text.as_str()))
            .collect();
        let stock = &mut self.stocks[listed.place()];
        if let Some(number) = stock.number(id) {
            stock.words.put(number, &fields);
        }
    }

    /// The part of a list from `from`, of at most `most`.
    pub fn list(&self, listed: Listed, wanted: &Wanted, from: usize, most: usize) -> Page {
        let stock = self.stock(listed);
        let part = |all: &[u32]| Page {
            total: all.len(),
            ids: all
                .iter()
                .skip(from)
                .take(most)
                .filter_map(|n| stock.at(*n))
                .map(|item| item.id)
                .collect(),
        };
        if *wanted == Wanted::default() {
            return part(stock.ordered());
        }
        if let Some(after) = wanted.only_changed_since()
            && listed != Listed::ServiceAtLocations
        {
            let (total, numbers) = stock.since(after, from, most);
            let ids = numbers.into_iter().filter_map(|n| Some(stock.at(n)?.id));
            return Page {
                total,
                ids: ids.collect(),
            };
        }
        let found;
        let candidates = match wanted.search.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => {
                found = stock.words.find(text).documents;
                &found[..]
            }
            _ => stock.ordered(),
        };
        let place = wanted.near.as_ref().map(|near| self.place(near));
        let meets = |number: &u32| {
            stock
                .at(*number)
                .is_some_and(|item| self.meets(listed, item, wanted, place.as_ref()))
        };
        let mut kept: Vec<u32> = candidates.iter().copied().filter(|n| meets(n)).collect();
        if let Some(Place::Around(centre, _)) = &place {
            let away = |number: &u32| {
                let point = stock.at(*number).and_then(|item| self.point(item));
                point.map_or(f64::MAX, |point| distance_km(*centre, point))
            };
            kept.sort_by(|a, b| away(a).total_cmp(&away(b)));
        }
        part(&kept)
    }

    /// Where services are given, at every place of which a point is known: a service has none itself, its places have.
    pub fn points(&self, services: &[Uuid]) -> Vec<crate::Point> {
        let places = self.stock(Listed::ServiceAtLocations);
        let given = |id: &Uuid| self.belonging(Kind::Service, *id, Kind::ServiceAtLocation);
        services
            .iter()
            .flat_map(given)
            .filter_map(|id| self.point(places.get(id)?))
            .collect()
    }

    /// What was typed and what was searched instead, where a word stands nowhere.
    pub fn corrections(&self, listed: Listed, wanted: &Wanted) -> Vec<(String, String)> {
        let search = wanted.search.as_deref();
        search
            .map(|text| self.stock(listed).words.find(text).corrected)
            .unwrap_or_default()
    }
}

const fn listed(kind: Kind) -> Option<Listed> {
    match kind {
        Kind::Service => Some(Listed::Services),
        Kind::Organization => Some(Listed::Organizations),
        Kind::ServiceAtLocation => Some(Listed::ServiceAtLocations),
        Kind::Taxonomy => Some(Listed::Taxonomies),
        Kind::TaxonomyTerm => Some(Listed::TaxonomyTerms),
        _ => None,
    }
}
