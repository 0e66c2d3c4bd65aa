//! What people look at: one file per screen.

mod annex_readings;
mod annexes;
mod case_page;
mod followups;
mod hand_over;
mod identity;
mod list;
mod needs;
mod plan;
mod search;
mod tasks;

pub use annex_readings::AnnexReading;
pub use annexes::{AnnexView, Colleague, ReadAnnexes};
pub use case_page::{CasePage, CaseView, ConsentLine, ExceptionLine, StepLine};
pub use followups::{FollowUpLine, FollowUpView, ReadFollowUps};
pub use hand_over::{HandOverForm, HandOverPage, HandOverView};
pub use identity::{Identity, ReadIdentity};
pub use list::{CaseLine, CaseList, CaseLists};
pub use needs::{KnownNeed, NeedLine, NeedList, ReadNeeds, known_need};
pub use plan::{LineView, PlanVersion, PlanView, ReadPlan};
pub use search::{Found, SearchPersons};
pub use tasks::{CaseTasks, Task, TaskLine, TaskLists};
