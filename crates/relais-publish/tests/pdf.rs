//! What a printed document promises.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use relais_kernel::{Lang, Localised, jiff::civil::date};
use relais_publish::{
    Block, Column, Document, Field, Languages, Made, Paper, Pdf, Slip, Standard, Text, Unprintable, pdf,
};

fn document(title: &str, blocks: Vec<Block>) -> Document {
    Document {
        title: title.into(),
        languages: Languages::One(Lang::Fr),
        paper: Paper::A4,
        one_page: false,
        blocks,
        made: Made {
            from: "essai".into(),
            version: "1".into(),
            at: date(2026, 3, 12).at(9, 41, 0, 0),
        },
    }
}

fn slip(paper: Paper, languages: Languages) -> Slip {
    let step = Localised::new(
        "Scannez le code QR et répondez en deux gestes.",
        "Scan the QR code and answer in two taps.",
    );
    Slip {
        languages,
        paper,
        title: Localised::new("Fiche de référencement", "Referral slip"),
        code: "K7M2-P9QX".into(),
        from: "Structure-Test 1".into(),
        to: "Structure-Test 2".into(),
        fields: vec![
            Field::new(
                Localised::new("Priorité", "Priority"),
                Localised::new("Urgent", "Urgent"),
            ),
            Field::blank(Localised::new("Rendez-vous", "Appointment")),
        ],
        instructions: vec![step; 5],
        qr_url: "https://r.example.org/a/K7M2P9QX".into(),
        made: Made {
            from: "essai".into(),
            version: "1".into(),
            at: date(2026, 3, 12).at(9, 41, 0, 0),
        },
    }
}

fn contains(pdf: &Pdf, bytes: &[u8]) -> bool {
    pdf.bytes.windows(bytes.len()).any(|window| window == bytes)
}

#[test]
fn every_kind_of_block_is_printed_archivable_and_accessible() {
    let text = Text::Both(Localised::new("français", "English"));
    let leaf = vec![
        Block::Heading {
            level: 3,
            text: text.clone(),
        },
        Block::Paragraph("un\ndeux".into()),
        Block::Fields(vec![Field::new("a", "b"), Field::blank("c")]),
        Block::List {
            items: vec![text.clone()],
            numbered: false,
        },
        Block::List {
            items: vec![text.clone()],
            numbered: true,
        },
        Block::Table {
            caption: Some(text.clone()),
            columns: vec![Column::of_words("Prestataire"), Column::of_figures("Acceptés")],
            rows: vec![vec!["Test 1".into(), "12".into()], vec!["Test 2".into()]],
        },
        Block::Figure {
            svg:
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>"
                    .into(),
            alt: text.clone(),
            caption: Some(text.clone()),
        },
        Block::Code {
            label: text.clone(),
            code: "K7M2-P9QX".into(),
        },
        Block::Note(text.clone()),
        Block::Rule,
    ];
    let beside = Block::QrCode {
        content: "https://r.example.org".into(),
        alt: text,
        beside: leaf.clone(),
    };
    for languages in [Languages::One(Lang::Fr), Languages::Both(Lang::En)] {
        let blocks = [
            leaf.clone(),
            vec![beside.clone(), Block::Columns(vec![leaf.clone(), leaf.clone()])],
        ]
        .concat();
        let made = pdf(&Document {
            languages,
            ..document("Essai", blocks)
        })
        .unwrap();
        assert!(made.bytes.starts_with(b"%PDF"));
        assert_eq!(made.standard, Standard::ArchivalAndAccessible);
    }
}

#[test]
fn a_document_without_any_block_is_one_page() {
    assert_eq!(pdf(&document("", vec![])).unwrap().pages, 1);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let slip = slip(Paper::A4, Languages::Both(Lang::Fr)).document();
    assert_eq!(pdf(&slip), pdf(&slip));
}

