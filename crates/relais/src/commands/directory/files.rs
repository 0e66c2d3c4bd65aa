use std::path::Path;

use relais_hsds::{
    Kind,
    package::{Found, unpack},
};

use crate::stop::Stop;

/// The largest file, and the largest folder, that is read.
const MOST: u64 = 200 * 1024 * 1024;
/// Endings of what a package is made of.
const ENDINGS: [&str; 4] = ["csv", "json", "ndjson", "txt"];

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
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let table = ending == "csv" && !is_table(&name);
    if table || !ENDINGS.contains(&ending.as_str()) {
        return Ok(Brought::Sheet(bytes));
    }
    Ok(Brought::Package(vec![Found::new(name, bytes)]))
}

/// A table of the standard alone, and no mapping sheet.
fn is_table(name: &str) -> bool {
    Kind::ALL
        .iter()
        .any(|kind| kind.file().eq_ignore_ascii_case(name))
}

/// A package, or a workbook, which is a zip as well.
fn archive(bytes: Vec<u8>) -> Result<Brought, Stop> {
    let files = unpack(&bytes).map_err(|refused| {
        let sentence = refused.sentence;
        Stop::input(sentence.fr, sentence.en)
    })?;
    let workbook = |found: &Found| found.name == "[Content_Types].xml" || found.name == "mimetype";
    if files.iter().any(workbook) {
        return Ok(Brought::Sheet(bytes));
    }
    Ok(Brought::Package(files))
}

fn folder(path: &Path) -> Result<Vec<Found>, Stop> {
    let cannot = |why: std::io::Error| cannot(path, &why);
    let mut found = Vec::new();
    let mut bytes = 0;
    let mut entries: Vec<_> = std::fs::read_dir(path)
        .map_err(cannot)?
        .collect::<Result<_, _>>()
        .map_err(cannot)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if !ENDINGS.contains(&ending.as_str()) || !entry.path().is_file() {
            continue;
        }
        bytes += entry.metadata().map_err(cannot)?.len();
        if bytes > MOST {
            return Err(too_large(path));
        }
        found.push(Found::new(name, std::fs::read(entry.path()).map_err(cannot)?));
    }
    Ok(found)
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
