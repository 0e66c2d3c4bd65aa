use anyhow::Result;

use crate::{clippy, edges, locales, repository::Repository, run, tally::Tally, templates};

/// The quick checks: formatting, edges, texts, templates, clippy.
pub fn check(here: &Repository) -> Result<bool> {
    let mut tally = Tally::default();
    quick(here, &mut tally);
    Ok(tally.sum())
}

pub fn quick(here: &Repository, tally: &mut Tally) {
    tally.done("formatting", || {
        run::shown(&here.root, "cargo", &["fmt", "--all", "--check"])
    });
    tally.check("edges", || edges::faults(here));
    tally.check("locales", || locales::faults(here));
    tally.check("templates", || templates::faults(here));
    tally.check("clippy", || clippy::faults(here));
}
