//! Reading a form: what was typed becomes values, or refusals beside their fields, all at once.

mod reader;
mod words;

#[cfg(test)]
mod tests;

pub use reader::Reader;
