//! Who may do what, in one table that a protection officer can read: the policies, then the definition.

mod relations;

use std::fmt::Write;

use relais_mechanism::{CaseStep, Definition, ReferralStep, Role, Step, builtin};

use relations::{DEEDS, GROUPS, cell};

/// Every deed for every way of standing to a record.
fn policies() -> String {
    let mut table = String::new();
    for (kind, relations) in GROUPS {
        let _ = writeln!(table, "## {kind}\n");
        for (deed, _) in DEEDS.iter().filter(|(_, of)| of == kind) {
            let _ = writeln!(table, "{}", deed.name());
            for relation in *relations {
                let _ = writeln!(table, "  {:<48} {}", relation.words(), cell(*deed, *relation));
            }
        }
        table.push('\n');
    }
    table
}

fn roles<S: Step>(step: S, who: impl IntoIterator<Item = Role>) -> String {
    let mut roles: Vec<String> = who.into_iter().map(|role| role.to_string()).collect();
    roles.sort();
    let roles = if roles.is_empty() {
        "the clock".to_owned()
    } else {
        roles.join(" ")
    };
    format!("  {:<24} {roles}\n", step.code())
}

fn steps(definition: &Definition) -> String {
    let mut table = String::from("## Steps of a case: roles of the step\n\n");
    for step in CaseStep::ALL {
        table.push_str(&roles(*step, definition.case.workflow.who_may(*step)));
    }
    table.push_str("\n## Steps of a referral: roles of the step\n\n");
    for step in ReferralStep::ALL {
        table.push_str(&roles(*step, definition.referral.workflow.who_may(*step)));
    }
    table
}

#[test]
fn every_role_deed_and_relation_stands_in_one_table() {
    let definition = builtin("cameroun-demo").unwrap();
    insta::assert_snapshot!("who_may_do_what", format!("{}{}", policies(), steps(&definition)));
}

#[test]
fn the_table_leaves_no_deed_of_the_policies_out() {
    let schema = include_str!("../../../../relais-trust/policies/relais.cedarschema");
    let actions = schema
        .split("action ")
        .skip(1)
        .map(|rest| rest.split("appliesTo").next().unwrap());
    let named: Vec<&str> = actions
        .flat_map(|names| names.split('"').skip(1).step_by(2))
        .collect();
    assert!(named.contains(&"ReadAnnex"));
    for name in &named {
        assert!(DEEDS.iter().any(|(deed, _)| deed.name() == *name), "{name}");
    }
    assert_eq!(named.len(), DEEDS.len());
}
