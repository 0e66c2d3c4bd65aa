mod check;
mod compare;
mod load;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use relais_kernel::Lang;
use relais_mechanism::{Definition, PackErrors, PackFolder, builtin, load as load_from, load_pack};
use serde_json::json;

use crate::{
    console::{self, say},
    stop::{Code, Stop},
};

#[derive(Debug, Subcommand)]
pub enum MechanismVerb {
    #[command(about = say(
        "Vérifie un paquet : tout ce qui ne va pas, avec fichier, ligne et raison",
        "Checks a pack: everything that is wrong, with file, line and reason"))]
    Check(check::CheckPack),
    #[command(about = say(
        "Montre où un paquet diffère de celui dont il hérite",
        "Shows where a pack differs from the one it inherits from"))]
    Diff(compare::ComparePack),
    #[command(about = say(
        "Met un paquet en vigueur ; ce qui est en cours garde l’ancienne version",
        "Puts a pack in force; what is under way keeps the former version"))]
    Load(load::LoadPack),
}

pub async fn run(verb: MechanismVerb, log: Option<&str>) -> Result<(), Stop> {
    match verb {
        MechanismVerb::Check(asked) => check::run(&asked),
        MechanismVerb::Diff(asked) => compare::run(&asked),
        MechanismVerb::Load(asked) => load::run(&asked, log).await,
    }
}

/// A pack as it is named on the command line: a folder, or the code of one that comes with the program.
fn read(name: &str) -> Result<Definition, PackErrors> {
    match folder_of(name) {
        Some(folder) => load_pack(&folder),
        None => builtin(name),
    }
}

/// The pack `code`, as the pack `child` would inherit it.
fn read_parent(child: &str, code: &str) -> Result<Definition, PackErrors> {
    let absolute = folder_of(child).and_then(|folder| std::path::absolute(folder).ok());
    match absolute.as_deref().and_then(Path::parent) {
        Some(beside) => load_from(&PackFolder(beside.to_path_buf()), code),
        None => builtin(code),
    }
}

fn folder_of(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    (path.is_dir() || path.components().count() > 1).then(|| path.to_path_buf())
}

/// Tells every error of a pack: as JSON on the output, or as the sentence that stops the program.
fn refused(name: &str, errors: &PackErrors, as_json: bool) -> Stop {
    if as_json {
        console::put(&json!({ "pack": name, "valid": false, "errors": errors }).to_string());
    }
    let count = errors.0.len();
    let said = |lang| {
        if as_json {
            String::new()
        } else {
            format!("\n{}", errors.text(lang))
        }
    };
    Stop::new(
        Code::Input,
        format!(
            "le paquet « {name} » est refusé ({count} erreur(s)).{}",
            said(Lang::Fr)
        ),
        format!(
            "the pack “{name}” is refused ({count} error(s)).{}",
            said(Lang::En)
        ),
    )
}
