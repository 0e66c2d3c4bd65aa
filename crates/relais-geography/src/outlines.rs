use std::{str::FromStr, sync::OnceLock};

use serde::Deserialize;

use crate::{Point, reading};

/// Around an area, the first point not repeated at the end.
pub(crate) type Ring = Vec<Point>;

/// The areas of one country.
#[derive(Debug)]
pub(crate) struct Outline {
    /// ISO 3166-1 alpha-3, or what Natural Earth calls a territory without a code.
    pub country: String,
    pub rings: Vec<Ring>,
}

#[derive(Deserialize)]
struct RingRow {
    country: String,
    ring: String,
}

/// The outlines compiled into the program (`data/README.md`), read at first use.
#[expect(
    clippy::expect_used,
    reason = "compiled in: `every_country_has_an_outline` proves that it reads"
)]
pub(crate) fn embedded() -> &'static [Outline] {
    static EMBEDDED: OnceLock<Vec<Outline>> = OnceLock::new();
    EMBEDDED.get_or_init(|| read().expect("the embedded outlines make sense"))
}

fn read() -> Result<Vec<Outline>, reading::BadPlace> {
    let file = "outlines_wca.csv";
    let mut outlines: Vec<Outline> = Vec::new();
    for row in reading::rows::<RingRow>(file, include_str!("../data/outlines_wca.csv"))? {
        let bad = || reading::BadPlace::Value {
            file,
            key: row.country.clone(),
            what: "not a ring of points",
        };
        let ring = ring(&row.ring).ok_or_else(bad)?;
        match outlines.last_mut().filter(|last| last.country == row.country) {
            Some(same) => same.rings.push(ring),
            None => outlines.push(Outline {
                country: row.country,
                rings: vec![ring],
            }),
        }
    }
    Ok(outlines)
}

/// The file has longitude and latitude in thousandths of a degree: the first point, then steps.
fn ring(steps: &str) -> Option<Ring> {
    let steps: Vec<i32> = steps
        .split(' ')
        .map(i32::from_str)
        .collect::<Result<_, _>>()
        .ok()?;
    let (pairs, rest) = steps.as_chunks::<2>();
    let (mut lon, mut lat) = (0, 0);
    let points: Option<Ring> = pairs
        .iter()
        .map(|[east, north]| {
            (lon, lat) = (lon + east, lat + north);
            Point::new(f64::from(lat) / 1000.0, f64::from(lon) / 1000.0)
        })
        .collect();
    points.filter(|points| rest.is_empty() && points.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Gazetteer, Town, distance_km};
    use relais_kernel::Lang;

    /// Towns that another authority counts to another country than Natural Earth, or than the United Nations,
    /// do: four of Western Sahara that the towns' file has in Morocco, one between Sudan and South Sudan.
    const ELSEWHERE: [&str; 5] = ["Imlili", "Aousserd", "Gueltat Zemmour", "Smara", "Kafia Kingi"];

    fn edges(ring: &Ring) -> impl Iterator<Item = (Point, Point)> {
        ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
    }

    fn within(outline: &Outline, at: Point) -> bool {
        let crossed = |(a, b): &(Point, Point)| {
            (a.lat > at.lat) != (b.lat > at.lat)
                && at.lon < a.lon + (b.lon - a.lon) * (at.lat - a.lat) / (b.lat - a.lat)
        };
        outline.rings.iter().flat_map(edges).filter(crossed).count() % 2 == 1
    }

    fn km_to(outline: &Outline, at: Point) -> f64 {
        let narrow = at.lat.to_radians().cos();
        let seen = |p: Point| ((p.lon - at.lon) * narrow, p.lat - at.lat);
        let nearest = |(a, b): (Point, Point)| {
            let ((ax, ay), (bx, by)) = (seen(a), seen(b));
            let (dx, dy) = (bx - ax, by - ay);
            let along = (-(ax * dx + ay * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
            Point {
                lat: at.lat + ay + along * dy,
                lon: at.lon + (ax + along * dx) / narrow,
            }
        };
        let far = outline
            .rings
            .iter()
            .flat_map(edges)
            .map(|edge| distance_km(nearest(edge), at));
        far.fold(f64::MAX, f64::min)
    }

    fn countries() -> impl Iterator<Item = (&'static Outline, &'static [Town])> {
        let places = Gazetteer::embedded();
        places.countries(Lang::En).into_iter().map(|country| {
            let outline = embedded().iter().find(|o| o.country == country.iso3);
            (outline.expect(&country.iso3), places.towns_in(&country.iso3))
        })
    }

    #[test]
    fn every_country_has_an_outline() {
        assert_eq!(countries().count(), 31);
        assert!(
            embedded()
                .iter()
                .flat_map(|o| &o.rings)
                .all(|ring| ring.len() > 2)
        );
        assert!(embedded().is_sorted_by(|a, b| a.country < b.country));
    }

    #[test]
    fn of_a_hundred_towns_two_are_drawn_in_the_water_or_across_a_border() {
        let all = countries().map(|(_, towns)| towns.len()).sum::<usize>();
        let beside =
            |(outline, towns): (_, &[Town])| towns.iter().filter(|t| !within(outline, t.point)).count();
        let beside: usize = countries().map(beside).sum();
        assert!(beside * 100 <= all * 2, "{beside} of {all}");
    }

    /// One kilometre is the error of the source, up to four are what is taken off a line of the largest
    /// countries.
    #[test]
    fn no_town_is_drawn_more_than_five_kilometres_beside_its_country() {
        for (outline, towns) in countries() {
            for town in towns.iter().filter(|t| !within(outline, t.point)) {
                let km = km_to(outline, town.point);
                assert!(
                    km < 5.0 || ELSEWHERE.contains(&town.name.as_str()),
                    "{} {km}",
                    town.name
                );
            }
        }
    }

    #[test]
    fn of_the_towns_of_cameroon_one_lies_in_its_estuary() {
        let (cameroon, towns) = countries().find(|(o, _)| o.country == "CMR").unwrap();
        let beside = towns.iter().filter(|t| !within(cameroon, t.point));
        assert_eq!(beside.map(|t| t.name.as_str()).collect::<Vec<_>>(), ["Bonabéri"]);
    }

    #[test]
    fn a_border_is_the_same_line_for_both_countries() {
        let points = |code| {
            let outline = embedded().iter().find(|o| o.country == code).unwrap();
            let all = outline.rings.iter().flatten();
            all.map(|p| (p.lat.to_bits(), p.lon.to_bits()))
                .collect::<std::collections::HashSet<_>>()
        };
        assert!(points("CMR").intersection(&points("NGA")).count() > 50);
        assert!(points("SEN").intersection(&points("GMB")).count() > 50);
    }

    #[test]
    fn what_is_not_a_ring_is_not_read() {
        assert_eq!(ring("9000 4000 100 0 0 100").map(|r| r.len()), Some(3));
        for not in [
            "",
            "9000 4000 100 0",
            "9000 4000 1 0 0",
            "9000 4000 x 0 0 1",
            "9000 91000 1 0 0 1",
        ] {
            assert_eq!(ring(not), None, "{not}");
        }
    }
}
