//! The packs that come with the program agree with what stands here.

use std::collections::BTreeSet;

use relais_mechanism::{CaseStep, Definition, PREVIOUS, builtin};

use crate::{
    annex::{ChildAnnex, GbvAnnex, TraffickingAnnex},
    answer::Answer,
    case::{
        CaseState, Risk,
        table_tests::{attempt, cases, commands, everyone},
    },
    closure::{self, ClosureWords},
    code::Codes,
    consent::{ConsentWords, LegalBasis, Mode},
    fixture::code,
    followup::FollowUpWords,
    identification::Confided,
    need::{NeedWords, Severity},
    plan::{LineStatus, LineWords, PlanWords},
};

fn demo() -> Definition {
    builtin("cameroun-demo").unwrap()
}

fn keys(record: &impl serde::Serialize) -> Vec<String> {
    let serde_json::Value::Object(fields) = serde_json::to_value(record).unwrap() else {
        panic!("no record")
    };
    fields.into_iter().map(|(key, _)| key).collect()
}

/// From which states a step is done, and where it leads.
fn moves(step: CaseStep) -> Vec<(&'static str, &'static str)> {
    let mut moves = Vec::new();
    for (_, case) in cases() {
        for command in commands().iter().filter(|c| c.step() == Some(step)) {
            if let Ok(next) = attempt(&case, command, &everyone(6)) {
                moves.push((case.state.code(), next.state.code()));
            }
        }
    }
    moves
}

#[test]
fn the_pack_draws_the_life_of_a_case_as_the_program_lives_it() {
    let definition = demo();
    for (step, rule) in &definition.case.workflow.steps {
        let moves = moves(*step);
        if moves.is_empty() {
            continue;
        }
        let wanted: BTreeSet<_> = rule.from.iter().map(String::as_str).collect();
        let from: BTreeSet<_> = moves.iter().map(|(from, _)| *from).collect();
        if !wanted.is_empty() {
            assert_eq!(from, wanted, "{step:?} starts from");
        }
        let to: BTreeSet<_> = moves
            .iter()
            .filter(|(from, to)| from != to)
            .map(|(_, to)| *to)
            .collect();
        if !rule.to.is_empty() && rule.to != [PREVIOUS] {
            assert_eq!(
                to,
                rule.to.iter().map(String::as_str).collect(),
                "{step:?} leads to"
            );
        }
    }
}

#[test]
fn the_pack_names_every_state_and_no_other() {
    let definition = demo();
    let named: BTreeSet<_> = definition
        .case
        .workflow
        .states
        .iter()
        .map(|s| s.code.as_str())
        .collect();
    assert_eq!(named, CaseState::CODES.into());
}

#[test]
fn every_sealed_answer_is_rated_by_the_pack() {
    let definition = demo();
    let rated = |form: &str, field: &str| definition.fields.get(form, field).is_some();
    for key in keys(&Confided::default()) {
        assert!(rated("F1", &key), "F1.{key}");
    }
    for key in keys(&ConsentWords::default()) {
        assert!(rated("F2", &key), "F2.{key}");
    }
    let need = NeedWords {
        need_code: code("health"),
        severity: Severity::new(3).unwrap(),
        person_wants_help: Answer::Given(true),
        notes: None,
    };
    let line: LineWords = serde_json::from_value(serde_json::json!({ "line_type": "education" })).unwrap();
    let forms = [
        ("F3", keys(&need)),
        ("F4", keys(&ChildAnnex::default())),
        ("F4", keys(&GbvAnnex::default())),
        ("F4", keys(&TraffickingAnnex::default())),
        ("F8", keys(&PlanWords::default())),
        ("F8", keys(&line)),
        ("F9", keys(&FollowUpWords::default())),
        ("F11", keys(&ClosureWords::default())),
    ];
    for (form, keys) in forms {
        for key in keys {
            assert!(rated(form, &key), "{form}.{key}");
        }
    }
}

#[test]
fn what_the_program_acts_on_is_in_the_lists_of_the_pack() {
    let definition = demo();
    let wanted = [
        ("risk", Risk::ALL.map(Risk::code).to_vec()),
        ("plan_line_status", LineStatus::ALL.map(LineStatus::code).to_vec()),
        ("consent_mode", Mode::ALL.map(Mode::code).to_vec()),
        ("urgent_sign", vec!["child_alone", "none"]),
        ("vulnerability_flag", vec!["child_alone", "protection"]),
        ("status", vec!["uasc", "protection"]),
        ("child_status", vec!["unaccompanied", "separated"]),
        ("care", vec!["none", "unrelated_adult", "child_headed"]),
        ("contact_channel", vec!["none", "in_person"]),
        ("closure_reason", closure::EARLY.to_vec()),
    ];
    for (list, codes) in wanted {
        for code in codes {
            assert!(definition.knows(list, code), "{list}.{code}");
        }
    }
    let bases: BTreeSet<_> = definition
        .consent
        .legal_bases
        .iter()
        .map(|basis| basis.code.as_str())
        .collect();
    assert_eq!(bases, LegalBasis::ALL.map(LegalBasis::code).into());
}

#[test]
fn the_pack_hides_what_reveals() {
    let definition = demo();
    assert_eq!(
        definition.shown("status", &code("presumed_trafficked")),
        (code("protection"), true)
    );
    assert_eq!(
        definition.shown("need", &code("clinical_rape_care")),
        (code("protection"), true)
    );
    assert_eq!(definition.shown("need", &code("health")), (code("health"), false));
    assert!(!definition.knows("need", "magie"));
}
