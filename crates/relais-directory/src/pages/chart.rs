//! The map of the mechanism's country, drawn here: it needs neither script nor tiles.

use relais_geography::{Caption, Map, Mark, Point, Size};
use relais_mechanism::Definition;
use relais_shell::Drawing;

/// Units across; text on it then reads at its own size on a telephone.
const WIDTH: u16 = 360;
/// Of the ring that says that nobody is there.
const RING: f32 = 4.0;

/// A place on the map, with how many services are there.
pub struct Spot {
    pub at: Point,
    pub count: usize,
    pub name: String,
    pub href: Option<String>,
}

/// The map; `None` of a country whose outline is not known. A table or a list beside it says the same.
pub fn chart(definition: &Definition, title: &str, description: &str, spots: &[Spot]) -> Option<Drawing> {
    let country = definition.country.as_deref().unwrap_or("CMR");
    let map = Map::of(country, WIDTH)?;
    let marks: Vec<Mark> = spots.iter().map(mark).collect();
    let caption = Caption {
        id: "map",
        title,
        description,
    };
    Some(Drawing::of(&map, &caption, &marks))
}

fn mark(spot: &Spot) -> Mark {
    let (size, class) = match spot.count {
        0 => (Size::Radius(RING), "map-bare"),
        #[expect(clippy::cast_precision_loss, reason = "a number of services")]
        n => (Size::Count(n as f64), "map-served"),
    };
    let mark = Mark::new(spot.at, size, format!("{} : {}", spot.name, spot.count))
        .class(class)
        .written();
    match &spot.href {
        Some(href) => mark.href(href.as_str()),
        None => mark,
    }
}
