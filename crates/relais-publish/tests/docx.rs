//! What a Word file promises.
#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use proptest::prelude::*;
use quick_xml::{Reader, escape::unescape, events::Event};
use relais_kernel::{Lang, Localised, jiff::civil::date};
use relais_publish::{Block, Column, Document, Field, Languages, Made, Paper, Text, Unprintable, docx};

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

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.into(),
    }
}

fn list(numbered: bool, items: &[&str]) -> Block {
    Block::List {
        items: items.iter().map(|item| Text::from(*item)).collect(),
        numbered,
    }
}

fn table(rows: &[&[&str]]) -> Block {
    let row = |row: &&[&str]| row.iter().map(|cell| Text::from(*cell)).collect();
    Block::Table {
        caption: Some("Tableau 1".into()),
        columns: vec![Column::of_words("Prestataire"), Column::of_figures("Acceptés")],
        rows: rows.iter().map(row).collect(),
    }
}

fn every_block() -> Vec<Block> {
    let both = |fr: &str, en: &str| Text::from(Localised::new(fr, en));
    let leaf = vec![
        Block::Heading {
            level: 1,
            text: both("Titre-Test", "Heading-Test"),
        },
        Block::Paragraph("Un\nDeux".into()),
        Block::Fields(vec![Field::new("Étiquette", "Valeur"), Field::blank("Signature")]),
        list(false, &["Point", "Puce"]),
        list(true, &["Premier", "Second"]),
        table(&[&["Structure-Test 1", "12"], &["Structure-Test 2"]]),
        Block::Figure {
            svg: "<svg".into(),
            alt: both("Courbe qui monte", "Line that rises"),
            caption: Some("Figure 1".into()),
        },
        Block::Code {
            label: "Code à lire".into(),
            code: "K7M2-P9QX".into(),
        },
        Block::Note("Attention".into()),
        Block::Rule,
    ];
    let beside = Block::QrCode {
        content: "https://r.example.org/a?b&c".into(),
        alt: "Code QR pour répondre".into(),
        beside: leaf.clone(),
    };
    let nested = Block::Columns(vec![
        leaf.clone(),
        vec![Block::Columns(vec![leaf.clone(), vec![]])],
    ]);
    [leaf, vec![beside, nested]].concat()
}

/// The files inside a file, by their names.
fn parts(document: &Document) -> BTreeMap<String, String> {
    let made = docx(document).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(made.bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        parts.insert(part.name().unwrap().into_owned(), content);
    }
    parts
}

fn body(blocks: Vec<Block>) -> String {
    parts(&document("Essai", blocks))
        .remove("word/document.xml")
        .unwrap()
}

/// The words of a part that is well-formed: a line for each paragraph and each break.
fn words(part: &str) -> String {
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = true;
    let (mut words, mut within, mut depth) = (String::new(), false, 0_i32);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) => {
                depth += 1;
                within = element.name().as_ref() == "w:t";
                element
                    .attributes()
                    .for_each(|attribute| assert!(attribute.is_ok()));
            }
            Event::End(element) => {
                depth -= 1;
                within = false;
                if element.name().as_ref() == "w:p" {
                    words.push('\n');
                }
            }
            Event::Empty(element) if element.name().as_ref() == "w:br" => words.push('\n'),
            Event::Text(text) if within => words.push_str(&text),
            Event::GeneralRef(reference) if within => {
                words.push_str(&unescape(&format!("&{};", &*reference)).unwrap());
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    words
}

