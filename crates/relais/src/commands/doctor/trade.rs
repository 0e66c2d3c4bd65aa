use relais_kernel::{Clock, SystemClock};
use relais_mechanism::{Definitions, mechanisms};
use relais_platform::{
    Database, Failure,
    sea_orm::{ConnectionTrait, Statement},
    stamp,
};
use relais_trust::accounts::Installation;

use super::{Finding, Health, database::failed};
use crate::{settings::Settings, timekeeping::is_silence};

/// What people work with: the installation's mark, the definition, the clock.
pub async fn look(settings: &Settings, database: &Database) -> Vec<Finding> {
    let mut found = Vec::new();
    found.push(
        mark(database)
            .await
            .unwrap_or_else(|failure| failed("installation", failure)),
    );
    match definitions(database).await {
        Ok(all) => found.extend(all),
        Err(failure) => found.push(failed("definition", failure)),
    }
    found.push(
        clock(database)
            .await
            .unwrap_or_else(|failure| failed("clock", failure)),
    );
    found.extend(super::post::look(settings, database).await);
    found
}

async fn mark(database: &Database) -> Result<Finding, Failure> {
    Ok(match Installation::read(database.reader()).await? {
        Some(Installation { demo: true, .. }) => Finding::new(
            "installation",
            Health::Good,
            "installation de démonstration : données synthétiques seulement",
            "demonstration installation: synthetic data only",
        ),
        Some(Installation { ready: true, .. }) => Finding::new(
            "installation",
            Health::Good,
            "installation en service",
            "installation in service",
        ),
        Some(_) => Finding::new(
            "installation",
            Health::Watch,
            "pas encore d’administrateur : le code est affiché au démarrage du serveur",
            "no administrator yet: the code is shown when the server starts",
        ),
        None => Finding::new(
            "installation",
            Health::Bad,
            "la base ne porte pas de marque d’installation : elle a été restaurée ou créée à moitié.",
            "the database carries no mark of an installation: it was restored or made by half.",
        ),
    })
}

async fn definitions(database: &Database) -> Result<Vec<Finding>, Failure> {
    let rows = database.reader();
    let all = mechanisms(rows).await?;
    if all.is_empty() {
        let (fr, en) = ("aucun mécanisme n’est chargé", "no mechanism is loaded");
        return Ok(vec![Finding::new("definition", Health::Watch, fr, en)]);
    }
    let mut found = Vec::new();
    for mechanism in all {
        let definition = Definitions::default().current(rows, mechanism.id).await?;
        let (code, label) = (&definition.code, &definition.version.label);
        found.push(Finding::new(
            "definition",
            Health::Good,
            format!("mécanisme « {code} », version {label}"),
            format!("mechanism “{code}”, version {label}"),
        ));
    }
    Ok(found)
}

/// Deadlines trust the clock: it must not stand before what the journal already recorded.
async fn clock(database: &Database) -> Result<Finding, Failure> {
    let reader = database.reader();
    let ask = Statement::from_string(
        reader.get_database_backend(),
        "SELECT MAX(at) AS last FROM journal_entry",
    );
    let row = reader.query_one_raw(ask).await?;
    let last: Option<i64> = row.map(|row| row.try_get("", "last")).transpose()?.flatten();
    let now = SystemClock.now();
    let signed = Statement::from_string(
        reader.get_database_backend(),
        "SELECT MAX(at) AS last FROM journal_checkpoint",
    );
    let row = reader.query_one_raw(signed).await?;
    let signed: Option<i64> = row.map(|row| row.try_get("", "last")).transpose()?.flatten();
    let signed = signed
        .map(|at| stamp::from_column(at, "journal_checkpoint", "at", "last"))
        .transpose()?;
    if let Some(signed) = signed.filter(|signed| is_silence(*signed, now)) {
        return Ok(Finding::new(
            "clock",
            Health::Watch,
            format!(
                "le journal s’arrête au {signed:.0} et l’horloge dit {now:.0} : au démarrage, les délais reposent. Si l’horloge est juste : relais clock accept"
            ),
            format!(
                "the journal ends at {signed:.0} and the clock says {now:.0}: deadlines rest after a start. If the clock is right: relais clock accept"
            ),
        ));
    }
    Ok(match last {
        Some(last) if last > stamp::to_column(now) + 60_000 => Finding::new(
            "clock",
            Health::Bad,
            "l’horloge de la machine retarde sur le journal : les délais seraient faux. Réglez-la (NTP).",
            "the machine's clock is behind the journal: deadlines would be wrong. Set it (NTP).",
        ),
        _ => Finding::new(
            "clock",
            Health::Good,
            format!("horloge : {now:.0}"),
            format!("clock: {now:.0}"),
        ),
    })
}
