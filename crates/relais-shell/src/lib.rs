#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod accounts;
mod answer;
mod api;
mod drawing;
mod exit;
mod form;
pub mod format;
mod frame;
mod health;
mod house;
pub mod listener;
mod lock;
mod request;
mod shell;
mod statics;
mod surround;
mod texts;
mod viewer;

pub use answer::{
    Answer, FileKind, Payload, Problem, Reason, Trouble, file, go, own_path, page, page_with, press,
    refused_page,
};
pub use api::{ApiRouter, api};
pub use drawing::Drawing;
pub use form::{
    Choice, Field, Form, NotAForm, Once, Overtaken, Parts, Reading, Recorded, Seal, Summary, Typed, parts,
};
pub use frame::{Frame, Notice, Tone};
pub use health::Readiness;
pub use house::{House, JustProved, Reception, SESSION, SignedIn, know_who};
pub use lock::{Lock, locked_door};
pub use request::{
    IdempotencyKey, Reached, Submission, Upload, Visitor, choose_language, cookie, leave_no_trace,
};
pub use shell::{Setting, Shell};
pub use statics::Statics;
pub use surround::surround;
pub use texts::{Source, Texts, TextsFault};
pub use viewer::{Icon, NavItem, Viewer};

/// Any value that a text can carry, as Fluent takes it.
pub use fluent_bundle::FluentValue;

pub(crate) const SHELL_TEXTS: Source = texts!("shell");
