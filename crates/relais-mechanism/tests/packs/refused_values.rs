//! Every rule that a value of a pack can break is told with file, line and reason in both languages.

use super::trial::{HEAD, is_refused, refusals, trial};

#[test]
fn a_transition_for_a_role_that_does_not_exist_is_refused() {
    is_refused(
        &[(
            "referral.toml",
            "[steps.send]\nroles = [\n  \"R06\",\n  \"R77\",\n]\n",
        )],
        &["UnknownRole essai/referral.toml:4"],
    );
    is_refused(
        &[("case.toml", "[steps.screen]\nroles = [\"agent\"]\n")],
        &["WrongForm essai/case.toml:2"],
    );
    is_refused(
        &[("escalation.toml", "[e2]\nrole = \"R66\"\n")],
        &["UnknownRole essai/escalation.toml:2"],
    );
}

#[test]
fn sec_6_a_role_that_opens_cases_or_gives_rights_is_never_given_by_one_person_alone() {
    for role in ["R03", "R04", "R05", "R10", "R15", "R18"] {
        let part = format!("[{role}]\nalone = true\n");
        let errors = trial(&[("roles.toml", &part)]).unwrap_err();
        let told = refusals(&errors);
        assert!(
            told.iter().any(|error| error.starts_with("RoleGivenAlone")),
            "{role}: {told:?}"
        );
    }
}

#[test]
fn sec_28_how_many_cases_an_hour_are_usual_is_inherited_and_within_reason() {
    assert_eq!(trial(&[]).unwrap().cases_an_hour, Some(30));
    for cases in ["4", "501"] {
        let head = format!("{HEAD}cases_an_hour = {cases}\n");
        is_refused(&[("pack.toml", &head)], &["OutOfRange essai/pack.toml:5"]);
    }
    let head = format!("{HEAD}cases_an_hour = 60\n");
    assert_eq!(trial(&[("pack.toml", &head)]).unwrap().cases_an_hour, Some(60));
}

#[test]
fn sec_6_a_role_that_takes_a_step_is_not_given_alone_whatever_the_pack_says() {
    let roles = "[R98]\nname = { fr = \"Essai\", en = \"Trial\" }\ndoes = { fr = \"Essaie\", en = \"Tries\" }\nsees = { fr = \"Rien\", en = \"Nothing\" }\nalone = true\n";
    let alone = |parts: &[(&str, &str)]| {
        let definition = trial(parts).unwrap();
        let alone: Vec<String> = definition.given_alone().map(|role| role.to_string()).collect();
        alone
    };
    let without = alone(&[("roles.toml", roles)]);
    assert_eq!(without, ["R11", "R12", "R14", "R19", "R20", "R21", "R23", "R98"]);
    let step = "[steps.screen]\nroles = [\"R03\", \"R98\"]\n";
    let with = alone(&[("roles.toml", roles), ("case.toml", step)]);
    assert!(!with.contains(&"R98".to_owned()));
}

#[test]
fn a_role_that_the_child_retired_can_do_nothing_any_more() {
    let errors = trial(&[("roles.toml", "[R09]\nretired = true\n")]).unwrap_err();
    assert!(
        refusals(&errors)
            .iter()
            .all(|error| error.starts_with("UnknownRole modele-regional/case.toml:"))
    );
}

#[test]
fn a_step_that_nobody_may_do_is_refused() {
    is_refused(
        &[("case.toml", "\n[steps.screen]\nroles = []\n")],
        &["NobodyMay essai/case.toml:2"],
    );
}

#[test]
fn a_step_to_a_state_that_does_not_exist_is_refused() {
    is_refused(
        &[("case.toml", "[steps.screen]\nto = [\"sorted\"]\n")],
        &["UnknownState essai/case.toml:2"],
    );
    is_refused(
        &[("case.toml", "[steps.resume]\nfrom = [\"previous\"]\n")],
        &["UnknownState essai/case.toml:2"],
    );
}

