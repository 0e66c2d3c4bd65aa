use proptest::prelude::*;
use relais_kernel::{Lang, Sex};

use super::*;
use crate::{fixture::*, identification::Birth};

fn person(name: &str, born: &str, sex: Sex) -> Portrait {
    Portrait {
        names: vec![name.into()],
        birth: Some(Birth::On(day(born))),
        sex: Some(sex),
        nationality: [code("cmr")].into(),
        contact: None,
    }
}

fn aicha() -> Portrait {
    person("Aïcha Diallo-Test", "2002-05-17", Sex::Female)
}

#[test]
fn the_same_person_written_otherwise_is_likely_the_same() {
    for name in ["AICHA DIALLO TEST", "Diallo-Test Aïcha", "Aisha Jallow Test"] {
        let other = person(name, "2002-05-17", Sex::Female);
        assert_eq!(likeness(&aicha(), &other).verdict, Verdict::Likely, "{name}");
    }
}

#[test]
fn an_alias_is_a_name_too() {
    let hidden = Portrait {
        names: vec!["Inconnue".into(), "Aïcha Diallo-Test".into()],
        ..aicha()
    };
    assert!(likeness(&aicha(), &hidden).reasons.contains(&Reason::SameName));
}

#[test]
fn a_mother_and_her_daughter_are_not_taken_for_one() {
    let mother = person("Aïcha Diallo-Test", "1975-01-01", Sex::Female);
    assert!(likeness(&aicha(), &mother).verdict < Verdict::Possible);
}

#[test]
fn a_brother_is_not_taken_for_his_sister() {
    let brother = person("Amadou Diallo-Test", "2001-02-02", Sex::Male);
    assert_eq!(likeness(&aicha(), &brother).verdict, Verdict::Unlikely);
}

#[test]
fn what_one_of_them_did_not_say_weighs_nothing() {
    let bare = Portrait {
        birth: None,
        sex: None,
        nationality: [].into(),
        ..aicha()
    };
    let likeness = likeness(&aicha(), &bare);
    assert_eq!(likeness.reasons, [Reason::SameName].into());
    assert_eq!(likeness.verdict, Verdict::Possible);
}

#[test]
fn two_people_without_a_name_are_not_alike_for_that() {
    let nobody = Portrait {
        names: Vec::new(),
        birth: None,
        ..aicha()
    };
    assert_eq!(likeness(&nobody, &nobody).verdict, Verdict::Unlikely);
}

#[test]
fn a_number_is_the_same_with_and_without_the_country_code() {
    let with = |number: &str| Portrait {
        contact: Some(number.into()),
        ..Portrait::default()
    };
    let same = likeness(&with("+237 6 00 00 00 01"), &with("600000001"));
    assert_eq!(same.reasons, [Reason::SameContact].into());
    assert!(
        likeness(&with("600000001"), &with("600000002"))
            .reasons
            .is_empty()
    );
}

#[test]
fn an_estimated_age_is_compared_by_its_year() {
    let aged = Birth::Aged {
        years: 23,
        on: day("2026-11-23"),
        estimated: true,
    };
    let guessed = Portrait {
        birth: Some(aged),
        ..aicha()
    };
    assert!(
        likeness(&aicha(), &guessed)
            .reasons
            .contains(&Reason::NearBirthYear)
    );
}

#[test]
fn the_most_alike_come_first_and_strangers_do_not_come() {
    let candidates = [
        (1, person("Moussa Test-Autre", "1980-01-01", Sex::Male)),
        (
            2,
            Portrait {
                birth: None,
                ..aicha()
            },
        ),
        (3, aicha()),
    ];
    let found: Vec<_> = ranked(&aicha(), &candidates)
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    assert_eq!(found, [3, 2]);
}

#[test]
fn every_reason_is_said_in_both_languages_and_names_nobody() {
    for reason in likeness(&aicha(), &person("Aisha Test", "1960-01-01", Sex::Male)).reasons {
        assert!(!reason.words().get(Lang::Fr).is_empty() && !reason.words().get(Lang::En).is_empty());
    }
    assert!(!format!("{:?}", aicha()).contains("Diallo"));
}

proptest! {
    #[test]
    fn likeness_is_the_same_both_ways_round(
        a in "[A-Za-zéïç ]{0,20}", b in "[A-Za-zéïç ]{0,20}", year_a in 1950..2020_i16, year_b in 1950..2020_i16,
    ) {
        let at = |name: &str, year| Portrait {
            birth: Some(Birth::On(jiff::civil::date(year, 3, 4))), names: vec![name.into()], ..Portrait::default()
        };
        let (one, other) = (at(&a, year_a), at(&b, year_b));
        prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
        let twin = likeness(&one, &one);
        prop_assert!(likeness(&one, &other).score <= twin.score);
    }
}
