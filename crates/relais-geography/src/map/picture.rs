use std::fmt::Write;

use super::{
    Map, Mark,
    bubble::{Bubble, bubbles},
    clip::clipped,
    label::{Label, labels},
    path::{number, write_area},
    text::{classes, escaped, name, target},
};
use crate::outlines::{self, Outline};

/// What a picture says about itself to who does not see it.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    /// The prefix of the identifiers in the picture, of Latin letters, figures, hyphens and underscores: another
    /// one for each map of a page.
    pub id: &'a str,
    pub title: &'a str,
    pub description: &'a str,
}

/// A map as it goes into a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// An `<svg>` element that stands alone: no script, no style attribute, nothing to be fetched. Its colours
    /// are presentation attributes, which any rule for a class (`map-sea`, `map-around`, `map-country`,
    /// `map-mark`, `map-labels`) overrides. With links it is a group, for what is in an image cannot be reached.
    pub svg: String,
    /// The positions, in what was given, of the marks that lie outside the frame and are not drawn.
    pub outside: Vec<usize>,
}

impl Map {
    /// The map with its marks. The same map and marks give the same picture, byte for byte.
    pub fn picture(&self, caption: &Caption, marks: &[Mark]) -> Picture {
        let mut spots = Vec::new();
        let mut outside = Vec::new();
        for (position, mark) in marks.iter().enumerate() {
            match self.place(mark.at) {
                Some(at) => spots.push((at, mark)),
                None => outside.push(position),
            }
        }
        let bubbles = bubbles(&spots, self.width());
        let size = (self.width() / 32.0).clamp(11.0, 14.0);
        let linked = bubbles.iter().any(|b| link(b.mark).is_some());

        let mut svg = self.opening(caption, if linked { "group" } else { "img" }, size);
        self.write_land(&mut svg);
        write_marks(&mut svg, &bubbles);
        write_labels(&mut svg, &labels(&bubbles, &self.frame, size));
        svg.push_str("</svg>");
        Picture { svg, outside }
    }

    fn opening(&self, caption: &Caption, role: &str, size: f64) -> String {
        let (width, height) = (number(self.width()), number(self.height()));
        let id = Some(name(caption.id)).filter(|id| !id.is_empty());
        let id = id.as_deref().unwrap_or("map");
        let (title, description) = (escaped(caption.title), escaped(caption.description));
        let size = number(size);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"{role}\" \
             aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-description\" \
             font-family=\"system-ui,sans-serif\" font-size=\"{size}\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-description\">{description}</desc>\
             <rect class=\"map-sea\" width=\"{width}\" height=\"{height}\" fill=\"#dde8ec\"/>"
        )
    }

    fn write_land(&self, svg: &mut String) {
        let around = outlines::embedded()
            .iter()
            .filter(|o| o.country != self.country.country);
        let layers = [
            (self.path(around), "around", "#eeeee8", "#c3c9c5", "1"),
            (self.path([self.country]), "country", "#fff", "#74838a", "1.5"),
        ];
        for (path, class, fill, stroke, line) in layers.iter().filter(|(path, ..)| !path.is_empty()) {
            // writing to a String does not fail
            let _ = write!(
                svg,
                "<path class=\"map-{class}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{line}\" \
                 stroke-linejoin=\"round\" vector-effect=\"non-scaling-stroke\" d=\"{path}\"/>"
            );
        }
    }

    fn path<'a>(&self, outlines: impl IntoIterator<Item = &'a Outline>) -> String {
        let mut path = String::new();
        for ring in outlines.into_iter().flat_map(|outline| &outline.rings) {
            let area = ring.iter().map(|point| self.frame.project(*point)).collect();
            write_area(&mut path, &clipped(area, (self.width(), self.height())));
        }
        path
    }
}

fn link(mark: &Mark) -> Option<String> {
    mark.href.as_deref().and_then(target)
}

fn write_marks(svg: &mut String, bubbles: &[Bubble]) {
    if bubbles.is_empty() {
        return;
    }
    svg.push_str("<g fill=\"#0b4f5c\" fill-opacity=\".65\" stroke=\"#fff\">");
    for bubble in bubbles {
        write_mark(svg, bubble);
    }
    svg.push_str("</g>");
}

fn write_mark(svg: &mut String, Bubble { at, radius, mark }: &Bubble) {
    let [x, y, r] = [at.0, at.1, *radius].map(number);
    let label = escaped(&mark.label);
    let title = if label.is_empty() {
        label
    } else {
        format!("<title>{label}</title>")
    };
    let classes = classes(&mark.class);
    let circle =
        format!("<circle class=\"map-mark{classes}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\">{title}</circle>");
    match link(mark) {
        // the title is the name of the link
        Some(href) => {
            let _ = write!(svg, "<a href=\"{href}\">{circle}</a>");
        }
        None => svg.push_str(&circle),
    }
}

fn write_labels(svg: &mut String, labels: &[Label]) {
    if labels.is_empty() {
        return;
    }
    // each is already the title of its mark
    svg.push_str(
        "<g class=\"map-labels\" aria-hidden=\"true\" pointer-events=\"none\" fill=\"#16242b\" stroke=\"#fff\" \
         stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">",
    );
    for Label { at, anchor, text } in labels {
        let [x, y] = [at.0, at.1].map(number);
        let text = escaped(text);
        let _ = write!(
            svg,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
        );
    }
    svg.push_str("</g>");
}
