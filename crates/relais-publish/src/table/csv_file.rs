use relais_kernel::Lang;

use super::{Cell, Table, Unwritable, could_be_a_formula};

/// So that Excel reads accents as they are.
const MARK: &str = "\u{feff}";

/// Writes a table as CSV for a spreadsheet: UTF-8 with its mark, `;` and decimal commas in French, `,` and points
/// in English. A text that a spreadsheet could take for a formula starts with an apostrophe.
///
/// # Errors
/// [`Unwritable`] for a row that is longer than the columns.
pub fn csv(table: &Table) -> Result<Vec<u8>, Unwritable> {
    table.check()?;
    let apart = match table.lang {
        Lang::Fr => b';',
        Lang::En => b',',
    };
    let mut out = MARK.as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(apart)
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut out);
    let width = table.columns.len();
    let source = std::iter::once(words(&table.source()))
        .chain(std::iter::repeat_n(String::new(), width.saturating_sub(1)));
    let lines = std::iter::once(table.columns.iter().map(|title| words(title)).collect())
        .chain(
            table
                .rows
                .iter()
                .map(|row| table.padded(row).map(|cell| text(cell, table.lang)).collect()),
        )
        .chain([vec![String::new(); width], source.collect()]);
    for line in lines {
        let line: Vec<String> = line;
        writer
            .write_record(&line)
            .map_err(|fault| Unwritable::TooLarge(fault.to_string()))?;
    }
    writer
        .flush()
        .map_err(|fault| Unwritable::TooLarge(fault.to_string()))?;
    drop(writer);
    Ok(out)
}

fn text(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Words(text) => words(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => decimal(*number, lang),
        Cell::Share(share) => format!("{}%", decimal((share * 1000.0).round() / 10.0, lang)),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(at) => format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute()),
    }
}

fn decimal(number: f64, lang: Lang) -> String {
    let plain = number.to_string();
    match lang {
        Lang::Fr => plain.replace('.', ","),
        Lang::En => plain,
    }
}

fn words(text: &str) -> String {
    if could_be_a_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
