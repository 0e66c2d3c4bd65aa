use std::error::Error;

use serde_json::Value;

use crate::{Countries, Ring, Vertex};

/// The outer rings of every country of the file. Holes are left out: no country of the gazetteer has one.
pub fn countries(text: &str) -> Result<Countries, Box<dyn Error>> {
    let file: Value = serde_json::from_str(text)?;
    let features = file["features"].as_array().ok_or("no features")?;
    features.iter().map(country).collect()
}

fn country(feature: &Value) -> Result<(String, Vec<Ring>), Box<dyn Error>> {
    let code = feature["properties"]["a3"].as_str().ok_or("no code")?;
    let polygons = feature["geometry"]["coordinates"]
        .as_array()
        .ok_or("no polygons")?;
    let rings = polygons
        .iter()
        .map(|polygon| ring(&polygon[0]))
        .collect::<Result<_, _>>()?;
    Ok((code.to_owned(), rings))
}

fn ring(of: &Value) -> Result<Ring, Box<dyn Error>> {
    let positions = of.as_array().ok_or("no ring")?;
    let mut ring: Ring = positions.iter().map(vertex).collect::<Result<_, _>>()?;
    ring.dedup();
    if ring.first() == ring.last() {
        ring.pop();
    }
    Ok(ring)
}

fn vertex(position: &Value) -> Result<Vertex, Box<dyn Error>> {
    let whole = |at: usize| {
        position[at]
            .as_f64()
            .map(|degrees| (degrees * 1e5).round() as i32)
    };
    whole(0).zip(whole(1)).ok_or_else(|| "not a position".into())
}
