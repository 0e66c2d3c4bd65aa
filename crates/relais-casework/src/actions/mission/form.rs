use jiff::{Timestamp, tz::TimeZone};
use relais_kernel::{PublicRef, Refusals};
use serde::{Deserialize, Serialize};

use super::MissionWords;
use crate::{
    code::Codes,
    form::Reader,
    mission::{DeclineReason, FailureReason, MissionAnswer, MissionKind},
};

/// A mission as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct MissionForm {
    /// `interpreter` or `driver`.
    pub kind: String,
    /// On the clocks of the mechanism, `2026-12-31T09:00`, or an instant with its offset.
    pub begins: String,
    pub ends: String,
    /// Where to meet; sealed, and read by who is asked. No name belongs here.
    pub place: String,
    /// Where to drive; sealed like the place.
    pub destination: String,
    /// A code of the list of languages; needed for an interpreter.
    pub language: String,
    /// The id of the account that is asked.
    pub receiver: String,
}

pub(super) struct Wish {
    pub kind: MissionKind,
    pub times: (Timestamp, Timestamp),
    pub receiver: PublicRef,
    pub words: MissionWords,
}

impl MissionForm {
    pub(super) fn read(&self, codes: &dyn Codes, zone: &TimeZone) -> Result<Wish, Refusals> {
        let mut reader = Reader::new(codes);
        let kind = reader.known("kind", &self.kind, MissionKind::of);
        let kind = reader.required("kind", kind);
        let times = times(&mut reader, (&self.begins, &self.ends), zone);
        let place = reader.line("place", &self.place);
        let place = reader.required("place", place);
        let destination = reader.line("destination", &self.destination);
        if kind == Some(MissionKind::Driver) {
            reader.required("destination", destination.as_ref());
        }
        let language = reader.code("language", "language", &self.language);
        if kind == Some(MissionKind::Interpreter) {
            reader.required("language", language.as_ref());
        }
        let receiver = self.receiver.trim().parse::<PublicRef>().ok();
        let receiver = reader.required("receiver", receiver);
        let wish = (|| {
            Some(Wish {
                kind: kind?,
                times: times?,
                receiver: receiver?,
                words: MissionWords {
                    place: place?,
                    destination,
                    language,
                },
            })
        })();
        reader.finish(wish)
    }
}

/// Another time for a mission, as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct MissionTimeForm {
    pub begins: String,
    pub ends: String,
}

impl MissionTimeForm {
    pub(super) fn read(
        &self,
        codes: &dyn Codes,
        zone: &TimeZone,
    ) -> Result<(Timestamp, Timestamp), Refusals> {
        let mut reader = Reader::new(codes);
        let times = times(&mut reader, (&self.begins, &self.ends), zone);
        reader.finish(times)
    }
}

fn times(
    reader: &mut Reader<'_>,
    (begins, ends): (&str, &str),
    zone: &TimeZone,
) -> Option<(Timestamp, Timestamp)> {
    let begins = reader.moment("begins", begins, zone);
    let begins = reader.required("begins", begins);
    let ends = reader.moment("ends", ends, zone);
    begins.zip(reader.required("ends", ends))
}

/// The answer of who is asked, as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct MissionAnswerForm {
    /// `take`, `decline`, `done` or `failed`.
    pub answer: String,
    /// Of `decline`: `not_free`, `too_far`, `other_language`, `no_vehicle`, `not_neutral` or `other`.
    pub declined: String,
    /// Of `failed`: `nobody_came`, `place_not_found`, `road_closed`, `other_language`, `unsafe` or `other`.
    pub failed: String,
}

impl MissionAnswerForm {
    pub(super) fn read(&self, codes: &dyn Codes) -> Result<MissionAnswer, Refusals> {
        let mut reader = Reader::new(codes);
        let answer = match self.answer.trim() {
            "take" => Some(MissionAnswer::Take),
            "done" => Some(MissionAnswer::Done),
            "decline" => {
                let reason = reader.known("declined", &self.declined, DeclineReason::of);
                reader.required("declined", reason).map(MissionAnswer::Decline)
            }
            "failed" => {
                let reason = reader.known("failed", &self.failed, FailureReason::of);
                reader.required("failed", reason).map(MissionAnswer::Failed)
            }
            _ => reader.required("answer", None),
        };
        reader.finish(answer)
    }
}
