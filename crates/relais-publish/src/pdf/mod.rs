mod inputs;
mod printable;
mod world;

use typst::{comemo, diag::SourceDiagnostic, foundations::Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{Document, TooLongForQr};
use inputs::Inputs;
use world::Enclosed;

const TEMPLATE: &str = include_str!("document.typ");

/// The sizes of type that are tried until everything fits on one page: as large as can be, for those who read at
/// night from a bad printer.
const SIZES: [f64; 6] = [1.25, 1.1, 1.0, 0.9, 0.8, 0.7];

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    pub standard: Standard,
}

/// What a PDF keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-2a and PDF/UA-1: can be archived, and read by those who do not see it.
    ArchivalAndAccessible,
    /// Tagged, but some sign of the text does not stand in an archive's font table.
    Tagged,
}

/// Why a document cannot be printed. Never carries its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unprintable {
    #[error("row {row} of a table has more cells than the table has columns")]
    RowTooLong { row: usize },
    #[error(transparent)]
    Qr(#[from] TooLongForQr),
    /// A fault of ours: a drawing that is no SVG, or a template that does not hold.
    #[error("the document cannot be laid out: {0}")]
    Layout(String),
}

/// Renders a document. The same document gives the same bytes. Takes some tens of milliseconds of computing and no
/// waiting: an asynchronous caller wraps it in `spawn_blocking`.
pub fn pdf(document: &Document) -> Result<Pdf, Unprintable> {
    if !document.one_page {
        return typeset(document, 1.0);
    }
    let mut made = typeset(document, SIZES[0])?;
    for size in &SIZES[1..] {
        if made.pages == 1 {
            break;
        }
        made = typeset(document, *size)?;
    }
    Ok(made)
}

fn typeset(document: &Document, scale: f64) -> Result<Pdf, Unprintable> {
    let world = Enclosed::new(TEMPLATE, Inputs::of(document, scale)?);
    let made = typeset_in(&world);
    // Typst remembers every layout of the whole process; only its own re-export of comemo empties that memory.
    comemo::evict(0);
    made
}

fn typeset_in(world: &Enclosed) -> Result<Pdf, Unprintable> {
    let laid_out = typst::compile(world)
        .output
        .map_err(|faults| layout(world, &faults))?;
    let strict = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let strict = strict.map_err(|fault| Unprintable::Layout(fault.message().to_string()))?;
    let options = |standards| PdfOptions {
        creator: Smart::Custom(Some("Relais".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let (bytes, standard) = match typst_pdf::pdf(&laid_out, &options(strict)) {
        Ok(bytes) => (bytes, Standard::ArchivalAndAccessible),
        Err(_) => {
            let plain = typst_pdf::pdf(&laid_out, &options(PdfStandards::default()));
            (plain.map_err(|faults| layout(world, &faults))?, Standard::Tagged)
        }
    };
    Ok(Pdf {
        bytes,
        pages: laid_out.pages().len(),
        standard,
    })
}

/// The messages of the typesetter speak of the template and its drawings, not of the text.
fn layout(world: &Enclosed, faults: &[SourceDiagnostic]) -> Unprintable {
    let messages = faults.iter().map(|fault| match world.line(fault) {
        Some(line) => format!("line {line} of the template: {}", fault.message),
        None => fault.message.to_string(),
    });
    Unprintable::Layout(messages.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Field, Languages, Made, Paper};
    use relais_kernel::{Lang, Localised, jiff::civil::date};
    use typst::layout::{Frame, FrameItem};

    fn document(languages: Languages, blocks: Vec<Block>) -> Document {
        let made = Made {
            from: Localised::new("référencements de mars", "referrals of March").into(),
            version: "MNR-CM 3".into(),
            at: date(2026, 4, 1).at(8, 5, 0, 0),
        };
        Document {
            title: "Essai".into(),
            languages,
            paper: Paper::A4,
            one_page: false,
            blocks,
            made,
        }
    }

    fn collect(frame: &Frame, words: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => collect(&group.frame, words),
                FrameItem::Text(text) => words.push_str(&text.text),
                _ => {}
            }
        }
    }

    /// All that stands on the pages.
    fn printed(document: &Document) -> String {
        let world = Enclosed::new(TEMPLATE, Inputs::of(document, 1.0).unwrap());
        let laid_out = typst::compile(&world).output.unwrap();
        // Names the type of the pages by what takes them.
        typst_pdf::pdf(&laid_out, &PdfOptions::default()).unwrap();
        let mut words = String::new();
        laid_out
            .pages()
            .iter()
            .for_each(|page| collect(&page.frame, &mut words));
        words.replace('\u{a0}', " ")
    }

    #[test]
    fn what_looks_like_a_program_is_printed_as_it_stands() {
        let hostile = [
            "#read(\"/etc/passwd\")",
            "#eval(\"1\")",
            "$x$",
            "*b*",
            "@ref",
            "= titre",
            "\\u{41}",
            "a -- b",
        ];
        for words in hostile {
            let blocks = vec![
                Block::Heading {
                    level: 1,
                    text: words.into(),
                },
                Block::Fields(vec![Field::new(words, words)]),
                Block::Paragraph(words.into()),
            ];
            let made = Document {
                title: words.into(),
                ..document(Languages::One(Lang::Fr), blocks)
            };
            assert_eq!(printed(&made).matches(words).count(), 5, "{words}");
        }
    }

    #[test]
    fn every_page_says_from_which_data_and_when_it_was_made() {
        let words = printed(&document(Languages::Both(Lang::Fr), vec![]));
        assert!(words.contains(
            "Établi le 1er avril 2026 à 8 h 05 à partir de : référencements de mars (version MNR-CM 3)"
        ));
        assert!(words.contains("Made on 1 April 2026 at 8:05 from: referrals of March (version MNR-CM 3)"));
        assert!(words.contains("Page 1 / 1"));
        assert!(!printed(&document(Languages::One(Lang::En), vec![])).contains("Établi"));
    }

    #[test]
    fn french_quotes_and_apostrophes_stay_as_they_are_written() {
        let words = "« Aujourd’hui » : l'accueil";
        assert!(
            printed(&document(
                Languages::One(Lang::Fr),
                vec![Block::Paragraph(words.into())]
            ))
            .contains(words)
        );
    }

    #[test]
    fn a_template_cannot_reach_a_file() {
        for template in [
            "#read(\"/etc/passwd\")",
            "#include \"/etc/passwd\"",
            "#import \"@preview/x:1.0.0\"",
        ] {
            assert!(matches!(
                typeset_in(&Enclosed::new(template, Default::default())),
                Err(Unprintable::Layout(_))
            ));
        }
    }
}
