use std::time::Duration;

use relais_kernel::Localised;
use relais_trust::KeyFolder;

use crate::{
    console,
    ground::{DataFolder, Standing},
    settings::{Place, Settings},
    stop::{Code, Stop},
};

/// How long a server may take to wipe its keys and show the lock.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// `relais seal`: the running server wipes its keys at once.
pub async fn run(place: &Place, log: Option<&str>) -> Result<(), Stop> {
    let settings = Settings::of_place(place, log)?;
    let Some(server) = DataFolder::neighbour(&settings.data)? else {
        return Err(Stop::new(
            Code::NoInstallation,
            format!(
                "aucun serveur ne travaille sur {} : rien n’est ouvert.",
                settings.data.display()
            ),
            format!("no server works on {}: nothing is open.", settings.data.display()),
        ));
    };
    if server.standing != Standing::Locked {
        order(server.process)?;
        tokio::time::timeout(PATIENCE, locked(&settings))
            .await
            .map_err(|_| not_in_time())?;
    }
    console::tell(&Localised::new(
        "Scellé : les clés sont effacées de la mémoire, plus rien ne se lit.",
        "Sealed: the keys are wiped from memory, nothing can be read any more.",
    ));
    if let Some(words) = still_open(&settings.keys())? {
        console::tell(&words);
    }
    Ok(())
}

/// What sealing does not help against: a master key beside it, or a key folder that was not found.
fn still_open(keys: &KeyFolder) -> Result<Option<Localised>, Stop> {
    if keys.locked()?.is_some() {
        return Ok(None);
    }
    let place = keys.path().display();
    if keys.path().join("master.key").exists() {
        return Ok(Some(Localised::new(
            format!(
                "Attention : la clé maîtresse reste ouverte sur ce disque ({place}). Éloignez-la, ou verrouillez-la : relais keys lock."
            ),
            format!(
                "Mind: the master key still lies open on this disk ({place}). Take it away, or lock it: relais keys lock."
            ),
        )));
    }
    if !keys.is_empty() {
        return Ok(None);
    }
    Ok(Some(Localised::new(
        format!(
            "Il n’y a pas de clés dans {place} : la clé maîtresse est peut-être ouverte ailleurs sur ce disque. Indiquez le dossier des clés : --keys, ou RELAIS_KEYS."
        ),
        format!(
            "There are no keys in {place}: the master key may lie open elsewhere on this disk. Give the key folder: --keys, or RELAIS_KEYS."
        ),
    )))
}

async fn locked(settings: &Settings) {
    let is_locked = || match DataFolder::neighbour(&settings.data) {
        Ok(None) => true,
        Ok(Some(server)) => server.standing == Standing::Locked,
        // What cannot be seen is not confirmed.
        Err(_) => false,
    };
    while !is_locked() {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

#[cfg(unix)]
fn order(process: i32) -> Result<(), Stop> {
    use rustix::process::{Pid, Signal, kill_process};
    let sent = Pid::from_raw(process).map(|process| kill_process(process, Signal::USR1));
    match sent {
        Some(Ok(())) => Ok(()),
        Some(Err(error)) => Err(not_sent(&error)),
        None => Err(not_sent(&"0")),
    }
}

#[cfg(not(unix))]
fn order(_process: i32) -> Result<(), Stop> {
    Err(not_sent(&"signals are missing here"))
}

fn not_sent(why: &dyn std::fmt::Display) -> Stop {
    Stop::new(
        Code::Unavailable,
        format!(
            "l’ordre n’est pas parvenu au serveur, il n’est pas scellé ({why}). Arrêtez-le : rien ne reste alors en mémoire."
        ),
        format!(
            "the order did not reach the server, it is not sealed ({why}). Stop it: nothing stays in memory then."
        ),
    )
}

fn not_in_time() -> Stop {
    Stop::new(
        Code::Unavailable,
        "le serveur n’a pas confirmé à temps. Arrêtez-le : rien ne reste alors en mémoire.",
        "the server did not confirm in time. Stop it: nothing stays in memory then.",
    )
}
