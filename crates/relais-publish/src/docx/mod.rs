mod blocks;
mod lists;
mod package;
mod page;
mod properties;
mod styles;
mod tables;
mod words;

use crate::{Document, Unprintable};
use blocks::{Piece, Writer};

/// A finished Word file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Docx {
    pub bytes: Vec<u8>,
}

/// Renders a document as a Word file, for those who go on writing in it. The same document gives the same bytes.
///
/// Everything that [`crate::pdf`] prints is there, with real headings, lists, tables and captions, so that Word can
/// navigate and restyle them. What differs:
/// - A [`crate::Block::Figure`] is said, not drawn: Word shows no SVG without a raster beside it, so its words (what
///   it shows, then its caption) stand in italics. The drawing itself is not looked at, and cannot be a fault.
/// - A [`crate::Block::QrCode`] is its content, as text to open or type; no content is too long for it.
/// - [`Document::one_page`] is not heard: only Word knows where its pages end.
///
/// # Errors
/// [`Unprintable::RowTooLong`] as for the PDF.
pub fn docx(document: &Document) -> Result<Docx, Unprintable> {
    let sheet = page::Sheet::of(document.paper);
    let mut writer = Writer::new(document.languages);
    let mut file = docx_rs::Docx::new()
        .page_size(sheet.width, sheet.height)
        .page_margin(sheet.margins());
    for piece in writer.whole(document, sheet.text_width())? {
        file = match piece {
            Piece::Paragraph(paragraph) => file.add_paragraph(*paragraph),
            Piece::Table(table) => file.add_table(*table),
        };
    }
    let foot = page::foot(&mut writer, &document.made);
    let parts = file.footer(foot).numberings(writer.lists.definitions()).build();
    package::zipped(parts, document).map(|bytes| Docx { bytes })
}
