//! Search before create: how alike two people are. The vault chooses candidates by keyed tokens and opens them
//! (decisions §11); what stands here compares what was opened, and says why. Nothing of a protection annex is
//! ever compared (DP-13).

mod compare;
mod portrait;

#[cfg(test)]
mod tests;

pub use compare::{Likeness, Reason, Verdict, likeness, ranked};
pub use portrait::Portrait;
