use axum::{
    RequestPartsExt,
    extract::{FromRequestParts, Path},
};
use http::request::Parts;
use relais_kernel::PublicRef;

use crate::Trouble;

/// The record that an address names. An address that names nothing answers like a record that does not exist.
pub(in super::super) struct Ref(pub PublicRef);

impl<S: Send + Sync> FromRequestParts<S> for Ref {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let Path(text) = parts
            .extract::<Path<String>>()
            .await
            .map_err(|_| Trouble::Missing)?;
        text.parse().map(Self).map_err(|_| Trouble::Missing)
    }
}
