//! From the folder a person edits to a [`crate::Definition`], or to everything that is wrong with it.

mod assemble;
mod error;
mod head;
mod inherit;
mod known;
mod load;
mod node;
mod parts;
mod reader;
mod source;

pub use error::{PackError, PackErrors, Spot};
pub use load::{builtin, load, load_pack};
pub use source::{BuiltinPacks, PackFiles, PackFolder, PackLibrary};
