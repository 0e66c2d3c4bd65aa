//! Accounts and the journal, as people in a browser and programs use them; the rules are relais-trust's. The rooms
//! above give what this one cannot know through [`FrontDesk`] and [`CaseDoor`].

mod api;
mod case_door;
mod device;
mod front_desk;
mod pages;
mod queries;

pub use api::api;
pub use case_door::{CaseDoor, CaseFace, NoCases, OpenedCase, OwnCases};
pub use front_desk::{Demo, DemoAccount, FrontDesk, KindName, RoleName};
pub use pages::pages;

use std::sync::Arc;

use relais_trust::accounts::{RelyingParty, SignOn};

use crate::{House, Source, texts};

/// The texts of these pages.
pub const TEXTS: [Source; 4] = [
    texts!("account"),
    texts!("people"),
    texts!("journal"),
    texts!("breach"),
];

/// What the pages and JSON routes of accounts and of the journal stand on.
#[derive(Clone)]
pub struct Accounts {
    pub house: House,
    pub desk: Arc<dyn FrontDesk>,
    pub cases: Arc<dyn CaseDoor>,
    /// The installation as passkeys know it; none where browsers make no passkeys for its address.
    pub party: Option<RelyingParty>,
    /// A ministry's own sign-on, where one is set.
    pub sign_on: Option<SignOn>,
}
