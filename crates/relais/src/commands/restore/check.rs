use std::{io::BufRead, path::Path};

use super::Files;
use crate::{
    composition,
    dump::{self, Damage, Event, Head, LoadFault, Part, Reader, SecretKey},
    stop::{Code, Stop},
};

/// Reads both files from end to end before anything is restored.
///
/// # Errors
/// [`Code::Backup`] for what is damaged, cut off, or keys older than the data; [`Code::Newer`] for a newer dump.
pub fn whole(files: &Files) -> Result<Heads, Stop> {
    let mut heads = Vec::new();
    for (part, file) in &files.parts {
        let (head, mut reader) = reader(file, *part, &files.keys)?;
        refuse_newer(&head)?;
        while !matches!(
            reader.next().map_err(|damage| damaged(file, &damage))?,
            Event::Done(_)
        ) {}
        heads.push(head);
    }
    match heads.pop().zip(heads.pop()) {
        // The newest keys belong under the data, whatever their age: what was erased since stays so (ADR 15). Keys that
        // are older would bring back what was destroyed, and lack those of newer cases.
        Some((keystore, data)) if keystore.backup == data.backup || keystore.made_at > data.made_at => {
            Ok(Heads { data, keystore })
        }
        _ => Err(Stop::new(
            Code::Backup,
            "ces deux fichiers ne vont pas ensemble : les clés sont plus anciennes que les données.",
            "these two files do not go together: the keys are older than the data.",
        )),
    }
}

/// What stands first in both files.
pub struct Heads {
    pub data: Head,
    pub keystore: Head,
}

impl Heads {
    pub const fn of(&self, part: Part) -> &Head {
        match part {
            Part::Data => &self.data,
            Part::Keystore => &self.keystore,
        }
    }
}

/// Opens a file of a backup, expecting this part in it.
///
/// # Errors
/// [`Code::Backup`].
pub fn reader(
    file: &Path,
    part: Part,
    keys: &[SecretKey],
) -> Result<(Head, Reader<impl BufRead + use<>>), Stop> {
    let (head, reader) = Reader::new(dump::open(file, keys)?).map_err(|damage| damaged(file, &damage))?;
    if head.part != part {
        return Err(Stop::new(
            Code::Backup,
            format!(
                "le fichier {} est l’autre moitié de la sauvegarde (données et clés vont ensemble).",
                file.display()
            ),
            format!(
                "the file {} is the other half of the backup (data and keys go together).",
                file.display()
            ),
        ));
    }
    Ok((head, reader))
}

fn refuse_newer(head: &Head) -> Result<(), Stop> {
    let ours = composition::migrations();
    let newest = |room: &str| {
        ours.iter()
            .filter(|step| step.room == room)
            .map(|step| step.number)
            .max()
    };
    match head
        .steps
        .iter()
        .find(|(room, number)| newest(room).is_none_or(|newest| **number > newest))
    {
        None => Ok(()),
        Some((room, number)) => Err(Stop::new(
            Code::Newer,
            format!(
                "cette sauvegarde a été faite par une version plus récente de Relais ({room} {number}) : installez-la d’abord."
            ),
            format!(
                "this backup was made by a newer version of Relais ({room} {number}): install that first."
            ),
        )),
    }
}

fn damaged(file: &Path, damage: &Damage) -> Stop {
    let name = file.display();
    let fr = match damage {
        Damage::Broken(error) => format!("elle est tronquée ou abîmée ({error})"),
        Damage::CutOff => "elle est tronquée".to_owned(),
        Damage::OutOfPlace { line, .. } => format!("la ligne {line} n’est pas à sa place"),
        Damage::Changed(table) => format!("la table {table} n’est pas celle qui a été sauvegardée"),
        Damage::NewerLayout(_) => "elle a été faite par une version plus récente de Relais".to_owned(),
    };
    let code = match damage {
        Damage::NewerLayout(_) => Code::Newer,
        _ => Code::Backup,
    };
    Stop::new(
        code,
        format!("la sauvegarde {name} ne peut pas être restaurée : {fr}. Rien n’a été écrit."),
        format!("the backup {name} cannot be restored: {damage}. Nothing was written."),
    )
}

/// Why rows could not be put in.
pub fn unloadable(file: &Path, fault: &LoadFault) -> Stop {
    match fault {
        LoadFault::Damage(damage) => damaged(file, damage),
        LoadFault::Failure(failure) => failure.retell().into(),
        LoadFault::Unknown(what) => Stop::new(
            Code::Backup,
            format!(
                "la sauvegarde {} contient une table ou colonne inconnue : {what}",
                file.display()
            ),
            format!(
                "the backup {} has an unknown table or column: {what}",
                file.display()
            ),
        ),
    }
}
