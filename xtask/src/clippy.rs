use std::{collections::BTreeSet, process::Command};

use anyhow::Result;
use serde::Deserialize;

use crate::{repository::Repository, run};

#[derive(Deserialize)]
struct Line {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    rendered: Option<String>,
    level: String,
}

/// Everything clippy has to say about the whole workspace, each once; not only what the first crate stops at.
pub fn faults(here: &Repository) -> Result<Vec<String>> {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--keep-going",
        "--quiet",
        "--message-format=json",
    ]);
    let mut said = BTreeSet::new();
    let ended_well = run::hear_lines(cargo.current_dir(&here.root), |line| {
        let message = serde_json::from_str::<Line>(line)
            .ok()
            .and_then(|line| line.message);
        said.extend(message.filter(|m| m.level != "note").and_then(|m| m.rendered));
    })?;
    if !ended_well && said.is_empty() {
        said.insert("clippy did not run to its end".to_owned());
    }
    Ok(said.into_iter().collect())
}
