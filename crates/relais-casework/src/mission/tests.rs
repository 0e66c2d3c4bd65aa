use std::collections::BTreeSet;

use relais_kernel::SeededEntropy;

use super::*;
use crate::fixture::{at, calendar, id};

const KEPT: Span = Span::Days(7);

fn by(n: u128) -> By {
    By::User {
        user: id(n),
        organisation: id(99),
        roles: BTreeSet::new(),
    }
}

fn ordered_at() -> Timestamp {
    at("2026-11-26T09:00:00Z")
}

fn begins() -> Timestamp {
    at("2026-11-28T08:00:00Z")
}

fn during() -> Timestamp {
    at("2026-11-28T09:00:00Z")
}

fn after() -> Timestamp {
    at("2026-11-28T18:00:00Z")
}

fn new() -> NewMission {
    NewMission {
        mechanism: id(1),
        case: id(7),
        from: id(20),
        receiver: id(2),
        receiver_of: id(30),
        kind: MissionKind::Interpreter,
        begins: begins(),
        ends: at("2026-11-28T10:00:00Z"),
    }
}

fn ordered() -> Mission {
    let number = ShortCode::new(&SeededEntropy::new(1));
    Mission::order((id(5), number), new(), &by(1), ordered_at()).unwrap()
}

fn answered(answer: MissionAnswer, now: Timestamp) -> Mission {
    ordered().answer(answer, now).unwrap()
}

const DECLINE: MissionAnswer = MissionAnswer::Decline(DeclineReason::NotFree);
const FAILED: MissionAnswer = MissionAnswer::Failed(FailureReason::NobodyCame);

/// Every state with how it is reached.
fn states() -> Vec<Mission> {
    vec![
        ordered(),
        answered(MissionAnswer::Take, ordered_at()),
        answered(DECLINE, ordered_at()),
        answered(MissionAnswer::Done, during()),
        answered(FAILED, during()),
        ordered().cancel(&by(1), ordered_at()).unwrap(),
        answered(MissionAnswer::Take, ordered_at()).forget(),
    ]
}

fn code(result: Result<Mission, Refusal>) -> String {
    result.map_or_else(|refusal| refusal.code, |next| next.state.code().to_owned())
}

fn table(now: Timestamp) -> Vec<[String; 8]> {
    let times = (at("2026-12-01T08:00:00Z"), at("2026-12-01T09:00:00Z"));
    states()
        .iter()
        .map(|mission| {
            [
                mission.state.code().to_owned(),
                code(mission.answer(MissionAnswer::Take, now)),
                code(mission.answer(DECLINE, now)),
                code(mission.answer(MissionAnswer::Done, now)),
                code(mission.answer(FAILED, now)),
                code(mission.change(times, &by(1), now)),
                code(mission.cancel(&by(1), now)),
                mission.forget().state.code().to_owned(),
            ]
        })
        .collect()
}

const ENDED: &str = "MissionEnded";
const OVER: &str = "MissionOver";

#[test]
fn dp_40_every_state_answers_every_verb_while_the_mission_runs() {
    assert_eq!(
        table(during()),
        [
            [
                "ordered",
                "taken",
                "declined",
                "done",
                "failed",
                "ordered",
                "cancelled",
                "ordered"
            ],
            [
                "taken",
                "MissionTaken",
                "declined",
                "done",
                "failed",
                "ordered",
                "cancelled",
                "taken"
            ],
            [
                "declined",
                ENDED,
                ENDED,
                ENDED,
                ENDED,
                "ordered",
                "cancelled",
                "declined"
            ],
            ["done", ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, "done"],
            ["failed", ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, "failed"],
            ["cancelled", ENDED, ENDED, ENDED, ENDED, ENDED, ENDED, "cancelled"],
            ["taken", OVER, OVER, OVER, OVER, OVER, OVER, "taken"],
        ]
    );
}

#[test]
fn dp_40_a_mission_is_taken_before_it_ends_and_told_of_from_its_beginning_on() {
    let early = [MissionAnswer::Done, FAILED].map(|answer| code(ordered().answer(answer, ordered_at())));
    assert_eq!(early, ["MissionNotBegun", "MissionNotBegun"]);
    let late = [MissionAnswer::Take, DECLINE].map(|answer| code(ordered().answer(answer, after())));
    assert_eq!(late, [OVER, OVER]);
    // Who forgot to take it says how it went all the same.
    assert_eq!(code(ordered().answer(MissionAnswer::Done, after())), "done");
}

