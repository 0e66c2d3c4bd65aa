//! Made-up input for every parser (security requirement 91). libFuzzer asks for code that tells it which branches were taken;
//! the compiler's own flags give it, so that no nightly compiler is needed.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::repository::{Repository, this_machine};

/// What makes the compiler count branches (SanitizerCoverage, LLVM).
const COVERAGE: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// Per target, unless `--minutes` says otherwise.
const MINUTES: u32 = 1;
/// The most that one input may take (MiB), and the longest it may last (seconds).
const LIMITS: [&str; 3] = ["-rss_limit_mb=1024", "-timeout=10", "-print_final_stats=1"];

/// `cargo xtask fuzz [TARGET…] [--minutes N]`: true when nothing was found.
pub fn fuzz(here: &Repository, rest: &[String]) -> Result<bool> {
    let (asked, minutes) = read(rest)?;
    let folder = here.root.join("fuzz");
    let known = targets(&folder)?;
    if let Some(unknown) = asked.iter().find(|name| !known.contains(name)) {
        bail!("there is no target {unknown}: {}", known.join(", "));
    }
    let chosen = if asked.is_empty() { known } else { asked };
    let machine = this_machine(&here.root)?;
    build(&folder, &machine, &chosen)?;
    let mut sound = true;
    for target in &chosen {
        println!("── {target}: {minutes} min");
        sound &= run(&folder, &machine, target, minutes)?;
    }
    Ok(sound)
}

fn read(rest: &[String]) -> Result<(Vec<String>, u32)> {
    let (mut names, mut minutes) = (Vec::new(), MINUTES);
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        if word == "--minutes" {
            let given = words.next().context("--minutes N")?;
            minutes = given.parse().context("--minutes is a whole number")?;
        } else {
            names.push(word.clone());
        }
    }
    Ok((names, minutes))
}

fn targets(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(folder.join("src/bin"))? {
        let path = file?.path();
        names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn build(folder: &Path, machine: &str, targets: &[String]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--locked", "--target", machine]);
    for target in targets {
        cargo.args(["--bin", target]);
    }
    cargo.env("RUSTFLAGS", COVERAGE.join(" ")).current_dir(folder);
    if !cargo.status()?.success() {
        bail!("the targets could not be built");
    }
    Ok(())
}

fn run(folder: &Path, machine: &str, target: &str, minutes: u32) -> Result<bool> {
    let (seeds, found) = (folder.join("corpus").join(target), folder.join("found"));
    for path in [&seeds, &found] {
        fs::create_dir_all(path)?;
    }
    let mut program = Command::new(folder.join("target").join(machine).join("release").join(target));
    program.arg(&seeds).args(LIMITS);
    program.arg(format!("-max_total_time={}", minutes * 60));
    program.arg(format!("-artifact_prefix={}/{target}-", found.display()));
    Ok(program.status()?.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_minutes_are_read_in_any_order() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (names, minutes) = read(&words("sheet --minutes 10 sealed")).unwrap();
        assert_eq!((names.join(" "), minutes), ("sheet sealed".to_owned(), 10));
        assert_eq!(read(&[]).unwrap(), (Vec::new(), MINUTES));
        assert!(read(&words("--minutes many")).is_err());
    }

    #[test]
    fn every_target_is_told_in_the_readme() {
        let here = Repository::find().unwrap();
        let readme = fs::read_to_string(here.root.join("fuzz/README.md")).unwrap();
        for name in targets(&here.root.join("fuzz")).unwrap() {
            assert!(readme.contains(&format!("| `{name}` |")), "{name}");
        }
    }
}
