use crate::Point;

/// How large a mark is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// A radius in units of the picture, the same whatever the mark counts.
    Radius(f32),
    /// What the mark counts. The area of its bubble is to the area of the largest bubble as the one count is to
    /// the other; only a count too small to be seen is drawn larger, at a radius of two and a half units.
    Count(f64),
}

/// Something at a place of a map. Two marks at one place cover each other: who counts by town counts first.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub(super) at: Point,
    pub(super) size: Size,
    pub(super) label: String,
    pub(super) class: String,
    pub(super) href: Option<String>,
    pub(super) written: bool,
}

impl Mark {
    /// A mark that shows its label to who points at it.
    pub fn new(at: Point, size: Size, label: impl Into<String>) -> Self {
        Self {
            at,
            size,
            label: label.into(),
            class: String::new(),
            href: None,
            written: false,
        }
    }

    /// With classes of CSS beside `map-mark`, of Latin letters, figures, hyphens and underscores.
    #[must_use]
    pub fn class(self, class: impl Into<String>) -> Self {
        let class = class.into();
        Self { class, ..self }
    }

    /// With a link: to a path of this site, or to a page (`https:`, `http:`). Any other target is left out.
    #[must_use]
    pub fn href(self, href: impl Into<String>) -> Self {
        let href = Some(href.into());
        Self { href, ..self }
    }

    /// With its label written beside it, where there is room.
    #[must_use]
    pub fn written(self) -> Self {
        Self {
            written: true,
            ..self
        }
    }
}
