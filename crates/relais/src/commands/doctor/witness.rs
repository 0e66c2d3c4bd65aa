use relais_kernel::{Clock, SystemClock, jiff::SignedDuration};
use relais_platform::Database;
use relais_trust::journal::{Witnessed, witnessed};

use super::{Finding, Health, database::failed};
use crate::settings::Settings;

/// After this a witness that is asked by hand is due again.
const LONG: SignedDuration = SignedDuration::from_hours(24 * 7);

/// What the witness of the journal said last; nothing where none is set.
pub async fn look(settings: &Settings, database: &Database) -> Option<Finding> {
    let way = match settings.witness() {
        Ok(way) => way?,
        Err(stop) => return Some(Finding::stopped("witness", &stop)),
    };
    Some(match witnessed(database.reader()).await {
        Ok(Some(known)) if known.witness == way.key.to_string() => of(&known),
        Ok(_) => Finding::new(
            "witness",
            Health::Watch,
            "le témoin n’a encore rien vu du journal.",
            "the witness has seen nothing of the journal yet.",
        ),
        Err(failure) => failed("witness", failure),
    })
}

fn of(known: &Witnessed) -> Finding {
    if let Some(found) = known.contradiction {
        let (seen, since) = (found.seen, found.since);
        return Finding::new(
            "witness",
            Health::Bad,
            format!(
                "CONTRADICTION depuis le {since} : le témoin a vu {seen} inscriptions dont ce journal n’est pas la suite. Une ancienne copie a été remise en place, ou le passé a été réécrit : docs/operations/witness.md"
            ),
            format!(
                "CONTRADICTION since {since}: the witness has seen {seen} entries out of which this journal did not grow. An older copy was put back, or the past was rewritten: docs/operations/witness.md"
            ),
        );
    }
    let Some((size, at)) = known.last else {
        return Finding::new(
            "witness",
            Health::Watch,
            "le témoin n’a pas encore répondu.",
            "the witness has not answered yet.",
        );
    };
    let late = SystemClock.now().duration_since(at) > LONG;
    Finding::new(
        "witness",
        if late { Health::Watch } else { Health::Good },
        format!("le témoin a vu {size} inscriptions, le {at}"),
        format!("the witness saw {size} entries at {at}"),
    )
}
