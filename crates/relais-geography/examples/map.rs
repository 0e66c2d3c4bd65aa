//! The map of a country with its largest towns, as SVG: `map CMR 700 > cameroon.svg`
use relais_geography::{Caption, Gazetteer, Map, Mark, Size};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let country = arguments.next().unwrap_or_else(|| "CMR".to_owned());
    let width = arguments.next().and_then(|w| w.parse().ok()).unwrap_or(700);
    let towns = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(12);
    let Some(map) = Map::of(&country, width) else {
        eprintln!("no country has the code {country}");
        return;
    };
    let largest = Gazetteer::embedded().towns_in(&country).iter().take(towns);
    let marks: Vec<Mark> = largest
        .map(|town| Mark::new(town.point, Size::Count(f64::from(town.population)), &town.name).written())
        .collect();
    let caption = Caption {
        id: "towns",
        title: &country,
        description: "The largest towns, by population.",
    };
    println!("{}", map.picture(&caption, &marks).svg);
}
