/// A point of the picture, in units.
pub(super) type Spot = (f64, f64);

/// A side of the picture, widened: whether a spot is within it, and where a line crosses it.
type Side = (fn(Spot, Spot) -> bool, fn(Spot, Spot, Spot) -> Spot);

/// How far beyond the picture areas go on, so that the line along the cut is not seen.
const BEYOND: f64 = 4.0;

/// What of an area lies in a picture of this size (Sutherland and Hodgman: cut along one side after another).
pub(super) fn clipped(area: Vec<Spot>, (width, height): Spot) -> Vec<Spot> {
    let far = (width + BEYOND, height + BEYOND);
    let near = (-BEYOND, -BEYOND);
    let sides: [(Side, Spot); 4] = [
        ((|p, c| p.0 >= c.0, at_x), near),
        ((|p, c| p.0 <= c.0, at_x), far),
        ((|p, c| p.1 >= c.1, at_y), near),
        ((|p, c| p.1 <= c.1, at_y), far),
    ];
    sides.into_iter().fold(area, |area, side| cut(&area, side))
}

fn cut(area: &[Spot], ((within, crossing), corner): (Side, Spot)) -> Vec<Spot> {
    let mut out = Vec::with_capacity(area.len());
    let previous = area.iter().cycle().skip(area.len().saturating_sub(1));
    for (from, to) in previous.zip(area) {
        if within(*from, corner) != within(*to, corner) {
            out.push(crossing(*from, *to, corner));
        }
        if within(*to, corner) {
            out.push(*to);
        }
    }
    out
}

fn at_x(from: Spot, to: Spot, corner: Spot) -> Spot {
    let part = (corner.0 - from.0) / (to.0 - from.0);
    (corner.0, from.1 + part * (to.1 - from.1))
}

fn at_y(from: Spot, to: Spot, corner: Spot) -> Spot {
    let part = (corner.1 - from.1) / (to.1 - from.1);
    (from.0 + part * (to.0 - from.0), corner.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZE: Spot = (100.0, 50.0);

    #[test]
    fn an_area_within_the_picture_stays_as_it_is() {
        let area = vec![(10.0, 10.0), (90.0, 10.0), (50.0, 40.0)];
        assert_eq!(clipped(area.clone(), SIZE), area);
    }

    #[test]
    fn an_area_around_the_picture_fills_it() {
        let area = vec![(-500.0, -500.0), (500.0, -500.0), (500.0, 500.0), (-500.0, 500.0)];
        let cut = clipped(area, SIZE);
        assert_eq!(cut.len(), 4);
        assert!(cut.contains(&(-4.0, -4.0)) && cut.contains(&(104.0, 54.0)));
    }

    #[test]
    fn an_area_beside_the_picture_is_not_there() {
        assert_eq!(clipped(vec![(200.0, 0.0), (300.0, 0.0), (200.0, 9.0)], SIZE), []);
        assert_eq!(clipped(Vec::new(), SIZE), []);
    }

    proptest! {
        #[test]
        fn nothing_is_left_beyond_the_picture(area in prop::collection::vec((-300.0..300.0, -300.0..300.0), 3..20)) {
            for (x, y) in clipped(area, SIZE) {
                prop_assert!((-4.001..104.001).contains(&x) && (-4.001..54.001).contains(&y), "{x} {y}");
            }
        }
    }
}
