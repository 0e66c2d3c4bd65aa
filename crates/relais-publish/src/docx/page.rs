use docx_rs::{Footer, NumPages, PageMargin, PageNum};

use super::{blocks::Writer, words};
use crate::{Made, Paper};

/// A sheet of paper and its margins, in twentieths of a point.
pub(super) struct Sheet {
    pub(super) width: u32,
    pub(super) height: u32,
    side: u32,
    top: i32,
    bottom: i32,
}

impl Sheet {
    /// The same margins as the PDF.
    pub(super) const fn of(paper: Paper) -> Self {
        match paper {
            Paper::A4 => Self {
                width: 11_906,
                height: 16_838,
                side: 1_020,
                top: 907,
                bottom: 1_304,
            },
            Paper::A5 => Self {
                width: 8_391,
                height: 11_906,
                side: 680,
                top: 624,
                bottom: 1_020,
            },
        }
    }

    pub(super) const fn text_width(&self) -> usize {
        (self.width - 2 * self.side) as usize
    }

    pub(super) fn margins(&self) -> PageMargin {
        let side = self.side.cast_signed();
        PageMargin::new()
            .left(side)
            .right(side)
            .top(self.top)
            .bottom(self.bottom)
            .header(self.top / 2)
            .footer(self.bottom / 2)
    }
}

/// From what the document was made, in each of its languages, and the number of the page.
pub(super) fn foot(writer: &mut Writer, made: &Made) -> Footer {
    let mut lines = Vec::new();
    for lang in writer.languages.all() {
        if !lines.is_empty() {
            lines.push(words::line_break());
        }
        lines.push(words::run(lang, &made.line(lang)));
    }
    let first = writer.languages.first();
    let number = writer
        .paragraph("PageNumber", vec![words::run(first, "Page ")])
        .add_page_num(PageNum::new())
        .add_run(words::run(first, " / "))
        .add_num_pages(NumPages::new());
    Footer::new()
        .add_paragraph(writer.paragraph("Footer", lines))
        .add_paragraph(number)
}