#[test]
fn a_mission_has_a_time_that_can_be() {
    let order = |begins: &str, ends: &str| {
        let times = NewMission {
            begins: at(begins),
            ends: at(ends),
            ..new()
        };
        let number = ShortCode::new(&SeededEntropy::new(1));
        code(Mission::order((id(5), number), times, &by(1), ordered_at()))
    };
    assert_eq!(
        order("2026-11-26T08:59:00Z", "2026-11-26T10:00:00Z"),
        "MissionInThePast"
    );
    assert_eq!(
        order("2027-12-01T08:00:00Z", "2027-12-01T09:00:00Z"),
        "MissionTooFarAhead"
    );
    assert_eq!(
        order("2026-11-27T08:00:00Z", "2026-11-27T08:00:00Z"),
        "MissionEndsFirst"
    );
    assert_eq!(
        order("2026-11-27T08:00:00Z", "2026-12-01T08:00:00Z"),
        "MissionTooLong"
    );
    assert_eq!(order("2026-11-26T09:00:00Z", "2026-11-27T05:00:00Z"), "ordered");
}

#[test]
fn another_time_is_another_question() {
    let taken = answered(MissionAnswer::Take, ordered_at());
    let times = (at("2026-11-30T08:00:00Z"), at("2026-11-30T09:00:00Z"));
    let changed = taken.change(times, &by(4), during()).unwrap();
    assert_eq!(changed.state, MissionState::Ordered);
    assert_eq!((changed.begins, changed.ends), times);
    assert_eq!((changed.ordered.by, changed.version), (id(4), 3));
    let past = (ordered_at(), during());
    assert_eq!(code(taken.change(past, &by(4), during())), "MissionInThePast");
}

#[test]
fn who_was_asked_answers_and_then_says_how_it_went() {
    let duties = |now| {
        states()
            .iter()
            .map(|it| it.duty_of_receiver(now))
            .collect::<Vec<_>>()
    };
    let (answer, tell) = (Some(MissionDuty::Answer), Some(MissionDuty::Tell));
    assert_eq!(duties(ordered_at()), [answer, None, None, None, None, None, None]);
    assert_eq!(duties(after()), [tell, tell, None, None, None, None, tell]);
}

#[test]
fn who_ordered_a_mission_is_told_when_nobody_answers_or_somebody_else_is_needed() {
    let duties = |now| {
        states()
            .iter()
            .map(|it| it.duty_of_orderer(now))
            .collect::<Vec<_>>()
    };
    let (unanswered, replace) = (Some(MissionDuty::Unanswered), Some(MissionDuty::Replace));
    assert_eq!(
        duties(ordered_at()),
        [None, None, replace, None, None, None, None]
    );
    let a_day_later = at("2026-11-27T09:00:00Z");
    let waits = [unanswered, None, replace, None, None, None, None];
    assert_eq!(duties(a_day_later), waits);
    assert_eq!(duties(during()), waits);
    assert_eq!(duties(after()), [None; 7]);
    // Ordered for the same morning: at once.
    let soon = ordered()
        .change(
            (at("2026-11-26T11:00:00Z"), at("2026-11-26T12:00:00Z")),
            &by(1),
            ordered_at(),
        )
        .unwrap();
    assert_eq!(soon.duty_of_orderer(ordered_at()), unanswered);
}

#[test]
fn where_and_in_which_language_is_kept_some_days_after_the_end() {
    assert_eq!(
        ordered().kept_until(KEPT, &calendar()),
        at("2026-12-05T10:00:00Z")
    );
}

#[test]
fn dp_40_a_place_that_names_the_person_or_the_case_is_noticed() {
    let code: ShortCode = "K7M2-P9QX".parse().unwrap();
    let betrayed = |typed: &str| betrays(typed, &["Aïssatou Ñgono Bâ", "Petit"], code);
    for typed in [
        "chez aissatou ngono, Deïdo",
        "Bâtiment B, dossier k7m2p9qx",
        "K7M2 P9QX",
        "porte de Petit",
        "NGONO (Aissatou)",
    ] {
        assert!(betrayed(typed), "{typed}");
    }
    for typed in [
        "Hôpital Laquintinie, entrée nord",
        "rue Aïssatou",
        "Petite-Terre",
        "",
        "Ba",
    ] {
        assert!(!betrayed(typed), "{typed}");
    }
}
