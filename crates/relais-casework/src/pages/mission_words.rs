//! The words of missions, as both sides read them.

use relais_kernel::Timestamp;
use relais_shell::{Frame, Tone};

use crate::mission::{DeclineReason, FailureReason, MissionKind, MissionState};

pub(super) const fn kind_key(kind: MissionKind) -> &'static str {
    match kind {
        MissionKind::Interpreter => "mission-interpreter",
        MissionKind::Driver => "mission-driver",
    }
}

pub(super) const fn decline_key(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::NotFree => "mission-not-free",
        DeclineReason::TooFar => "mission-too-far",
        DeclineReason::OtherLanguage => "mission-other-language",
        DeclineReason::NoVehicle => "mission-no-vehicle",
        DeclineReason::NotNeutral => "mission-not-neutral",
        DeclineReason::Other => "mission-other",
    }
}

pub(super) const fn failure_key(reason: FailureReason) -> &'static str {
    match reason {
        FailureReason::NobodyCame => "mission-nobody-came",
        FailureReason::PlaceNotFound => "mission-place-not-found",
        FailureReason::RoadClosed => "mission-road-closed",
        FailureReason::OtherLanguage => "mission-other-language",
        FailureReason::Unsafe => "mission-unsafe",
        FailureReason::Other => "mission-other",
    }
}

/// How far a mission has come.
pub(super) fn state(frame: &Frame, state: MissionState) -> (Tone, String) {
    let (tone, key) = match state {
        MissionState::Ordered => (Tone::Wait, "mission-ordered"),
        MissionState::Taken { .. } => (Tone::Info, "mission-taken"),
        MissionState::Declined { .. } => (Tone::Stop, "mission-declined"),
        MissionState::Done { .. } => (Tone::Good, "mission-done"),
        MissionState::Failed { .. } => (Tone::Late, "mission-failed"),
        MissionState::Cancelled { .. } => (Tone::Quiet, "mission-cancelled"),
    };
    (tone, frame.t(key))
}

/// Why it was declined or could not be done.
pub(super) fn reason(frame: &Frame, state: MissionState) -> Option<String> {
    match state {
        MissionState::Declined { reason, .. } => Some(frame.t(decline_key(reason))),
        MissionState::Failed { reason, .. } => Some(frame.t(failure_key(reason))),
        _ => None,
    }
}

pub(super) fn times(frame: &Frame, begins: Timestamp, ends: Timestamp) -> String {
    frame.t2(
        "mission-times",
        "begins",
        frame.moment(begins),
        "ends",
        frame.moment(ends),
    )
}
