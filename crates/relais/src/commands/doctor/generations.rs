use relais_kernel::{Clock, SystemClock, Timestamp, jiff::SignedDuration};
use relais_platform::{Database, Failure, pending};
use relais_trust::{KeyStanding, accounts::organisations, key_standings};

use super::{Finding, Health, database::failed};
use crate::composition;

/// Keys of an organisation that are older than this should be replaced: two years, the longest that NIST SP 800-57 (part 1, 5.3.6)
/// gives to keys that wrap others.
const LONG: SignedDuration = SignedDuration::from_hours(24 * 731);

/// How old the keys of organisations are, and which replacement was broken off (security requirement 42).
pub async fn look(database: &Database) -> Vec<Finding> {
    match of(database).await {
        Ok(found) => found,
        Err(failure) => vec![failed("organisation_keys", failure)],
    }
}

async fn of(database: &Database) -> Result<Vec<Finding>, Failure> {
    // Before the next start the tables may not say it yet.
    if !pending(database, &composition::migrations())
        .await
        .is_ok_and(|steps| steps.missing == 0)
    {
        return Ok(Vec::new());
    }
    let rows = database.reader();
    let standings = key_standings(rows).await?;
    let waiting: Vec<_> = standings.iter().filter(|keys| keys.unfinished).collect();
    let codes: Vec<String> = organisations(rows)
        .await?
        .into_iter()
        .filter(|found| waiting.iter().any(|keys| keys.organisation == found.id))
        .map(|found| found.code)
        .collect();
    let found = [age(&standings, SystemClock.now()), unfinished(&codes)];
    Ok(found.into_iter().flatten().collect())
}

fn age(standings: &[KeyStanding], now: Timestamp) -> Option<Finding> {
    let oldest = standings.iter().filter_map(|keys| keys.since).min()?;
    Some(if now.duration_since(oldest) > LONG {
        Finding::new(
            "organisation_keys",
            Health::Watch,
            format!(
                "des clés de structures ont plus de deux ans ({oldest}) : relais keys rotate --every-organisation"
            ),
            format!(
                "some organisations' keys are older than two years ({oldest}): relais keys rotate --every-organisation"
            ),
        )
    } else {
        Finding::new(
            "organisation_keys",
            Health::Good,
            format!("les plus anciennes clés de structures sont du {oldest}"),
            format!("the oldest keys of organisations are of {oldest}"),
        )
    })
}

fn unfinished(codes: &[String]) -> Option<Finding> {
    let first = codes.first()?;
    let all = codes.join(", ");
    Some(Finding::new(
        "organisation_keys_unfinished",
        Health::Watch,
        format!(
            "le remplacement des clés n’est pas terminé ({all}), les anciennes ouvrent encore : relais keys rotate --organisation {first}"
        ),
        format!(
            "the replacement of keys is not finished ({all}), the old ones still open: relais keys rotate --organisation {first}"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use relais_kernel::{Id, SeededEntropy};

    use super::*;

    #[test]
    fn sec_42_old_keys_and_a_replacement_that_was_broken_off_are_to_be_looked_at() {
        let now: Timestamp = "2026-11-26T08:00:00Z".parse().unwrap();
        let of_days = |days: i64| KeyStanding {
            organisation: Id::new(now, &SeededEntropy::new(1)),
            since: Some(now - SignedDuration::from_hours(24 * days)),
            unfinished: false,
        };
        let health = |days: &[i64]| {
            let all: Vec<_> = days.iter().map(|days| of_days(*days)).collect();
            age(&all, now).map(|found| found.health)
        };
        assert_eq!(health(&[]), None);
        assert_eq!(health(&[1, 700]), Some(Health::Good));
        assert_eq!(health(&[1, 800]), Some(Health::Watch));
        assert!(unfinished(&[]).is_none());
        let said = unfinished(&["P01".to_owned(), "P02".to_owned()]).unwrap();
        assert!(said.words.en.contains("(P01, P02)") && said.words.en.ends_with("--organisation P01"));
    }
}
