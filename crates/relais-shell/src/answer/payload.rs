use axum::extract::{FromRequest, Request};
use relais_kernel::{Refusal, Refusals};
use serde::de::DeserializeOwned;

use super::Trouble;

/// The JSON body of a command of the API. What cannot be read is refused with the place where reading
/// stopped; the value itself is never repeated. A field that the command does not know is refused by its name: nothing
/// that was sent is passed over in silence (security requirement 5).
#[derive(Debug)]
pub struct Payload<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Payload<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let kind = request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        if kind.is_none_or(|kind| kind.split(';').next().unwrap_or("").trim() != "application/json") {
            return Err(Trouble::Other(http::StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = axum::body::Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Trouble::of_status(rejection.status()))?;
        Ok(Self(read(&body)?))
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusals> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let mut unknown = Refusals::default();
    let value =
        serde_ignored::deserialize(&mut reader, |path| unknown.push(unknown_field(&path.to_string())));
    let value = value.map_err(|error| unreadable(&error))?;
    reader.end().map_err(|error| unreadable(&error))?;
    unknown.or(value)
}

/// The name alone is repeated, and only if it looks like one.
fn unknown_field(path: &str) -> Refusal {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-.".contains(&b);
    if path.len() > 60 || !path.bytes().all(plain) {
        return Refusal::new(
            "UnknownField",
            "Un champ de la demande n’existe pas ici.",
            "A field of the request does not exist here.",
        );
    }
    Refusal::new(
        "UnknownField",
        format!("Le champ « {path} » n’existe pas ici."),
        format!("There is no field “{path}” here."),
    )
    .at(path)
}

fn unreadable(error: &serde_json::Error) -> Refusal {
    let (line, column) = (error.line(), error.column());
    Refusal::new(
        "BodyUnreadable",
        format!("Le corps de la demande n’est pas lisible, ligne {line}, colonne {column}."),
        format!("The body of the request cannot be read, line {line}, column {column}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    #[serde(default)]
    struct Need {
        code: String,
        lines: Vec<Line>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Line {
        goal: String,
    }

    #[test]
    fn sec_5_a_field_that_is_not_known_is_refused_by_its_name_at_any_depth() {
        let body = br#"{"code":"health","owner":"x","lines":[{"goal":"a","id":1}],"state":{"a":2}}"#;
        let refusals = read::<Need>(body).unwrap_err();
        let fields: Vec<_> = refusals.0.iter().map(|r| r.field.as_deref().unwrap()).collect();
        assert_eq!(fields, ["owner", "lines.0.id", "state"]);
        assert!(refusals.0.iter().all(|r| r.code == "UnknownField"));
        assert_eq!(refusals.0[0].sentence.en, "There is no field “owner” here.");
    }

    #[test]
    fn what_is_sent_as_a_name_is_not_repeated_when_it_is_none() {
        let refusals = read::<Need>("{\"Personne Test\":1}".as_bytes()).unwrap_err();
        assert_eq!(
            (refusals.0[0].code.as_str(), &refusals.0[0].field),
            ("UnknownField", &None)
        );
        assert!(!refusals.0[0].sentence.fr.contains("Personne"));
    }

    #[test]
    fn what_follows_the_body_is_refused() {
        assert_eq!(read::<Need>(b"{} {}").unwrap_err().0[0].code, "BodyUnreadable");
        assert_eq!(read::<Need>(b"{}").unwrap(), Need::default());
    }
}
