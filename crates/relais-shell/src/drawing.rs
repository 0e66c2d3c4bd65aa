use std::fmt;

use askama::filters::HtmlSafe;
use relais_geography::{Caption, Map, Mark};

/// A map as it stands in a page. It is made of marks and never of text: the instrument that draws it escapes what it is
/// given ([`Map::picture`]).
pub struct Drawing(String);

impl Drawing {
    /// Draws the marks that lie in the frame of the map.
    pub fn of(map: &Map, caption: &Caption<'_>, marks: &[Mark]) -> Self {
        Self(map.picture(caption, marks).svg)
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Drawing {}
