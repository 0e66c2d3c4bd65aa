use std::fmt::Write as _;

use uuid::Uuid;

use super::*;

const PERSON: u128 = 1;

fn user(n: u128) -> Id<User> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn monday() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

fn hours(n: i64) -> Timestamp {
    monday().checked_add(SignedDuration::from_hours(n)).unwrap()
}

fn asked() -> Recovery {
    Recovery {
        id: Id::from_uuid(Uuid::from_u128(9)),
        user: user(PERSON),
        asked: monday(),
        state: RecoveryState::Asked,
    }
}

fn long_known(n: u128) -> Confirmer {
    Confirmer {
        user: user(n),
        since: hours(-1000),
        gave_password: false,
    }
}

fn everywhere() -> Vec<Recovery> {
    let one = asked().confirm(long_known(2), hours(1)).unwrap();
    let granted = one.confirm(long_known(3), hours(2)).unwrap();
    vec![
        asked(),
        one,
        granted,
        granted.use_up(Uuid::nil(), hours(3)).unwrap(),
        one.refuse(user(3), hours(2)).unwrap(),
        granted.withdraw(hours(3)).unwrap(),
    ]
}

#[test]
fn sec_51_every_state_of_a_recovery_answers_every_verb() {
    let mut table = String::new();
    for recovery in everywhere() {
        for (when, now) in [("early", hours(4)), ("late", hours(80))] {
            let verbs: [(&str, Result<Recovery, Refusal>); 7] = [
                ("confirm by a third", recovery.confirm(long_known(4), now)),
                ("confirm by the first", recovery.confirm(long_known(2), now)),
                ("confirm by the person", recovery.confirm(long_known(PERSON), now)),
                ("refuse by a third", recovery.refuse(user(4), now)),
                ("refuse by the person", recovery.refuse(user(PERSON), now)),
                ("use", recovery.use_up(Uuid::nil(), now)),
                ("withdraw", recovery.withdraw(now)),
            ];
            for (verb, answered) in verbs {
                let result = match answered {
                    Ok(after) => format!("-> {}", after.state.code()),
                    Err(refusal) => format!("-- {}", refusal.code),
                };
                writeln!(table, "{:9} {when:5} {verb:21} {result}", recovery.state.code()).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn sec_51_neither_an_account_opened_for_it_nor_the_giver_of_the_password_confirms() {
    let late = Confirmer {
        since: monday(),
        ..long_known(2)
    };
    assert_eq!(
        asked().confirm(late, hours(1)).unwrap_err().code,
        "RecoveryNewAccount"
    );
    let giver = Confirmer {
        gave_password: true,
        ..long_known(2)
    };
    assert_eq!(
        asked().confirm(giver, hours(1)).unwrap_err().code,
        "RecoveryPasswordGiver"
    );
}

#[test]
fn sec_51_the_link_works_for_a_day_from_the_second_confirmation() {
    let granted = everywhere()[2];
    assert_eq!(granted.until(), Some(hours(26)));
    assert!(granted.is_granted(hours(25)) && !granted.is_granted(hours(26)));
    assert!(
        granted.use_up(Uuid::nil(), hours(25)).is_ok() && granted.use_up(Uuid::nil(), hours(26)).is_err()
    );
}
