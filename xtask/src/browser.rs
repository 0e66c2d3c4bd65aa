use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{debian, front, repository::Repository, run, tally::Count};

const BROWSERS: [&str; 5] = [
    "/usr/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// The tests in a real browser; installs Chromium when it is missing and we may.
pub fn test(here: &Repository) -> Result<Count> {
    let folder = here.root.join("tests/browser");
    front::packages(&folder)?;
    let chromium = chromium()?;
    let programs = here.programs()?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=tap", "--test-concurrency=1"])
        .current_dir(&folder);
    node.env("CHROMIUM", chromium).env("RELAIS_PROGRAMS", programs);
    let mut count = Count::default();
    let ended_well = run::read_lines(&mut node, |line| {
        let number = |head: &str| {
            line.strip_prefix(head)
                .and_then(|text| text.trim().parse::<u32>().ok())
        };
        count.passed = number("# pass").unwrap_or(count.passed);
        count.failed = number("# fail").unwrap_or(count.failed);
    })?;
    if count.passed + count.failed == 0 || (!ended_well && count.failed == 0) {
        bail!("the browser tests did not run to their end");
    }
    Ok(count)
}

fn chromium() -> Result<String> {
    if let Ok(named) = std::env::var("CHROMIUM") {
        return Ok(named);
    }
    if let Some(there) = run::first_there(&BROWSERS) {
        return Ok(there);
    }
    if !debian::install("chromium") {
        bail!("Chromium is missing: apt-get install chromium, or set CHROMIUM=/path");
    }
    run::first_there(&BROWSERS).context("chromium was installed without a program")
}
