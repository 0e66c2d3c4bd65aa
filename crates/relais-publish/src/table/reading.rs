use std::{
    io::{Cursor, Read},
    panic::catch_unwind,
};

use calamine::{Data, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xlsx};
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{Unreadable, ods_bounds, rows::Rows};

/// The most that is read of a spreadsheet somebody sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub file_bytes: usize,
    /// Of all parts together, once unpacked.
    pub inside_bytes: u64,
    pub sheets: usize,
    pub rows: usize,
    pub columns: usize,
    /// Characters of one cell.
    pub cell: usize,
    /// Bytes of all cells together.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: MEGABYTE * 2,
            inside_bytes: MEGABYTE as u64 * 30,
            sheets: 20,
            rows: 10_001,
            columns: 100,
            cell: 2_000,
            text: MEGABYTE,
        }
    }
}

const MEGABYTE: usize = 1024 * 1024;
/// Parts of a file: far more than any workbook of ours has.
const MOST_PARTS: usize = 500;

/// A sheet that was chosen, and those that were left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    pub rows: Vec<Vec<String>>,
    /// The names of the other visible sheets with something in them.
    pub others: Vec<String>,
}

/// Reads a sheet of an Excel workbook or an OpenDocument sheet as text, as CSV would hold it: whole numbers without
/// decimals, dates as `2026-03-12`. It is the first visible one that is wanted, else the first with something in it.
/// Formulas are not computed: a cell that holds one is named, and what the file says was last shown there is not taken for
/// it. It computes for a while: an asynchronous caller wraps it in `spawn_blocking`.
///
/// # Errors
/// [`Unreadable`] for what is no spreadsheet, or more than the limits.
pub fn sheet_of_workbook(
    bytes: &[u8],
    limits: &Limits,
    wanted: fn(&[Vec<String>]) -> bool,
) -> Result<Chosen, Unreadable> {
    choose(sheets(bytes, limits)?, wanted)
}

/// Every visible sheet with something in it, by its name.
///
/// # Errors
/// As [`sheet_of_workbook`], for each of them.
pub fn sheets_of_workbook(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, Lines)>, Unreadable> {
    let all = sheets(bytes, limits)?.into_iter();
    all.map(|(name, rows)| Ok((name, rows?))).collect()
}

/// The rows of a sheet.
type Lines = Vec<Vec<String>>;
type SheetRows = Result<Lines, Unreadable>;

fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, SheetRows)>, Unreadable> {
    if bytes.len() > limits.file_bytes {
        let megabytes = limits.file_bytes / MEGABYTE;
        return Err(Unreadable::FileTooLarge { megabytes });
    }
    if !bytes.starts_with(b"PK") {
        return Err(Unreadable::NotASpreadsheet);
    }
    // A file made to make its reader panic is a damaged file, and no fault of ours.
    catch_unwind(|| read(bytes, limits)).unwrap_or(Err(Unreadable::Damaged))
}

/// The rows of the first visible sheet with something in it.
///
/// # Errors
/// As [`sheet_of_workbook`].
pub fn rows_of_workbook(bytes: &[u8], limits: &Limits) -> Result<Vec<Vec<String>>, Unreadable> {
    sheet_of_workbook(bytes, limits, |rows| !rows.is_empty()).map(|chosen| chosen.rows)
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<(String, SheetRows)>, Unreadable> {
    let parts = unpacked(bytes, limits)?;
    let mut all: Vec<(String, SheetRows)> = if parts.iter().any(|name| name == "xl/workbook.xml") {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
        let names = visible_sheets(&book, limits)?.into_iter();
        names
            .map(|name| (name.clone(), xlsx_rows(&mut book, &name, limits)))
            .collect()
    } else if parts.iter().any(|name| name == "content.xml") {
        let mut book = ods(bytes, limits)?;
        let names = visible_sheets(&book, limits)?.into_iter();
        names
            .map(|name| (name.clone(), ods_rows(&mut book, &name, limits)))
            .collect()
    } else {
        return Err(Unreadable::NotASpreadsheet);
    };
    all.retain(|(_, rows)| rows.as_ref().map_or(true, |rows| !rows.is_empty()));
    Ok(all)
}

/// What is wrong in a sheet counts only where it is the one that is read.
fn choose(all: Vec<(String, SheetRows)>, wanted: fn(&[Vec<String>]) -> bool) -> Result<Chosen, Unreadable> {
    let fits = |(_, rows): &(String, SheetRows)| rows.as_ref().is_ok_and(|rows| wanted(rows));
    let at = all.iter().position(fits).unwrap_or(0);
    let mut chosen = Chosen::default();
    for (place, (name, rows)) in all.into_iter().enumerate() {
        if place == at {
            chosen.rows = rows?;
        } else {
            chosen.others.push(name);
        }
    }
    Ok(chosen)
}

/// Unpacks everything once, part after part: what a file says of its own size may be a lie.
fn unpacked(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let megabytes = limits.inside_bytes / MEGABYTE as u64;
    let too_much = Unreadable::TooMuchInside { megabytes };
    if archive.len() > MOST_PARTS {
        return Err(too_much);
    }
    let mut left = limits.inside_bytes;
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Unreadable::Damaged)?;
        let name = part.name().map_err(|_| Unreadable::Damaged)?.into_owned();
        let mut content = Vec::new();
        let size = part.take(left + 1).read_to_end(&mut content);
        let size = size.map_err(|_| Unreadable::Damaged)? as u64;
        left = left.checked_sub(size).ok_or(too_much)?;
        if declares_a_type(&content) {
            return Err(Unreadable::Damaged);
        }
        names.push(name);
    }
    Ok(names)
}

