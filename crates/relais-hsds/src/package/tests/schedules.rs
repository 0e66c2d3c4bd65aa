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

#[test]
fn a_day_is_read_in_the_table_of_today_too() {
    let text = "id,service_id,weekday,byday,opens_at,closes_at\n1,1,Monday,,9:00,17:00\n2,1,,,9:00,17:00\n\
                3,1,Mon-Fri,,9:00,17:00\n4,1,du lundi au mercredi,,9:00,17:00\n5,1,samedi et dimanche,,9:00,17:00\n\
                6,1,Sat - Mon,,9:00,17:00\n7,1,souvent,,9:00,17:00\n8,1,lundi,TU,9:00,17:00\n";
    let package = package(&[ORGANIZATION, SERVICE, ("schedules.csv", text)]);
    let days: Vec<_> = package
        .all(Kind::Schedule)
        .iter()
        .map(|s| (s.text("freq"), s.text("byday")))
        .collect();
    let weekly = |days| (Some("WEEKLY"), Some(days));
    let expected = [
        weekly("MO"),
        (None, None),
        weekly("MO,TU,WE,TH,FR"),
        weekly("MO,TU,WE"),
        weekly("SA,SU"),
        weekly("SA,SU,MO"),
        (None, Some("TU")),
    ];
    assert_eq!(days, expected);
    assert_eq!(
        package.note(Code::RequiredMissing).value.as_deref(),
        Some("souvent")
    );
    assert_eq!(package.note(Code::ColumnUnknown).value.as_deref(), Some("lundi"));
}

#[test]
fn the_days_of_a_rule_are_written_as_the_standard_does() {
    let cases = [
        ("Mon, Tue", Some("MO,TU"), None),
        ("1SA;-1SU", Some("1SA,-1SU"), None),
        ("MO,XX", Some("MO"), Some("XX")),
        ("MO TU", Some("MO,TU"), None),
        ("lundi à vendredi", Some("MO,TU,WE,TH,FR"), None),
        ("2nd Tuesday", None, Some("2nd Tuesday")),
        ("60MO", None, Some("60MO")),
        ("MO,1SA", Some("MO,1SA"), None),
    ];
    for (text, rule, none) in cases {
        let table = format!("id,service_id,freq,byday\n1,1,WEEKLY,\"{text}\"\n");
        let package = package(&[ORGANIZATION, SERVICE, ("schedules.csv", &table)]);
        assert_eq!(package.one(Kind::Schedule).text("byday"), rule, "{text}");
        let unknown = package.notes(Code::ChoiceUnknown);
        let unknown: Vec<_> = unknown.iter().filter_map(|note| note.value.as_deref()).collect();
        assert_eq!(unknown, none.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn hours_without_an_offset_have_that_of_their_row() {
    let text = "id,opens_at,closes_at,timezone\n1,10:00:00,17h,3\n2,10:00,17:00Z,-5\n3,10:00:00+01:00,9pm,5.5\n\
                4,10:00,17:00,\n5,10:00,17:00,Africa/Dakar\n6,10:00,17:00,0\n";
    let package = package(&[("schedules.csv", text)]);
    let hours: Vec<_> = package
        .all(Kind::Schedule)
        .iter()
        .map(|s| (s.text("opens_at").unwrap(), s.text("closes_at").unwrap()))
        .collect();
    let expected = [
        ("10:00:00+03:00", "17:00:00+03:00"),
        ("10:00:00-05:00", "17:00:00Z"),
        ("10:00:00+01:00", "21:00:00+05:30"),
        ("10:00:00Z", "17:00:00Z"),
        ("10:00:00Z", "17:00:00Z"),
        ("10:00:00Z", "17:00:00Z"),
    ];
    assert_eq!(hours, expected);
    let json = r#"[{"id": 1, "opens_at": "10:00", "timezone": 3}]"#;
    let package = super::package(&[("schedules.json", json)]);
    assert_eq!(
        package.one(Kind::Schedule).text("opens_at"),
        Some("10:00:00+03:00")
    );
}
