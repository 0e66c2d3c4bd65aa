//! One file per stretch of the way; each method is one verb with its guards.

mod answering;
mod closing;
mod deadlines;
mod sending;
mod serving;
