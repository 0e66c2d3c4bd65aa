use crate::{Point, outlines::Ring};

/// What is left free around a country, as a part of the width.
const MARGIN: f64 = 0.05;
/// A flatter picture shows too little, a taller one does not fit on a page: the least and the greatest height
/// of a picture, as a part of its width.
const HEIGHTS: (f64, f64) = (0.5, 1.5);

/// How the Earth is laid on a picture: x from the left, y from the top, in units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub width: f64,
    pub height: f64,
    /// The point in the middle of the picture.
    middle: Point,
    /// Units to a degree of longitude and of latitude.
    scale: (f64, f64),
}

impl Frame {
    /// The frame that holds these rings in its middle; `None` where there is no area.
    pub fn around(rings: &[Ring], width: f64) -> Option<Self> {
        let all = || rings.iter().flatten();
        let least = |of: fn(&Point) -> f64| all().map(of).min_by(f64::total_cmp);
        let most = |of: fn(&Point) -> f64| all().map(of).max_by(f64::total_cmp);
        let (west, east) = (least(|p| p.lon)?, most(|p| p.lon)?);
        let (south, north) = (least(|p| p.lat)?, most(|p| p.lat)?);
        let middle = Point {
            lat: f64::midpoint(south, north),
            lon: f64::midpoint(west, east),
        };
        let narrow = middle.lat.to_radians().cos();
        let (wide, tall) = ((east - west) * narrow, north - south);
        if wide <= 0.0 || tall <= 0.0 {
            return None;
        }
        let margins = 2.0 * MARGIN * width;
        let inner = width - margins;
        let height = (inner * tall / wide + margins).clamp(HEIGHTS.0 * width, HEIGHTS.1 * width);
        let height = height.round();
        let degree = (inner / wide).min((height - margins) / tall);
        Some(Self {
            width,
            height,
            middle,
            scale: (degree * narrow, degree),
        })
    }

    pub fn project(self, at: Point) -> (f64, f64) {
        let x = self.width / 2.0 + (at.lon - self.middle.lon) * self.scale.0;
        let y = self.height / 2.0 - (at.lat - self.middle.lat) * self.scale.1;
        (x, y)
    }

    pub fn holds(self, x: f64, y: f64) -> bool {
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }
}
