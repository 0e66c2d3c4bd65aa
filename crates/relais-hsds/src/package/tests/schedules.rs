use super::{ORGANIZATION, older::SERVICE, package};
use crate::{
    Kind,
    package::{Code, Dialect},
};

#[test]
fn a_day_with_its_hours_becomes_a_rule_and_one_without_hours_is_put_aside() {
    let text = "id,service_id,weekday,opens_at,closes_at\n1,1,Monday,9:00,17:00\n2,1,mardi,9h,12h\n3,1,7,8:00,\n\
                4,1,Sunday,,\n5,1,souvent,9:00,10:00\n";
    let package = package(&[ORGANIZATION, SERVICE, ("regular_schedules.csv", text)]);
    assert_eq!(package.version, Dialect::V1);
    let days: Vec<_> = package
        .all(Kind::Schedule)
        .iter()
        .map(|s| (s.text("freq"), s.text("byday")))
        .collect();
    assert_eq!(days, ["MO", "TU", "SU"].map(|day| (Some("WEEKLY"), Some(day))));
    assert_eq!(package.note(Code::HoursMissing).value.as_deref(), Some("Sunday"));
    assert_eq!(
        package.note(Code::RequiredMissing).value.as_deref(),
        Some("souvent")
    );
}

#[test]
fn a_closure_is_said_in_the_description_of_its_days() {
    let text = "id,service_id,closed,opens_at,closes_at,start_date,end_date\n1,1,true,,,2024-12-24,2024-12-26\n\
                2,1,false,10:00,12:00,12/31/2024,2024-12-31\n3,1,TRUE,10:00,,\"January 01, 0001\",\"January 01, 0001\"\n";
    let package = package(&[ORGANIZATION, SERVICE, ("holiday_schedules.csv", text)]);
    let all = package.all(Kind::Schedule);
    assert_eq!(
        all[0].text("description"),
        Some("Fermé / Closed 2024-12-24 – 2024-12-26")
    );
    assert_eq!(
        (all[0].text("valid_from"), all[0].text("valid_to")),
        (Some("2024-12-24"), Some("2024-12-26"))
    );
    assert_eq!(
        (all[1].text("valid_from"), all[1].text("opens_at")),
        (Some("2024-12-31"), Some("10:00:00Z"))
    );
    assert_eq!(
        all[2].text("description"),
        Some("Fermé / Closed January 01, 0001 – January 01, 0001")
    );
    assert_eq!((all[2].text("valid_from"), all[2].text("opens_at")), (None, None));
    assert_eq!(
        package.note(Code::ConflictingValues).column.as_deref(),
        Some("opens_at")
    );
}

#[test]
fn rules_that_the_standard_has_no_more_are_said_in_another_way() {
    let text = "id,service_id,freq,interval\n1,1,DAILY,1\n2,1,YEARLY,\n3,1,DAILY,2\n";
    let package = package(&[ORGANIZATION, SERVICE, ("schedules.csv", text)]);
    let all = package.all(Kind::Schedule);
    assert_eq!(
        (all[0].text("freq"), all[0].text("byday")),
        (Some("WEEKLY"), Some("MO,TU,WE,TH,FR,SA,SU"))
    );
    assert_eq!(
        (all[1].text("freq"), all[1].text("notes")),
        (None, Some("freq: YEARLY"))
    );
    assert_eq!(all[2].text("notes"), Some("freq: DAILY"));
}
