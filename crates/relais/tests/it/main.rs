//! The real program on a folder of its own.

mod console;
mod help;
mod starting;
