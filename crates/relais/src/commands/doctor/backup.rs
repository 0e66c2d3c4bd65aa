use relais_kernel::{Clock, SystemClock, Timestamp, jiff::SignedDuration};
use relais_platform::{Database, Failure};
use relais_trust::journal::last_with;

use super::{Finding, Health, database::failed};

/// A backup that is older than this (hours) should have had a successor.
const OLD: SignedDuration = SignedDuration::from_hours(24 * 8);
/// A restore is rehearsed every quarter (docs/operations/backup.md).
const QUARTER: SignedDuration = SignedDuration::from_hours(24 * 100);

/// When the last backup was made and when a restore was last rehearsed (security requirements 48 and 81).
pub async fn look(database: &Database) -> Vec<Finding> {
    match times(database).await {
        Ok((made, rehearsed)) => {
            let now = SystemClock.now();
            vec![of_backup(made, now), of_rehearsal(rehearsed, now)]
        }
        Err(failure) => vec![failed("backup", failure)],
    }
}

async fn times(database: &Database) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
    let rows = database.reader();
    let made = last_with(rows, "BackupMade", None).await?;
    let rehearsed = last_with(rows, "BackupRehearsed", None).await?;
    Ok((made.map(|line| line.at), rehearsed.map(|line| line.at)))
}

fn of_backup(made: Option<Timestamp>, now: Timestamp) -> Finding {
    match made {
        None => Finding::new(
            "backup",
            Health::Watch,
            "aucune sauvegarde n’a encore été faite : docs/operations/backup.md",
            "no backup has been made yet: docs/operations/backup.md",
        ),
        Some(at) => Finding::new(
            "backup",
            within(at, now, OLD),
            format!("dernière sauvegarde le {at}"),
            format!("last backup at {at}"),
        ),
    }
}

fn of_rehearsal(rehearsed: Option<Timestamp>, now: Timestamp) -> Finding {
    match rehearsed {
        None => Finding::new(
            "rehearsal",
            Health::Watch,
            "aucune restauration n’a encore été répétée (relais backup rehearse) : une sauvegarde jamais relue n’en est pas une.",
            "no restore has been rehearsed yet (relais backup rehearse): a backup that was never read back is none.",
        ),
        Some(at) => Finding::new(
            "rehearsal",
            within(at, now, QUARTER),
            format!("dernière répétition d’une restauration le {at}"),
            format!("last rehearsal of a restore at {at}"),
        ),
    }
}

fn within(at: Timestamp, now: Timestamp, long: SignedDuration) -> Health {
    match now.duration_since(at) > long {
        true => Health::Watch,
        false => Health::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_of_last_month_and_a_rehearsal_of_last_year_are_to_be_looked_at() {
        let now: Timestamp = "2026-11-26T08:00:00Z".parse().unwrap();
        let ago = |days: i64| Some(now - SignedDuration::from_hours(24 * days));
        assert_eq!(of_backup(ago(1), now).health, Health::Good);
        assert_eq!(of_backup(ago(30), now).health, Health::Watch);
        assert_eq!(of_backup(None, now).health, Health::Watch);
        assert_eq!(of_rehearsal(ago(30), now).health, Health::Good);
        assert_eq!(of_rehearsal(ago(365), now).health, Health::Watch);
        assert_eq!(of_rehearsal(None, now).health, Health::Watch);
    }
}
