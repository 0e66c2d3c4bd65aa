use super::*;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 21);
const ASSURANCE: Assurance = Assurance {
    on: date(2026, 11, 1),
    by: None,
};

fn every_state() -> [Entry; 6] {
    [
        Entry::Draft,
        Entry::Verified { assurance: ASSURANCE },
        Entry::Active {
            assurance: ASSURANCE,
            since: TODAY,
        },
        Entry::Suspended {
            assurance: ASSURANCE,
            since: TODAY,
            reason: "plainte".into(),
        },
        Entry::TemporarilyClosed {
            assurance: ASSURANCE,
            since: TODAY,
            until: None,
        },
        Entry::Defunct {
            assurance: None,
            since: TODAY,
            reason: "fin de financement".into(),
        },
    ]
}

fn code(result: Result<Entry, Refusal>) -> String {
    match result {
        Ok(entry) => entry.code().to_owned(),
        Err(refusal) => {
            assert!(!refusal.sentence.fr.is_empty() && !refusal.sentence.en.is_empty());
            assert!(refusal.state.is_some() && refusal.verb.is_some());
            refusal.code
        }
    }
}

/// The whole table: each state, each verb, its result.
#[test]
fn every_state_answers_every_verb() {
    let expected = [
        // verify, activate, suspend, close, reopen, wind_up
        [
            "verified",
            "EntryNotVerified",
            "EntryNotInState",
            "EntryNotInState",
            "EntryNotInState",
            "defunct",
        ],
        [
            "verified",
            "active",
            "EntryNotInState",
            "EntryNotInState",
            "EntryNotInState",
            "defunct",
        ],
        [
            "active",
            "EntryNotInState",
            "suspended",
            "temporarily_closed",
            "EntryNotInState",
            "defunct",
        ],
        [
            "suspended",
            "EntryNotInState",
            "EntryNotInState",
            "EntryNotInState",
            "active",
            "defunct",
        ],
        [
            "temporarily_closed",
            "EntryNotInState",
            "suspended",
            "temporarily_closed",
            "active",
            "defunct",
        ],
        [
            "EntryDefunct",
            "EntryDefunct",
            "EntryDefunct",
            "EntryDefunct",
            "EntryDefunct",
            "EntryDefunct",
        ],
    ];
    for (entry, row) in every_state().into_iter().zip(expected) {
        let e = || entry.clone();
        let found = [
            code(e().verify(ASSURANCE)),
            code(e().activate(TODAY)),
            code(e().suspend("raison", TODAY)),
            code(e().close(None, TODAY)),
            code(e().reopen(TODAY)),
            code(e().wind_up("raison", TODAY)),
        ];
        assert_eq!(found, row, "from {}", entry.code());
    }
}

#[test]
fn an_active_entry_keeps_who_vouched_for_it() {
    let later = Assurance { on: TODAY, by: None };
    let entry = Entry::Draft
        .verify(ASSURANCE)
        .and_then(|e| e.activate(TODAY))
        .unwrap();
    assert_eq!(entry.assurance(), Some(ASSURANCE));
    assert_eq!(entry.verify(later).unwrap().assurance(), Some(later));
}

#[test]
fn a_suspension_and_an_end_need_a_reason() {
    let active = Entry::Active {
        assurance: ASSURANCE,
        since: TODAY,
    };
    let refusal = active.clone().suspend("  ", TODAY).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.field.as_deref()),
        ("ReasonMissing", Some("reason"))
    );
    assert_eq!(active.wind_up("", TODAY).unwrap_err().code, "ReasonMissing");
}

#[test]
fn a_reopening_lies_ahead() {
    let active = Entry::Active {
        assurance: ASSURANCE,
        since: TODAY,
    };
    assert_eq!(
        active.clone().close(Some(TODAY), TODAY).unwrap_err().code,
        "ReopeningNotAhead"
    );
    let closed = active.close(Some(date(2026, 12, 1)), TODAY).unwrap();
    assert!(matches!(closed, Entry::TemporarilyClosed { until: Some(day), .. } if day == date(2026, 12, 1)));
}

#[test]
fn hsds_knows_four_of_the_states() {
    let found: Vec<_> = every_state().iter().map(Entry::hsds_status).collect();
    assert_eq!(
        found,
        [
            "inactive",
            "inactive",
            "active",
            "inactive",
            "temporarily closed",
            "defunct"
        ]
    );
}
