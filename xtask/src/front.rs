use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result, bail};

use crate::{
    repository::{Repository, files},
    run,
};

/// Builds web/dist when a source is newer than it.
pub fn build(here: &Repository) -> Result<()> {
    let web = here.root.join("web");
    packages(&web)?;
    let manifest = web.join("dist/manifest.json");
    let newest = sources(here)?.iter().filter_map(|path| changed(path)).max();
    if changed(&manifest).is_some_and(|built| newest.is_some_and(|newest| newest < built)) {
        println!("front end: up to date");
        return Ok(());
    }
    run::shown(&web, "npm", &["run", "--silent", "build"])
}

/// Checks the types of the islands.
pub fn types(here: &Repository) -> Result<()> {
    let web = here.root.join("web");
    packages(&web)?;
    run::shown(&web, "npm", &["run", "--silent", "check"])
}

/// The packages that the lock file names, installed if they are not yet.
pub fn packages(folder: &Path) -> Result<()> {
    if run::first_there(&["npm"]).is_none() {
        bail!("npm is missing: install Node.js 20 or newer");
    }
    let installed = changed(&folder.join("node_modules/.package-lock.json"));
    let wanted = changed(&folder.join("package-lock.json")).context("package-lock.json is missing")?;
    if installed.is_some_and(|installed| installed >= wanted) {
        return Ok(());
    }
    run::shown(
        folder,
        "npm",
        &["ci", "--no-audit", "--no-fund", "--loglevel=error"],
    )
}

/// Everything the front end is made from: its own sources, and the templates and icons that Rust names.
fn sources(here: &Repository) -> Result<Vec<PathBuf>> {
    let web = here.root.join("web");
    let mut all = vec![web.join("build.mjs"), web.join("package-lock.json")];
    all.extend(files(&web.join("src"), ""));
    all.extend(files(&web.join("build"), ""));
    for folder in here.crates()? {
        all.extend(files(&folder.join("templates"), ".html"));
        all.extend(files(&folder.join("src"), ".rs"));
    }
    Ok(all)
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
