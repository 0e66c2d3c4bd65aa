use relais_kernel::{
    Lang,
    jiff::civil::{Date, DateTime},
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Table, Unwritable, could_be_a_formula};

/// The widest a column is made, in pixels: about sixty characters.
const WIDEST: u32 = 420;
/// What Excel allows for the name of a sheet.
const LONGEST_NAME: usize = 31;

/// Writes tables as one Excel workbook, a sheet for each: headings that stay in sight and filter, numbers and dates as
/// such, and no formula: a text that could be one is marked as text (Excel's own apostrophe). The same tables give
/// the same bytes.
///
/// # Errors
/// [`Unwritable`] for a row that is longer than the columns, or for more than Excel holds.
pub fn xlsx(tables: &[Table]) -> Result<Vec<u8>, Unwritable> {
    let mut book = Workbook::new();
    if let Some(first) = tables.first() {
        let made = moment(first.made.at).map_err(fault)?;
        let about = DocProperties::new()
            .set_title(&first.title)
            .set_creation_datetime(&made);
        book.set_properties(&about);
    }
    for (at, table) in tables.iter().enumerate() {
        table.check()?;
        let sheet = book.add_worksheet();
        sheet.set_name(name(&table.title, at)).map_err(fault)?;
        fill(sheet, table).map_err(fault)?;
    }
    book.save_to_buffer().map_err(fault)
}

fn fault(error: XlsxError) -> Unwritable {
    match error {
        XlsxError::MaxStringLengthExceeded => Unwritable::TooLarge("a cell is too long".into()),
        XlsxError::RowColumnLimitError => Unwritable::TooLarge("too many rows or columns".into()),
        // These messages name sheets and limits, never a cell's text.
        other => Unwritable::TooLarge(other.to_string()),
    }
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_text_wrap();
    for (at, title) in (0..).zip(&table.columns) {
        put_words(sheet, (0, at), title, &heading)?;
    }
    let mut below = 1;
    for row in &table.rows {
        for (at, cell) in (0..).zip(table.padded(row)) {
            put(sheet, (below, at), cell, table.lang)?;
        }
        below += 1;
    }
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.set_autofit_max_width(WIDEST);
    sheet.autofit();
    sheet.autofilter(0, 0, below.max(2) - 1, last)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 0)?;
    put_words(
        sheet,
        (below + 1, 0),
        &table.source(),
        &Format::new().set_italic(),
    )
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, lang: Lang) -> Result<(), XlsxError> {
    let shown = |pattern: &str| Format::new().set_num_format(pattern);
    match cell {
        Cell::Empty => Ok(()),
        Cell::Words(text) => put_words(sheet, (row, column), text, &Format::new()),
        // Past 2^53 Excel would round: the digits are worth more than counting with them.
        Cell::Whole(number) if number.unsigned_abs() > 1 << 53 => {
            put_words(sheet, (row, column), &number.to_string(), &Format::new())
        }
        Cell::Whole(number) => sheet
            .write_number_with_format(row, column, *number as f64, &shown("#,##0"))
            .map(drop),
        Cell::Number(number) => sheet.write_number(row, column, *number).map(drop),
        Cell::Share(share) => sheet
            .write_number_with_format(row, column, *share, &shown("0.0%"))
            .map(drop),
        Cell::Day(date) => sheet
            .write_datetime_with_format(row, column, day(*date)?, &shown(day_pattern(lang)))
            .map(drop),
        Cell::Moment(at) => {
            let pattern = format!("{} hh:mm", day_pattern(lang));
            sheet
                .write_datetime_with_format(row, column, moment(*at)?, &shown(&pattern))
                .map(drop)
        }
    }
}

fn put_words(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let format = if could_be_a_formula(text) {
        format.clone().set_quote_prefix()
    } else {
        format.clone()
    };
    sheet
        .write_string_with_format(row, column, text, &format)
        .map(drop)
}

const fn day_pattern(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "dd/mm/yyyy",
        Lang::En => "yyyy-mm-dd",
    }
}

fn day(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: i8| u8::try_from(n).unwrap_or(0);
    ExcelDateTime::from_ymd(
        u16::try_from(date.year()).unwrap_or(0),
        part(date.month()),
        part(date.day()),
    )
}

fn moment(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: i8| u8::try_from(n).unwrap_or(0);
    day(at.date())?.and_hms(
        u16::from(part(at.hour())),
        part(at.minute()),
        f64::from(at.second()),
    )
}

/// A name that Excel takes, and that no other sheet has.
fn name(title: &str, at: usize) -> String {
    let taken = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') || c.is_control();
    let plain: String = title.chars().map(|c| if taken(c) { ' ' } else { c }).collect();
    let number = if at == 0 {
        String::new()
    } else {
        format!(" {}", at + 1)
    };
    let room = LONGEST_NAME - number.len();
    let mut units = 0;
    let kept: String = plain
        .trim()
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= room
        })
        .collect();
    let kept = if kept.trim().is_empty() {
        "Relais"
    } else {
        kept.trim_end()
    };
    format!("{kept}{number}")
}
