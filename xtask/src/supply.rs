//! What may go into the program: licences, sources, and crates that never do (security requirement 90; `deny.toml`).

use std::path::Path;

use anyhow::Result;

use crate::{repository::Repository, run};

/// The version that is installed where none is found.
const VERSION: &str = "0.20.2";
const OFFLINE: [&str; 5] = ["--offline", "check", "bans", "licenses", "sources"];

/// Everything that can be known without asking anybody.
pub fn check(here: &Repository) -> Result<()> {
    run::shown(&here.root, &tool(here)?, &OFFLINE)
}

/// `cargo xtask deny`; with `--advisories` the known weaknesses too, whose list is fetched.
pub fn deny(here: &Repository, rest: &[String]) -> Result<bool> {
    check(here)?;
    if rest.iter().any(|word| word == "--advisories") {
        run::shown(&here.root, &tool(here)?, &["check", "advisories"])?;
    }
    Ok(true)
}

/// The program that reads `deny.toml`: one that is there, else our own copy below the target folder.
fn tool(here: &Repository) -> Result<String> {
    if let Some(found) = run::first_there(&["cargo-deny"]) {
        return Ok(found);
    }
    let folder = here.metadata(false)?.target_directory.join("tools");
    let program = folder.join("bin").join("cargo-deny");
    if !program.is_file() {
        install(here, &folder)?;
    }
    Ok(text(&program))
}

fn install(here: &Repository, folder: &Path) -> Result<()> {
    let name = format!("cargo-deny@{VERSION}");
    let folder = text(folder);
    let words = ["install", &name, "--locked", "--quiet", "--root", &folder];
    run::shown(&here.root, "cargo", &words)
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
