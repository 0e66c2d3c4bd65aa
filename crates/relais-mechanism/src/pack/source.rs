use std::{borrow::Cow, collections::BTreeMap, fs, io, path::Path, path::PathBuf};

use rust_embed::RustEmbed;

/// The TOML files of a pack, by their path inside it (`lists/need.toml`).
pub type PackFiles = BTreeMap<String, String>;

/// Where packs are found by their codes.
pub trait PackLibrary {
    /// The files of a pack; `None` when there is no such pack.
    ///
    /// # Errors
    /// When a file is there and cannot be read, or is not text.
    fn files(&self, code: &str) -> io::Result<Option<PackFiles>>;
}

/// Packs held in memory, by their codes.
impl PackLibrary for BTreeMap<String, PackFiles> {
    fn files(&self, code: &str) -> io::Result<Option<PackFiles>> {
        Ok(self.get(code).cloned())
    }
}

/// The packs that the program brings along.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../packs"]
pub struct BuiltinPacks;

impl BuiltinPacks {
    /// The codes of the packs, in alphabetical order.
    pub fn codes() -> Vec<String> {
        let packs = Self::iter().filter_map(|path| path.strip_suffix("/pack.toml").map(str::to_owned));
        let mut codes: Vec<_> = packs.collect();
        codes.sort();
        codes
    }

    /// Any file that comes with the packs, for instance `cameroun-demo/prestataires.csv`.
    pub fn file(path: &str) -> Option<Cow<'static, [u8]>> {
        Self::get(path).map(|file| file.data)
    }
}

impl PackLibrary for BuiltinPacks {
    fn files(&self, code: &str) -> io::Result<Option<PackFiles>> {
        let folder = format!("{code}/");
        let mut files = PackFiles::new();
        for path in Self::iter() {
            let Some(inside) = path.strip_prefix(&folder).filter(|p| p.ends_with(".toml")) else {
                continue;
            };
            let Some(data) = Self::file(&path) else { continue };
            files.insert(inside.to_owned(), text(data.into_owned(), &path)?);
        }
        Ok((!files.is_empty()).then_some(files))
    }
}

/// Packs as folders beside each other; a parent that is not there is taken from the program's own.
pub struct PackFolder(pub PathBuf);

impl PackLibrary for PackFolder {
    fn files(&self, code: &str) -> io::Result<Option<PackFiles>> {
        let folder = self.0.join(code);
        if !folder.is_dir() {
            return BuiltinPacks.files(code);
        }
        let mut files = PackFiles::new();
        collect(&folder, "", &mut files)?;
        Ok(Some(files))
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut PackFiles) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let inside = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{inside}/"), files)?;
        } else if name.ends_with(".toml") {
            files.insert(
                inside,
                text(fs::read(entry.path())?, &entry.path().display().to_string())?,
            );
        }
    }
    Ok(())
}

fn text(bytes: Vec<u8>, path: &str) -> io::Result<String> {
    String::from_utf8(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, format!("{path}: not UTF-8 text")))
}