/// The values of an attribute, wherever this stands.
fn values<'a>(part: &'a str, before: &'a str) -> Vec<&'a str> {
    part.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// What stands in the grids of tables.
fn grids_of(part: &str) -> String {
    let grids = part.split("<w:tblGrid>").skip(1);
    grids
        .filter_map(|rest| rest.split("</w:tblGrid>").next())
        .collect()
}

/// What an XML 1.0 file may hold.
fn may_stand_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[test]
fn every_kind_of_block_is_there_with_its_words() {
    for languages in [Languages::One(Lang::Fr), Languages::Both(Lang::En)] {
        let parts = parts(&Document {
            languages,
            ..document("Essai", every_block())
        });
        parts.values().for_each(|part| drop(words(part)));
        let words = words(&parts["word/document.xml"]);
        for (expected, times) in [
            ("Titre-Test", 4),
            ("Un\nDeux\n", 4),
            ("Étiquette", 4),
            ("Valeur", 4),
            ("Signature", 4),
            ("Point", 4),
            ("Premier", 4),
            ("Tableau 1", 4),
            ("Prestataire", 4),
            ("Structure-Test 2", 4),
            ("Courbe qui monte", 4),
            ("Figure 1", 4),
            ("Code à lire\nK7M2-P9QX\n", 4),
            ("Attention", 4),
            ("Code QR pour répondre\nhttps://r.example.org/a?b&c\n", 1),
        ] {
            assert_eq!(words.matches(expected).count(), times, "{expected}");
        }
        let english = words.matches("Heading-Test").count();
        assert_eq!(
            english,
            if languages == Languages::One(Lang::Fr) {
                0
            } else {
                4
            }
        );
    }
}

#[test]
fn a_document_without_any_block_is_a_file_and_so_are_empty_blocks() {
    let nothing = vec![
        Block::Fields(vec![]),
        list(true, &[]),
        Block::Columns(vec![]),
        Block::Columns(vec![vec![]]),
        Block::Table {
            caption: None,
            columns: vec![],
            rows: vec![],
        },
    ];
    assert_eq!(words(&body(vec![])), "Essai\n");
    assert_eq!(words(&body(nothing)).trim(), "Essai");
}

#[test]
fn the_same_document_gives_the_same_bytes_whatever_was_made_before() {
    let report = document("Essai", every_block());
    let made = docx(&report);
    assert!(docx(&document("Essai", vec![table(&[&["1", "2", "3"]])])).is_err());
    assert_eq!(docx(&report), made);
    let elsewhere = std::thread::spawn(move || docx(&report)).join().unwrap();
    assert_eq!(elsewhere, made);
}

#[test]
fn nothing_in_the_file_says_when_it_was_packed() {
    let made = docx(&document("Essai", every_block())).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(made.bytes)).unwrap();
    for at in 0..archive.len() {
        let moment = archive.by_index(at).unwrap().last_modified();
        assert_eq!(moment, Some(zip::DateTime::default()));
    }
}

#[test]
fn the_properties_say_the_title_and_the_moment_of_the_data() {
    let core = parts(&document("Bilan <mars> & \u{1}avril", vec![]))
        .remove("docProps/core.xml")
        .unwrap();
    words(&core);
    assert!(core.contains("<dc:title>Bilan &lt;mars&gt; &amp; avril</dc:title>"));
    assert_eq!(core.matches(">2026-03-12T09:41:00Z</dcterms:").count(), 2);
}

#[test]
fn styles_and_lists_that_are_named_exist() {
    for paper in [Paper::A4, Paper::A5] {
        let parts = parts(&Document {
            paper,
            ..document("Essai", every_block())
        });
        let known: Vec<_> = values(&parts["word/styles.xml"], "w:styleId=\"");
        let unique: BTreeSet<_> = known.iter().collect();
        assert_eq!(unique.len(), known.len());
        assert!(!parts["word/styles.xml"].contains('{'));
        for part in ["word/document.xml", "word/footer1.xml", "word/styles.xml"] {
            for names in [
                "<w:pStyle w:val=\"",
                "<w:tblStyle w:val=\"",
                "<w:basedOn w:val=\"",
                "<w:next w:val=\"",
            ] {
                for named in values(&parts[part], names) {
                    assert!(unique.contains(&named), "{part}: {named}");
                }
            }
        }
        let lists: BTreeSet<_> = values(&parts["word/numbering.xml"], "<w:num w:numId=\"")
            .into_iter()
            .collect();
        for named in values(&parts["word/document.xml"], "<w:numId w:val=\"") {
            assert!(lists.contains(named), "{named}");
        }
    }
}

#[test]
fn every_paragraph_has_a_style_and_a_number_of_its_own() {
    let parts = parts(&document("Essai", every_block()));
    let pages = [&parts["word/document.xml"], &parts["word/footer1.xml"]]
        .map(String::as_str)
        .concat();
    let numbers = values(&pages, "w14:paraId=\"");
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    assert_eq!(values(&pages, "<w:pStyle w:val=\"").len(), numbers.len());
}

