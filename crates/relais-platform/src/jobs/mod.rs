//! Work that is done later: a job is written in the transaction of the command that wants it, and done by a worker
//! when it is due. It is done at least once; a handler that only writes rows does it exactly once with
//! [`DueJob::finish`].

mod job;
mod store;
mod trouble;
mod worker;

pub use job::{DueJob, Job};
pub use store::{cancel, enqueue, forget_ended, rearm};
pub use trouble::{JobTrouble, retry, troubled};
pub use worker::{Handler, Jobs, Ran};
