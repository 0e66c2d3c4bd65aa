//! Looking at a journal from outside: what is found, in words for people who are no engineers.

use relais_kernel::Localised;
use relais_ledger::{Broken, CheckpointError, CheckpointPublic, SignedCheckpoint, StartKey, Verified};
use relais_platform::{
    Database, Failure,
    sea_orm::{IsolationLevel, TransactionTrait},
};
use relais_trust::journal::{JournalCheck, verify};

/// Verifies the journal as it stood at one instant, whatever a running server adds meanwhile.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn journal(
    database: &Database,
    key: CheckpointPublic,
    outside: &[SignedCheckpoint],
    start: Option<&StartKey>,
) -> Result<JournalCheck, Failure> {
    let instant = snapshot(database).await?;
    let found = verify(&instant, key, outside, start).await?;
    instant.rollback().await?;
    Ok(found)
}

/// A transaction that sees one instant and changes nothing.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn snapshot(database: &Database) -> Result<relais_platform::sea_orm::DatabaseTransaction, Failure> {
    let isolation = match database.engine() {
        relais_platform::Engine::Sqlite => None,
        relais_platform::Engine::Postgres => Some(IsolationLevel::RepeatableRead),
    };
    Ok(database.reader().begin_with_config(isolation, None).await?)
}

/// The entry that is broken, where one can be named.
pub fn entry_of(broken: &Broken) -> Option<u64> {
    match broken {
        Broken::Changed { index }
        | Broken::Missing { index }
        | Broken::Repeated { index }
        | Broken::Forged { index } => Some(*index),
        Broken::Truncated { have, .. } => Some(*have),
        Broken::Root { .. } | Broken::Signature { .. } | Broken::Late { .. } => None,
    }
}

/// What is wrong with a checkpoint, or a file that holds one.
pub fn no_checkpoint(error: CheckpointError) -> Localised {
    let fr = match error {
        CheckpointError::Malformed(_) => {
            "ce n’est pas un point de contrôle du journal, ou le fichier a été changé en route."
        }
        CheckpointError::BadName => "le nom du journal ou de la clé ne peut pas être lu.",
        CheckpointError::OtherOrigin => "ce point de contrôle est d’un autre journal.",
        CheckpointError::Unsigned => "il n’y a pas de signature de cette clé.",
        CheckpointError::BadSignature => "la signature n’est pas celle de ce point de contrôle.",
    };
    let en = match error {
        CheckpointError::Malformed(_) => {
            "it is no checkpoint of the journal, or the file was changed on its way.".to_owned()
        }
        other => format!("{other}."),
    };
    Localised::new(fr, en)
}

/// What was found, in a sentence.
pub fn in_words(found: &JournalCheck) -> Localised {
    let broken = |fr: String, en: String| {
        Localised::new(
            format!("le journal est rompu : {fr}"),
            format!("the journal is broken: {en}"),
        )
    };
    match found {
        JournalCheck::Sound(sound) => sound_in_words(sound),
        JournalCheck::Mislabelled { index } => broken(
            format!("les colonnes à côté de l’entrée {index} ont été modifiées."),
            format!("the columns beside entry {index} were changed."),
        ),
        JournalCheck::Broken(found) => {
            let fr = match found {
                Broken::Changed { index } => format!("l’entrée {index} a été modifiée."),
                Broken::Missing { index } => format!("l’entrée {index} manque."),
                Broken::Repeated { index } => format!("l’entrée {index} revient ou n’est pas à sa place."),
                Broken::Truncated { have, checkpoint } => {
                    format!("il compte {have} entrées et en comptait {checkpoint} : la fin a été coupée.")
                }
                Broken::Root { size, after } => {
                    format!("une des entrées de {after} à {size} (exclue) n’est pas celle qui a été écrite.")
                }
                Broken::Signature { size } => {
                    format!("le point de contrôle à {size} entrées n’est pas signé par la clé du journal.")
                }
                Broken::Forged { index } => format!(
                    "l’entrée {index} n’a pas été écrite quand elle le dit : sa marque manque ou est fausse."
                ),
                Broken::Late { size } => {
                    format!("le point de contrôle à {size} entrées n’a pas pu être comparé.")
                }
            };
            broken(fr, format!("{found}."))
        }
    }
}

fn sound_in_words(sound: &Verified) -> Localised {
    let whole = Localised::new(
        format!(
            "Le journal est intact : {} entrées, dont {} couvertes par {} point(s) de contrôle signés.",
            sound.size, sound.vouched, sound.checkpoints
        ),
        format!(
            "The journal is sound: {} entries, {} of them covered by {} signed checkpoint(s).",
            sound.size, sound.vouched, sound.checkpoints
        ),
    );
    if sound.marked == 0 {
        return whole;
    }
    let Localised { fr, en } = whole;
    Localised::new(
        format!(
            "{fr} {} portent la marque du moment où elles ont été écrites.",
            sound.marked
        ),
        format!(
            "{en} {} carry the mark of the time when they were written.",
            sound.marked
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_checkpoint_is_told_in_the_language_of_the_reader() {
        let fault = "nothing".parse::<SignedCheckpoint>().unwrap_err();
        let words = no_checkpoint(fault);
        assert!(
            words.fr.starts_with("ce n’est pas un point de contrôle"),
            "{words:?}"
        );
        assert!(words.en.starts_with("it is no checkpoint"), "{words:?}");
    }
}
