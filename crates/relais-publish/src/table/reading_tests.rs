use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Limits, Unreadable, rows_of_workbook};

fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    rows_of_workbook(bytes, &Limits::default())
}

/// A file of parts, packed.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Feuille1">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#;
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

fn cell(text: &str) -> String {
    format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
}

#[test]
fn a_workbook_is_read_as_csv_would_hold_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "clé").unwrap();
    sheet.write_number(1, 0, 3.0).unwrap();
    sheet.write_number(1, 1, 4.05).unwrap();
    let day = ExcelDateTime::from_ymd(2026, 3, 12).unwrap();
    let shown = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_datetime_with_format(1, 2, &day, &shown).unwrap();
    sheet.write_boolean(1, 4, true).unwrap();
    book.add_worksheet().write_string(0, 0, "autre").unwrap();
    let rows = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(rows, [vec!["clé"], vec!["3", "4.05", "2026-03-12", "", "oui"]]);
}

#[test]
fn an_open_document_sheet_is_read_too() {
    let rows = format!(
        r#"<table:table-row>{}<table:table-cell table:number-columns-repeated="16383"/></table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell><table:table-cell/>{}</table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
        cell("clé"),
        cell("fin"),
    );
    assert_eq!(read(&ods(&rows)).unwrap(), [vec!["clé"], vec!["3", "", "fin"]]);
}

#[test]
fn sec_65_what_claims_to_be_endless_is_refused_before_it_is_made() {
    let most = Limits::default();
    let wide = r#"<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>"#;
    assert_eq!(
        read(&ods(wide)),
        Err(Unreadable::TooManyColumns { most: most.columns })
    );
    let long = format!(
        r#"<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>"#,
        cell("x")
    );
    assert_eq!(
        read(&ods(&long)),
        Err(Unreadable::TooManyRows { most: most.rows - 1 })
    );
    let mut book = Workbook::new();
    book.add_worksheet().write_string(1_048_575, 16_383, "x").unwrap();
    assert!(matches!(
        read(&book.save_to_buffer().unwrap()),
        Err(Unreadable::TooManyRows { .. })
    ));
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 200, "x").unwrap();
    assert!(matches!(
        read(&book.save_to_buffer().unwrap()),
        Err(Unreadable::TooManyColumns { .. })
    ));
}

#[test]
fn a_formula_is_named_and_its_last_value_is_not_taken_for_it() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "clé").unwrap();
    sheet
        .write_formula(4, 2, Formula::new("=A1").set_result("P94"))
        .unwrap();
    sheet.write_formula(5, 2, Formula::new("=1+1")).unwrap();
    let told = read(&book.save_to_buffer().unwrap()).unwrap_err();
    let expected = Unreadable::Formulas {
        row: 4,
        column: 2,
        others: 1,
    };
    assert_eq!(told, expected);
    let sentence = told.refusal().sentence.fr;
    assert!(
        sentence.contains("C5") && sentence.contains("une autre"),
        "{sentence}"
    );
    let computed = r#"<table:table-row><table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell></table:table-row>"#;
    let told = read(&ods(computed));
    let expected = Unreadable::Formulas {
        row: 0,
        column: 0,
        others: 0,
    };
    assert_eq!(told, Err(expected));
}

#[test]
fn a_sheet_that_is_hidden_is_passed_over() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_hidden(true)
        .write_string(0, 0, "caché")
        .unwrap();
    book.add_worksheet()
        .set_active(true)
        .write_string(0, 0, "clé")
        .unwrap();
    assert_eq!(read(&book.save_to_buffer().unwrap()).unwrap(), [["clé"]]);
}

#[test]
fn sec_65_a_small_file_that_is_huge_inside_is_refused() {
    let huge = packed(&[("xl/workbook.xml", &vec![b' '; 31 * 1024 * 1024])]);
    assert!(huge.len() < Limits::default().file_bytes);
    assert_eq!(read(&huge), Err(Unreadable::TooMuchInside { megabytes: 30 }));
}

#[test]
fn what_is_no_spreadsheet_is_told_apart_from_a_damaged_one() {
    assert_eq!(read(b"clef;service"), Err(Unreadable::NotASpreadsheet));
    assert_eq!(
        read(&packed(&[("a.txt", b"x")])),
        Err(Unreadable::NotASpreadsheet)
    );
    assert_eq!(read(b"PK\x03\x04 and nothing more"), Err(Unreadable::Damaged));
    assert_eq!(
        read(&packed(&[("xl/workbook.xml", b"<not")])),
        Err(Unreadable::Damaged)
    );
    let large = vec![b'P'; Limits::default().file_bytes + 1];
    assert_eq!(read(&large), Err(Unreadable::FileTooLarge { megabytes: 2 }));
}

#[test]
fn a_cell_too_long_and_too_much_text_are_refused() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .write_string(4, 0, "x".repeat(2_001))
        .unwrap();
    let told = read(&book.save_to_buffer().unwrap());
    assert_eq!(told, Err(Unreadable::CellTooLong { row: 5, most: 2_000 }));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..600 {
        sheet.write_string(row, 0, "x".repeat(2_000)).unwrap();
    }
    assert_eq!(
        read(&book.save_to_buffer().unwrap()),
        Err(Unreadable::TooMuchText)
    );
}

#[test]
fn every_refusal_is_a_sentence_in_both_languages() {
    for why in [
        Unreadable::NotASpreadsheet,
        Unreadable::Damaged,
        Unreadable::FileTooLarge { megabytes: 2 },
        Unreadable::TooMuchInside { megabytes: 30 },
        Unreadable::TooManySheets { most: 20 },
        Unreadable::TooManyRows { most: 10_000 },
        Unreadable::TooManyColumns { most: 100 },
        Unreadable::CellTooLong { row: 5, most: 2_000 },
        Unreadable::Formulas {
            row: 0,
            column: 0,
            others: 2,
        },
        Unreadable::TooMuchText,
    ] {
        let refusal = why.refusal();
        for lang in [relais_kernel::Lang::Fr, relais_kernel::Lang::En] {
            assert!(refusal.sentence(lang).ends_with('.'), "{why:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = read(&bytes);
        let _ = read(&packed(&[("xl/workbook.xml", &bytes)]));
        let _ = read(&ods(&String::from_utf8_lossy(&bytes)));
    }
}

#[test]
fn sec_64_a_file_that_declares_a_document_type_is_refused() {
    let declared =
        r#"<?xml version="1.0"?><!-- plain --><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>"#;
    let whole = ods(&format!("<table:table-row>{}</table:table-row>", cell("clé")));
    assert!(read(&whole).is_ok());
    for part in ["content.xml", "META-INF/manifest.xml", "styles.xml"] {
        let mut parts = vec![
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
            ),
            ("content.xml", b"<a/>".to_vec()),
        ];
        parts.retain(|(name, _)| *name != part);
        parts.push((part, format!("{declared}<a>&c;</a>").into_bytes()));
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
        assert_eq!(read(&packed(&parts)), Err(Unreadable::Damaged), "{part}");
    }
}
