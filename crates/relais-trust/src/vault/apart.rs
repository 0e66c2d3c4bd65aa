use relais_platform::{Corrupt, Failure};
use relais_sealing::{Context, KeyId, Sealed, open, seal};
use uuid::Uuid;

use crate::{Scene, Trust};

/// Where something lies sealed that is of no case and must not stand in clear either: where a shelter is. It lies
/// under the installation's own key, in a column of its record; moved to another record it does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    pub table: &'static str,
    pub record: Uuid,
    pub column: &'static str,
}

/// What the key is derived for, and its name in what it seals.
const PURPOSE: &str = "kept apart";
const KEY: [u8; 16] = *b"relais-kept-apar";

impl Apart {
    const fn context(&self) -> Context<'_> {
        Context {
            table: self.table,
            case: Uuid::nil(),
            record: self.record,
            field: self.column,
            version: 1,
        }
    }
}

impl Scene<'_> {
    /// Seals a text for its column.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the installation's key is not at hand: what is sealed with another would be lost.
    pub fn seal_apart(&self, place: Apart, text: &str) -> Result<Vec<u8>, Failure> {
        let key = self.trust.root_at_hand()?.derive(PURPOSE);
        let id = KeyId::from_bytes(KEY);
        let value = seal(&key, id, &place.context(), text.as_bytes(), self.chance());
        Ok(value.into_bytes())
    }
}

impl Trust {
    /// Opens what a column keeps apart. Whoever asks has decided who may read it, and notes it where it is shown.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the installation's key is not at hand; [`Corrupt`] when the value was changed or
    /// moved.
    pub fn open_apart(&self, place: Apart, value: &[u8]) -> Result<String, Failure> {
        let damaged = || Corrupt::at(place.table, place.column, place.record);
        let key = self.root_at_hand()?.derive(PURPOSE);
        let sealed = Sealed::from_bytes(value.to_vec()).map_err(|_| damaged())?;
        let plain = open(&key, &sealed, &place.context()).map_err(|_| damaged())?;
        Ok(std::str::from_utf8(&plain).map_err(|_| damaged())?.to_owned())
    }
}
