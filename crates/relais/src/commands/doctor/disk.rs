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
    let room = mebibytes(free);
    let (fr, en) = (
        format!("place libre sur le disque des données : {room} Mio"),
        format!("free room on the disk of the data: {room} MiB"),
    );
    match free {
        _ if free < SCARCE => {
            let least = mebibytes(SCARCE);
            Finding::new(
                "disk",
                Health::Bad,
                format!(
                    "{fr}. En dessous de {least} Mio, des écritures vont être refusées : libérez de la place ou agrandissez le disque, rien n’est à redémarrer."
                ),
                format!(
                    "{en}. Below {least} MiB writes are about to be refused: make room or enlarge the disk, nothing has to be restarted."
                ),
            )
        }
        _ if free < SMALL => {
            let enough = mebibytes(SMALL);
            Finding::new(
                "disk",
                Health::Watch,
                format!(
                    "{fr}. Il en faut {enough} pour être tranquille : libérez de la place avant qu’elle manque."
                ),
                format!("{en}. It takes {enough} to be at ease: make room before it runs out."),
            )
        }
        _ => Finding::new("disk", Health::Good, fr, en),
    }
}

const fn mebibytes(bytes: u64) -> u64 {
    bytes / (1024 * 1024)
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

    #[test]
    fn little_room_is_told_with_the_limit_and_what_to_do() {
        let scarce = finding(42 * 1024 * 1024).words.en;
        assert!(
            scarce.contains("42 MiB") && scarce.contains("Below 200 MiB") && scarce.contains("make room"),
            "{scarce}"
        );
        let small = finding(SCARCE).words.en;
        assert!(
            small.contains("It takes 2048") && small.contains("make room"),
            "{small}"
        );
        assert_eq!(
            finding(SMALL).words.en,
            "free room on the disk of the data: 2048 MiB"
        );
    }
}
