//! One logical dump of an installation, alike for both databases: JSON lines inside an age envelope.
//!
//! First the head, then every table: its columns, its rows, and an end with their number and SHA-256; last a
//! manifest of all tables. What is cut off, changed or left out is found before anything is restored. The keys
//! (`keystore_*`) go into a part of their own, so that data backups can be kept longer than keys (decisions §12).

mod cell;
mod envelope;
mod line;
mod load;
mod pages;
mod read;
mod write;

pub use age::x25519::{Identity as SecretKey, Recipient};
pub use cell::Cell;
pub use envelope::{Lock, keys_of, make_key, open, recipients};
pub use line::{Head, LAYOUT, Part, TableSum};
pub use load::{HALF_RESTORED, LoadFault, load};
pub use read::{Damage, Event, Reader};
pub use write::write;

/// The tables of a part, of all tables of an installation.
pub fn of_part(part: Part, tables: &[String]) -> Vec<&str> {
    let own = ["migration", HALF_RESTORED];
    tables
        .iter()
        .map(String::as_str)
        .filter(|name| !own.contains(name))
        .filter(|name| name.starts_with("keystore_") == (part == Part::Keystore))
        .collect()
}

#[cfg(test)]
mod tests;
