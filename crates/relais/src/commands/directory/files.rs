use std::{cmp::Ordering, path::Path};

use relais_directory::import::Column;
use relais_hsds::{
    Kind,
    package::{Found, is_table, unpack},
};
use relais_publish::{Limits, sheets_of_workbook};

use crate::stop::Stop;

/// The largest file, and the largest folder, that is read.
const MOST: u64 = 200 * 1024 * 1024;
/// Endings of what a package is made of.
const ENDINGS: [&str; 6] = ["csv", "tsv", "txt", "json", "ndjson", "jsonl"];
/// As much of a table as its headings may take.
const LINE: usize = 16 * 1024;
/// Folders within a folder.
const DEEP: usize = 4;
/// Files that are named though they are not read.
const NAMED: usize = 20;

/// What stands behind a path.
pub enum Brought {
    /// The files of a package of the standard.
    Package(Vec<Found>),
    /// The bytes of a spreadsheet.
    Sheet(Vec<u8>),
}

/// # Errors
/// When nothing there can be read, or it is too much.
pub fn read(path: &Path) -> Result<Brought, Stop> {
    if path.is_dir() {
        return folder(path).map(Brought::Package);
    }
    let bytes = file(path)?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if bytes.starts_with(b"PK") {
        return archive(bytes);
    }
    let table = ["csv", "tsv", "txt"].contains(&ending(&name).as_str());
    if table && is_mapping_sheet(&name, &bytes) || !ENDINGS.contains(&ending(&name).as_str()) {
        return Ok(Brought::Sheet(bytes));
    }
    Ok(Brought::Package(vec![Found::new(plain(&name), bytes)]))
}

fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.unwrap_or_default().to_ascii_lowercase()
}

/// As it was called before a second copy of it was saved: `services (1).csv`.
fn plain(name: &str) -> String {
    let copy = || {
        let (stem, ending) = name.rsplit_once('.')?;
        let (stem, number) = stem.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        let counts = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        counts.then(|| format!("{}.{ending}", stem.trim_end()))
    };
    copy().unwrap_or_else(|| name.to_owned())
}

/// Whether a single table is a mapping sheet: by its headings where they say so, else by its name, which is none of the
/// standard's.
fn is_mapping_sheet(name: &str, bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..LINE).unwrap_or(bytes));
    let known = |line: &str| {
        let cells: Vec<String> = line.split([',', ';', '\t']).map(str::to_owned).collect();
        let ours = Column::known(&cells);
        let fields = |kind: &Kind| cells.iter().filter(|cell| is_field(*kind, cell)).count();
        (ours, Kind::ALL.iter().map(fields).max().unwrap_or(0))
    };
    let lines = head.lines().take(5).map(known);
    let (ours, standard) = lines
        .max_by_key(|(ours, standard)| ours + standard)
        .unwrap_or_default();
    match ours.cmp(&standard) {
        Ordering::Greater => true,
        Ordering::Less => false,
        Ordering::Equal => !is_table(&plain(name)),
    }
}

fn is_field(kind: Kind, heading: &str) -> bool {
    let name = heading.trim().trim_matches('"').to_lowercase();
    kind.field(&name).is_some()
}

/// A package, or a workbook, which is a zip as well.
fn archive(bytes: Vec<u8>) -> Result<Brought, Stop> {
    let files = unpack(&bytes).map_err(|refused| {
        let sentence = refused.sentence;
        Stop::input(sentence.fr, sentence.en)
    })?;
    let workbook = |found: &Found| found.name == "[Content_Types].xml" || found.name == "mimetype";
    if files.iter().any(workbook) {
        return workbook_of(bytes);
    }
    Ok(Brought::Package(files))
}

