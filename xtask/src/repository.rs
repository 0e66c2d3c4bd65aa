use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::run;

/// The working copy: its folders, and what cargo knows of it.
pub struct Repository {
    pub root: PathBuf,
}

#[derive(Debug, Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    pub workspace_members: Vec<String>,
    pub target_directory: PathBuf,
}

#[derive(Debug, Deserialize)]
pub struct Package {
    pub id: String,
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    pub repository: Option<String>,
    pub manifest_path: PathBuf,
    pub dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub struct Dependency {
    pub name: String,
    /// Absent for a normal dependency, else `dev` or `build`.
    pub kind: Option<String>,
    /// Present for a crate of this repository.
    pub path: Option<PathBuf>,
}

impl Repository {
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask stands in the repository")?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// The folder of the programs and examples, built; `RELAIS_PROGRAMS` names one where they already are.
    pub fn programs(&self) -> Result<PathBuf> {
        if let Some(folder) = std::env::var_os("RELAIS_PROGRAMS") {
            return Ok(folder.into());
        }
        let words = ["build", "--workspace", "--examples", "--bins", "--quiet"];
        run::shown(&self.root, "cargo", &words)?;
        Ok(self.metadata(false)?.target_directory.join("debug"))
    }

    /// What cargo knows: the workspace's packages, with `everything` those they are built from too.
    pub fn metadata(&self, everything: bool) -> Result<Metadata> {
        let mut words = vec!["metadata", "--format-version", "1", "--locked"];
        let this_machine = this_machine(&self.root)?;
        match everything {
            true => words.extend(["--filter-platform", &this_machine]),
            false => words.push("--no-deps"),
        }
        let text = run::output(&self.root, "cargo", &words)?;
        serde_json::from_str(&text).context("cargo metadata")
    }

    /// The folders of the crates, in order.
    pub fn crates(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(self.root.join("crates")).context("crates/")?;
        let mut folders: Vec<PathBuf> = entries
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.is_dir())
            .collect();
        folders.sort();
        Ok(folders)
    }

    /// A path as people read it.
    pub fn short<'p>(&self, path: &'p Path) -> std::path::Display<'p> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

/// The name by which rustc knows this machine.
pub fn this_machine(root: &Path) -> Result<String> {
    let told = run::output(root, "rustc", &["-vV"])?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("rustc does not say for which machine it builds")
}

/// Every file under `folder` whose name ends with `ending`, in order; none when there is no such folder.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next)
            .into_iter()
            .flatten()
            .filter_map(|e| Some(e.ok()?.path()))
        {
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
