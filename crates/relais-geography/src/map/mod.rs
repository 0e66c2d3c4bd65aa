mod bubble;
mod clip;
mod frame;
mod label;
mod mark;
mod path;
mod picture;
mod text;

pub use mark::{Mark, Size};
pub use picture::{Caption, Picture};

use crate::{
    Gazetteer, Point,
    outlines::{self, Outline},
};
use frame::Frame;

/// A country, with what lies around it, as a picture without script and without tiles: for a page and for
/// print.
///
/// The projection is equirectangular, true to scale along the middle latitude of the country. The lines are
/// Natural Earth's, simplified to about a unit of a picture 500 units wide (`data/README.md`); they do not imply
/// endorsement of any boundary, and who shows a map says so beside it.
pub struct Map {
    country: &'static Outline,
    frame: Frame,
}

impl Map {
    /// The map of a country of the gazetteer (ISO 3166-1 alpha-3), so many units wide (at least 100; a unit is a
    /// CSS pixel where the picture is not scaled). The height follows the country, from half the width to one
    /// and a half of it. A code that is not known gives nothing.
    pub fn of(country: &str, width: u16) -> Option<Self> {
        Gazetteer::embedded().country(country)?;
        let country = outlines::embedded().iter().find(|o| o.country == country)?;
        let frame = Frame::around(&country.rings, f64::from(width.max(100)))?;
        Some(Self { country, frame })
    }

    /// In units.
    pub fn width(&self) -> f64 {
        self.frame.width
    }

    /// In units.
    pub fn height(&self) -> f64 {
        self.frame.height
    }

    /// Where a place is on the picture, in units from its left and its upper edge; `None` outside the frame.
    pub fn place(&self, at: Point) -> Option<(f64, f64)> {
        let (x, y) = self.frame.project(at);
        self.frame.holds(x, y).then_some((x, y))
    }
}
