use proptest::prelude::*;
use relais_kernel::Sensitivity;

use super::*;
use crate::{NeedId, OrganisationId, UserId, actor::Act, consent::Named, fixture::*};

struct Nobody;

impl Named for Nobody {
    fn organisation(&self, text: &str) -> Option<OrganisationId> {
        (text == "o6").then(|| id(6))
    }

    fn need(&self, _: &str) -> Option<NeedId> {
        None
    }

    fn user(&self, _: &str) -> Option<UserId> {
        None
    }
}

fn act(by: u128) -> Act {
    Act {
        by: id(by),
        at: monday(),
    }
}

fn today() -> jiff::civil::Date {
    day("2026-11-23")
}

fn draft() -> Plan {
    Plan::first(id(80), id(100), id(4))
        .write(vec![Line::new(1), Line::new(2)], id(4))
        .unwrap()
        .0
}

fn approved() -> Plan {
    draft()
        .submit(today(), act(4), today())
        .unwrap()
        .0
        .approve(act(5))
        .unwrap()
        .0
}

#[test]
fn a_plan_is_approved_by_someone_who_did_not_write_it() {
    let written_by_two = draft().write(vec![Line::new(1)], id(5)).unwrap().0;
    let submitted = written_by_two.submit(today(), act(4), today()).unwrap().0;
    assert_eq!(submitted.approve(act(4)).unwrap_err().code, "SecondPersonNeeded");
    assert_eq!(submitted.approve(act(5)).unwrap_err().code, "SecondPersonNeeded");
    assert!(submitted.approve(act(6)).is_ok());
}

#[test]
fn an_empty_plan_is_not_submitted() {
    let empty = Plan::first(id(80), id(100), id(4));
    assert_eq!(
        empty.submit(today(), act(4), today()).unwrap_err().code,
        "PlanEmpty"
    );
    assert_eq!(
        draft()
            .submit(day("2026-11-24"), act(4), today())
            .unwrap_err()
            .code,
        "DateInTheFuture"
    );
}

#[test]
fn what_was_approved_is_not_written_over() {
    let refusal = approved().write(Vec::new(), id(4)).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.state.as_deref()),
        ("NotPossibleInThisState", Some("approved"))
    );
    let submitted = draft().submit(today(), act(4), today()).unwrap().0;
    assert!(submitted.write(Vec::new(), id(4)).is_err());
    assert_eq!(submitted.send_back().unwrap().0.state, PlanState::Draft);
}

#[test]
fn a_revision_is_a_new_version_and_the_old_one_stays() {
    let plans = Plans(vec![approved()]);
    let second = plans.revise(id(81), id(4)).unwrap();
    assert_eq!(
        (second.number, second.lines.len(), second.state),
        (2, 2, PlanState::Draft)
    );
    let both = Plans(vec![approved(), second]);
    assert_eq!(both.0[0], approved());
    assert_eq!(both.current().unwrap().number, 2);
    assert_eq!(both.in_force().unwrap().number, 1, "help follows what was agreed");
    assert!(both.revise(id(82), id(4)).is_err(), "one revision at a time");
}

#[test]
fn a_line_moves_on_and_what_is_done_stays_done() {
    let ongoing = approved().move_line(1, LineStatus::Ongoing).unwrap().0;
    let done = ongoing.move_line(1, LineStatus::Done).unwrap().0;
    assert!(done.move_line(1, LineStatus::Planned).is_err());
    assert_eq!(
        done.move_line(9, LineStatus::Done).unwrap_err().code,
        "LineMissing"
    );
    assert!(draft().move_line(1, LineStatus::Ongoing).is_err());
}

#[test]
fn a_line_is_late_after_its_day_until_it_is_done() {
    let line = Line {
        due: Some(day("2026-11-22")),
        ..Line::new(1)
    };
    assert!(line.is_late(today()) && !line.is_late(day("2026-11-22")));
    assert!(!line.moved(LineStatus::Done).unwrap().is_late(today()));
}

#[test]
fn the_form_numbers_new_lines_and_seals_what_they_are_about() {
    let form = PlanForm {
        summary_economic: "Soudeur, sans papiers.".into(),
        lines: vec![
            LineForm {
                number: "1".into(),
                line_type: "vocational_training".into(),
                ..LineForm::default()
            },
            LineForm::default(),
            LineForm {
                line_type: "medical_self".into(),
                line_goal: "Soins.".into(),
                line_funder: "o6".into(),
                line_due: "2026-12-31".into(),
                line_budget: "90000".into(),
                ..LineForm::default()
            },
        ],
        ..PlanForm::default()
    };
    let read = form.read(&draft().lines, &SmallLists, &Nobody).unwrap();
    let numbers: Vec<_> = read.lines.iter().map(|(line, _)| line.number).collect();
    assert_eq!(numbers, [1, 3]);
    let (line, words) = &read.lines[1];
    assert_eq!((line.funder, line.due), (Some(id(6)), Some(day("2026-12-31"))));
    assert!(!serde_json::to_string(line).unwrap().contains("medical"));
    assert!(!format!("{read:?}").contains("Soins") && !format!("{form:?}").contains("Soudeur"));
    let sealed = words.seal(&SmallLists).unwrap();
    assert!(sealed.0.iter().all(|field| field.sensitivity >= Sensitivity::S2));
    assert_eq!(&LineWords::open(&sealed).unwrap(), words);
}

#[test]
fn the_fault_of_a_line_stands_beside_that_line() {
    let faulty = LineForm {
        line_type: "inconnu".into(),
        line_due: "demain".into(),
        ..LineForm::default()
    };
    let fine = LineForm {
        line_type: "education".into(),
        ..LineForm::default()
    };
    let form = PlanForm {
        lines: vec![fine, faulty],
        ..PlanForm::default()
    };
    let refusals = form.read(&[], &SmallLists, &Nobody).unwrap_err();
    let fields: Vec<_> = refusals.0.iter().filter_map(|r| r.field.as_deref()).collect();
    assert_eq!(fields, ["lines[1].line_type", "lines[1].line_due"]);
}

proptest! {
    #[test]
    fn no_version_is_ever_approved_by_its_authors(tries in prop::collection::vec((0..5_u8, 4..8_u128), 0..40)) {
        let mut plan = draft();
        for (what, who) in tries {
            let next = match what {
                0 => plan.write(vec![Line::new(1)], id(who)),
                1 => plan.submit(today(), act(who), today()),
                2 => plan.approve(act(who)),
                3 => plan.send_back(),
                _ => plan.move_line(1, LineStatus::Ongoing),
            };
            if let Ok((next, _)) = next {
                prop_assert_eq!(next.version, plan.version + 1);
                plan = next;
            }
            if let PlanState::Approved { act, submitted, .. } = plan.state {
                prop_assert!(!plan.authors.contains(&act.by));
                prop_assert!(plan.authors.contains(&submitted.by));
            }
        }
    }
}