/// Word's schema asks for an order of the elements, and docx-rs keeps another: these are all that occur.
#[test]
fn elements_stand_in_the_order_of_the_schema() {
    let file = body(every_block());
    let count = |words: &str| file.matches(words).count();
    for (outer, first) in [
        ("<w:pPr>", "<w:pStyle "),
        ("<w:numPr>", "<w:ilvl "),
        ("<w:tblPr>", "<w:tblStyle "),
        ("<w:sectPr>", "<w:footerReference "),
    ] {
        assert!(count(outer) > 0);
        assert_eq!(count(outer), count(first), "{outer}");
        assert_eq!(count(outer), count(&format!("{outer}{first}")), "{outer}");
    }
    let grid = grids_of(&file);
    assert!(!grid.is_empty() && !grid.contains("w:type"));
}

#[test]
fn each_run_is_in_its_language() {
    let blocks = vec![
        Block::Paragraph(Localised::new("bonjour", "hello").into()),
        Block::Paragraph(Text::In(Lang::En, "goodbye".into())),
    ];
    let file = body(blocks.clone());
    assert!(file.contains("<w:lang w:val=\"fr-FR\" /></w:rPr><w:t xml:space=\"preserve\">bonjour<"));
    assert!(file.contains("<w:lang w:val=\"en-GB\" /></w:rPr><w:t xml:space=\"preserve\">goodbye<"));
    assert!(!file.contains("hello"));
    let parts = parts(&Document {
        languages: Languages::Both(Lang::En),
        ..document("Essai", blocks)
    });
    let file = &parts["word/document.xml"];
    assert!(words(file).contains("hello\nbonjour\n"));
    assert!(!file.contains("<w:rStyle"));
    assert!(parts["word/styles.xml"].contains("<w:lang w:val=\"en-GB\""));
}

#[test]
fn every_page_says_from_which_data_and_when_it_was_made() {
    let made = Made {
        from: Localised::new("référencements de mars", "referrals of March").into(),
        version: "MNR-CM 3".into(),
        at: date(2026, 4, 1).at(8, 5, 0, 0),
    };
    let parts = parts(&Document {
        languages: Languages::Both(Lang::Fr),
        made,
        ..document("Essai", vec![])
    });
    let foot = &parts["word/footer1.xml"];
    assert_eq!(
        words(foot).replace('\u{a0}', " "),
        "Établi le 1er avril 2026 à 8 h 05 à partir de : référencements de mars (version MNR-CM 3)\n\
         Made on 1 April 2026 at 8:05 from: referrals of March (version MNR-CM 3)\n\
         Page 1 / 1\n"
    );
    assert!(foot.contains(">PAGE<") && foot.contains(">NUMPAGES<"));
    assert!(parts["word/document.xml"].contains("<w:footerReference w:type=\"default\""));
}

#[test]
fn the_paper_is_that_of_the_document_and_tables_fill_it() {
    for (paper, size, width) in [
        (Paper::A4, "<w:pgSz w:w=\"11906\" w:h=\"16838\"", 9_866),
        (Paper::A5, "<w:pgSz w:w=\"8391\" w:h=\"11906\"", 7_031),
    ] {
        let file = parts(&Document {
            paper,
            ..document("Essai", vec![table(&[&["a", "1"]])])
        });
        let file = &file["word/document.xml"];
        assert!(file.contains(size), "{file}");
        assert!(file.contains("<w:tblW w:w=\"5000\" w:type=\"pct\" />"));
        let columns = values(file, "<w:gridCol w:w=\"").into_iter();
        let filled: u32 = columns.map(|column| column.parse::<u32>().unwrap()).sum();
        assert!(filled.abs_diff(width) < 3, "{filled}");
    }
}

#[test]
fn the_head_of_a_table_is_repeated_and_figures_stand_to_the_right() {
    let file = body(vec![table(&[&["Structure-Test", "12"]])]);
    assert_eq!(file.matches("<w:tblHeader />").count(), 1);
    let head = file.find("<w:tblHeader />").unwrap();
    assert!(head < file.find("Prestataire").unwrap());
    // Its title and its figure.
    assert_eq!(file.matches("<w:jc w:val=\"right\" />").count(), 2);
}

#[test]
fn a_text_that_looks_like_markup_is_a_text() {
    let hostile = "<w:cantSplit /> <w:rStyle w:val=\"x\" /> ]]> &amp; <!-- \"'";
    let file = body(vec![Block::Paragraph(hostile.into())]);
    assert!(words(&file).contains(hostile));
    assert!(!file.contains("<w:tblHeader"));
}