#[test]
fn a_text_in_one_language_is_refused() {
    is_refused(
        &[(
            "lists/need.toml",
            "[items]\nnew_need = { fr = \"Nouveau\" }\nhealth = { en = \" \" }\n",
        )],
        &[
            "MissingLanguage essai/lists/need.toml:2",
            "MissingLanguage essai/lists/need.toml:3",
        ],
    );
    is_refused(
        &[("target_groups.toml", "[items]\nyouth = { fr = \"\" }\n")],
        &["MissingLanguage essai/target_groups.toml:2"],
    );
}

#[test]
fn deadlines_that_make_no_sense_are_refused() {
    is_refused(
        &[("deadlines.toml", "[emergency]\nacknowledge = \"30 h\"\n")],
        &["DeadlineOrder modele-regional/deadlines.toml:17"],
    );
    is_refused(
        &[("deadlines.toml", "[normal]\ndecide = \"29 wd\"\n")],
        &["DeadlineOrder modele-regional/deadlines.toml:41"],
    );
    is_refused(
        &[("deadlines.toml", "[urgent]\n\nescalate_e2 = \"20 h\"\n")],
        &["DeadlineOrder essai/deadlines.toml:3"],
    );
    is_refused(
        &[("deadlines.toml", "[urgent]\nexpire = \"71 h\"\n")],
        &[
            "DeadlineOrder essai/deadlines.toml:2",
            "DeadlineOrder essai/deadlines.toml:2",
        ],
    );
    is_refused(
        &[("deadlines.toml", "[general]\nwaitlist_review = \"0 d\"\n")],
        &["WrongForm essai/deadlines.toml:2"],
    );
}

#[test]
fn an_unknown_list_code_purpose_or_category_is_refused() {
    let field = |rest: &str| format!("[F1]\nentry_point = {{ {rest} }}\n");
    is_refused(
        &[("fields.toml", &field("list = \"doors\""))],
        &["UnknownList essai/fields.toml:2"],
    );
    is_refused(
        &[("fields.toml", &field("category = \"travel\""))],
        &["UnknownCode essai/fields.toml:2"],
    );
    let rule = |purpose: &str, category: &str| {
        format!(
            "[rules.P01]\norganisation = \"P01\"\npurposes = [\"{purpose}\"]\ncategories = [\"{category}\"]\nuntil = 2027-12-31\n"
        )
    };
    is_refused(
        &[("flow_rules.toml", &rule("referal", "identity"))],
        &["UnknownCode essai/flow_rules.toml:3"],
    );
    is_refused(
        &[("flow_rules.toml", &rule("referral", "name"))],
        &["UnknownCode essai/flow_rules.toml:4"],
    );
    assert_eq!(
        trial(&[("flow_rules.toml", &rule("referral", "identity"))])
            .unwrap()
            .flow_rules
            .0
            .len(),
        1
    );
    is_refused(
        &[("lists/need.toml", "[items]\nhealth = { dimension = \"body\" }\n")],
        &["UnknownCode essai/lists/need.toml:2"],
    );
    is_refused(
        &[(
            "case.toml",
            "[deadlines.assessment]\nhuge = { start = \"1 h\", complete = \"2 h\" }\n",
        )],
        &["UnknownCode essai/case.toml:2"],
    );
}

#[test]
fn a_hidden_code_cannot_hide_behind_another_hidden_one() {
    is_refused(
        &[(
            "lists/need.toml",
            "[items]\nlegal_aid = { shown_as = \"safe_shelter\" }\n",
        )],
        &["HiddenBehindHidden essai/lists/need.toml:2"],
    );
    is_refused(
        &[(
            "lists/need.toml",
            "[items]\nlegal_aid = { shown_as = \"nothing\" }\n",
        )],
        &["UnknownCode essai/lists/need.toml:2"],
    );
}

#[test]
fn a_field_more_sensitive_than_its_category_is_refused() {
    is_refused(
        &[("fields.toml", "[F1]\nlanguages = { sensitivity = \"S4\" }\n")],
        &["MoreSensitiveThanCategory essai/fields.toml:2"],
    );
}

