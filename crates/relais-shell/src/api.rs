use axum::{Json, Router, routing::get};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, security};
use utoipa_axum::router::OpenApiRouter;

use crate::{Problem, Reason};

/// The JSON routes of a room, each with its description: `OpenApiRouter::new().routes(routes!(handler))`, their
/// paths beginning with `/api/v1/`.
pub type ApiRouter<S = ()> = OpenApiRouter<S>;

/// Joins the rooms' JSON routes and serves their document at `/api/v1/openapi.json` (decisions §29).
pub fn api<S: Clone + Send + Sync + 'static>(
    version: &str,
    rooms: impl IntoIterator<Item = ApiRouter<S>>,
) -> (Router<S>, OpenApi) {
    let joined = rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge);
    let (router, mut document) = joined.split_for_parts();
    document.merge(frame(version));
    document.info = InfoBuilder::new()
        .title("Relais")
        .description(Some(
            "Every command of the pages, for programs. Errors are application/problem+json.",
        ))
        .version(version)
        .build();
    let served = document.clone();
    let router = router.route("/api/v1/openapi.json", get(move || async move { Json(served) }));
    (router, document)
}

fn frame(version: &str) -> OpenApi {
    use utoipa::{PartialSchema, ToSchema};
    let token = security::HttpBuilder::new()
        .scheme(security::HttpAuthScheme::Bearer)
        .build();
    let components = utoipa::openapi::ComponentsBuilder::new()
        .security_scheme("token", security::SecurityScheme::Http(token))
        .schema(Problem::name(), Problem::schema())
        .schema(Reason::name(), Reason::schema())
        .build();
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Relais").version(version).build())
        .components(Some(components))
        .security(Some([security::SecurityRequirement::new::<_, [&str; 0], &str>(
            "token",
            [],
        )]))
        .build()
}
