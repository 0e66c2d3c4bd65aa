//! The directory as Open Referral HSDS gives it: for anybody, without a session, and only what is public.

mod answers;
mod asked;
mod descriptions;
mod elsewhere;
mod items;
mod lists;
mod malformed;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts, MatchedPath},
    middleware::from_fn,
    routing::get,
};
use http::request::Parts;
use relais_shell::Trouble;

pub(crate) use answers::fresh;

use crate::{hsds::Listed, room::Directory};

/// Where the standard's API stands.
pub const BASE: &str = "/hsds";

/// A confidential question is a few words, never a file.
const LARGEST_QUESTION: usize = 64 * 1024;

/// The routes of the standard.
pub fn hsds_api(room: Directory) -> Router {
    Router::new()
        .route("/hsds", get(descriptions::root))
        .route("/hsds/", get(descriptions::root))
        .route("/hsds/openapi.json", get(descriptions::document))
        .route("/hsds/profile", get(descriptions::profile))
        .route("/hsds/services", get(lists::by_address).post(lists::by_body))
        .route("/hsds/services/{id}", get(items::read))
        .route("/hsds/organizations", get(lists::by_address).post(lists::by_body))
        .route("/hsds/organizations/{id}", get(items::read))
        .route(
            "/hsds/service_at_locations",
            get(lists::by_address).post(lists::by_body),
        )
        .route("/hsds/service_at_locations/{id}", get(items::read))
        .route("/hsds/taxonomies", get(lists::by_address).post(lists::by_body))
        .route("/hsds/taxonomies/{id}", get(items::read))
        .route(
            "/hsds/taxonomy_terms",
            get(lists::by_address).post(lists::by_body),
        )
        .route("/hsds/taxonomy_terms/{id}", get(items::read))
        .route("/hsds/{*rest}", get(elsewhere::read).post(elsewhere::read))
        .method_not_allowed_fallback(elsewhere::other_method)
        .layer(from_fn(elsewhere::open_to_pages))
        .layer(DefaultBodyLimit::max(LARGEST_QUESTION))
        .with_state(room)
}

/// Which list an address is about.
impl<S: Send + Sync> FromRequestParts<S> for Listed {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let path = parts
            .extensions
            .get::<MatchedPath>()
            .map_or("", MatchedPath::as_str);
        let name = path.trim_start_matches("/hsds/").split('/').next();
        let named = |listed: &Self| name == Some(listed.name());
        Self::ALL.into_iter().find(named).ok_or(Trouble::Missing)
    }
}
