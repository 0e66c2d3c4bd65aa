use std::path::Path;

use super::{Finding, Health};
use crate::settings::Settings;

/// Below this much room (bytes), writes will soon fail.
const SCARCE: u64 = 200 * 1024 * 1024;
/// Below this much room (bytes), somebody should look.
const SMALL: u64 = 2 * 1024 * 1024 * 1024;

/// The data folder: who can open it, and how much room is left on its disk.
pub fn look(settings: &Settings) -> Vec<Finding> {
    let mut found = Vec::new();
    if open_to_others(&settings.data) {
        found.push(Finding::new(
            "data_folder",
            Health::Watch,
            format!(
                "d’autres comptes peuvent ouvrir le dossier de données : chmod 700 {}",
                settings.data.display()
            ),
            format!(
                "other accounts can open the data folder: chmod 700 {}",
                settings.data.display()
            ),
        ));
    }
    found.extend(room(&settings.data));
    found
}

#[cfg(unix)]
fn open_to_others(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_folder: &Path) -> bool {
    false
}

#[cfg(unix)]
fn room(folder: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(finding(disk.f_bavail.saturating_mul(disk.f_frsize)))
}

#[cfg(not(unix))]
fn room(_folder: &Path) -> Option<Finding> {
    None
}

fn finding(free: u64) -> Finding {
    let health = match free {
        _ if free < SCARCE => Health::Bad,
        _ if free < SMALL => Health::Watch,
        _ => Health::Good,
    };
    let megabytes = free / (1024 * 1024);
    Finding::new(
        "disk",
        health,
        format!("place libre sur le disque des données : {megabytes} Mio"),
        format!("free room on the disk of the data: {megabytes} MiB"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_fills_is_seen_before_it_is_full() {
        assert_eq!(finding(0).health, Health::Bad);
        assert_eq!(finding(SCARCE).health, Health::Watch);
        assert_eq!(finding(SMALL).health, Health::Good);
    }
}
