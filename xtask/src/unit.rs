//! The unit file of the service is tight (security requirement 92).

use anyhow::Result;

use crate::{repository::Repository, run};

const UNIT: &str = "docs/operations/relais.service";
/// The exposure that it may have at most, in tenths.
const MOST: &str = "20";

/// Asks systemd's own measure; where systemd is not, one line says so.
pub fn check(here: &Repository) -> Result<()> {
    let Some(program) = run::first_there(&["systemd-analyze", "/usr/bin/systemd-analyze"]) else {
        println!("systemd-analyze is not here: the unit file is not measured");
        return Ok(());
    };
    let most = format!("--threshold={MOST}");
    run::output(
        &here.root,
        &program,
        &["security", "--offline=true", "--no-pager", &most, UNIT],
    )?;
    Ok(())
}