/// A workbook with a sheet for each table of the standard, or a mapping sheet.
fn workbook_of(bytes: Vec<u8>) -> Result<Brought, Stop> {
    let limits = Limits {
        file_bytes: MOST as usize,
        inside_bytes: MOST,
        sheets: 100,
        rows: 1_000_000,
        columns: 200,
        cell: 100_000,
        text: MOST as usize,
    };
    let Ok(sheets) = sheets_of_workbook(&bytes, &limits) else {
        return Ok(Brought::Sheet(bytes));
    };
    if !sheets.iter().any(|(name, _)| is_table(name)) {
        return Ok(Brought::Sheet(bytes));
    }
    let tables = sheets.into_iter().map(|(name, rows)| table(&name, &rows));
    tables.collect::<Result<_, _>>().map(Brought::Package)
}

fn table(name: &str, rows: &[Vec<String>]) -> Result<Found, Stop> {
    let written = || {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        // A sheet leaves blank cells at the end of a row out.
        let width = rows.first().map_or(0, Vec::len);
        for row in rows {
            let blank = width.saturating_sub(row.len());
            let cells = row
                .iter()
                .map(String::as_str)
                .chain(std::iter::repeat_n("", blank));
            writer.write_record(cells).ok()?;
        }
        writer.into_inner().ok()
    };
    let bytes = written().ok_or_else(|| Stop::fault(name, &"not writable as a table"))?;
    Ok(Found::new(format!("{name}.csv"), bytes))
}

fn folder(path: &Path) -> Result<Vec<Found>, Stop> {
    let mut gathered = Gathered::default();
    gathered.take(path, 0)?;
    Ok(gathered.found)
}

/// The files of a folder and of those in it.
#[derive(Default)]
struct Gathered {
    found: Vec<Found>,
    bytes: u64,
    named: usize,
}

impl Gathered {
    fn take(&mut self, path: &Path, depth: usize) -> Result<(), Stop> {
        let cannot = |why: std::io::Error| cannot(path, &why);
        let entries: Result<Vec<_>, _> = std::fs::read_dir(path).map_err(cannot)?.collect();
        let mut entries = entries.map_err(cannot)?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().map_err(cannot)?;
            // What systems leave behind (`.DS_Store`, `__MACOSX`) is nobody's data.
            if name.starts_with('.') || name == "__MACOSX" {
                continue;
            }
            if kind.is_dir() && depth < DEEP {
                self.take(&entry.path(), depth + 1)?;
            } else if kind.is_file() {
                self.file(&entry, name)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, entry: &std::fs::DirEntry, name: String) -> Result<(), Stop> {
        let path = entry.path();
        if !ENDINGS.contains(&ending(&name).as_str()) {
            // Told as a file that is not known, without being read.
            if self.named < NAMED {
                self.named += 1;
                self.found.push(Found::new(name, Vec::new()));
            }
            return Ok(());
        }
        let about = entry.metadata().map_err(|why| cannot(&path, &why))?;
        self.bytes += about.len();
        if self.bytes > MOST {
            return Err(too_large(&path));
        }
        let bytes = std::fs::read(&path).map_err(|why| cannot(&path, &why))?;
        self.found.push(Found::new(plain(&name), bytes));
        Ok(())
    }
}

fn file(path: &Path) -> Result<Vec<u8>, Stop> {
    let about = std::fs::metadata(path).map_err(|why| cannot(path, &why))?;
    if about.len() > MOST {
        return Err(too_large(path));
    }
    std::fs::read(path).map_err(|why| cannot(path, &why))
}

fn cannot(path: &Path, why: &std::io::Error) -> Stop {
    let path = path.display();
    Stop::input(
        format!("« {path} » ne peut pas être lu : {why}."),
        format!("“{path}” cannot be read: {why}."),
    )
}

fn too_large(path: &Path) -> Stop {
    let path = path.display();
    Stop::input(
        format!("« {path} » dépasse 200 Mo : rien n’a été lu. Importez-le en plusieurs parties."),
        format!("“{path}” is larger than 200 MB: nothing was read. Import it in several parts."),
    )
}
