use axum::extract::FromRequestParts;
use http::request::Parts;
use relais_trust::accounts::Presence;

use crate::Trouble;

/// Somebody who gave a password, and maybe not yet the second factor: for the few pages on the way in.
pub(super) struct AtTheDoor(pub Presence);

impl<S: Send + Sync> FromRequestParts<S> for AtTheDoor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let presence = parts.extensions.get::<Presence>().cloned();
        presence.map(Self).ok_or(Trouble::SignIn)
    }
}

/// Who is there, if anybody is.
pub(super) struct Perhaps(pub Option<Presence>);

impl<S: Send + Sync> FromRequestParts<S> for Perhaps {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<Presence>().cloned()))
    }
}
