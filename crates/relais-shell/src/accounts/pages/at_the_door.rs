use axum::extract::FromRequestParts;
use http::request::Parts;
use relais_trust::accounts::Presence;

use crate::{SignedIn, Trouble};

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

/// Somebody signed in who has just proved who they are: asked before a form that gives rights is filled in
/// (security requirement 57).
pub(super) struct JustProved(pub relais_trust::Actor);

impl FromRequestParts<super::Accounts> for JustProved {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, room: &super::Accounts) -> Result<Self, Trouble> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, room).await?;
        if actor.proved_recently(room.house.trust().now()) {
            Ok(Self(actor))
        } else {
            Err(Trouble::ProveAgain)
        }
    }
}
