//! Decided in one place: Cedar policies with a schema. Rooms describe a record as [`Protected`], name the
//! [`Deed`] and the roles that the definition allows, and get a [`Permit`] that only the guard can make.

mod bearer;
mod deed;
mod facts;
mod guard;
mod protected;

pub use bearer::Bearer;
pub use deed::Deed;
pub use guard::{Explained, Guard, Permit};
pub use protected::Protected;
