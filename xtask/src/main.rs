#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bench;
mod browser;
mod check;
mod clippy;
mod conformance;
mod debian;
mod demo;
mod edges;
mod front;
mod fuzz;
mod locales;
mod notices;
mod postgres;
mod repository;
mod run;
mod supply;
mod tally;
mod templates;
mod test;
mod unit;

use std::process::ExitCode;

use anyhow::{Result, bail};

use repository::Repository;

const COMMANDS: &str =
    "demo · test · check · conformance · edges · locales · front · bench · notices · deny · fuzz";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match dispatch(&command, &rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask {command}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result<bool> {
    let here = Repository::find()?;
    match command {
        "demo" => demo::demo(&here, rest),
        "test" => test::test(&here),
        "check" => check::check(&here),
        "conformance" => conformance::alone(&here),
        "edges" => Ok(told(&edges::faults(&here)?)),
        "locales" => Ok(told(&locales::faults(&here)?)),
        "templates" => Ok(told(&templates::faults(&here)?)),
        "front" => front::build(&here).map(|()| true),
        "bench" => bench::bench(&here, rest),
        "notices" => notices::write(&here),
        "deny" => supply::deny(&here, rest),
        "fuzz" => fuzz::fuzz(&here, rest),
        _ => bail!("cargo xtask … {COMMANDS}"),
    }
}

/// Prints faults; true when there are none.
fn told(faults: &[String]) -> bool {
    for fault in faults {
        eprintln!("{fault}");
    }
    faults.is_empty()
}