#[test]
fn a_long_table_goes_over_several_pages() {
    let rows = (0..120)
        .map(|n| vec![format!("Prestataire-Test {n}").into(), n.to_string().into()])
        .collect();
    let columns = vec![Column::of_words("Prestataire"), Column::of_figures("Rang")];
    let made = pdf(&document(
        "Essai",
        vec![Block::Table {
            caption: None,
            columns,
            rows,
        }],
    ))
    .unwrap();
    assert!(made.pages > 2, "{}", made.pages);
}

#[test]
fn a_row_with_more_cells_than_columns_is_refused() {
    let table = Block::Table {
        caption: None,
        columns: vec![Column::of_words("a")],
        rows: vec![vec!["1".into()], vec!["1".into(), "2".into()]],
    };
    assert_eq!(
        pdf(&document("Essai", vec![table])),
        Err(Unprintable::RowTooLong { row: 2 })
    );
}

#[test]
fn a_drawing_that_is_none_is_a_fault_with_its_reason() {
    let figure = Block::Figure {
        svg: "<svg".into(),
        alt: "".into(),
        caption: None,
    };
    assert!(matches!(
        pdf(&document("Essai", vec![figure])),
        Err(Unprintable::Layout(_))
    ));
}

#[test]
fn a_slip_is_one_page_on_every_paper_in_every_language() {
    for paper in [Paper::A4, Paper::A5] {
        for languages in [
            Languages::Both(Lang::Fr),
            Languages::Both(Lang::En),
            Languages::One(Lang::En),
        ] {
            let made = pdf(&slip(paper, languages).document()).unwrap();
            assert_eq!((made.pages, made.standard), (1, Standard::ArchivalAndAccessible));
        }
    }
}

#[test]
fn a_slips_title_and_file_name_carry_its_code_alone() {
    let mut sheet = slip(Paper::A5, Languages::Both(Lang::Fr));
    sheet.fields.push(Field::new("Personne", "Personne-Test 1"));
    assert_eq!(sheet.file_name(), "K7M2-P9QX.pdf");
    let made = pdf(&sheet.document()).unwrap();
    assert!(contains(&made, b"K7M2-P9QX"));
    assert!(!contains(&made, b"Personne-Test"));
}

#[test]
fn a_file_name_cannot_leave_its_folder() {
    let sheet = Slip {
        code: "../../etc/K7\"\r\n".into(),
        ..slip(Paper::A5, Languages::Both(Lang::Fr))
    };
    assert_eq!(sheet.file_name(), "etcK7.pdf");
}

/// Titles stand in the properties uncompressed, so that what is printed can be compared there.
#[test]
fn a_title_that_asks_for_a_file_is_printed_literally() {
    for title in [
        "#read(\"/etc/passwd\")",
        "#eval(\"1+1\")",
        "$ x $ *b* @ref <label> \\u{41}",
    ] {
        let made = pdf(&document(title, vec![Block::Paragraph(title.into())])).unwrap();
        let escaped = title
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        assert!(
            contains(&made, escaped.as_bytes()) || contains(&made, title.as_bytes()),
            "{title}"
        );
        assert!(!contains(&made, b"root:"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_however_hostile_stops_the_printer(text in prop_oneof![any::<String>(), "[#$*_`@<>\\[\\]{}()\\\\/\"=+~a-z \n-]{0,80}"]) {
        let word = || Text::Plain(text.clone());
        let blocks = vec![
            Block::Heading { level: 9, text: word() },
            Block::Paragraph(word()),
            Block::Fields(vec![Field::new(word(), word())]),
            Block::Table { caption: Some(word()), columns: vec![Column::of_figures(word())], rows: vec![vec![word()]] },
            Block::List { items: vec![word()], numbered: true },
            Block::Code { label: word(), code: text.clone() },
            Block::Note(word()),
        ];
        let made = pdf(&document(&text, blocks)).unwrap();
        prop_assert!(made.bytes.starts_with(b"%PDF"));
    }
}
