use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// Runs a program with its output shown.
///
/// # Errors
/// When it cannot be started, or ends with another code than 0.
pub fn shown(folder: &Path, program: &str, words: &[&str]) -> Result<()> {
    let status = Command::new(program)
        .args(words)
        .current_dir(folder)
        .status()
        .with_context(|| format!("{program} cannot be started"))?;
    if !status.success() {
        bail!("{program} {} failed", words.join(" "));
    }
    Ok(())
}

/// Runs a program and answers what it wrote.
///
/// # Errors
/// When it cannot be started, or ends with another code than 0.
pub fn output(folder: &Path, program: &str, words: &[&str]) -> Result<String> {
    let done = Command::new(program)
        .args(words)
        .current_dir(folder)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{program} cannot be started"))?;
    if !done.status.success() {
        bail!("{program} {} failed", words.join(" "));
    }
    String::from_utf8(done.stdout).context("its output is not text")
}

/// Runs a program, shows each line of its output and hands it to `read`; answers whether it ended well.
///
/// # Errors
/// When it cannot be started.
pub fn read_lines(command: &mut Command, mut read: impl FnMut(&str)) -> Result<bool> {
    hear_lines(command, |line| {
        println!("{line}");
        read(line);
    })
}

/// Runs a program and hands each line of its output to `read`; answers whether it ended well.
///
/// # Errors
/// When it cannot be started.
pub fn hear_lines(command: &mut Command, mut read: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{command:?} cannot be started"))?;
    for line in child
        .stdout
        .take()
        .map(BufReader::new)
        .into_iter()
        .flat_map(BufRead::lines)
    {
        read(&line.unwrap_or_default());
    }
    Ok(child.wait()?.success())
}

/// The first of these programs that is there: names are looked up in PATH, paths taken as they are.
pub fn first_there(candidates: &[&str]) -> Option<String> {
    let path = std::env::var("PATH").unwrap_or_default();
    let there = |name: &str| {
        if name.contains('/') {
            return Path::new(name).is_file();
        }
        path.split(':')
            .any(|folder| Path::new(folder).join(name).is_file())
    };
    candidates
        .iter()
        .find(|name| there(name))
        .map(|name| (*name).to_owned())
}
