use std::{fs::File, io::BufReader, path::PathBuf};

use clap::Args;
use relais_kernel::Localised;
use relais_ledger::CheckpointPublic;
use relais_trust::journal::{ExportCheck, ExportFault, check_export};
use serde_json::json;

use crate::{
    console::{self, say},
    stop::{Code, Stop},
};

#[derive(Debug, Args)]
pub struct VerifyExport {
    #[arg(value_name = say("FICHIER", "FILE"), help = say(
        "Fichier à vérifier, pris sur la page « Qui a lu nos dossiers »",
        "File for checking, taken from the page “Who read our cases”"))]
    file: PathBuf,
    #[arg(long, value_name = say("CLÉ", "KEY"), help = say(
        "Clé publique du journal, reçue par une autre voie (relais journal key) ; sans elle, celle du fichier est crue",
        "Public key of the journal, received by another way (relais journal key); without it, the one in the file is believed"))]
    key: Option<String>,
    #[arg(long, help = say("Rend compte en JSON", "Reports in JSON"))]
    json: bool,
}

/// `relais journal verify-export`: needs no server, no database and no key but a public one.
pub fn run(asked: &VerifyExport) -> Result<(), Stop> {
    let key = asked.key.as_deref().map(public_key).transpose()?;
    let trusted = key.is_some();
    let file = File::open(&asked.file).map_err(|error| {
        Stop::input(
            format!(
                "le fichier {} ne peut pas être lu : {error}",
                asked.file.display()
            ),
            format!("the file {} cannot be read: {error}", asked.file.display()),
        )
    })?;
    match check_export(BufReader::new(file), key.as_ref()) {
        Ok(sound) => {
            tell(&sound, trusted, asked.json);
            Ok(())
        }
        Err(fault) => {
            if asked.json {
                console::put(&json!({ "sound": false, "what": fault.to_string() }).to_string());
            }
            Err(Stop {
                code: Code::Found,
                sentence: in_words(&fault),
            })
        }
    }
}

/// A public key as an argument.
///
/// # Errors
/// [`Code::Input`].
pub fn public_key(text: &str) -> Result<CheckpointPublic, Stop> {
    text.parse().map_err(|_| {
        Stop::input(
            "ce n’est pas une clé publique de journal : nom+identifiant+clé.",
            "this is no public key of a journal: name+id+key.",
        )
    })
}

fn tell(sound: &ExportCheck, trusted: bool, as_json: bool) {
    let of = &sound.checkpoint.checkpoint;
    if as_json {
        console::put(
            &json!({
                "sound": true, "organisation": sound.organisation, "shown": sound.shown, "entries": of.size,
                "root": of.root.to_string(), "signed_at": of.at.to_string(), "key": sound.key.to_string(),
                "key_given": trusted,
            })
            .to_string(),
        );
        return;
    }
    console::tell(&Localised::new(
        format!(
            "Le fichier est intact : {} inscriptions montrées sur {}, telles que le journal les a signées le {}.",
            sound.shown, of.size, of.at
        ),
        format!(
            "The file is sound: {} entries shown of {}, as the journal signed them at {}.",
            sound.shown, of.size, of.at
        ),
    ));
    if !trusted {
        console::tell(&Localised::new(
            format!(
                "La clé est celle que le fichier indique ; comparez-la à celle que l’installation vous a remise (--key) : {}",
                sound.key
            ),
            format!(
                "The key is the one that the file names; compare it with the one that the installation gave you (--key): {}",
                sound.key
            ),
        ));
    }
}

fn in_words(fault: &ExportFault) -> Localised {
    let fr = match fault {
        ExportFault::Unreadable(error) => format!("le fichier ne peut pas être lu : {error}."),
        ExportFault::Malformed(line) => format!("la ligne {line} n’est pas d’un journal exporté."),
        ExportFault::Changed(line) => {
            format!("l’inscription de la ligne {line} n’est pas celle qui a été écrite.")
        }
        ExportFault::OutOfPlace(line) => format!("ce qui est à la ligne {line} n’est pas à sa place."),
        ExportFault::Unsigned => "le point de contrôle n’est pas signé par la clé de ce journal.".to_owned(),
        ExportFault::OtherTree => {
            "les inscriptions ne mènent pas au point de contrôle signé : certaines ont été changées, ôtées ou ajoutées."
                .to_owned()
        }
    };
    Localised::new(fr, format!("{fault}."))
}
