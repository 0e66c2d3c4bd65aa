use jiff::{SignedDuration, Timestamp};
use relais_kernel::SeededEntropy;

use super::*;

fn id<K>(n: u64) -> Id<K> {
    Id::new(Timestamp::UNIX_EPOCH, &SeededEntropy::new(n))
}

fn opening() -> EmergencyOpening {
    EmergencyOpening {
        id: id(1),
        case: id(2),
        mechanism: id(3),
        organisation: id(4),
        opened: Act {
            by: id(5),
            at: Timestamp::UNIX_EPOCH,
        },
        reason: OpeningReason::LifeInDanger,
        unusual: false,
        review: OpeningReview::Waiting,
    }
}

fn after(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
}

#[test]
fn sec_26_it_closes_after_an_hour_to_the_instant() {
    let opening = opening();
    for (minutes, live) in [(0, true), (59, true), (60, false), (61, false), (-1, false)] {
        assert_eq!(opening.is_live(after(minutes)), live, "{minutes}");
    }
}

#[test]
fn sec_27_it_is_answered_once_with_words_and_never_by_those_who_opened() {
    let opening = opening();
    let answer = |of, words: &str| opening.answer((id(9), of), true, words, after(5));
    let code = |refused: Refusal| refused.code;
    assert_eq!(
        answer(opening.organisation, "vu").map_err(code).unwrap_err(),
        "OwnOpening"
    );
    assert_eq!(answer(id(8), "  ").map_err(code).unwrap_err(), "ReasonMissing");
    let answered = answer(id(8), "vu").unwrap();
    assert!(!answered.waits());
    let again = answered.answer((id(9), id(8)), false, "encore", after(6));
    assert_eq!(again.map_err(code).unwrap_err(), "AlreadyReviewed");
}

#[test]
fn sec_28_beyond_the_usual_each_opening_asks_for_a_proof_of_its_own() {
    let hour = |count| LastHour {
        count,
        last: (count > 0).then(|| after(30)),
    };
    for (count, proved, enough) in [
        (0, 0, true),
        (2, 0, true),
        (3, 29, false),
        (3, 30, false),
        (3, 31, true),
    ] {
        assert_eq!(hour(count).accepts(after(proved)), enough, "{count} {proved}");
        assert_eq!(hour(count).is_full(), count >= MOST_AN_HOUR);
    }
}

#[test]
fn a_form_says_everything_that_is_missing_at_once() {
    let faults = OpeningForm::default().read().err().unwrap();
    let fields: Vec<_> = faults.0.iter().filter_map(|r| r.field.as_deref()).collect();
    assert_eq!(fields, ["code", "reason", "words", "sure"]);
}
