//! Organisations, accounts, sessions and the second factor. Staff leave and teams stay: an account belongs to an
//! organisation, and nothing of the trade is ever addressed to an account.

mod administration;
mod appointment;
mod challenge;
mod contact;
pub mod entity;
mod holding;
mod installation;
mod invitation;
mod organisation;
mod own;
mod passkey;
mod password;
mod people;
mod program;
mod recovery;
mod second_factor;
mod session;
mod set_up;
mod sign_in;
mod sign_on;
mod signed_token;
mod throttle;
mod travel;
mod turns;
mod undertaking;

pub use administration::{
    Administer, Administered, ChangeOrganisation, EVERYDAY_ROLES, InviteAgain, OpenOrganisation, Reach,
    speaks_for_colleagues,
};
pub use appointment::{
    Appointment, AppointmentFace, AppointmentState, Asked, ConfirmAppointment, RefuseAppointment,
    held_together, kept_apart,
};
pub use contact::{Contact, SetContact, contact_of, has_accounts};
pub use holding::{Holder, holders_of, organisations_holding};
pub(crate) use installation::rewrap_root;
pub use installation::{Installation, opens_with};
pub use invitation::{Invitation, InviteUser, Invited};
pub use organisation::{
    AddOrganisation, OrganisationFace, organisation_by_code, organisation_by_ref, organisation_is_open,
    organisation_names, organisations,
};
pub use own::ChangeLanguage;
pub use passkey::{NewPasskey, PasskeyFace, RelyingParty, RemovePasskey, WhoComes};
pub use password::check_new_password;
pub(crate) use people::ids_of_accounts;
pub use people::{
    AccountFace, ChangeRoles, EndAccess, account_by_ref, account_names, accounts_like, accounts_of,
};
pub use program::{EndProgramToken, KeptToken, MakeProgramToken, ProgramToken, ProgramTokenFace};
pub use recovery::{
    AskRecovery, ConfirmRecovery, Confirmed, Recovery, RecoveryFace, RecoveryState, RefuseRecovery,
    UseRecovery, recovery_and_account,
};
pub use second_factor::Enrolment;
pub use session::{EndSession, Presence, SessionFace};
pub use set_up::FirstAdministrator;
pub use sign_in::SignedIn;
pub use sign_on::{Came, SignOn, SignOnSetting, UnlinkSignOn};
pub use throttle::wait_after;
pub use travel::{GiveBackRights, SayBack, SetOut, Travel, WithholdRights};
pub(crate) use turns::Turns;
pub use undertaking::Undertaking;
