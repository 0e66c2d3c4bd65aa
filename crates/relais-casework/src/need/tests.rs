use std::fmt::Write as _;

use proptest::prelude::*;
use relais_kernel::{Priority, Sensitivity};

use super::*;
use crate::fixture::*;

fn form(need_code: &str) -> NeedForm {
    NeedForm {
        need_code: need_code.into(),
        severity: "3".into(),
        urgency: "U".into(),
        person_wants_help: "yes".into(),
        rank: "1".into(),
        notes: "Ne peut plus marcher.".into(),
    }
}

fn read(form: &NeedForm) -> Result<NeedRead, Vec<String>> {
    form.read(id(50), id(100), &SmallLists, monday(), day("2026-11-23"))
        .map_err(|r| r.0.into_iter().map(|r| r.field.unwrap()).collect())
}

fn need() -> Need {
    read(&form("health")).unwrap().need
}

fn statuses() -> [NeedStatus; 6] {
    let at = monday();
    [
        NeedStatus::Open,
        NeedStatus::Referred { referral: id(60), at },
        NeedStatus::Met { at },
        NeedStatus::PartlyMet { at },
        NeedStatus::UnmetNoService { at },
        NeedStatus::Refused { at },
    ]
}

fn commands() -> [NeedCommand; 6] {
    [
        NeedCommand::Refer { referral: id(61) },
        NeedCommand::RecordMet,
        NeedCommand::RecordPartlyMet,
        NeedCommand::RecordNoService,
        NeedCommand::RecordRefused,
        NeedCommand::Reopen,
    ]
}

#[test]
fn every_status_answers_every_command() {
    let mut table = String::new();
    for status in statuses() {
        writeln!(table, "{}", status.code()).unwrap();
        for command in commands() {
            let result = match (Need { status, ..need() }).apply(command, monday()) {
                Ok((next, _)) => next.status.code().to_owned(),
                Err(refusal) => refusal.code,
            };
            writeln!(table, "    {:<16} {result}", command.verb()).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_need_that_reveals_stands_in_clear_as_protection() {
    let read = read(&form("clinical_s4")).unwrap();
    assert_eq!(read.need.shown, code("protection"));
    assert!(!serde_json::to_string(&read.need).unwrap().contains("clinical"));
    let sealed = read.words.seal(&SmallLists).unwrap();
    assert_eq!(NeedWords::open(&sealed).unwrap().need_code, code("clinical_s4"));
    assert!(sealed.0.iter().all(|field| field.sensitivity >= Sensitivity::S2));
    assert!(!format!("{read:?}").contains("clinical"));
}

#[test]
fn a_need_with_which_the_person_wants_no_help_is_recorded_and_left_alone() {
    let legal = NeedForm {
        person_wants_help: "no".into(),
        ..form("legal_aid")
    };
    let need = read(&legal).unwrap().need;
    assert_eq!(need.status.code(), "refused");
    assert!(
        need.apply(NeedCommand::Refer { referral: id(61) }, monday())
            .is_err()
    );
    let (again, event) = need.apply(NeedCommand::Reopen, monday()).unwrap();
    assert_eq!((again.status, event), (NeedStatus::Open, NeedEvent::NeedReopened));
}

#[test]
fn an_empty_need_is_told_all_it_lacks() {
    let faults = read(&NeedForm::default()).unwrap_err();
    assert_eq!(
        faults,
        ["need_code", "severity", "person_wants_help", "urgency", "rank"]
    );
    assert_eq!(
        read(&NeedForm {
            severity: "5".into(),
            ..form("health")
        })
        .unwrap_err(),
        ["severity"]
    );
}

#[test]
fn an_unanswered_wish_for_help_leaves_the_need_open() {
    let silent = NeedForm {
        person_wants_help: "not_asked".into(),
        ..form("health")
    };
    let need = read(&silent).unwrap().need;
    assert_eq!((need.status, need.urgency), (NeedStatus::Open, Priority::Urgent));
}

proptest! {
    #[test]
    fn whatever_is_tried_a_need_counts_its_changes(tries in prop::collection::vec(0..6_usize, 0..30)) {
        let mut need = need();
        let mut changes = 0;
        for which in tries {
            if let Ok((next, _)) = need.apply(commands()[which], monday()) {
                changes += 1;
                prop_assert_ne!(&next, &need);
                need = next;
            }
        }
        prop_assert_eq!(need.version, 1 + changes);
    }
}
