use std::{fs, path::Path};

use anyhow::{Result, bail};

use super::{Bench, silent};

/// Exports what was imported: nothing is lost, and every row agrees with the descriptor.
pub(super) fn check(bench: &Bench) -> Result<()> {
    let (zip, folder) = (
        bench.house.folder.join("package.zip"),
        bench.house.folder.join("package"),
    );
    silent(bench.house.relais(&["directory", "export"]).arg(&zip))?;
    silent(
        bench
            .program("python")
            .args(["-m", "zipfile", "-e"])
            .arg(&zip)
            .arg(&folder),
    )?;
    complete(&bench.sources.join("fixture"), &folder)?;
    let descriptor = folder.join("datapackage.json");
    silent(bench.program("frictionless").arg("validate").arg(descriptor))
}

/// Every row of the one stands in the other.
fn complete(imported: &Path, exported: &Path) -> Result<()> {
    for entry in fs::read_dir(imported)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        let there = fs::read_to_string(exported.join(name)).unwrap_or_default();
        let table = fs::read_to_string(&path)?;
        if let Some(lost) = ids(&table).find(|id| !there.contains(id)) {
            bail!("{}: {lost} was imported and is not exported", name.display());
        }
    }
    Ok(())
}

/// The first columns that are identifiers; a cell may go on over several lines.
fn ids(table: &str) -> impl Iterator<Item = &str> {
    table
        .lines()
        .filter_map(|line| line.split(',').next())
        .filter(|cell| cell.len() == 36)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_a_table() {
        let id = "1029c6b2-7b70-53da-a7ee-5995c9df34c0";
        let table = format!("id,name\n{id},\"two\nlines\"\n");
        assert_eq!(ids(&table).collect::<Vec<_>>(), [id]);
    }
}
