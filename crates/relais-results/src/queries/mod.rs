//! What people look at: one file per screen.

mod behind;
mod home;
mod who_answers;

pub use behind::{Behind, Cutting, Records, Side};
pub use home::{Home, HomeView};
pub(crate) use who_answers::everything_in;
pub use who_answers::{Asked, Own, Publication, WhoAnswers, WhoAnswersView};
