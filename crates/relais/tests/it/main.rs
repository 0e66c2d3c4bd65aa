//! The real program on a folder of its own.

mod console;
mod demonstration;
mod help;
mod looking;
mod packs;
mod saving;
mod starting;
