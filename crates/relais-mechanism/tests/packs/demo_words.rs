//! Lists, fields, ages and days of the packs that come with the program.

use relais_kernel::{Lang, Sensitivity};
use relais_mechanism::{Definition, FieldKind, Purpose, builtin};

fn demo() -> Definition {
    builtin("cameroun-demo").unwrap()
}

/// decisions §10.
#[test]
fn what_reveals_a_survivor_stands_in_clear_only_as_protection() {
    let demo = demo();
    for need in [
        "gbv_services",
        "clinical_rape_care",
        "trafficking_assistance",
        "safe_shelter",
        "womens_services",
    ] {
        assert_eq!(demo.shown_as("need", need).unwrap().code, "protection", "{need}");
    }
    assert_eq!(demo.shown_as("need", "employment").unwrap().code, "employment");
    for (code, list) in demo.all_lists() {
        for item in &list.items {
            if item.sensitivity == Some(Sensitivity::S4) {
                let shown = demo.shown_as(code, &item.code).unwrap();
                assert!(
                    shown.code != item.code && shown.sensitivity.is_none_or(|rated| rated <= Sensitivity::S1),
                    "{code}.{}",
                    item.code
                );
            }
        }
    }
}

/// decisions §9 and domain §3: the annexes are survivor-critical, and what names a person is sealed.
#[test]
fn annexes_are_survivor_critical_and_names_are_sealed() {
    let fields = demo().fields;
    assert!(fields.form("F4").count() > 15);
    for (field, rule) in fields.form("F4") {
        assert_eq!(rule.sensitivity, Sensitivity::S4, "{field}");
    }
    for field in [
        "name",
        "alias",
        "dob",
        "address",
        "contact_detail",
        "languages",
        "nationality",
    ] {
        assert!(fields.sensitivity("F1", field) >= Sensitivity::S2, "{field}");
    }
    for form in 1..=11 {
        let form = format!("F{form}");
        for (field, rule) in fields.form(&form) {
            let long = rule.kind == FieldKind::LongText;
            assert!(
                !long || rule.sensitivity >= Sensitivity::S3,
                "a narrative in clear: {form}.{field}"
            );
        }
        assert!(fields.form(&form).count() > 0, "{form}");
    }
    assert_eq!(
        fields.sensitivity("F1", "nobody_knows_this_field"),
        Sensitivity::S4
    );
}

/// No field is more sensitive than what the person is told about its category.
#[test]
fn a_category_is_as_sensitive_as_its_most_sensitive_field() {
    let demo = demo();
    for (form, field, rule) in (1..=11).flat_map(|form| {
        let fields = &demo.fields.0[&format!("F{form}")];
        fields.iter().map(move |(field, rule)| (form, field, rule))
    }) {
        let Some(category) = &rule.category else { continue };
        let told = demo.data_category(category.as_str()).unwrap().sensitivity;
        assert!(
            rule.sensitivity <= told,
            "F{form}.{field} is {:?}, {category} {told:?}",
            rule.sensitivity
        );
    }
}

/// DP-10: the child's assent and the guardian's consent are settings.
#[test]
fn ages_and_purposes_are_settings_of_the_country() {
    let demo = demo();
    let ages = demo.consent.ages;
    assert_eq!((ages.assent, ages.consent, ages.majority), (6, 18, 21));
    for purpose in Purpose::WELL_KNOWN {
        assert_eq!(&demo.purpose(purpose.as_str()).unwrap().code, purpose);
    }
    assert_eq!(demo.purpose("marketing").unwrap_err().code, "UnknownPurpose");
    assert_eq!(
        demo.data_category("religion").unwrap_err().code,
        "UnknownDataCategory"
    );
}

#[test]
fn an_unknown_code_is_refused_and_a_retired_one_only_read() {
    let demo = demo();
    assert_eq!(demo.label("need", "food", Lang::Fr).unwrap(), "Alimentation");
    assert_eq!(
        demo.label("need", "fod", Lang::Fr).unwrap_err().code,
        "UnknownCode"
    );
    assert_eq!(
        demo.label("needs", "food", Lang::Fr).unwrap_err().code,
        "UnknownList"
    );
    assert_eq!(demo.label("language", "wol", Lang::En).unwrap(), "Wolof");
    assert_eq!(demo.choose("language", "wol").unwrap_err().code, "RetiredCode");
    assert!(
        demo.list("language")
            .unwrap()
            .active()
            .all(|item| item.code != "wol")
    );
    assert_eq!(demo.list("target_group").unwrap(), &demo.target_groups);
}

#[test]
fn national_and_movable_holidays_are_no_working_days() {
    let calendar = demo().calendar;
    for day in [
        "2026-01-01",
        "2027-02-11",
        "2026-05-20",
        "2026-04-03",
        "2027-05-06",
        "2028-05-05",
    ] {
        assert!(!calendar.is_working_day(day.parse().unwrap()), "{day}");
    }
    assert!(calendar.is_working_day("2026-11-23".parse().unwrap()));
}

/// Easter of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
#[test]
fn the_christian_movable_days_follow_easter() {
    let holidays = demo().holidays;
    let dates = |code: &str| {
        holidays
            .iter()
            .find(|holiday| holiday.code == code)
            .unwrap()
            .dates
            .clone()
    };
    for (at, year) in [2026i16, 2027, 2028].into_iter().enumerate() {
        let y = i32::from(year);
        let (a, b, c) = (y % 19, y / 100, y % 100);
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        let m = (a + 11 * h + 22 * l) / 451;
        let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
        let easter =
            relais_kernel::Date::new(year, i8::try_from(month).unwrap(), i8::try_from(day).unwrap()).unwrap();
        let days = |n: i64| relais_kernel::jiff::Span::new().days(n);
        assert_eq!(dates("good_friday")[at], easter.checked_sub(days(2)).unwrap());
        assert_eq!(dates("ascension")[at], easter.checked_add(days(39)).unwrap());
    }
}

/// decisions §4.
#[test]
fn small_numbers_start_at_five_and_ten() {
    let thresholds = demo().thresholds;
    assert_eq!(
        (thresholds.operational, thresholds.survivor, thresholds.public),
        (5, 10, 10)
    );
}

/// decisions §15: bodies behind the firewall have no sharing agreement.
#[test]
fn some_organisation_types_stand_behind_the_firewall() {
    let demo = demo();
    let types = demo.list("organisation_type").unwrap();
    let behind: Vec<_> = types
        .items
        .iter()
        .filter(|item| item.firewall)
        .map(|item| item.code.as_str())
        .collect();
    assert_eq!(behind, ["police_border", "immigration", "judiciary"]);
}
