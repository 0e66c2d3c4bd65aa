use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Deserialize;

/// The front end as `npm run build` made it. A debug build reads the folder, a release build carries it.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
struct Built;

/// Static files: their addresses with content hashes, and their bytes.
#[derive(Debug, Clone)]
pub struct Statics {
    addresses: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
}

impl Statics {
    /// What is built into the program. Without a built front end the pages work, unadorned.
    pub fn embedded() -> Self {
        let manifest = Built::get("manifest.json");
        let entries: BTreeMap<String, Entry> = manifest
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_default();
        let addresses = entries
            .into_iter()
            .map(|(name, entry)| (name, format!("/static/{}", entry.file)))
            .collect();
        Self { addresses }
    }

    /// The address of a file by its plain name.
    pub fn address(&self, name: &str) -> &str {
        self.addresses.get(name).map_or("/static/missing", String::as_str)
    }
}