/// No spreadsheet declares a document type; who does wants entities to grow, or files to be read (security requirement 64).
fn declares_a_type(part: &[u8]) -> bool {
    let mut reader = quick_xml::Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::DocType(_)) => return true,
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) | Err(_) => return false,
            Ok(_) => buffer.clear(),
        }
    }
}

type Bytes<'b> = Cursor<&'b [u8]>;

fn xlsx_rows(
    book: &mut Xlsx<Bytes<'_>>,
    name: &str,
    limits: &Limits,
) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut rows = Rows::new(limits);
    let damaged = |_| Unreadable::Damaged;
    let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
    // Formulas with their metadata only: expanding shared ones lets a file name the size of a table.
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
        if cell.formula.is_some() {
            rows.formula(cell.pos);
        }
        rows.put(cell.pos, &text(&Data::from(cell.value)))?;
    }
    rows.without_formulas()
}

fn ods<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Ods<Bytes<'b>>, Unreadable> {
    // A few bytes can claim a million times the same cell.
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let mut content = Vec::new();
    let mut part = archive.by_name("content.xml").map_err(|_| Unreadable::Damaged)?;
    part.read_to_end(&mut content).map_err(|_| Unreadable::Damaged)?;
    drop(part);
    ods_bounds::check(&content, limits)?;
    Ods::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)
}

fn ods_rows(book: &mut Ods<Bytes<'_>>, name: &str, limits: &Limits) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut rows = Rows::new(limits);
    let range = book.worksheet_range(name).map_err(|_| Unreadable::Damaged)?;
    for (row, column, value) in range.used_cells() {
        rows.put(placed(range.start(), row, column), &text(value))?;
    }
    let range = book.worksheet_formula(name).map_err(|_| Unreadable::Damaged)?;
    for (row, column, formula) in range.used_cells() {
        if !formula.is_empty() {
            rows.formula(placed(range.start(), row, column));
        }
    }
    rows.without_formulas()
}

/// Where a cell of a range stands in its sheet.
fn placed(start: Option<(u32, u32)>, row: usize, column: usize) -> (u32, u32) {
    let (top, left) = start.unwrap_or_default();
    let at = |n: usize, from: u32| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(from);
    (at(row, top), at(column, left))
}

fn visible_sheets<'b, B: Reader<Bytes<'b>>>(book: &B, limits: &Limits) -> Result<Vec<String>, Unreadable> {
    let sheets = book.sheets_metadata();
    if sheets.len() > limits.sheets {
        return Err(Unreadable::TooManySheets { most: limits.sheets });
    }
    let visible = |s: &&calamine::Sheet| s.typ == SheetType::WorkSheet && s.visible == SheetVisible::Visible;
    Ok(sheets.iter().filter(visible).map(|s| s.name.clone()).collect())
}

fn text(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        // The shortest text that stands for the number: 3 and not 3.0.
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "oui".into(),
        Data::Bool(false) => "non".into(),
        Data::DateTime(at) => moment(at),
        Data::DateTimeIso(at) => at.strip_suffix("T00:00:00").unwrap_or(at).to_owned(),
        other => other.to_string(),
    }
}

fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let whole = at.as_f64().fract() == 0.0;
    let clock = match second {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    match at.as_f64() < 1.0 {
        true => clock,
        false if whole => format!("{year:04}-{month:02}-{day:02}"),
        false => format!("{year:04}-{month:02}-{day:02} {clock}"),
    }
}
