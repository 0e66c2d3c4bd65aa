//! A ministry's own sign-on (OpenID Connect): a second door to an account that exists here and that its person linked. It
//! opens no account, gives no role, and stands for the second factor only where the settings say so.

mod coming;
mod conversation;
mod linking;

use std::{collections::BTreeSet, fmt, sync::Arc};

use relais_kernel::{Localised, Refusal, Timestamp};
use relais_platform::Failure;
use tokio::sync::Mutex;

pub use coming::Came;
use conversation::{Conversation, Known};
pub use linking::UnlinkSignOn;

/// How a sign-on service is reached, as the operator set it.
#[derive(Clone, PartialEq, Eq)]
pub struct SignOnSetting {
    /// The address that it says of itself; `https://` except for trying out on one machine.
    pub issuer: String,
    pub client: String,
    pub secret: String,
    /// Our own address to which it sends people back.
    pub back: String,
    /// What people call it.
    pub name: Localised,
    /// Values of `acr` or `amr` by which it says that a second factor was given there.
    pub strong: BTreeSet<String>,
}

impl fmt::Debug for SignOnSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignOnSetting").finish_non_exhaustive()
    }
}

/// The sign-on service of an installation. Nothing is asked of it before somebody presses its button.
#[derive(Clone)]
pub struct SignOn(Arc<Inner>);

struct Inner {
    setting: SignOnSetting,
    conversation: Conversation,
    /// What it said of itself, and when.
    known: Mutex<Option<(Timestamp, Known)>>,
}

impl SignOn {
    /// # Errors
    /// The name of the setting that is no address.
    pub fn new(setting: SignOnSetting) -> Result<Self, &'static str> {
        let conversation = Conversation::new(&setting)?;
        Ok(Self(Arc::new(Inner {
            setting,
            conversation,
            known: Mutex::default(),
        })))
    }

    /// What people call it.
    pub fn name(&self) -> &Localised {
        &self.0.setting.name
    }

    /// What it says of itself, asked again after an hour: its keys change.
    async fn known(&self, now: Timestamp) -> Result<Known, Failure> {
        let mut held = self.0.known.lock().await;
        if let Some((since, known)) = &*held
            && now.duration_since(*since) < jiff::SignedDuration::from_hours(1)
        {
            return Ok(known.clone());
        }
        let fresh = self.0.conversation.discover().await?;
        *held = Some((now, fresh.clone()));
        Ok(fresh)
    }

    /// Its keys may have changed: they are asked for again.
    async fn forget(&self) {
        *self.0.known.lock().await = None;
    }
}

fn unknown() -> Failure {
    Refusal::new(
        "SignOnUnknown",
        "Ce compte n’est relié à aucun compte d’ici. Connectez-vous avec votre mot de passe, puis reliez-le sous « Mon compte ».",
        "That account is linked to no account here. Sign in with your password, then link it under “My account”.",
    )
    .into()
}
