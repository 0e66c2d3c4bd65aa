//! What people look at: one file per screen.

mod behind;
mod home;
mod period;
mod who_answers;

pub use behind::{Behind, Cutting, Records, Side};
pub use home::{Home, HomeView};
pub use period::{NotAPeriod, Period};
pub use who_answers::{Own, WhoAnswers, WhoAnswersView};
