use serde::{Deserialize, Serialize};

/// The mean radius of the Earth in kilometres (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A place on the Earth in degrees of WGS 84: latitude north and longitude east are positive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    pub lat: f64,
    pub lon: f64,
}

impl Point {
    /// A point of the Earth, or `None` for a latitude beyond 90° or a longitude beyond 180°.
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some(Self { lat, lon })
    }
}

/// The distance in kilometres as the crow flies (haversine on a sphere: at most 0.6 % off; roads are longer).
pub fn distance_km(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let north = ((lat_b - lat_a) / 2.0).sin();
    let east = ((b.lon - a.lon).to_radians() / 2.0).sin();
    let h = north * north + lat_a.cos() * lat_b.cos() * east * east;
    2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anywhere() -> impl Strategy<Value = Point> {
        (-90.0..=90.0, -180.0..=180.0).prop_map(|(lat, lon)| Point { lat, lon })
    }

    #[test]
    fn a_degree_of_longitude_on_the_equator_is_111_km() {
        let here = Point { lat: 0.0, lon: 9.0 };
        assert!((distance_km(here, Point { lat: 0.0, lon: 10.0 }) - 111.195).abs() < 0.001);
    }

    #[test]
    fn a_latitude_beyond_the_pole_is_no_point() {
        assert_eq!(Point::new(90.1, 0.0), None);
        assert_eq!(Point::new(0.0, f64::NAN), None);
        assert!(Point::new(4.05, 9.7).is_some());
    }

    proptest! {
        #[test]
        fn a_distance_is_the_same_both_ways_and_never_more_than_half_the_earth(a in anywhere(), b in anywhere()) {
            let there = distance_km(a, b);
            prop_assert!((there - distance_km(b, a)).abs() < 1e-6);
            prop_assert!((0.0..=20_016.0).contains(&there));
        }

        #[test]
        fn a_detour_is_never_shorter(a in anywhere(), b in anywhere(), c in anywhere()) {
            prop_assert!(distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6);
        }
    }
}