#[test]
fn a_holiday_that_no_calendar_has_is_refused() {
    let holiday = |rest: &str| format!("[holidays]\n\nnew_day = {{ fr = \"Fête\", en = \"Feast\"{rest} }}\n");
    is_refused(
        &[("calendar.toml", &holiday(", on = \"02-30\""))],
        &["HolidayInvalid essai/calendar.toml:3"],
    );
    is_refused(
        &[("calendar.toml", &holiday(", on = \"5-1\""))],
        &["HolidayInvalid essai/calendar.toml:3"],
    );
    is_refused(
        &[("calendar.toml", &holiday(""))],
        &["HolidayInvalid essai/calendar.toml:3"],
    );
    is_refused(
        &[("calendar.toml", &holiday(", dates = [\"2026-13-01\"]"))],
        &["WrongType essai/calendar.toml:3"],
    );
    let leap = trial(&[("calendar.toml", &holiday(", on = \"02-29\""))]).unwrap();
    assert!(leap.calendar.yearly.contains(&(2, 29)));
}

#[test]
fn a_holiday_can_be_worked_again() {
    let worked = trial(&[("calendar.toml", "[holidays]\nlabour_day = { retired = true }\n")]).unwrap();
    assert!(worked.calendar.is_working_day("2026-05-01".parse().unwrap()));
}

#[test]
fn a_week_without_a_working_day_is_refused() {
    let week = "weekend = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"]\n";
    is_refused(
        &[("calendar.toml", week)],
        &["NoWorkingDay essai/calendar.toml:1"],
    );
    is_refused(
        &[("calendar.toml", "weekend = [\"samedi\"]\n")],
        &["WrongForm essai/calendar.toml:1"],
    );
}

/// decisions §4: never under 5.
#[test]
fn a_threshold_under_five_is_refused() {
    for key in ["operational", "survivor", "public"] {
        is_refused(
            &[("statistics.toml", &format!("[thresholds]\n{key} = 4\n"))],
            &["ThresholdTooLow essai/statistics.toml:2"],
        );
    }
    assert_eq!(
        trial(&[("statistics.toml", "[thresholds]\npublic = 20\n")])
            .unwrap()
            .thresholds
            .public,
        20
    );
}

#[test]
fn a_list_that_the_program_acts_on_keeps_its_codes() {
    is_refused(
        &[(
            "lists/decline_reason.toml",
            "[items]\nunsafe = { fr = \"Danger\" }\nbusy = { fr = \"Occupé\", en = \"Busy\" }\n",
        )],
        &["FixedList essai/lists/decline_reason.toml:3"],
    );
    let renamed = trial(&[("lists/risk.toml", "[items]\nlow = { en = \"Small\" }\n")]).unwrap();
    assert_eq!(
        renamed.label("risk", "low", relais_kernel::Lang::En).unwrap(),
        "Small"
    );
}

#[test]
fn ages_and_reminders_go_in_order() {
    is_refused(
        &[("consent.toml", "[ages]\nconsent = 22\n")],
        &["AgeOrder essai/consent.toml:1"],
    );
    is_refused(
        &[("escalation.toml", "reminders_at_percent = [80, 50]\n")],
        &["ReminderInvalid essai/escalation.toml:1"],
    );
    is_refused(
        &[("escalation.toml", "reminders_at_percent = [101]\n")],
        &["ReminderInvalid essai/escalation.toml:1"],
    );
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    is_refused(
        &[("case.toml", "[deadlines]\nlost_contact_attempts = \"three\"\n")],
        &["WrongType essai/case.toml:2"],
    );
    is_refused(
        &[("case.toml", "[deadlines]\nlost_contact_attempts = 300\n")],
        &["WrongType essai/case.toml:2"],
    );
    is_refused(&[("roles.toml", "R04 = 4\n")], &["WrongType essai/roles.toml:1"]);
    is_refused(
        &[("roles.toml", "[R04]\naccount = \"yes\"\n")],
        &["WrongType essai/roles.toml:2"],
    );
}
