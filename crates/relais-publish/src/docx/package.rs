use std::io::{Cursor, Write};

use docx_rs::XMLDocx;
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{properties, styles};
use crate::{Document, Unprintable};

/// What docx-rs has no word for: the mark that stands for it, and what is meant. No text holds a mark, since a `<` of
/// a text is written as `&lt;`.
const MARKS: [(&str, &str); 2] = [
    ("<w:rStyle ", "<w:lang "),
    ("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />"),
];

/// What docx-rs writes in another order than the schema of Word's files, which some readers insist on.
const ORDER: [(&str, &str); 9] = [
    ("<w:pPr><w:rPr />", "<w:pPr>"),
    (r#"<w:ilvl w:val="0" /></w:numPr>"#, "</w:numPr>"),
    ("<w:numPr>", r#"<w:numPr><w:ilvl w:val="0" />"#),
    (r#" w:type="dxa" /><w:gridCol "#, " /><w:gridCol "),
    (r#" w:type="dxa" /></w:tblGrid>"#, " /></w:tblGrid>"),
    (
        r#"<w:tblW w:w="5000" w:type="pct" /><w:jc w:val="left" /><w:tblBorders /><w:tblStyle w:val="TableGrid" />"#,
        r#"<w:tblStyle w:val="TableGrid" /><w:tblW w:w="5000" w:type="pct" /><w:jc w:val="left" />"#,
    ),
    (
        r#"<w:tblW w:w="5000" w:type="pct" /><w:jc w:val="left" /><w:tblBorders /><w:tblStyle w:val="TableLayout" />"#,
        r#"<w:tblStyle w:val="TableLayout" /><w:tblW w:w="5000" w:type="pct" /><w:jc w:val="left" />"#,
    ),
    (r#"<w:footerReference w:type="default" r:id="rIdFooter1" />"#, ""),
    (
        "<w:sectPr>",
        r#"<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter1" />"#,
    ),
];

/// The file: the parts as docx-rs writes them, with our style sheet, properties and settings in place of its own. Packed here,
/// because docx-rs does not compress, and for a moment in it that is the same every time.
pub(super) fn zipped(parts: XMLDocx, document: &Document) -> Result<Vec<u8>, Unprintable> {
    let mut files = vec![
        ("[Content_Types].xml", parts.content_type),
        ("_rels/.rels", parts.rels),
        ("docProps/app.xml", parts.doc_props.app),
        ("docProps/core.xml", properties::core(document).into_bytes()),
        ("docProps/custom.xml", parts.doc_props.custom),
        ("word/document.xml", completed(parts.document)?),
        ("word/_rels/document.xml.rels", parts.document_rels),
        ("word/styles.xml", styles::sheet(document).into_bytes()),
        ("word/settings.xml", properties::settings(document).into_bytes()),
        ("word/fontTable.xml", parts.font_table),
        ("word/numbering.xml", completed(parts.numberings)?),
        ("word/comments.xml", parts.comments),
        ("word/commentsExtended.xml", parts.comments_extended),
    ];
    for footer in parts.footers {
        files.push(("word/footer1.xml", completed(footer)?));
    }
    packed(&files).map_err(|fault| Unprintable::Layout(fault.to_string()))
}

fn completed(part: Vec<u8>) -> Result<Vec<u8>, Unprintable> {
    let part =
        String::from_utf8(part).map_err(|fault| Unprintable::Layout(fault.utf8_error().to_string()))?;
    let whole = MARKS
        .iter()
        .chain(&ORDER)
        .fold(part, |part, (written, meant)| part.replace(written, meant));
    Ok(whole.into_bytes())
}

fn packed(files: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, options)?;
        archive.write_all(content)?;
    }
    archive.finish().map(Cursor::into_inner)
}
