use std::collections::BTreeMap;

use crate::{Countries, Ring};

/// How many units of a picture its country is wide or, with the height that a picture may have, tall.
const UNITS: f64 = 500.0;
/// What is drawn around the countries of the gazetteer needs no more than this, in degrees.
const AROUND: f64 = 0.05;
/// How far around a country its picture may show, as a part of the country's own extent.
const MARGIN: f64 = 0.12;

#[derive(Clone, Copy)]
struct Extent {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Extent {
    fn of<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> Self {
        let mut all = Self {
            west: f64::MAX,
            south: f64::MAX,
            east: f64::MIN,
            north: f64::MIN,
        };
        for (lon, lat) in rings.into_iter().flatten() {
            let (lon, lat) = (f64::from(*lon) / 1e5, f64::from(*lat) / 1e5);
            all.west = all.west.min(lon);
            all.east = all.east.max(lon);
            all.south = all.south.min(lat);
            all.north = all.north.max(lat);
        }
        all
    }

    fn wide(self) -> f64 {
        self.east - self.west
    }

    fn tall(self) -> f64 {
        self.north - self.south
    }

    fn widened(self) -> Self {
        let by = MARGIN * self.wide().max(self.tall());
        Self {
            west: self.west - by,
            south: self.south - by,
            east: self.east + by,
            north: self.north + by,
        }
    }

    fn meets(self, other: Self) -> bool {
        self.west < other.east
            && other.west < self.east
            && self.south < other.north
            && other.south < self.north
    }
}

/// Keeps the areas that a picture of one of these countries may show.
pub fn keep_what_is_seen(countries: &mut Countries, listed: &[&str]) {
    let frames: Vec<Extent> = listed
        .iter()
        .filter_map(|code| countries.get(*code))
        .map(|rings| Extent::of(rings).widened())
        .collect();
    for (code, rings) in countries.iter_mut() {
        if !listed.contains(&code.as_str()) {
            rings.retain(|ring| frames.iter().any(|frame| frame.meets(Extent::of([ring]))));
        }
    }
    countries.retain(|_, rings| !rings.is_empty());
}

/// How far the line of each country may lie beside the source, in degrees: one unit of a large picture.
pub fn tolerances(countries: &Countries, listed: &[&str]) -> BTreeMap<String, f64> {
    let of = |(code, rings): (&String, &Vec<Ring>)| {
        let extent = Extent::of(rings);
        let listed = listed.contains(&code.as_str());
        let own = extent.wide().max(extent.tall() / 1.5) / UNITS;
        (code.clone(), if listed { own } else { own.max(AROUND) })
    };
    countries.iter().map(of).collect()
}

/// The areas that are large enough to be seen; the largest always is.
pub fn large_enough(rings: &[Ring], tolerance: f64) -> impl Iterator<Item = &Ring> {
    let size = |ring: &Ring| {
        let extent = Extent::of([ring]);
        extent.wide().hypot(extent.tall())
    };
    let largest = rings.iter().map(size).fold(0.0, f64::max);
    rings
        .iter()
        .filter(move |ring| size(ring) >= largest.min(4.0 * tolerance))
}
