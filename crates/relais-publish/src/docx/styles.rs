use super::words;
use crate::{Document, Paper};

/// The one look of what Word shows. docx-rs writes none of Word's own styles, and none that is the default.
const SHEET: &str = include_str!("styles.xml");

/// The sizes of type, in half points, on A4 and on A5.
const SIZES: [(&str, u8, u8); 9] = [
    ("{body}", 22, 18),
    ("{title}", 38, 32),
    ("{heading1}", 30, 25),
    ("{heading2}", 26, 22),
    ("{heading3}", 24, 20),
    ("{heading4}", 22, 18),
    ("{small}", 20, 17),
    ("{code}", 46, 38),
    ("{foot}", 16, 14),
];

/// The style sheet for the paper and the first language of a document.
pub(super) fn sheet(document: &Document) -> String {
    let language = words::tag(document.languages.first());
    let sheet = SHEET.replace("{language}", language);
    SIZES.iter().fold(sheet, |sheet, (name, a4, a5)| {
        let size = match document.paper {
            Paper::A4 => a4,
            Paper::A5 => a5,
        };
        sheet.replace(name, &size.to_string())
    })
}
