//! A definition is stored as JSON, one row per version: it must come back as it was.

use std::sync::LazyLock;

use proptest::prelude::*;
use relais_kernel::{Date, Localised, Sensitivity, Span};
use relais_mechanism::{
    CodeItem, DataCategory, Definition, FlowRule, OrganisationKey, Purpose, Role, builtin,
};

static DEMO: LazyLock<Definition> = LazyLock::new(|| builtin("cameroun-demo").unwrap());

prop_compose! {
    fn span()(number in 1u32..3660, unit in 0..3) -> Span {
        match unit { 0 => Span::Hours(number), 1 => Span::Days(number), _ => Span::WorkingDays(number) }
    }
}

prop_compose! {
    fn item()(
        code in "[a-z0-9][a-z0-9_+-]{0,20}", fr in ".{1,40}", en in ".{1,40}", retired: bool, firewall: bool,
        hidden in proptest::option::of("[a-z]{1,8}"),
        sensitive in proptest::option::of(Just(Sensitivity::S4)),
    ) -> CodeItem {
        CodeItem {
            code, label: Localised::new(fr, en), retired, shown_as: hidden, sensitivity: sensitive,
            priority: None, dimension: None, firewall, behaviour: None,
        }
    }
}

prop_compose! {
    fn rule()(key in "[A-Z][0-9]{2}", year in 2000i16..2100, month in 1i8..=12, day in 1i8..=28) -> FlowRule {
        FlowRule {
            organisation: OrganisationKey::new(key).unwrap(),
            purposes: [Purpose::REFERRAL, Purpose::new("a_new_one").unwrap()].into(),
            categories: [DataCategory::IDENTITY].into(),
            until: Date::new(year, month, day).unwrap(),
        }
    }
}

prop_compose! {
    fn definition()(
        name in ".{1,30}", spans in (span(), span(), proptest::option::of(span())),
        items in proptest::collection::vec(item(), 0..8), rules in proptest::collection::vec(rule(), 0..8),
        country in proptest::option::of("[A-Z]{3}"), threshold in 5u16.., role in 1u8..=99,
    ) -> Definition {
        let mut definition = DEMO.clone();
        definition.name = Localised::new(name.clone(), name);
        definition.country = country;
        definition.deadlines.urgent.decide = spans.0;
        definition.case.deadlines.screen = spans.1;
        definition.deadlines.normal.complete = spans.2;
        definition.target_groups.items = items;
        definition.flow_rules.0 = rules;
        definition.thresholds.public = threshold;
        let role: Role = format!("R{role:02}").parse().unwrap();
        let rule = definition.roles.0[&Role::CASE_MANAGER].clone();
        definition.roles.0.insert(role, rule);
        definition
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_definition_survives_being_stored(definition in definition()) {
        let json = serde_json::to_string(&definition).unwrap();
        let back: Definition = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&back, &definition);
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), json);
    }
}

#[test]
fn what_has_no_form_of_a_code_is_refused_when_read_back() {
    let mut json = serde_json::to_value(&*DEMO).unwrap();
    json["flow_rules"][0]["purposes"][0] = "not a code".into();
    assert!(serde_json::from_value::<Definition>(json).is_err());
}
