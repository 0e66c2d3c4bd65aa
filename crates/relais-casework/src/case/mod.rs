//! A case: what stands in clear of it, and its life cycle (domain §2.1).

mod aggregate;
mod assessment;
mod basis;
mod closing;
mod command;
mod deadline;
mod erasing;
mod event;
mod facts;
mod intake;
mod pause;
mod record;
mod refusal;
mod state;
mod transfer;

#[cfg(test)]
mod closing_tests;
#[cfg(test)]
mod deadline_tests;
#[cfg(test)]
mod guard_tests;
#[cfg(test)]
pub(crate) mod table_tests;
#[cfg(test)]
mod walk_tests;

pub use aggregate::{Case, Change, Setting};
pub use basis::{Basis, Surroundings, basis_for};
pub use command::Command;
pub use deadline::{Due, DueFor};
pub use event::CaseEvent;
pub use facts::{ClearFacts, Risk};
pub use record::{Attempt, NewCase};
pub use state::{
    Before, CaseState, Closing, ClosureRequest, ErasureBasis, FirstService, Hold, Informed, Loss,
    PlanSubmission, Work,
};
pub use transfer::{Transfer, TransferEnd};
