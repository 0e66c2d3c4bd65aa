use std::{cmp::Reverse, collections::HashMap, ops::Range, sync::OnceLock};

use relais_kernel::Lang;

use crate::{
    Country, Department, Point, Region, Town, folded,
    reading::{self, Tables},
};

/// The places that Relais knows: countries, their regions and departments (P-codes), and their towns.
/// Countries are named by ISO 3166-1 alpha-3 (`CMR`), regions and departments by P-code (`CM005`,
/// `CM005004`), towns by GeoNames identifier. A code that is not known gives nothing.
pub struct Gazetteer {
    countries: Vec<Country>,
    regions: Vec<Region>,
    departments: Vec<Department>,
    /// Sorted by country, the most populous first.
    towns: Vec<Town>,
    towns_of: HashMap<String, Range<usize>>,
    region_at: HashMap<String, usize>,
    department_at: HashMap<String, usize>,
    town_at: HashMap<u32, usize>,
    /// Positions by folded name, in the order of `towns`.
    named: HashMap<String, Vec<usize>>,
}

impl Gazetteer {
    /// The data compiled into the program (`data/README.md` gives sources and licences), read at first use.
    #[expect(
        clippy::expect_used,
        reason = "compiled in: `every_embedded_row_is_read` proves that it reads"
    )]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Gazetteer> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::indexed(reading::embedded().expect("the embedded places make sense")))
    }

    fn indexed(tables: Tables) -> Self {
        let Tables {
            countries,
            regions,
            departments,
            mut towns,
        } = tables;
        towns.sort_by(|a, b| {
            (&a.country, Reverse(a.population), a.id).cmp(&(&b.country, Reverse(b.population), b.id))
        });
        let mut towns_of: HashMap<String, Range<usize>> = HashMap::new();
        let mut named: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, town) in towns.iter().enumerate() {
            towns_of.entry(town.country.clone()).or_insert(at..at).end = at + 1;
            named.entry(folded(&town.name)).or_default().push(at);
        }
        Self {
            region_at: regions
                .iter()
                .enumerate()
                .map(|(at, r)| (r.pcode.clone(), at))
                .collect(),
            department_at: departments
                .iter()
                .enumerate()
                .map(|(at, d)| (d.pcode.clone(), at))
                .collect(),
            town_at: towns.iter().enumerate().map(|(at, t)| (t.id, at)).collect(),
            countries,
            regions,
            departments,
            towns,
            towns_of,
            named,
        }
    }

    /// Every country of the data, in the alphabetical order of a language (accents do not count).
    pub fn countries(&self, lang: Lang) -> Vec<&Country> {
        let mut sorted: Vec<_> = self.countries.iter().collect();
        sorted.sort_by_cached_key(|c| folded(c.name.get(lang)));
        sorted
    }

    /// A country by ISO 3166-1 alpha-3.
    pub fn country(&self, iso3: &str) -> Option<&Country> {
        self.countries.iter().find(|c| c.iso3 == iso3)
    }

    /// The regions of a country (ISO 3166-1 alpha-3), by P-code.
    pub fn regions(&self, country: &str) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(move |r| r.country == country)
    }

    /// The departments of a region, by P-code.
    pub fn departments(&self, region: &str) -> impl Iterator<Item = &Department> {
        self.departments.iter().filter(move |d| d.region == region)
    }

    /// A region by P-code.
    pub fn region(&self, pcode: &str) -> Option<&Region> {
        self.region_at.get(pcode).map(|at| &self.regions[*at])
    }

    /// A department by P-code.
    pub fn department(&self, pcode: &str) -> Option<&Department> {
        self.department_at.get(pcode).map(|at| &self.departments[*at])
    }

    /// A town by GeoNames identifier.
    pub fn town(&self, id: u32) -> Option<&Town> {
        self.town_at.get(&id).map(|at| &self.towns[*at])
    }

    /// The towns of a country (ISO 3166-1 alpha-3), the most populous first.
    pub fn towns_in(&self, country: &str) -> &[Town] {
        self.towns_of
            .get(country)
            .map_or(&[], |range| &self.towns[range.clone()])
    }

    /// The towns of a country that bear a name, however its accents, capitals, hyphens and apostrophes are
    /// written; the most populous first.
    pub fn towns_named(&self, name: &str, country: &str) -> impl Iterator<Item = &Town> {
        let positions = self.named.get(&folded(name)).map_or(&[][..], Vec::as_slice);
        positions
            .iter()
            .map(|at| &self.towns[*at])
            .filter(move |t| t.country == country)
    }

    /// The most populous town of a country that bears this name ([`Self::towns_named`] gives all of them).
    pub fn find_town(&self, name: &str, country: &str) -> Option<&Town> {
        self.towns_named(name, country).next()
    }

    /// Where somebody or something is, as precisely as it is known: the town, or else the centre of the area,
    /// which is the P-code of a region or of a department (the centre of whose region then stands for it).
    /// For distances (decisions §24).
    pub fn locate(&self, town: Option<u32>, area: Option<&str>) -> Option<Point> {
        if let Some(town) = town.and_then(|id| self.town(id)) {
            return Some(town.point);
        }
        let area = area?;
        let region = self.department(area).map_or(area, |d| d.region.as_str());
        self.region(region)?.centre
    }
}
