use relais_geography::Point;
use serde::{Deserialize, Serialize};

use super::Region;

/// Where a service is offered, as far as a place can be held against it. HSDS: `service_area`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Area {
    /// Names and codes of places, folded.
    Named(Vec<String>),
    /// Rings of positions, longitude first, of a GeoJSON polygon; the first of each polygon is its outer ring.
    Drawn(Vec<Vec<Vec<[f64; 2]>>>),
}

/// What is known of a postcode: the middle of the addresses that have it, and the names that stand beside it in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PostcodeFacts {
    pub centre: Option<Point>,
    pub names: Vec<String>,
}

impl Area {
    /// What an area says in its columns: a drawn extent, else its words.
    pub fn read(extent: Option<&str>, words: &[&str]) -> Self {
        if let Some(polygons) = extent.and_then(drawn) {
            return Self::Drawn(polygons);
        }
        let pieces = words
            .iter()
            .copied()
            .chain(extent)
            .flat_map(|text| text.split([',', ';', '\n', '|']))
            .map(fold)
            .filter(|piece| !piece.is_empty());
        Self::Named(pieces.collect())
    }

    /// Whether it names a region or a part of it.
    pub fn names(&self, region: &Region) -> bool {
        match self {
            Self::Named(names) => names
                .iter()
                .any(|name| *name == region.name || name.starts_with(&region.code)),
            Self::Drawn(_) => false,
        }
    }

    /// Whether a postcode lies within it, by its code, by the places whose addresses carry it, or by its centre.
    pub fn holds(&self, postcode: &str, facts: &PostcodeFacts) -> bool {
        match self {
            Self::Named(names) => {
                let code = fold_code(postcode);
                names
                    .iter()
                    .any(|name| fold_code(name) == code || facts.names.contains(name))
            }
            Self::Drawn(polygons) => facts
                .centre
                .is_some_and(|centre| polygons.iter().any(|rings| within(centre, rings))),
        }
    }
}

/// A name of a place without case, accents and outer space.
pub fn fold(text: &str) -> String {
    relais_search::fold(text.trim())
}

/// A postcode without case and space: some write it in one piece, others in two.
pub fn fold_code(text: &str) -> String {
    let mut code = fold(text);
    code.retain(|c| !c.is_whitespace());
    code
}

type Rings = Vec<Vec<[f64; 2]>>;

fn drawn(extent: &str) -> Option<Vec<Rings>> {
    let json: serde_json::Value = serde_json::from_str(extent).ok()?;
    polygons(&json)
}

fn polygons(json: &serde_json::Value) -> Option<Vec<Rings>> {
    let inner = |name: &str| json.get(name);
    match json.get("type")?.as_str()? {
        "Polygon" => Some(vec![serde_json::from_value(inner("coordinates")?.clone()).ok()?]),
        "MultiPolygon" => serde_json::from_value(inner("coordinates")?.clone()).ok(),
        "Feature" => polygons(inner("geometry")?),
        "FeatureCollection" => {
            let all = inner("features")?.as_array()?.iter().filter_map(polygons);
            Some(all.flatten().collect())
        }
        _ => None,
    }
}

fn within(point: Point, rings: &Rings) -> bool {
    let mut rings = rings.iter();
    let outer = rings.next().is_some_and(|ring| inside(point, ring));
    outer && !rings.any(|hole| inside(point, hole))
}

/// Even-odd rule: a line from the point crosses the ring an odd number of times.
fn inside(point: Point, ring: &[[f64; 2]]) -> bool {
    let (x, y) = (point.lon, point.lat);
    let mut odd = false;
    for (place, [x1, y1]) in ring.iter().enumerate() {
        let [x2, y2] = ring[(place + 1) % ring.len()];
        if (*y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
            odd = !odd;
        }
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> PostcodeFacts {
        PostcodeFacts {
            centre: Point::new(4.0, 9.7),
            names: vec![fold("Ville-Test")],
        }
    }

    #[test]
    fn an_area_holds_a_postcode_by_its_code_or_by_the_name_of_its_town() {
        let area = Area::read(Some("T1 0AA, T2 0BB"), &["Secteur"]);
        assert!(area.holds("t2 0bb", &PostcodeFacts::default()));
        assert!(area.holds("T20BB", &PostcodeFacts::default()));
        assert!(Area::read(None, &["Ville-Test"]).holds("T9", &facts()));
        assert!(!Area::read(None, &["Ailleurs"]).holds("T9", &facts()));
    }

    #[test]
    fn a_drawn_area_holds_what_lies_within_it_and_not_in_its_hole() {
        let square = r#"{"type":"Polygon","coordinates":[[[9,3],[10,3],[10,5],[9,5],[9,3]]]}"#;
        assert!(Area::read(Some(square), &[]).holds("T9", &facts()));
        let hole = r#"{"type":"Polygon","coordinates":[[[9,3],[10,3],[10,5],[9,5],[9,3]],
            [[9.5,3.9],[9.9,3.9],[9.9,4.1],[9.5,4.1],[9.5,3.9]]]}"#;
        assert!(!Area::read(Some(hole), &[]).holds("T9", &facts()));
    }
}
