//! Makes `data/outlines_wca.csv`: the outlines of the gazetteer's countries and of what lies around them, drawn
//! with as few points as a picture of 700 units shows.
//!
//! `cargo run -p relais-geography --example outlines -- ne_10m_countries_africa.geojson > outlines_wca.csv`
mod borders;
mod geojson;
mod sahara;
mod scale;

use std::{collections::BTreeMap, error::Error};

use borders::Borders;
use relais_geography::Gazetteer;
use relais_kernel::Lang;

/// Longitude and latitude in hundred-thousandths of a degree: whole numbers, for a vertex that two countries
/// share must be the same vertex.
type Vertex = (i32, i32);
/// The vertices around an area, the first not repeated at the end.
type Ring = Vec<Vertex>;
type Countries = BTreeMap<String, Vec<Ring>>;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name the file of the countries")?;
    let mut countries = geojson::countries(&std::fs::read_to_string(file)?)?;
    sahara::to_the_parallel(&mut countries)?;
    let listed: Vec<&str> = Gazetteer::embedded()
        .countries(Lang::En)
        .iter()
        .map(|c| c.iso3.as_str())
        .collect();
    scale::keep_what_is_seen(&mut countries, &listed);
    let tolerances = scale::tolerances(&countries, &listed);
    let borders = Borders::of(&countries, &tolerances);

    println!("country,ring");
    for (country, rings) in &countries {
        for ring in scale::large_enough(rings, tolerances[country]) {
            let line = steps(&borders.simplified(ring));
            if !line.is_empty() {
                println!("{country},{line}");
            }
        }
    }
    Ok(())
}

/// The first vertex, then the step to each next one, in thousandths of a degree. Nothing for what is no area
/// any more.
fn steps(ring: &[Vertex]) -> String {
    let coarse = |v: i32| (v + 50).div_euclid(100);
    let mut vertices: Ring = ring
        .iter()
        .map(|(lon, lat)| (coarse(*lon), coarse(*lat)))
        .collect();
    vertices.dedup();
    if vertices.len() < 3 {
        return String::new();
    }
    let mut from = (0, 0);
    let mut out = Vec::new();
    for (lon, lat) in vertices {
        out.push(format!("{} {}", lon - from.0, lat - from.1));
        from = (lon, lat);
    }
    out.join(" ")
}
