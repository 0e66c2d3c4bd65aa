//! Reads a package of the standard and prints what became of its rows; writes it again if a second path is given.
//!
//! `cargo run -p relais-hsds --example package -- FOLDER_OR_FILE [OUT.zip]`

use std::{collections::BTreeMap, env, fs, path::Path, process::ExitCode};

use relais_hsds::package::{About, Found, Note, Package, Place, pack, read, unpack, write};

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let Some(from) = args.next() else {
        eprintln!("package FOLDER_OR_FILE [OUT.zip]");
        return ExitCode::FAILURE;
    };
    match run(Path::new(&from), args.next().as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(from: &Path, to: Option<&str>) -> Result<(), String> {
    let files = files(from)?;
    let source = from.file_stem().map(|name| name.to_string_lossy().into_owned());
    let package = read(&files, &source.unwrap_or_default()).map_err(|refused| refused.to_string())?;
    print(&package);
    let Some(to) = to else { return Ok(()) };
    let written = write(&package.records, &About::default());
    let zip = pack(&written).map_err(|refused| refused.to_string())?;
    fs::write(to, zip).map_err(|error| error.to_string())
}

fn files(from: &Path) -> Result<Vec<Found>, String> {
    let text = |error: std::io::Error| error.to_string();
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    if from.is_dir() {
        let mut paths: Vec<_> = fs::read_dir(from)
            .map_err(text)?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        let files = paths.iter().filter(|path| path.is_file());
        return files
            .map(|path| {
                Ok(Found::new(
                    name(path).unwrap_or_default(),
                    fs::read(path).map_err(text)?,
                ))
            })
            .collect();
    }
    let bytes = fs::read(from).map_err(text)?;
    if from.extension().is_some_and(|end| end == "zip") {
        return unpack(&bytes).map_err(|refused| refused.to_string());
    }
    Ok(vec![Found::new(name(from).unwrap_or_default(), bytes)])
}

fn print(package: &Package) {
    println!("{:?}, {} records", package.version, package.records.len());
    for tally in &package.report.tables {
        println!(
            "  {}: {} read, {} kept, {} put aside",
            tally.table, tally.read, tally.kept, tally.put_aside
        );
    }
    let mut kinds: BTreeMap<_, (usize, &Note)> = BTreeMap::new();
    for note in &package.report.notes {
        let key = (note.done(), note.code, note.table.clone(), note.column.clone());
        kinds.entry(key).or_insert((0, note)).0 += note.times;
    }
    for ((done, code, table, column), (times, first)) in kinds {
        let place = match &first.place {
            Place::Line(line) => format!("line {line}"),
            Place::Path(path) => path.clone(),
        };
        let (column, value) = (
            column.as_deref().unwrap_or("-"),
            first.value.as_deref().unwrap_or("-"),
        );
        println!(
            "  {done:?} {} {table}.{column} ×{times}, first at {place}: {value:?}",
            code.as_str()
        );
    }
}
