//! What every page shares: layout, form widgets, languages, problem answers, the HTTP listener and its limits.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod form;
pub mod format;
mod frame;
mod shell;
mod statics;
mod texts;
mod viewer;

pub use form::{Choice, Field, Form, Once, Reading, Seal, Summary, Typed};
pub use frame::{Frame, Notice, Tone};
pub use shell::{Setting, Shell};
pub use statics::Statics;
pub use texts::{Source, Texts, TextsFault};
pub use viewer::{Icon, NavItem, Viewer};

/// Any value that a text can carry, as Fluent takes it.
pub use fluent_bundle::FluentValue;

pub(crate) const SHELL_TEXTS: Source = texts!("shell");
