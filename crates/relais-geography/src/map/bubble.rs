use super::{Mark, Size, clip::Spot};

/// The least radius of a bubble, in units: what is smaller is not seen.
const LEAST: f64 = 2.5;

/// A mark on the picture: where, and how large, in units.
pub(super) struct Bubble<'a> {
    pub at: Spot,
    pub radius: f64,
    pub mark: &'a Mark,
}

/// The bubbles of marks with their spots, in the order in which they are drawn: the largest first, so that a
/// small one is never hidden by a large one. What has no size is not drawn.
pub(super) fn bubbles<'a>(marks: &[(Spot, &'a Mark)], width: f64) -> Vec<Bubble<'a>> {
    let most = marks
        .iter()
        .filter_map(|(_, m)| count(m.size))
        .fold(0.0, f64::max);
    let largest = (width / 18.0).clamp(8.0, 32.0);
    let mut bubbles: Vec<_> = marks
        .iter()
        .filter_map(|(at, mark)| {
            let radius = match mark.size {
                Size::Radius(radius) => Some(f64::from(radius)).filter(|r| r.is_finite() && *r > 0.0),
                // the area is proportional, not the radius
                Size::Count(_) => count(mark.size).map(|n| ((n / most).sqrt() * largest).max(LEAST)),
            };
            radius.map(|radius| Bubble {
                at: *at,
                radius,
                mark,
            })
        })
        .collect();
    bubbles.sort_by(|a, b| b.radius.total_cmp(&a.radius));
    bubbles
}

fn count(size: Size) -> Option<f64> {
    match size {
        Size::Count(n) if n.is_finite() && n > 0.0 => Some(n),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Point;

    fn radii(sizes: &[Size]) -> Vec<f64> {
        let at = Point { lat: 0.0, lon: 0.0 };
        let marks: Vec<_> = sizes.iter().map(|size| Mark::new(at, *size, "")).collect();
        let spots: Vec<_> = marks.iter().map(|mark| ((0.0, 0.0), mark)).collect();
        bubbles(&spots, 360.0).iter().map(|b| b.radius).collect()
    }

    #[test]
    fn four_times_the_count_is_twice_the_radius_and_the_largest_comes_first() {
        let [one, two, four] = [25.0, 50.0, 100.0].map(Size::Count);
        let radii = radii(&[one, four, two]);
        assert!((radii[0] - 20.0).abs() < 1e-9 && (radii[2] - 10.0).abs() < 1e-9);
        assert!((radii[1].powi(2) * 2.0 - radii[0].powi(2)).abs() < 1e-9);
    }

    #[test]
    fn a_count_of_one_is_seen_beside_a_great_one() {
        assert_eq!(radii(&[Size::Count(1.0), Size::Count(90_000.0)])[1], LEAST);
    }

    #[test]
    fn what_has_no_size_is_not_drawn() {
        let none = [0.0, -3.0, f64::NAN, f64::INFINITY].map(Size::Count);
        assert_eq!(radii(&none), []);
        assert_eq!(
            radii(&[Size::Radius(0.0), Size::Radius(f32::NAN), Size::Radius(4.0)]),
            [4.0]
        );
    }
}
