//! The witness outside the host (security requirement 34): what it saw last, what it is shown next, and whether it
//! contradicts this journal.

mod row;
mod show;
mod state;
mod take;

pub use state::{Contradiction, Witnessed, witnessed};
pub use take::Answer;
