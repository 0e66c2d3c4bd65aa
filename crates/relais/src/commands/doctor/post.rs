use relais_platform::{
    Database, Failure,
    courier::{self, Tally},
    pending,
};
use relais_trust::accounts::Installation;

use super::{Finding, Health, database::failed};
use crate::{composition, settings::Settings};

/// Whether messages can leave, and whether they do.
pub async fn look(settings: &Settings, database: &Database) -> Vec<Finding> {
    let up_to_date = pending(database, &composition::migrations()).await;
    if !up_to_date.is_ok_and(|steps| steps.missing == 0) {
        return Vec::new();
    }
    match inside(settings, database).await {
        Ok(found) => found,
        Err(failure) => vec![failed("outbox", failure)],
    }
}

async fn inside(settings: &Settings, database: &Database) -> Result<Vec<Finding>, Failure> {
    let held = Installation::read(database.reader()).await?;
    let mut found = Vec::new();
    if held.is_some_and(|held| held.demo) {
        found.push(Finding::new(
            "courier",
            Health::Good,
            "démonstration : les messages vont dans le dossier outbox, rien ne part",
            "demonstration: messages go into the folder outbox, nothing leaves",
        ));
    } else {
        found.extend(configured(settings));
    }
    found.push(outbox(courier::tally(database.reader()).await?));
    Ok(found)
}

fn configured(settings: &Settings) -> Vec<Finding> {
    let ways = match settings.ways() {
        Ok(ways) => ways,
        Err(stop) => return vec![Finding::stopped("courier", &stop)],
    };
    let mut found = Vec::new();
    let (mail, sms) = (ways.gateways.mail.is_some(), ways.gateways.sms.is_some());
    found.push(match (mail, sms) {
        (true, true) => Finding::new(
            "courier",
            Health::Good,
            "l’envoi de courriels et de SMS est réglé",
            "sending e-mail and SMS is set up",
        ),
        (true, false) => Finding::new(
            "courier",
            Health::Watch,
            "l’envoi de courriels est réglé, celui de SMS ne l’est pas ([sms] dans relais.toml)",
            "sending e-mail is set up, SMS is not ([sms] in relais.toml)",
        ),
        (false, true) => Finding::new(
            "courier",
            Health::Watch,
            "l’envoi de SMS est réglé, celui de courriels ne l’est pas ([mail] dans relais.toml)",
            "sending SMS is set up, e-mail is not ([mail] in relais.toml)",
        ),
        (false, false) => Finding::new(
            "courier",
            Health::Watch,
            "ni courriel ni SMS ne sont réglés ([mail], [sms] dans relais.toml) : aucun prestataire ne reçoit son lien",
            "neither e-mail nor SMS is set up ([mail], [sms] in relais.toml): no provider receives its link",
        ),
    });
    if (mail || sms) && settings.public_url.is_none() {
        found.push(Finding::new(
            "courier_address",
            Health::Watch,
            "public_url n’est pas réglée : les liens des messages ne mènent qu’à cette machine",
            "public_url is not set: the links in messages lead to this machine only",
        ));
    }
    found
}

fn outbox(tally: Tally) -> Finding {
    let Tally {
        waiting,
        failing,
        given_up,
    } = tally;
    let health = if failing == 0 && given_up == 0 {
        Health::Good
    } else {
        Health::Watch
    };
    Finding::new(
        "outbox",
        health,
        format!(
            "messages : {waiting} en attente, dont {failing} déjà tentés en vain ; {given_up} non remis (page Envois)"
        ),
        format!(
            "messages: {waiting} waiting, {failing} of them tried in vain; {given_up} not delivered (page Messages)"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_that_did_not_arrive_are_to_be_looked_at() {
        let of = |waiting, failing, given_up| {
            outbox(Tally {
                waiting,
                failing,
                given_up,
            })
            .health
        };
        assert_eq!(of(5, 0, 0), Health::Good);
        assert_eq!(of(5, 1, 0), Health::Watch);
        assert_eq!(of(0, 0, 1), Health::Watch);
    }
}
