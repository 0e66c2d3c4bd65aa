//! The packs that come with the program: they load, and say what the rules of the field say.

use std::collections::BTreeSet;

use relais_kernel::{Priority, Span};
use relais_mechanism::{
    BuiltinPacks, CaseStep, Definition, ReferralStep, Role, Step, TransferStep, builtin, load_pack,
};

fn demo() -> Definition {
    builtin("cameroun-demo").unwrap()
}

#[test]
fn every_pack_of_the_program_loads() {
    assert_eq!(BuiltinPacks::codes(), ["cameroun-demo", "modele-regional"]);
    for code in BuiltinPacks::codes() {
        builtin(&code).unwrap_or_else(|errors| panic!("{errors}"));
    }
}

#[test]
fn a_pack_reads_the_same_from_its_folder_and_from_the_program() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/cameroun-demo");
    assert_eq!(load_pack(folder.as_ref()).unwrap(), demo());
}

#[test]
fn the_demonstration_is_that_of_cameroon_and_marked_as_such() {
    let demo = demo();
    assert_eq!(demo.name.fr, "MNR-CM (démo)");
    assert_eq!(
        (demo.country.as_deref(), demo.currency.as_str(), demo.demo),
        (Some("CMR"), "XAF", true)
    );
    assert_eq!(demo.inherits.as_deref(), Some("modele-regional"));
    assert!(!builtin("modele-regional").unwrap().demo);
}

/// decisions §3.
#[test]
fn the_deadlines_are_those_of_the_decisions() {
    use Span::{Days as D, Hours as H, WorkingDays as W};
    let deadlines = demo().deadlines;
    let row = |priority| {
        let of = deadlines.of(priority);
        let spans = [
            of.acknowledge,
            of.decide,
            of.contact,
            of.feedback,
            of.escalate_e1,
            of.escalate_e2,
            of.expire,
        ];
        (spans, of.complete)
    };
    assert_eq!(
        row(Priority::Emergency),
        ([H(2), H(24), H(24), H(48), H(2), H(24), H(72)], None)
    );
    assert_eq!(
        row(Priority::Urgent),
        ([H(24), H(72), H(72), D(7), H(24), H(72), D(7)], Some(H(48)))
    );
    assert_eq!(
        row(Priority::Normal),
        ([W(2), W(5), D(14), D(14), W(5), W(10), D(30)], Some(W(3)))
    );
    assert_eq!(
        (deadlines.waitlist_review, deadlines.waitlist_expire),
        (D(14), D(30))
    );
    assert_eq!(deadlines.access_after_closing, D(30));
}

/// Issue 2, item 3, and domain §1.
#[test]
fn every_role_of_the_field_exists_and_accounts_may_carry_those_of_the_main_job() {
    let roles = demo().roles;
    for role in Role::well_known() {
        assert!(roles.get(role).is_some(), "{role}");
    }
    let for_accounts: BTreeSet<_> = roles.for_accounts().map(|(role, _)| role).collect();
    for role in (3..=10).chain([13, 15, 18]) {
        assert!(
            for_accounts.contains(&format!("R{role:02}").parse().unwrap()),
            "R{role:02}"
        );
    }
    assert!(!for_accounts.contains(&Role::PERSON));
}

#[test]
fn every_label_stands_in_both_languages() {
    fn walk(path: &str, value: &serde_json::Value, seen: &mut usize) {
        match value {
            serde_json::Value::Object(object) => {
                if let (Some(fr), Some(en)) = (object.get("fr"), object.get("en")) {
                    *seen += 1;
                    for text in [fr, en] {
                        assert!(
                            text.as_str()
                                .is_some_and(|text| text.trim() == text && !text.is_empty()),
                            "{path}"
                        );
                    }
                }
                object
                    .iter()
                    .for_each(|(key, value)| walk(&format!("{path}.{key}"), value, seen));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| walk(path, item, seen)),
            _ => {}
        }
    }
    let mut seen = 0;
    walk("", &serde_json::to_value(demo()).unwrap(), &mut seen);
    assert!(seen > 900, "{seen}");
}

#[test]
fn every_step_the_program_knows_has_somebody_or_the_clock_to_do_it() {
    let demo = demo();
    for step in CaseStep::ALL {
        let rule = &demo.case.workflow.steps[step];
        assert!(rule.by_clock == rule.roles.is_empty(), "{step:?}");
    }
    for step in ReferralStep::ALL {
        let rule = &demo.referral.workflow.steps[step];
        assert!(rule.by_clock == rule.roles.is_empty(), "{step:?}");
    }
    assert_eq!(demo.referral.transfer.steps.len(), TransferStep::ALL.len());
}

#[test]
fn who_may_do_what_is_said_by_the_pack() {
    let demo = demo();
    assert!(
        demo.referral
            .may(Role::RECEIVING_FOCAL_POINT, ReferralStep::Accept)
    );
    assert!(!demo.referral.may(Role::SENDING_FOCAL_POINT, ReferralStep::Accept));
    assert!(demo.case.may(Role::SUPERVISOR, CaseStep::ApproveClosure));
    assert!(!demo.case.may(Role::CASE_MANAGER, CaseStep::ApproveClosure));
    assert!(
        !demo
            .referral
            .may_transfer(Role::CASE_MANAGER, TransferStep::Accept)
    );
}

/// SEC-7: who administers the server reads no case content. DP-12: annexes have their own permission.
#[test]
fn the_administrator_may_do_nothing_on_a_case_and_annexes_are_for_few() {
    let demo = demo();
    for step in CaseStep::ALL {
        assert!(!demo.case.may(Role::ADMINISTRATOR, *step), "{step:?}");
    }
    let readers: Vec<_> = demo.case.workflow.who_may(CaseStep::ReadAnnex).collect();
    assert_eq!(readers, [Role::CASE_MANAGER, Role::PROTECTION_PANEL]);
}
