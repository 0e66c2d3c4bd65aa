//! Passkeys: the first choice as a second factor, and a way to sign in by itself (security requirement 51). The library
//! checks what a browser brings; here is what is kept, for whom, and who may add or remove one.

mod adding;
mod giving;
mod kept;
mod removing;
mod signing_in;

use std::sync::Arc;

use relais_kernel::Refusal;
use relais_platform::Failure;
use serde::de::DeserializeOwned;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

pub use adding::NewPasskey;
pub use kept::PasskeyFace;
pub(super) use kept::{forget_passkeys, has_passkey, who_has_passkeys};
pub use removing::RemovePasskey;
pub use signing_in::WhoComes;

/// The installation as passkeys know it: each is made for one host name and works under no other.
#[derive(Clone)]
pub struct RelyingParty(Arc<Webauthn>);

impl RelyingParty {
    /// The installation at this public address, shown as `name`. Browsers make passkeys over TLS and for this machine
    /// itself (`localhost`), and for names only: at any other address there are none, and `None` is answered.
    pub fn at(address: &str, name: &str) -> Option<Self> {
        let origin = Url::parse(address).ok()?;
        let host = origin.domain()?.to_owned();
        let here = host == "localhost";
        if origin.scheme() != "https" && !here {
            return None;
        }
        let party = WebauthnBuilder::new(&host, &origin).ok()?;
        let party = party.rp_name(name).allow_any_port(here).build().ok()?;
        Some(Self(Arc::new(party)))
    }
}

/// What the browser's script put into the form, if it is that.
fn read<T: DeserializeOwned>(credential: &str) -> Result<T, Failure> {
    serde_json::from_str(credential).map_err(|_| unfit())
}

fn unfit() -> Failure {
    Refusal::new(
        "PasskeyUnfit",
        "Cette clé d’accès n’a pas pu être vérifiée. Essayez encore une fois.",
        "This passkey could not be checked. Try once more.",
    )
    .into()
}

/// What the library did not expect of us.
fn fault(why: impl std::fmt::Display) -> Failure {
    Failure::Fault(format!("passkey: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_exist_over_tls_under_a_name_and_on_this_machine() {
        for address in [
            "https://mnr.example",
            "https://mnr.example:8443",
            "http://localhost:8080",
        ] {
            assert!(RelyingParty::at(address, "Relais").is_some(), "{address}");
        }
        for address in [
            "http://mnr.example",
            "https://192.0.2.7",
            "http://127.0.0.1:8080",
            "mnr.example",
        ] {
            assert!(RelyingParty::at(address, "Relais").is_none(), "{address}");
        }
    }
}
