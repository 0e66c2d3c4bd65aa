//! The packs that come with the program agree with what stands here.

use std::collections::BTreeSet;

use relais_mechanism::{CaseStep, Definition, PREVIOUS, builtin};

use crate::{
    annex::{ChildAnnex, GbvAnnex, TraffickingAnnex},
    case::{
        CaseState,
        table_tests::{attempt, cases, commands, everyone},
    },
    code::Codes,
    consent::ConsentWords,
    fixture::code,
    identification::Confided,
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
    let annexes = [
        keys(&ChildAnnex::default()),
        keys(&GbvAnnex::default()),
        keys(&TraffickingAnnex::default()),
    ];
    for key in annexes.concat() {
        assert!(rated("F4", &key), "F4.{key}");
    }
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
