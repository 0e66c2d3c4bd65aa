use axum::response::{IntoResponse, Response};
use http::StatusCode;
use relais_kernel::{Refusal, Refusals};
use relais_platform::Failure;

/// Why a request gets no proper answer. Handlers return it; the frame around them turns it into an error page
/// in the reader's language, or into `application/problem+json` under `/api/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It does not exist, or this reader may not know that it does: the same answer (security requirement 2).
    Missing,
    /// The rules of the trade say no.
    Refused(Refusals),
    /// This token may do nothing of the kind, whatever the record is.
    Forbidden(Refusals),
    /// Somebody else changed the record meanwhile.
    Stale,
    /// Nobody is signed in. Pages lead to the sign-in and back.
    SignIn,
    /// Signed in, but the second factor is still to be given: no role counts before (security requirement 51).
    SecondFactor,
    /// The person has to prove again who they are (security requirement 57).
    ProveAgain,
    /// Too many tries; the seconds to wait.
    Throttled { seconds: u64 },
    /// The body is not what was expected.
    Unreadable,
    /// The form was made for another browser, or is too old (security requirement 61).
    ForeignForm,
    /// Nothing was done, and trying later may work.
    Unavailable(String),
    /// A fault of ours; the words go to the log, never to the reader.
    Fault(String),
    /// Anything else, by its status alone.
    Other(StatusCode),
}

impl Trouble {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Refused(refusals) if refusals.0.iter().any(|r| r.state.is_some()) => StatusCode::CONFLICT,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale => StatusCode::CONFLICT,
            Self::SignIn | Self::SecondFactor | Self::ProveAgain => StatusCode::UNAUTHORIZED,
            Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::ForeignForm | Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Other(status) => *status,
        }
    }

    /// Stable, for programs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Missing => "NotFound",
            Self::Refused(_) => "Refused",
            Self::Forbidden(_) => "Forbidden",
            Self::Stale => "ChangedMeanwhile",
            Self::SignIn => "SignInNeeded",
            Self::SecondFactor => "SecondFactorNeeded",
            Self::ProveAgain => "ProofNeeded",
            Self::Throttled { .. } => "TooManyRequests",
            Self::Unreadable => "Unreadable",
            Self::ForeignForm => "FormExpired",
            Self::Unavailable(_) => "Unavailable",
            Self::Fault(_) => "Fault",
            Self::Other(status) => other_code(*status),
        }
    }

    /// The key of its heading.
    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::Missing => "shell-trouble-missing",
            Self::Refused(_) | Self::Forbidden(_) => "shell-trouble-refused",
            Self::Stale => "shell-trouble-stale",
            Self::SignIn | Self::SecondFactor => "shell-trouble-sign-in",
            Self::ProveAgain => "shell-trouble-prove",
            Self::Throttled { .. } => "shell-trouble-throttled",
            Self::Unreadable => "shell-trouble-unreadable",
            Self::ForeignForm => "shell-trouble-foreign",
            Self::Unavailable(_) => "shell-trouble-unavailable",
            Self::Fault(_) => "shell-trouble-fault",
            Self::Other(_) => "shell-trouble-other",
        }
    }

    /// The key of what the reader can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::Missing => "shell-trouble-missing-advice",
            Self::Refused(_) | Self::Forbidden(_) => "shell-trouble-refused-advice",
            Self::Stale => "shell-trouble-stale-advice",
            Self::SignIn | Self::SecondFactor | Self::ProveAgain => "shell-trouble-sign-in-advice",
            Self::Throttled { .. } => "shell-trouble-throttled-advice",
            Self::Unreadable | Self::Other(_) => "shell-trouble-unreadable-advice",
            Self::ForeignForm => "shell-trouble-foreign-advice",
            Self::Unavailable(_) => "shell-trouble-unavailable-advice",
            Self::Fault(_) => "shell-trouble-fault-advice",
        }
    }

    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::Missing,
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::TOO_MANY_REQUESTS => Self::Throttled { seconds: 60 },
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Self::Unreadable,
            StatusCode::FORBIDDEN => Self::ForeignForm,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable(String::new()),
            StatusCode::INTERNAL_SERVER_ERROR => Self::Fault(String::new()),
            other => Self::Other(other),
        }
    }
}

fn other_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => "MethodNotAllowed",
        StatusCode::PAYLOAD_TOO_LARGE => "TooLarge",
        StatusCode::REQUEST_TIMEOUT => "TooSlow",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "UnsupportedMediaType",
        StatusCode::MISDIRECTED_REQUEST => "UnknownHost",
        _ => "Error",
    }
}

/// The status alone, with the trouble beside it: the frame around all handlers gives it its face.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<crate::NotAForm> for Trouble {
    fn from(_: crate::NotAForm) -> Self {
        Self::Unreadable
    }
}

impl From<Refusals> for Trouble {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(refusals)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusals) => Self::Refused(refusals),
            Failure::Missing => Self::Missing,
            Failure::Stale { .. } => Self::Stale,
            Failure::ProveAgain => Self::ProveAgain,
            Failure::Throttled { seconds } => Self::Throttled { seconds },
            Failure::Unavailable(why) => Self::Unavailable(why),
            fault => Self::Fault(fault.to_string()),
        }
    }
}
