use std::path::Path;

use super::{
    assemble::definition,
    error::{PackErrors, Report, Spot},
    inherit::{inherited, no_such_pack},
    source::{BuiltinPacks, PackFolder, PackLibrary},
};
use crate::Definition;

/// Reads the pack in a folder; the packs it inherits from are looked for beside it, then in the program.
///
/// # Errors
/// Everything that is wrong with the pack, each with file, line and reason: one error refuses it as a whole.
pub fn load_pack(folder: &Path) -> Result<Definition, PackErrors> {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let code = absolute
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = absolute.parent().unwrap_or(Path::new("/"));
    if absolute.is_dir() {
        return load(&PackFolder(beside.to_path_buf()), &code);
    }
    let report = Report::default();
    no_such_pack(
        &code,
        &Spot {
            file: folder.display().to_string(),
            line: None,
        },
        &report,
    );
    report.or(None, &code)
}

/// Reads a pack that comes with the program.
///
/// # Errors
/// When there is no such pack; the packs of the program itself are tested.
pub fn builtin(code: &str) -> Result<Definition, PackErrors> {
    load(&BuiltinPacks, code)
}

/// Reads a pack of a library.
///
/// # Errors
/// See [`load_pack`].
pub fn load(library: &dyn PackLibrary, code: &str) -> Result<Definition, PackErrors> {
    let report = Report::default();
    let whole = Spot {
        file: code.to_owned(),
        line: None,
    };
    let Some((root, own)) = inherited(library, code, &whole, &mut Vec::new(), &report) else {
        return report.or(None, code);
    };
    if report.has("NotToml") {
        // What cannot be read says nothing about the rest.
        return report.or(None, code);
    }
    let found = definition(&root, &own, &report);
    report.or(found, code)
}
