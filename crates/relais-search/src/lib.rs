#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod arabic;
mod find;
mod index;
mod lexicon;
mod lists;
mod near;
mod postings;
mod query;
mod rank;
mod reach;
mod stems;
mod stops;
mod synonyms;
mod text;

pub use find::Answer;
pub use index::Index;
pub use synonyms::Synonyms;
pub use text::fold;
