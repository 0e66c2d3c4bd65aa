use super::*;
use crate::fixture::*;

fn form(reason: &str) -> ClosureForm {
    ClosureForm {
        reason: reason.into(),
        informed_on: "2026-11-20".into(),
        ..ClosureForm::default()
    }
}

fn faults(form: &ClosureForm) -> Vec<(String, String)> {
    let refusals = form.read([].into(), &SmallLists).unwrap_err();
    refusals
        .0
        .into_iter()
        .map(|r| (r.field.unwrap(), r.code))
        .collect()
}

#[test]
fn a_closure_says_why_and_whether_the_person_knows() {
    let (command, _) = form("goals_met").read([id(50)].into(), &SmallLists).unwrap();
    let informed = Some(Informed::On(day("2026-11-20")));
    assert_eq!(
        command,
        Command::RequestClosure {
            reason: code("goals_met"),
            informed,
            open_needs: [id(50)].into()
        }
    );
    let empty: Vec<_> = faults(&ClosureForm::default())
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(empty, ["reason", "informed_on"]);
}

#[test]
fn told_and_unreachable_exclude_each_other() {
    let both = ClosureForm {
        unreachable: "yes".into(),
        ..form("goals_met")
    };
    assert_eq!(
        faults(&both),
        [("informed_on".to_owned(), "InformedOrUnreachable".to_owned())]
    );
    let unreachable = ClosureForm {
        informed_on: String::new(),
        ..both
    };
    assert!(unreachable.read([].into(), &SmallLists).is_ok());
}

#[test]
fn help_that_ends_early_was_offered_once_more() {
    assert_eq!(
        faults(&form("person_stopped")),
        [("reoffer_explored".to_owned(), "ReofferMissing".to_owned())]
    );
    let explored = ClosureForm {
        reoffer_explored: "no".into(),
        ..form("person_stopped")
    };
    assert!(explored.read([].into(), &SmallLists).is_ok());
}

#[test]
fn a_closed_case_is_kept_two_years() {
    assert_eq!(erase_at(day("2026-11-23"), RETENTION_MONTHS), day("2028-11-23"));
    assert_eq!(erase_at(day("2024-02-29"), 12), day("2025-02-28"));
}
