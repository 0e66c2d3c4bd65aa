//! Organisations, accounts, sessions and the second factor. Staff leave and teams stay: an account belongs to an
//! organisation, and nothing of the trade is ever addressed to an account.

pub mod entity;
mod installation;
mod invitation;
mod organisation;
mod password;
mod people;
mod program;
mod second_factor;
mod session;
mod sign_in;
mod signed_token;
mod throttle;

pub use installation::{FirstAdministrator, Installation};
pub use invitation::{Invitation, InviteUser, Invited};
pub use organisation::{AddOrganisation, OrganisationFace, organisation_by_code, organisations};
pub use password::check_new_password;
pub use people::{AccountFace, ChangeRoles, EndAccess, accounts_of};
pub use program::{MakeProgramToken, ProgramToken};
pub use second_factor::Enrolment;
pub use session::{EndSession, Presence, SessionFace};
pub use sign_in::SignedIn;
pub use throttle::wait_after;