#[test]
fn tables_never_touch_and_no_cell_ends_with_one() {
    let fields = Block::Fields(vec![Field::new("a", "b")]);
    let inner = Block::Columns(vec![vec![fields.clone()]]);
    let file = body(vec![fields.clone(), fields, inner, table(&[])]);
    assert_eq!(file.matches("</w:tbl><w:p ").count(), 5);
    assert!(!file.contains("</w:tbl><w:tbl>") && !file.contains("</w:tbl></w:tc>"));
}

#[test]
fn a_blank_field_is_a_line_to_write_on() {
    let line = "<w:tcBorders><w:bottom w:val=\"single\"";
    assert!(body(vec![Block::Fields(vec![Field::blank("a")])]).contains(line));
    assert!(!body(vec![Block::Fields(vec![Field::new("a", "b")])]).contains(line));
}

#[test]
fn each_numbered_list_begins_at_one() {
    let parts = parts(&document(
        "Essai",
        vec![list(true, &["a", "b"]), list(false, &["c"]), list(true, &["d"])],
    ));
    assert_eq!(
        values(&parts["word/document.xml"], "<w:numId w:val=\""),
        ["3", "3", "2", "4"]
    );
    assert_eq!(
        parts["word/numbering.xml"]
            .matches("<w:startOverride w:val=\"1\" />")
            .count(),
        2
    );
}

#[test]
fn no_level_of_headings_is_skipped() {
    let file = body(vec![
        heading(3, "a"),
        heading(9, "b"),
        heading(4, "c"),
        heading(0, "d"),
    ]);
    let styles = values(&file, "<w:pStyle w:val=\"");
    assert_eq!(styles, ["Title", "Heading1", "Heading2", "Heading3", "Heading1"]);
}

#[test]
fn control_characters_do_not_break_the_file() {
    let all: String = ('\0'..='\u{9f}')
        .chain(['\u{fffe}', '\u{ffff}', '\u{10ffff}'])
        .collect();
    let mut blocks = every_block();
    blocks.push(Block::Paragraph(all.clone().into()));
    let parts = parts(&Document {
        made: Made {
            from: all.clone().into(),
            version: all.clone(),
            at: date(2026, 3, 12).at(9, 41, 0, 0),
        },
        ..document(&all, blocks)
    });
    for part in parts.values() {
        words(part);
        assert!(part.chars().all(may_stand_in_xml));
    }
}

#[test]
fn a_row_with_more_cells_than_columns_is_refused() {
    let rows = table(&[&["1"], &["1", "2", "3"]]);
    let refused = Err(Unprintable::RowTooLong { row: 2 });
    assert_eq!(docx(&document("Essai", vec![rows.clone()])), refused);
    assert_eq!(
        docx(&document("Essai", vec![Block::Columns(vec![vec![rows]])])),
        refused
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_comes_back_as_it_was_written(text in prop_oneof![any::<String>(), "[<>&;\"'#\\]x\\[!a-zé \\-]{0,60}"]) {
        let word = || Text::Plain(text.clone());
        let blocks = vec![
            Block::Heading { level: 9, text: word() },
            Block::Paragraph(word()),
            Block::Fields(vec![Field::new(word(), word())]),
            Block::Table { caption: Some(word()), columns: vec![Column::of_figures(word())], rows: vec![vec![word()]] },
            Block::List { items: vec![word()], numbered: true },
            Block::Code { label: word(), code: text.clone() },
            Block::Note(word()),
            Block::QrCode { content: text.clone(), alt: word(), beside: vec![] },
            Block::Figure { svg: text.clone(), alt: word(), caption: Some(word()) },
        ];
        let parts = parts(&document(&text, blocks));
        for part in parts.values() {
            words(part);
        }
        let kept: String = text
            .chars()
            .filter(|c| (!c.is_control() || *c == '\t') && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}'))
            .map(|c| if c == '\t' { ' ' } else { c })
            .collect();
        // Lines are kept elsewhere; here all words stand in one row, sixteen times with the title.
        let said = words(&parts["word/document.xml"]).replace('\n', "");
        prop_assert_eq!(said, kept.repeat(16));
    }
}
