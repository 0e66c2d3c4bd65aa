//! The packs of the program, and what is refused of a pack.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod demo_packs;
mod demo_providers;
mod demo_words;
mod difference;
mod flow_rules;
mod processing;
mod refused_packs;
mod refused_values;
mod stored;
mod trial;
