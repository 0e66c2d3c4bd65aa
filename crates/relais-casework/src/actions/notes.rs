use relais_trust::Note;
use serde_json::Value;

use crate::{
    case::{Case, CaseEvent},
    enquiry::{Enquiry, EnquiryState},
    request::{Request, RequestState},
};

/// The journal's note of an event: its name, and its facts, which are ids and codes by construction.
pub(super) fn note(case: &Case, event: &CaseEvent, definition: &str) -> Note {
    let value = serde_json::to_value(event).unwrap_or_default();
    let name = value
        .get("event")
        .and_then(Value::as_str)
        .unwrap_or("CaseChanged")
        .to_owned();
    let note = Note::new(name)
        .on("case", case.id.uuid())
        .case(case.id)
        .under(definition);
    let facts = value.as_object().into_iter().flatten();
    facts
        .filter(|(key, _)| *key != "event")
        .fold(note, |note, (key, value)| match value {
            Value::String(text) => note.fact(key, text),
            Value::Bool(_) | Value::Number(_) => note.fact(key, value),
            _ => note,
        })
}

/// What became of an enquiry, in ids and codes.
pub(super) fn of_enquiry(enquiry: &Enquiry) -> Note {
    let act = match enquiry.state {
        EnquiryState::Open => "EnquiryAsked",
        EnquiryState::Returned { .. } => "EnquirySentBack",
        EnquiryState::Proposed { .. } => "EnquiryAnswerProposed",
        EnquiryState::Withheld { .. } => "EnquiryWithheld",
        EnquiryState::Told { .. } => "EnquiryTold",
        EnquiryState::TakenBack { .. } => "EnquiryTakenBack",
    };
    let note = Note::new(act).on("enquiry", enquiry.id.uuid());
    match enquiry.state {
        EnquiryState::Open => note.fact("to", enquiry.to).fact("due", enquiry.due),
        EnquiryState::Told { ground, case, .. } => note
            .case(case)
            .fact("to", enquiry.from)
            .fact("ground", ground.code())
            .fact("until", enquiry.until),
        _ => note,
    }
}

/// What became of a request about data, in ids and codes.
pub(super) fn of_request(request: &Request) -> Note {
    let act = match request.state {
        RequestState::Open => "RequestRecorded",
        RequestState::Granted { .. } => "RequestGranted",
        RequestState::Refused { .. } => "RequestRefused",
        RequestState::Done { .. } => "RequestCarriedOut",
        RequestState::TakenBack { .. } => "RequestTakenBack",
    };
    let note = Note::new(act)
        .on("request", request.id.uuid())
        .case(request.case)
        .fact("kind", request.asked.kind.code());
    match request.state {
        RequestState::Open => note.fact("due", request.due),
        RequestState::Refused { ground, review, .. } => {
            let note = note.fact("ground", ground.code());
            match review {
                Some(on) => note.fact("review", on),
                None => note,
            }
        }
        _ => note,
    }
}
