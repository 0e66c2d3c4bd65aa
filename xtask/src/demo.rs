use std::process::Command;

use anyhow::{Context, Result};

use crate::{front, repository::Repository, run};

/// Builds everything and serves the demonstration; flags go to the program as they are.
pub fn demo(here: &Repository, flags: &[String]) -> Result<bool> {
    front::build(here)?;
    run::shown(&here.root, "cargo", &["build", "--workspace", "--quiet"])?;
    let program = here.metadata(false)?.target_directory.join("debug/relais");
    let mut words: Vec<&str> = vec!["demo", "serve"];
    for (flag, usual) in [("--data", "demo-data"), ("--listen", "127.0.0.1:8080")] {
        if !flags
            .iter()
            .any(|given| given == flag || given.starts_with(&format!("{flag}=")))
        {
            words.extend([flag, usual]);
        }
    }
    words.extend(flags.iter().map(String::as_str));
    let status = Command::new(&program)
        .args(words)
        .current_dir(&here.root)
        .status();
    Ok(status
        .with_context(|| format!("{} cannot be started", program.display()))?
        .success())
}
