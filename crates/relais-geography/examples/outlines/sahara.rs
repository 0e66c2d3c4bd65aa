use std::collections::{BTreeSet, HashMap};

use crate::{Countries, Ring, Vertex};

/// Where the parallel of 27°40′ leaves the line that Natural Earth draws through Western Sahara.
const INLAND: Vertex = (-881_703, 2_766_146);
/// Where it reaches the Atlantic.
const COAST: Vertex = (-1_317_825, 2_766_249);

/// Natural Earth divides Western Sahara along the line of control. The countries' file and the towns' file have
/// the whole territory, as the United Nations list it, and a town of it must not lie in another country.
pub fn to_the_parallel(countries: &mut Countries) -> Result<(), &'static str> {
    let morocco = countries.get_mut("MAR").ok_or("no Morocco")?;
    let ring = morocco
        .iter_mut()
        .find(|ring| ring.contains(&COAST))
        .ok_or("no coast")?;
    let one = between(ring, COAST, INLAND).ok_or("no line")?;
    let other = between(ring, INLAND, COAST).ok_or("no line")?;
    let southernmost = |ring: &Ring| ring.iter().map(|v| v.1).min();
    let (south, north) = if southernmost(&one) < southernmost(&other) {
        (one, other)
    } else {
        (other, one)
    };
    *ring = north;
    let sahara = countries.get_mut("ESH").ok_or("no Western Sahara")?;
    sahara.push(south);
    *sahara = joined(sahara);
    Ok(())
}

/// The vertices of a ring from one to another.
fn between(ring: &[Vertex], from: Vertex, to: Vertex) -> Option<Ring> {
    let start = ring.iter().position(|v| *v == from)?;
    let turned = [&ring[start..], &ring[..start]].concat();
    let end = turned.iter().position(|v| *v == to)?;
    Some(turned[..=end].to_vec())
}

/// Areas that share borders as one area. All rings must turn the same way: an inner border is then walked once
/// in each direction.
fn joined(rings: &[Ring]) -> Vec<Ring> {
    let edges: BTreeSet<(Vertex, Vertex)> = rings
        .iter()
        .flat_map(|ring| crate::borders::edges(ring))
        .collect();
    let mut next: HashMap<Vertex, Vertex> = edges
        .iter()
        .filter(|(a, b)| !edges.contains(&(*b, *a)))
        .copied()
        .collect();
    let mut out = Vec::new();
    for (start, _) in &edges {
        let mut ring = Ring::new();
        let mut at = *start;
        while let Some(then) = next.remove(&at) {
            ring.push(at);
            at = then;
        }
        if ring.len() > 2 {
            out.push(ring);
        }
    }
    out
}
