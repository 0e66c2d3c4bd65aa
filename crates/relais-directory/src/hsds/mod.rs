//! The directory as the standard HSDS has it: what of each entry the public reads, the documents made of records, and the
//! catalogue in which they are found.

mod area;
mod around;
mod catalogue;
mod condition;
mod document;
mod facets;
mod filter;
mod item;
mod join;
mod projection;
mod synonyms;
mod wanted;

pub use area::Area;
pub use around::betraying;
pub use catalogue::{Catalogue, Page};
pub use condition::Condition;
pub use document::{Document, documents};
pub use facets::Facets;
pub use join::{Form, Piece, Pieces, join, needed};
pub use projection::{Said, is_public, need_term, records_of};
pub use synonyms::synonyms;
pub use wanted::{Listed, Near, Region, Wanted};
