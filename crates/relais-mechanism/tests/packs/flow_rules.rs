//! Which personal data may flow to whom (decisions §14, DP-39).

use std::collections::BTreeSet;

use relais_kernel::Date;
use relais_mechanism::{DataCategory, FlowRules, OrganisationKey, Purpose, builtin};

fn rules() -> FlowRules {
    builtin("cameroun-demo").unwrap().flow_rules
}

fn refusal(organisation: &str, purpose: &Purpose, categories: &[DataCategory], on: &str) -> Option<String> {
    let categories: BTreeSet<_> = categories.iter().cloned().collect();
    let organisation = OrganisationKey::new(organisation).unwrap();
    let on: Date = on.parse().unwrap();
    rules()
        .covers(&organisation, purpose, &categories, on)
        .err()
        .map(|refusal| refusal.code)
}

#[test]
fn a_rule_covers_its_purpose_and_categories_until_the_end_of_its_last_day() {
    let health = [DataCategory::IDENTITY, DataCategory::HEALTH];
    assert_eq!(refusal("P06", &Purpose::REFERRAL, &health, "2027-12-31"), None);
    assert_eq!(
        refusal("P06", &Purpose::REFERRAL, &health, "2028-01-01").as_deref(),
        Some("FlowRuleExpired")
    );
    assert_eq!(
        refusal("P06", &Purpose::RESEARCH, &health, "2027-01-01").as_deref(),
        Some("FlowRuleMissing")
    );
}

#[test]
fn one_category_too_many_is_refused() {
    let wanted = [DataCategory::IDENTITY, DataCategory::TRAFFICKING];
    assert_eq!(
        refusal("P06", &Purpose::REFERRAL, &wanted, "2027-01-01").as_deref(),
        Some("FlowRuleMissing")
    );
}

#[test]
fn a_lapsed_agreement_is_told_apart_from_none() {
    let wanted = [DataCategory::IDENTITY];
    assert_eq!(refusal("P23", &Purpose::REFERRAL, &wanted, "2026-06-30"), None);
    assert_eq!(
        refusal("P23", &Purpose::REFERRAL, &wanted, "2026-07-01").as_deref(),
        Some("FlowRuleExpired")
    );
    assert_eq!(
        refusal("P25", &Purpose::REFERRAL, &wanted, "2026-06-30").as_deref(),
        Some("FlowRuleMissing")
    );
}

#[test]
fn asking_for_nothing_is_not_a_way_around() {
    assert_eq!(
        refusal("P25", &Purpose::REFERRAL, &[], "2026-06-30").as_deref(),
        Some("FlowRuleMissing")
    );
}

/// Minimum data to a company's placement desk: neither name nor protection facts.
#[test]
fn a_skills_profile_carries_no_identity() {
    let open = rules().open_categories(
        &OrganisationKey::new("P24").unwrap(),
        &Purpose::REFERRAL,
        "2026-11-21".parse().unwrap(),
    );
    assert!(!open.contains(&DataCategory::IDENTITY) && open.contains(&DataCategory::ECONOMIC));
}
