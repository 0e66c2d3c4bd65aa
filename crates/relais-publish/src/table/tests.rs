use std::io::{Cursor, Read as _};

use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use relais_kernel::{Lang, Localised, jiff::civil::date};

use super::{Cell, Table, Unwritable, csv, xlsx};
use crate::Made;

fn table(lang: Lang, columns: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        lang,
        title: "Annuaire : services [démo]".into(),
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        rows,
        made: Made {
            from: Localised::new("annuaire", "directory").into(),
            version: "MNR-CM 3".into(),
            at: date(2026, 3, 12).at(9, 40, 0, 0),
        },
        taken_by: "Structure-test P01".into(),
    }
}

fn mixed(lang: Lang) -> Table {
    let row = vec![
        "Écoute; « accueil »".into(),
        Cell::Whole(1234),
        Cell::Number(2.5),
        Cell::Share(0.4251),
        Cell::Day(date(2026, 3, 1)),
        Cell::Moment(date(2026, 3, 1).at(8, 5, 0, 0)),
    ];
    table(
        lang,
        &["service", "n", "km", "part", "jour", "heure"],
        vec![row, vec![]],
    )
}

fn cells(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// All parts of a workbook in one text.
fn inside(bytes: &[u8]) -> String {
    let mut book = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut all = String::new();
    for at in 0..book.len() {
        book.by_index(at).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

#[test]
fn csv_is_written_as_each_language_reads_it() {
    let french = String::from_utf8(csv(&mixed(Lang::Fr)).unwrap()).unwrap();
    let lines: Vec<_> = french.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    assert_eq!(lines[0], "service;n;km;part;jour;heure");
    assert_eq!(
        lines[1],
        "\"Écoute; « accueil »\";1234;2,5;42,5%;2026-03-01;2026-03-01 08:05"
    );
    assert_eq!(lines[2], ";;;;;");
    assert!(
        lines[4].starts_with("Établi le 12") && lines[4].contains("MNR-CM 3"),
        "{}",
        lines[4]
    );
    let english = String::from_utf8(csv(&mixed(Lang::En)).unwrap()).unwrap();
    assert!(
        english.contains("Écoute; « accueil »,1234,2.5,42.5%,"),
        "{english}"
    );
    assert!(english.contains("Made on 12"));
}

#[test]
fn a_workbook_keeps_numbers_and_dates_as_such() {
    let rows = cells(&xlsx(&[mixed(Lang::Fr)]).unwrap());
    let row = &rows[1];
    assert_eq!(row[1], Data::Float(1234.0));
    assert_eq!(row[2], Data::Float(2.5));
    assert_eq!(row[3], Data::Float(0.4251));
    let day = |data: &Data| match data {
        Data::DateTime(at) => at.to_ymd_hms_milli(),
        other => panic!("{other:?}"),
    };
    assert_eq!(day(&row[4]), (2026, 3, 1, 0, 0, 0, 0));
    assert_eq!(day(&row[5]), (2026, 3, 1, 8, 5, 0, 0));
    let last = rows.last().unwrap()[0].to_string();
    assert!(last.contains("annuaire") && last.contains("MNR-CM 3"), "{last}");
}

#[test]
fn sec_63_either_file_says_who_took_it_away_and_when() {
    for (lang, words) in [(Lang::Fr, "12 mars 2026"), (Lang::En, "12 March 2026")] {
        let table = mixed(lang);
        let text = String::from_utf8(csv(&table).unwrap()).unwrap();
        let book = xlsx(&[table]).unwrap();
        let sheet = cells(&book).last().unwrap()[0].to_string();
        for last in [text.lines().last().unwrap().to_owned(), sheet] {
            let last = last.replace('\u{a0}', " ");
            assert!(
                last.contains(words) && last.contains("Structure-test P01"),
                "{last}"
            );
        }
    }
}

#[test]
fn sec_63_what_could_be_a_formula_is_text_in_either_file() {
    for risky in [
        "=1+1",
        "+237 6",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1+1",
        "＝1",
        "\u{200b}=1+1",
        "\u{feff}+1",
        "\u{202e}\u{2060} @SUM(A1)",
        "\u{ad}－1",
        "\u{e0020}=1",
    ] {
        let table = table(Lang::Fr, &[risky], vec![vec![risky.into()]]);
        let written = csv(&table).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .has_headers(false)
            .flexible(true)
            .from_reader(written.strip_prefix("\u{feff}".as_bytes()).unwrap());
        for line in reader.records().take(2) {
            assert_eq!(line.unwrap()[0], format!("'{risky}"), "{risky:?}");
        }
        let book = xlsx(&[table]).unwrap();
        assert_eq!(cells(&book)[1][0], Data::String(risky.into()), "{risky:?}");
        let parts = inside(&book);
        assert!(!parts.contains("<f>") && !parts.contains("<f "), "{risky:?}");
        assert!(parts.contains("quotePrefix=\"1\""), "{risky:?}");
    }
}

#[test]
fn a_row_that_is_too_long_and_a_number_that_is_none_are_refused() {
    let long = table(
        Lang::Fr,
        &["a"],
        vec![vec![], vec![Cell::Whole(1), Cell::Whole(2)]],
    );
    assert_eq!(csv(&long), Err(Unwritable::RowTooLong { row: 2 }));
    assert_eq!(xlsx(&[long]), Err(Unwritable::RowTooLong { row: 2 }));
    let none = table(Lang::Fr, &["a"], vec![vec![Cell::Number(f64::NAN)]]);
    assert_eq!(csv(&none), Err(Unwritable::NotANumber));
    let endless = table(Lang::Fr, &["a"], vec![vec!["x".repeat(40_000).into()]]);
    assert!(matches!(xlsx(&[endless]), Err(Unwritable::TooLarge(_))));
}

#[test]
fn two_tables_of_one_title_are_two_sheets() {
    let book = xlsx(&[mixed(Lang::Fr), mixed(Lang::Fr)]).unwrap();
    let book: Xlsx<_> = Xlsx::new(Cursor::new(book)).unwrap();
    let names = book.sheet_names();
    assert_eq!(
        names,
        ["Annuaire   services  démo", "Annuaire   services  démo 2"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_breaks_a_file_and_the_same_table_gives_the_same_bytes(text in "\\PC{0,40}") {
        let mut table = table(Lang::Fr, &["a", "b"], vec![vec![text.as_str().into(), Cell::Whole(1)]]);
        table.title.clone_from(&text);
        let (one, two) = (xlsx(std::slice::from_ref(&table)).unwrap(), xlsx(std::slice::from_ref(&table)).unwrap());
        prop_assert!(one == two);
        prop_assert_eq!(cells(&one)[1][1].clone(), Data::Float(1.0));
        prop_assert_eq!(csv(&table).unwrap(), csv(&table).unwrap());
    }
}
