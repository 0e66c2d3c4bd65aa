//! What surrounds every request: its number, its gate, its language, the browser it comes from.

mod access;
pub mod cookie;
mod extract;
mod gate;
mod headers;
mod language;
mod reached;
mod scene;
mod upload;
mod visitor;

pub use extract::{IdempotencyKey, Submission};
pub use language::choose as choose_language;
pub use reached::Reached;
pub use upload::Upload;
pub use visitor::Visitor;

pub use access::leave_no_trace;
pub(crate) use access::log_access;
pub(crate) use extract::now;
pub(crate) use gate::{is_open, only_known_hosts};
pub(crate) use headers::guard_headers;
pub(crate) use language::{preferred as preferred_language, switch_language};
pub(crate) use scene::{Scene, set_scene};
