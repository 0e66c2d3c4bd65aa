use relais_kernel::Id;
use uuid::Uuid;

use super::*;

fn id<T>(n: u128) -> Id<T> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn calendar() -> WorkCalendar {
    let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
    definition.calendar
}

fn told() -> ErasureNotice {
    ErasureNotice {
        id: id(1),
        case: id(2),
        mechanism: id(3),
        owner: id(4),
        holder: id(5),
        referral: id(6),
        told_at: at("2026-11-23T08:00:00Z"),
        due: at("2026-11-28T08:00:00Z"),
        state: NoticeState::Awaited,
        version: 1,
    }
}

fn member() -> Confirmer {
    Confirmer::Member {
        user: id(7),
        role: Role::RECEIVING_FOCAL_POINT,
    }
}

fn partner() -> Confirmer {
    Confirmer::Partner {
        link: id(8),
        via: AnswerVia::Sms,
    }
}

fn telephone(on: &str) -> Confirmer {
    Confirmer::Telephone {
        user: id(9),
        role: Role::CASE_MANAGER,
        on: on.parse().unwrap(),
    }
}

/// Every state with every way of confirming: what comes of it.
#[test]
fn the_whole_table_of_a_notice() {
    let now = at("2026-11-24T09:00:00Z");
    let confirmed = told().confirm(member(), now, &calendar()).unwrap();
    let table = [
        (told(), member(), "confirmed"),
        (told(), partner(), "confirmed"),
        (told(), telephone("2026-11-23"), "confirmed"),
        (told(), telephone("2026-11-24"), "confirmed"),
        (told(), telephone("2026-11-22"), "BeforeNotice"),
        (told(), telephone("2026-11-25"), "InTheFuture"),
        (confirmed.clone(), member(), "ErasureConfirmed"),
        (confirmed.clone(), partner(), "ErasureConfirmed"),
        (confirmed, telephone("2026-11-24"), "ErasureConfirmed"),
    ];
    for (notice, by, expected) in table {
        match notice.confirm(by.clone(), now, &calendar()) {
            Ok(after) => {
                assert_eq!(expected, "confirmed", "{by:?}");
                assert_eq!(after.state, NoticeState::Confirmed { at: now, by });
                assert_eq!(after.version, notice.version + 1);
            }
            Err(refusal) => assert_eq!(refusal.code, expected, "{by:?}"),
        }
    }
}

#[test]
fn a_holder_is_late_after_its_day_and_never_once_it_has_confirmed() {
    let notice = told();
    assert!(!notice.is_late(notice.due));
    let after = at("2026-11-28T08:00:01Z");
    assert!(notice.is_late(after));
    let confirmed = notice.confirm(partner(), after, &calendar()).unwrap();
    assert!(!confirmed.is_late(at("2027-11-28T08:00:01Z")));
}

#[test]
fn dp_27_a_notice_holds_ids_and_days_and_no_word_of_the_person() {
    let confirmed = told().confirm(telephone("2026-11-23"), told().due, &calendar());
    let value = serde_json::to_value(confirmed.unwrap()).unwrap();
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "case",
            "due",
            "holder",
            "id",
            "mechanism",
            "owner",
            "referral",
            "state",
            "told_at",
            "version"
        ]
    );
}
