//! A pack "essai" that inherits the regional model and is wrong in one place.

use std::collections::BTreeMap;

use relais_kernel::Lang;
use relais_mechanism::{BuiltinPacks, Definition, PackErrors, PackFiles, PackLibrary, load};

pub const HEAD: &str = r#"code = "essai"
name = { fr = "Essai", en = "Trial" }
version = "1"
inherits = "modele-regional"
"#;

/// The regional model, and a pack "essai" that inherits it and writes these files.
pub fn library(files: &[(&str, &str)]) -> BTreeMap<String, PackFiles> {
    let model = BuiltinPacks.files("modele-regional").unwrap().unwrap();
    let mut own = PackFiles::from([("pack.toml".to_owned(), HEAD.to_owned())]);
    own.extend(
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned())),
    );
    BTreeMap::from([("modele-regional".to_owned(), model), ("essai".to_owned(), own)])
}

pub fn trial(files: &[(&str, &str)]) -> Result<Definition, PackErrors> {
    load(&library(files), "essai")
}

/// `CODE file:line` of each error, after looking that each is said in both languages.
pub fn refusals(errors: &PackErrors) -> Vec<String> {
    let line = |error: &relais_mechanism::PackError| {
        for lang in Lang::ALL {
            assert!(error.reason.get(lang).ends_with('.') && error.text(lang).starts_with(&error.spot.file));
        }
        assert_ne!(error.reason.fr, error.reason.en);
        format!("{} {}", error.code, error.spot)
    };
    errors.0.iter().map(line).collect()
}

#[track_caller]
pub fn is_refused(files: &[(&str, &str)], expected: &[&str]) {
    let errors = trial(files).unwrap_err();
    assert_eq!(refusals(&errors), expected, "{errors}");
}
