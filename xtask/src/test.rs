use std::process::Command;

use anyhow::Result;

use crate::{
    browser, check, conformance, front,
    postgres::Cluster,
    repository::Repository,
    run, supply,
    tally::{Count, Tally},
    unit,
};

/// Every check and every test, on both databases and in a real browser.
pub fn test(here: &Repository) -> Result<bool> {
    let mut tally = Tally::default();
    tally.done("front end", || front::build(here));
    tally.done("types of the islands", || front::types(here));
    check::quick(here, &mut tally);
    tally.done("licences and sources", || supply::check(here));
    tally.done("unit file", || unit::check(here));
    let named = std::env::var("RELAIS_TEST_POSTGRES").ok();
    let mut cluster = None;
    if named.is_none() {
        tally.done("PostgreSQL", || {
            cluster = Some(Cluster::start()?);
            Ok(())
        });
    }
    let url = named.or_else(|| cluster.as_ref().map(|cluster| cluster.url.clone()));
    tally.count("Rust tests", || rust(here, url.as_deref()));
    tally.count("browser tests", || browser::test(here));
    tally.count("conformance of the directory", || conformance::test(here));
    Ok(tally.sum())
}

fn rust(here: &Repository, postgres: Option<&str>) -> Result<Count> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--workspace", "--no-fail-fast", "--quiet"])
        .current_dir(&here.root);
    if let Some(url) = postgres {
        cargo.env("RELAIS_TEST_POSTGRES", url);
    }
    let mut count = Count::default();
    let ended_well = run::read_lines(&mut cargo, |line| {
        let Some(read) = read(line) else { return };
        count.passed += read.passed;
        count.failed += read.failed;
    })?;
    if !ended_well && count.failed == 0 {
        // It did not compile, or a test binary fell over without a result.
        count.failed = 1;
    }
    Ok(count)
}

/// `test result: ok. 12 passed; 0 failed; …`
fn read(line: &str) -> Option<Count> {
    let sums = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let number = |unit: &str| {
        let part = sums.split("; ").find(|part| part.ends_with(unit))?;
        part.split(' ').next()?.parse().ok()
    };
    Some(Count {
        passed: number("passed")?,
        failed: number("failed")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_of_a_test_binary_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(
            read(line),
            Some(Count {
                passed: 12,
                failed: 3
            })
        );
        assert_eq!(read("running 3 tests"), None);
    }
}
