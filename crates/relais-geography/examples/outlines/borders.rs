use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{Countries, Ring, Vertex};

/// Which countries have an edge, whichever way it is walked, and how far its line may be moved.
#[derive(PartialEq)]
struct Shared<'a> {
    by: BTreeSet<&'a str>,
    tolerance: f64,
}

/// The borders of all countries. A border is simplified once for the countries on both sides of it, so that
/// they go on touching each other.
pub struct Borders<'a>(HashMap<(Vertex, Vertex), Shared<'a>>);

/// The edges of a ring, in its direction.
pub fn edges(ring: &[Vertex]) -> impl Iterator<Item = (Vertex, Vertex)> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().copied().zip(next.copied())
}

fn undirected((a, b): (Vertex, Vertex)) -> (Vertex, Vertex) {
    (a.min(b), a.max(b))
}

impl<'a> Borders<'a> {
    /// The smaller tolerance counts where two countries meet.
    pub fn of(countries: &'a Countries, tolerances: &BTreeMap<String, f64>) -> Self {
        let mut all: HashMap<_, Shared> = HashMap::new();
        for (country, rings) in countries {
            for edge in rings.iter().flat_map(|ring| edges(ring)) {
                let shared = all.entry(undirected(edge)).or_insert_with(|| Shared {
                    by: BTreeSet::new(),
                    tolerance: f64::MAX,
                });
                shared.by.insert(country);
                shared.tolerance = shared.tolerance.min(tolerances[country]);
            }
        }
        Self(all)
    }

    /// A ring of the countries with fewer vertices. Where a border begins or ends, its vertex stays.
    pub fn simplified(&self, ring: &[Vertex]) -> Ring {
        let along: Vec<&Shared> = edges(ring).map(|edge| &self.0[&undirected(edge)]).collect();
        let before = |at: usize| along[(at + ring.len() - 1) % ring.len()];
        let mut corners: Vec<usize> = (0..ring.len()).filter(|at| before(*at) != along[*at]).collect();
        if corners.is_empty() {
            let first = (0..ring.len()).min_by_key(|at| ring[*at]);
            corners.extend(first);
        }
        let mut out = Ring::new();
        for (nth, from) in corners.iter().enumerate() {
            let to = corners[(nth + 1) % corners.len()];
            let length = (to + ring.len() - from - 1) % ring.len() + 1;
            let line: Vec<Vertex> = ring
                .iter()
                .cycle()
                .skip(*from)
                .take(length + 1)
                .copied()
                .collect();
            out.extend(&either_way(line, along[*from].tolerance)[1..]);
        }
        out
    }
}

/// A line, simplified in the same way whichever way it is walked.
fn either_way(mut line: Vec<Vertex>, tolerance: f64) -> Vec<Vertex> {
    let backwards = line.last() < line.first();
    if backwards {
        line.reverse();
    }
    let mut out = vec![line[0]];
    keep_corners(&line, tolerance, &mut out);
    if backwards {
        out.reverse();
    }
    out
}

/// Douglas and Peucker: a line is straight when no vertex is farther from it than the tolerance; otherwise the
/// farthest stays, and the two halves are looked at. Writes all but the first vertex.
fn keep_corners(line: &[Vertex], tolerance: f64, out: &mut Vec<Vertex>) {
    let (first, last) = (line[0], line[line.len() - 1]);
    let mut farthest = (0, tolerance);
    for (at, vertex) in line.iter().enumerate().skip(1) {
        let far = distance(*vertex, first, last);
        if far > farthest.1 {
            farthest = (at, far);
        }
    }
    if farthest.0 == 0 {
        out.push(last);
    } else {
        keep_corners(&line[..=farthest.0], tolerance, out);
        keep_corners(&line[farthest.0..], tolerance, out);
    }
}

/// From a vertex to the line between two others, in degrees of latitude.
fn distance(vertex: Vertex, from: Vertex, to: Vertex) -> f64 {
    let narrow = (f64::from(from.1) / 1e5).to_radians().cos();
    let seen = |v: Vertex| {
        (
            f64::from(v.0 - from.0) / 1e5 * narrow,
            f64::from(v.1 - from.1) / 1e5,
        )
    };
    let ((x, y), (dx, dy)) = (seen(vertex), seen(to));
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        ((x * dx + y * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (x - along * dx).hypot(y - along * dy)
}
