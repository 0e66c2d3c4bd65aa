//! The register of processing and its gate (security requirements 86 and 89, DP-26, DP-39).

use relais_kernel::Date;
use relais_mechanism::{OrganisationKey, Purpose, SpecialBasis, builtin};

use super::trial::{is_refused, trial};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn sec_86_every_purpose_of_a_pack_says_all_that_the_register_asks() {
    for code in ["modele-regional", "cameroun-demo"] {
        let definition = builtin(code).unwrap();
        let processing = definition.processing.unwrap();
        for rule in &definition.consent.purposes {
            let said = &processing.purposes[&rule.code];
            assert!(
                !said.categories.is_empty() && !said.recipients.fr.is_empty(),
                "{code}"
            );
        }
        assert!(processing.purposes[&Purpose::CROSS_BORDER].transfers.is_some());
    }
    is_refused(
        &[(
            "consent.toml",
            "[purposes]\nfilm = { fr = \"Film\", en = \"Film\", expires = \"30 d\", recipients = true }\n",
        )],
        &["PurposeUnregistered modele-regional/processing.toml:19"],
    );
}

#[test]
fn sec_89_special_categories_need_a_basis_of_article_9() {
    let text = "[purposes.research]\nbasis = \"consent\"\ncategories = [\"health\"]\n";
    let kept = trial(&[("processing.toml", text)]).unwrap().processing.unwrap();
    let research = Purpose::new("research").unwrap();
    assert_eq!(
        kept.purposes[&research].special_basis,
        Some(SpecialBasis::Research)
    );
    let film = "[purposes]\nfilm = { fr = \"Film\", en = \"Film\", expires = \"30 d\", recipients = true }\n";
    let register = "[purposes.film]\nbasis = \"consent\"\ncategories = [\"health\"]\nkeep = \"30 d\"\nrecipients = { fr = \"Public\", en = \"Public\" }\n";
    is_refused(
        &[("consent.toml", film), ("processing.toml", register)],
        &["SpecialBasisMissing essai/processing.toml:1"],
    );
    let wrong = format!("{register}special_basis = \"because\"\n");
    is_refused(
        &[("consent.toml", film), ("processing.toml", &wrong)],
        &["WrongForm essai/processing.toml:6"],
    );
}

#[test]
fn dp_39_neither_a_new_organisation_nor_a_new_purpose_receives_before_its_assessment() {
    let demo = builtin("cameroun-demo").unwrap().processing.unwrap();
    let code = |organisation: &str, purpose: &str, on: &str| {
        let organisation = OrganisationKey::new(organisation).unwrap();
        let purpose = Purpose::new(purpose).unwrap();
        let asked = demo.may_receive(&organisation, &purpose, day(on));
        asked.err().map(|refusal| refusal.code)
    };
    assert_eq!(code("P03", "referral", "2026-11-26"), None);
    assert_eq!(
        code("P99", "referral", "2026-11-26").as_deref(),
        Some("AssessmentMissing")
    );
    assert_eq!(
        code("P03", "testimony", "2026-11-26").as_deref(),
        Some("AssessmentMissing")
    );
    assert_eq!(
        code("P03", "referral", "2024-01-14").as_deref(),
        Some("AssessmentMissing")
    );
    let later = r#"
[assessments.revue]
reference = "E-2"
by = { fr = "Secrétariat", en = "Secretariat" }
on = 2026-06-01
result = "refused"
purposes = ["referral"]
organisations = ["P03"]
"#;
    let reviewed = trial(&[("processing.toml", later)]).unwrap().processing.unwrap();
    let asked = reviewed.may_receive(
        &OrganisationKey::new("P03").unwrap(),
        &Purpose::REFERRAL,
        day("2026-06-01"),
    );
    assert_eq!(asked.unwrap_err().code, "AssessmentRefused");
}

#[test]
fn dp_26_a_case_is_kept_as_long_as_the_longest_of_its_purposes_and_no_longer() {
    let model = builtin("modele-regional").unwrap().processing.unwrap();
    let tracing = Purpose::new("tracing").unwrap();
    let until = |purposes: &[Purpose]| model.keep_until(day("2026-01-01"), purposes).to_string();
    assert_eq!(until(&[Purpose::CASE_MANAGEMENT]), "2028-01-01");
    assert_eq!(until(&[Purpose::CASE_MANAGEMENT, tracing]), "2028-12-31");
    // Nothing was consented: the case was handled all the same.
    assert_eq!(until(&[]), "2028-01-01");
    assert_eq!(model.warn_on(day("2028-01-01")).to_string(), "2027-12-02");
}

#[test]
fn sec_86_the_register_has_every_field_of_article_30_for_every_purpose() {
    let definition = builtin("cameroun-demo").unwrap();
    let register = serde_json::to_value(relais_mechanism::register(&definition)).unwrap();
    let entries = register["entries"].as_array().unwrap();
    assert_eq!(entries.len(), definition.consent.purposes.len());
    let words = [
        "controller",
        "officer",
        "purpose",
        "basis",
        "subjects",
        "recipients",
        "transfers",
        "measures",
    ];
    for entry in entries {
        for field in words {
            for lang in ["fr", "en"] {
                let said = entry[field][lang].as_str().unwrap_or_default();
                assert!(!said.is_empty(), "{} {field} {lang}", entry["code"]);
            }
        }
        assert!(!entry["categories"].as_array().unwrap().is_empty());
        assert!(entry["keep"].as_str().unwrap().ends_with(" d"));
        let special = !entry["special"].as_array().unwrap().is_empty();
        assert!(
            !special || entry["special_basis"]["fr"].is_string(),
            "{}",
            entry["code"]
        );
    }
    let referral = entries.iter().find(|entry| entry["code"] == "referral").unwrap();
    assert!(
        referral["partners"]
            .as_array()
            .unwrap()
            .iter()
            .any(|code| code == "P03")
    );
    assert_eq!(referral["assessments"][0], "AIPD-DEMO-1");
}
