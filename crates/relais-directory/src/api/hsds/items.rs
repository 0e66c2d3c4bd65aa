use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use uuid::Uuid;

use super::{
    answers::{fresh, language, marked, tag},
    asked::{Asked, Pairs},
    lists::joined,
    malformed::{Malformed, Unanswered, sentence_language},
};
use crate::{
    hsds::{Form, Listed},
    room::Directory,
};

/// One record, whole.
pub async fn read(
    listed: Listed,
    State(room): State<Directory>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Unanswered> {
    let mut pairs: Pairs =
        serde_html_form::from_bytes(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    let asked = Asked::read(listed, &pairs)
        .map_err(|malformed| Unanswered::Malformed(malformed, sentence_language(&headers)))?;
    let unknown = || Unanswered::Malformed(Malformed::unknown("id"), sentence_language(&headers));
    let id = Uuid::parse_str(&id).map_err(|_| unknown())?;
    let rows = room.house.trust().database().reader();
    let language = language(asked.lang.as_deref(), &headers);
    let state = {
        let catalogue = room.catalogue.current(rows).await?;
        if !catalogue.holds(listed, id) {
            return Err(unknown());
        }
        catalogue.state.clone()
    };
    pairs.push(("id".to_owned(), id.to_string()));
    let tag = tag(&state, listed, &pairs, &language);
    if fresh(&headers, &tag) {
        return Ok(marked(StatusCode::NOT_MODIFIED.into_response(), &tag, &language));
    }
    let form = match asked.form {
        Form::WithServices => Form::WithServices,
        _ => Form::Full,
    };
    let found = joined(&room, listed, form, &language, &[id]).await?;
    let body = found.into_iter().next().ok_or_else(unknown)?;
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok(marked((kind, body).into_response(), &tag, &language))
}
