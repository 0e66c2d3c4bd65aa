//! The licences of everything that goes into the program.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{
    front,
    repository::{Package, Repository},
    run,
};

/// One thing made by others: its line, and the texts of its licence.
struct Notice {
    line: String,
    texts: Vec<String>,
}

/// Writes target/THIRD-PARTY-NOTICES.txt.
pub fn write(here: &Repository) -> Result<bool> {
    let mut notices = crates(here)?;
    notices.extend(npm_packages(here)?);
    let path = here
        .metadata(false)?
        .target_directory
        .join("THIRD-PARTY-NOTICES.txt");
    fs::write(&path, written(&notices))?;
    println!("{} packages: {}", notices.len(), path.display());
    Ok(true)
}

/// The crates that are compiled into the program, as `cargo tree` finds them without tests and build tools.
fn crates(here: &Repository) -> Result<Vec<Notice>> {
    let words = [
        "tree",
        "--package",
        "relais",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--locked",
    ];
    let tree = run::output(&here.root, "cargo", &words)?;
    let compiled: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?.strip_prefix('v')?))
        })
        .collect();
    let metadata = here.metadata(true)?;
    let foreign = |package: &&Package| !metadata.workspace_members.contains(&package.id);
    let there = |package: &&Package| compiled.contains(&(package.name.as_str(), package.version.as_str()));
    Ok(metadata
        .packages
        .iter()
        .filter(foreign)
        .filter(there)
        .map(of_crate)
        .collect())
}

fn of_crate(package: &Package) -> Notice {
    let licence = package.license.as_deref().unwrap_or("see its files");
    let from = package.repository.as_deref().unwrap_or("");
    let folder = package.manifest_path.parent().unwrap_or(Path::new("."));
    Notice {
        line: format!("{} {} ({licence}) {from}", package.name, package.version),
        texts: texts(folder),
    }
}

#[derive(Deserialize)]
struct Npm {
    dependencies: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct NpmPackage {
    version: String,
    license: Option<String>,
}

fn npm_packages(here: &Repository) -> Result<Vec<Notice>> {
    let web = here.root.join("web");
    front::packages(&web)?;
    let own: Npm =
        serde_json::from_str(&fs::read_to_string(web.join("package.json"))?).context("web/package.json")?;
    let of_package = |name: &String| {
        let folder = web.join("node_modules").join(name);
        let package: NpmPackage = serde_json::from_str(&fs::read_to_string(folder.join("package.json"))?)?;
        let licence = package.license.as_deref().unwrap_or("see its files");
        Ok(Notice {
            line: format!("{name} {} ({licence}), npm", package.version),
            texts: texts(&folder),
        })
    };
    own.dependencies.keys().map(of_package).collect()
}

fn texts(folder: &Path) -> Vec<String> {
    let named = |name: &str| {
        ["license", "licence", "copying", "notice"]
            .iter()
            .any(|word| name.to_lowercase().starts_with(word))
    };
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut paths: Vec<_> = files
        .filter(|f| named(&f.file_name().to_string_lossy()))
        .map(|f| f.path())
        .collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

/// The list, then each text once with the names it belongs to.
fn written(notices: &[Notice]) -> String {
    let mut out = String::from("Relais is made with the work of others:\n\n");
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for notice in notices {
        let _ = writeln!(out, "{}", notice.line);
        let name = notice.line.split(" (").next().unwrap_or(&notice.line);
        for text in &notice.texts {
            texts.entry(text.trim()).or_default().push(name);
        }
    }
    for (text, names) in texts {
        let _ = write!(out, "\n{}\n{}\n\n{text}\n", "=".repeat(78), names.join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_shared_by_many_stands_once() {
        let notice = |line: &str| Notice {
            line: line.into(),
            texts: vec!["The licence.\n".into()],
        };
        let written = written(&[notice("a 1.0.0 (MIT) x"), notice("b 2.0.0 (MIT) y")]);
        assert_eq!(written.matches("The licence.").count(), 1);
        assert!(written.contains("a 1.0.0, b 2.0.0"));
    }
}
