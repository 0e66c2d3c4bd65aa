//! What `relais mechanism diff` says.

use relais_kernel::{Lang, Span};
use relais_mechanism::{DifferenceKind, builtin, diff};

fn demo_against_model(lang: Lang) -> String {
    let (model, demo) = (
        builtin("modele-regional").unwrap(),
        builtin("cameroun-demo").unwrap(),
    );
    diff(&model, &demo)
        .iter()
        .map(|difference| difference.text(lang))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_demonstration_shows_where_it_differs_from_the_model() {
    insta::assert_snapshot!("fr", demo_against_model(Lang::Fr));
    insta::assert_snapshot!("en", demo_against_model(Lang::En));
}

#[test]
fn a_definition_does_not_differ_from_itself() {
    let demo = builtin("cameroun-demo").unwrap();
    assert_eq!(diff(&demo, &demo), []);
}

#[test]
fn a_changed_deadline_is_one_difference_with_both_values() {
    let demo = builtin("cameroun-demo").unwrap();
    let mut slower = demo.clone();
    slower.deadlines.normal.decide = Span::WorkingDays(7);
    let found = diff(&demo, &slower);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].text(Lang::Fr),
        "Délais · normal.decide : « 5 wd » devient « 7 wd »"
    );
    assert_eq!(
        serde_json::to_value(&found[0]).unwrap(),
        serde_json::json!({"path": "deadlines.normal.decide", "kind": "changed", "parent": "5 wd", "child": "7 wd"})
    );
}

#[test]
fn what_only_one_of_the_two_has_is_added_or_removed() {
    let demo = builtin("cameroun-demo").unwrap();
    let mut without = demo.clone();
    without
        .flow_rules
        .0
        .retain(|rule| rule.organisation.as_str() != "P06");
    let kinds = |a, b| {
        diff(a, b)
            .iter()
            .map(|d| (d.path.clone(), d.kind))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(&demo, &without),
        [("flow_rules.P06".to_owned(), DifferenceKind::Removed)]
    );
    assert_eq!(
        kinds(&without, &demo),
        [("flow_rules.P06".to_owned(), DifferenceKind::Added)]
    );
}
