use relais_kernel::SeededEntropy;

use super::*;

fn roles(codes: &[&str]) -> Vec<RoleCode> {
    codes.iter().map(|code| RoleCode::from(*code)).collect()
}

fn made(state: AppointmentState) -> (Appointment, Id<User>) {
    let chance = SeededEntropy::new(7);
    let given = Timestamp::UNIX_EPOCH;
    let made = Appointment {
        id: Id::new(given, &chance),
        public_ref: PublicRef::new(&chance),
        user: Id::new(given, &chance),
        organisation: Id::new(given, &chance),
        mechanism: Id::new(given, &chance),
        roles: roles(&["R04"]),
        by: Id::new(given, &chance),
        given,
        state,
    };
    (made, Id::new(given, &chance))
}

/// Every state, and what confirming and refusing makes of it.
#[test]
fn sec_6_a_second_person_speaks_once_about_roles_and_neither_giver_nor_receiver_does() {
    let now = Timestamp::UNIX_EPOCH;
    let (_, third) = made(AppointmentState::Waiting);
    let table = [
        (AppointmentState::Waiting, "confirmed", "refused"),
        (AppointmentState::AtOnce { checked: None }, "at_once", "refused"),
        (
            AppointmentState::AtOnce {
                checked: Some(Checked { by: third, at: now }),
            },
            "AppointmentOver",
            "AppointmentOver",
        ),
        (
            AppointmentState::Confirmed { by: third, at: now },
            "AppointmentOver",
            "AppointmentOver",
        ),
        (
            AppointmentState::Refused { by: third, at: now },
            "AppointmentOver",
            "AppointmentOver",
        ),
        (
            AppointmentState::Withdrawn { at: now },
            "AppointmentOver",
            "AppointmentOver",
        ),
    ];
    for (state, confirmed, refused) in table {
        let (one, third) = made(state);
        let told = |done: Result<Appointment, Refusal>| match done {
            Ok(after) => after.state.code().to_owned(),
            Err(refusal) => refusal.code,
        };
        assert_eq!(told(one.confirm(third, true, now)), confirmed, "{state:?}");
        assert_eq!(told(one.refuse(third, now)), refused, "{state:?}");
        assert_eq!(told(one.confirm(one.by, true, now)), "AppointmentGiver");
        assert_eq!(told(one.confirm(one.user, true, now)), "AppointmentOwn");
        assert_eq!(told(one.refuse(one.by, now)), "AppointmentGiver");
        if one.is_open() {
            assert_eq!(told(one.confirm(third, false, now)), "AppointmentCode");
        }
    }
}

#[test]
fn sec_6_only_new_roles_that_open_something_wait() {
    let alone = BTreeSet::from([RoleCode::from("R14")]);
    let weighed = Weighed::of(&roles(&["R04", "R05", "R14"]), &roles(&["R05"]), &alone);
    assert_eq!(weighed.stand, roles(&["R05", "R14"]));
    assert_eq!(weighed.wait, roles(&["R04"]));
}

#[test]
fn sec_7_the_protection_officer_is_neither_case_manager_nor_supervisor_nor_administrator() {
    for other in ["R04", "R05", "R18"] {
        assert!(kept_apart(&roles(&["R15", other])).is_err(), "{other}");
        assert!(kept_apart(&roles(&[other])).is_ok());
    }
    assert!(kept_apart(&roles(&["R15", "R10", "R14"])).is_ok());
}
